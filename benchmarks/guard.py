"""How many lies are flagged, and how many honest claims: `python benchmarks/guard.py`.

Each claim of `tests/data/lies/claims.jsonl` is tied to the passage of its evidence, among the ten
passages that a search for it finds, and guarded, as a sentence of a model's answer would be.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.answer.tie import Tying
from rag.engine import Engine
from rag.records import Passage
from rag.settings import load
from rag.wiring import Mode, opened

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of the set with what became of it."""

    id: str
    kind: str
    honest: bool
    half: str
    flagged: bool


def cited(engine: Engine, source: str, quote: str) -> Passage:
    """The passage that holds most of a quote, white space aside."""
    shown = engine.show(source)
    at = [index for index, char in enumerate(shown.document.text) if not char.isspace()]
    squeezed = "".join(shown.document.text[index] for index in at)
    wanted = "".join(quote.split())
    start = squeezed.index(wanted)
    first, last = at[start], at[start + len(wanted) - 1]
    return max(
        shown.passages,
        key=lambda passage: min(passage.span.end, last) - max(passage.span.start, first),
    )


def judged(engine: Engine, claims: Path) -> Iterator[Judged]:
    """Every claim of the set, tied and guarded."""
    for line in claims.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        passage = cited(engine, row["evidence"]["source"], row["evidence"]["quote"])
        hits = [hit.passage for hit in engine.search(row["claim"], depth=10)]
        offered = {each.id: each for each in (passage, *hits)}
        tying = Tying(list(offered.values()), engine.embedder.embed_passages)
        tie = tying.tie(row["claim"], [passage])
        flagged = tie is None or not tie.supported
        yield Judged(row["id"], row["kind"], row["honest"], row["half"], flagged)


def table(rows: list[Judged]) -> str:
    """Shares flagged by kind, a column for each half."""
    counted: dict[tuple[bool, str], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for kind in (row.kind, "**all**"):
            counted[row.honest, kind][row.half].append(row.flagged)
    lines = ["| claims | kind | tune flagged | kept flagged |", "|---|---|---|---|"]
    for (honest, kind), halves in sorted(counted.items()):
        cells = [f"{sum(halves[h])}/{len(halves[h])}" for h in ("tune", "kept")]
        if kind == "**all**":
            cells = [
                f"{cell} = {sum(halves[h]) / len(halves[h]):.3f}"
                for cell, h in zip(cells, ("tune", "kept"), strict=True)
            ]
        lines.append(f"| {'honest' if honest else 'lie'} | {kind} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="also name the wrongly judged (tune)")
    listing = parser.parse_args().list
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"data": folder}, {}).settings
        with opened(settings, Mode.WRITE) as engine:
            list(engine.ingest([ROOT / "seeds" / "documents"]))
            rows = list(judged(engine, ROOT / "tests" / "data" / "lies" / "claims.jsonl"))
    print(table(rows))
    if listing:
        print(*(r.id for r in rows if r.half == "tune" and r.flagged == r.honest))


if __name__ == "__main__":
    main()

"""How many lies are flagged, and how many honest claims: `python -m benchmarks.guard`.

Each claim of `tests/data/lies` is tied to the passage of its evidence, among the ten passages that
a search for it finds, and guarded, as a sentence of a model's answer would be. `--only tune` leaves
the half kept aside alone; without it the tables of guard.md and quality.md are made anew.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import quality, sections
from rag.answer.tie import Tying
from rag.engine import Engine
from rag.records import Passage
from rag.settings import load
from rag.wiring import Mode, opened

ROOT = Path(__file__).resolve().parent.parent
LIES = ROOT / "tests" / "data" / "lies"
PAGE = sections.HERE / "guard.md"
FILES = ("claims.jsonl", "tuning.jsonl")


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim of the set with what became of it."""

    id: str
    kind: str
    honest: bool
    half: str
    languages: str
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


def claims(halves: frozenset[str]) -> list[dict[str, Any]]:
    """The claims of these halves; what was written for tuning alone is in a file of its own."""
    lines = (line for name in FILES for line in (LIES / name).read_text("utf-8").splitlines())
    return [row for row in map(json.loads, lines) if row["half"] in halves]


def judged(engine: Engine, rows: list[dict[str, Any]]) -> Iterator[Judged]:
    """Every claim, tied and guarded."""
    comparing = engine.compare()
    for row in rows:
        passage = cited(engine, row["evidence"]["source"], row["evidence"]["quote"])
        hits = [hit.passage for hit in engine.search(row["claim"], depth=10)]
        offered = {each.id: each for each in (passage, *hits)}
        tying = Tying(list(offered.values()), engine.embedder.embed_passages, comparing)
        tie = tying.tie(row["claim"], [passage])
        flagged = tie is None or not tie.supported
        spoken = row["claim_language"], row["evidence_language"]
        languages = spoken[0] if spoken[0] == spoken[1] else f"{spoken[0]} from another"
        yield Judged(row["id"], row["kind"], row["honest"], row["half"], languages, flagged)


def table(rows: list[Judged], by: str) -> str:
    """Shares flagged by "kind" or "languages", a column for each half."""
    counted: dict[tuple[bool, str], dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for group in (getattr(row, by), "**all**"):
            counted[row.honest, group][row.half].append(row.flagged)
    lines = [f"| claims | {by} | tune flagged | kept flagged |", "|---|---|---|---|"]
    for (honest, group), halves in sorted(counted.items()):
        cells = [_cell(halves[half], share=group == "**all**") for half in ("tune", "kept")]
        lines.append(f"| {'honest' if honest else 'lie'} | {group} | {cells[0]} | {cells[1]} |")
    return "\n".join(lines)


def _cell(flagged: list[bool], share: bool) -> str:
    count = f"{sum(flagged)}/{len(flagged)}"
    return f"{count} = {sum(flagged) / len(flagged):.3f}" if share and flagged else count


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--list", action="store_true", help="also name the wrongly judged (tune)")
    parser.add_argument("--only", choices=("tune", "kept"), help="one half alone")
    chosen = parser.parse_args()
    halves = frozenset({chosen.only} if chosen.only else {"tune", "kept"})
    with tempfile.TemporaryDirectory() as folder:
        settings = load({"data": folder}, {}).settings
        with opened(settings, Mode.WRITE) as engine:
            list(engine.ingest([ROOT / "seeds" / "documents"]))
            rows = list(judged(engine, claims(halves)))
    tables = table(rows, "kind"), table(rows, "languages")
    print(*tables, sep="\n\n")
    if not chosen.only:
        sections.write("claims", "\n\n".join(tables), PAGE)
        sections.write("guard", tables[0], quality.TARGET)
    if chosen.list:
        print(*(r.id for r in rows if r.half == "tune" and r.flagged == r.honest))


if __name__ == "__main__":
    main()

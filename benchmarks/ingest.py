"""What an ingest costs besides embedding: `python -m benchmarks.ingest`.

Files of real texts are ingested into an empty library by the whole of the program; then the very
same passages go through the encoder's session alone, tokens already made, in the same batches.
Rounds are interleaved, medians are shown, and `results.md` gets them. The whole may take 1.3 times
the session's own time. FOOTNOTE_SHARED names the evaluation sets.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import sections
from benchmarks.stock import CORPORA
from rag.adapters.bundled_e5 import PASSAGE_PREFIX, BundledE5
from rag.adapters.encoder_session import EncoderSession
from rag.flows.preparing import BATCH
from rag.settings import load
from rag.text.normalise import unbroken
from rag.wiring import Mode, opened

MOST = 1.3


@dataclass(frozen=True, slots=True)
class Round:
    """Seconds of one round: the whole ingest, and the encoder's session alone."""

    whole_s: float
    session_s: float
    passages: int
    tokens: int


def main() -> None:
    """Read the command line, measure, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=12, help="of every language")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        documents = gathered(Path(passing) / "documents", given.files)
        rounds = [one_round(documents, Path(passing) / f"{n}") for n in range(given.rounds + 1)]
    sections.write("ingest", report(rounds[1:]))


def gathered(folder: Path, each: int) -> Path:
    """Plain texts of every language."""
    folder.mkdir(parents=True)
    for language, name in CORPORA.items():
        for path in sorted((sections.shared() / "eval" / name / "corpus").rglob("*.txt"))[:each]:
            shutil.copy(path, folder / f"{language}-{path.name}")
    return folder


def one_round(documents: Path, data: Path) -> Round:
    """Ingest into an empty library, then run its passages through the session alone."""
    settings = load({"data": str(data)}, {}).settings
    with opened(settings, Mode.WRITE) as engine:
        engine.embedder.embed_queries(["warm"])
        began = time.perf_counter()
        for _ in engine.ingest([documents]):
            pass
        whole_s = time.perf_counter() - began
        texts = [
            unbroken(passage.text)
            for entry in engine.documents()
            for passage in engine.show(entry.id).passages
        ]
    embedder = BundledE5(settings.cache)
    batches = framed(embedder, texts)
    session: EncoderSession = embedder._session
    began = time.perf_counter()
    for batch in batches:
        session.run(batch)
    session_s = time.perf_counter() - began
    return Round(whole_s, session_s, len(texts), sum(len(row) for some in batches for row in some))


def framed(embedder: BundledE5, texts: Sequence[str]) -> list[list[list[int]]]:
    """The token rows that the session is given, in the batches of an ingest."""
    encoded = embedder.tokenizer.encode([PASSAGE_PREFIX + text for text in texts])
    rows = [embedder._framed(one.ids) for one in encoded]
    return [rows[start : start + BATCH] for start in range(0, len(rows), BATCH)]


def report(rounds: Sequence[Round]) -> str:
    """The figures as Markdown."""
    whole = statistics.median(one.whole_s for one in rounds)
    session = statistics.median(one.session_s for one in rounds)
    ratio = statistics.median(one.whole_s / one.session_s for one in rounds)
    first = rounds[0]
    rows = [
        ["whole ingest", f"{whole:.1f}", f"{first.passages / whole:.1f}"],
        ["encoder session alone", f"{session:.1f}", f"{first.passages / session:.1f}"],
    ]
    told = (
        f"`python -m benchmarks.ingest`: {first.passages} passages, {first.tokens} tokens, "
        f"{len(rounds)} interleaved rounds after one to warm up, medians; {sections.machine()}."
    )
    kept = "kept" if ratio <= MOST else "not kept"
    close = f"Whole ingest to session: **{ratio:.2f}** (at most {MOST} is wanted: {kept})."
    head = ["", "seconds", "passages/s"]
    return f"## Ingest\n\n{told}\n\n{sections.table(head, rows)}\n\n{close}"


if __name__ == "__main__":
    main()

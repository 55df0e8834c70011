"""Records as a person reads them on a terminal."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import redirect_stdout

from rag.answer.attribution import attribution
from rag.answer.nearest import nearest
from rag.cli import reporting
from rag.flows.report import Report
from rag.records import (
    Answer,
    Citation,
    DocumentEntry,
    Hit,
    IngestEvent,
    IngestOutcome,
    Role,
    Searched,
)
from rag.text.controls import visible

_WIDTH = 96
_PAUSE_S = 0.1


def value(content: object) -> None:
    """One JSON value on standard output."""
    print(json.dumps(content, ensure_ascii=False, indent=1))


def out(text: str = "", end: str = "\n") -> None:
    """A result for the person; nothing in it, whoever wrote it, steers the terminal."""
    print(visible(text), end=end)


def note(text: str) -> None:
    """A line for the person, not for the result."""
    print(visible(text), file=sys.stderr)


def answer(found: Answer) -> None:
    """Verdict, answer with its citation marks, and each citation with where to see it."""
    if found.understood:
        out(f"(understood as: {found.understood})")
    if found.notice:
        out(found.notice)
    out(f"[{found.verdict.value.replace('_', ' ')}]", end="")
    out(f" {found.direct_answer}" if found.direct_answer else "")
    for claim in found.claims:
        marks = _marks(claim.citations)
        doubt = found.doubt(claim)
        flag = f" ({doubt.value})" if doubt else ""
        out(f"\n{claim.text} {marks}{flag}".rstrip())
    for each in found.disagreements:
        sides = " against ".join(_marks(side) for side in each.sides)
        out(f"\nSources disagree about {each.about}: {sides}")
    if found.citations:
        out()
    for citation in found.citations:
        out(f"[{citation.number}] {place(citation)}")
    _independence(found)
    if not found.citations and found.retrieved and not found.text:
        out("\nNearest passages:")
        hits(nearest(found.retrieved, 3), found.sources)
    left_out(found.searched)


def _independence(found: Answer) -> None:
    """That some documents cited are one witness; nothing where each speaks for itself."""
    if found.independent_sources < found.cited_documents:
        count = f"{found.cited_documents} documents, {found.independent_sources} independent"
        out(f"\n{count}: the others have it in the same words")


def left_out(searched: Searched) -> None:
    """How many documents a date filter could not place; nothing where there are none."""
    if searched.undated:
        out(f"\nDocuments left out because their date is not known: {searched.undated}")


def _marks(numbers: Sequence[int]) -> str:
    return "".join(f"[{number}]" for number in numbers)


def place(citation: Citation) -> str:
    """Where a citation's words stand, and whose they are."""
    role = citation.role
    shown = role.value if role not in (Role.BODY, Role.COMMENT, Role.UNKNOWN) else None
    page = f"page {citation.page}" if citation.page else None
    told = ", ".join(part for part in (attribution(citation), shown, page) if part)
    where = f"{citation.source}:{citation.span}"
    return f"{where}  {told}" if told else where


def hits(found: Sequence[Hit], sources: Mapping[str, str]) -> None:
    """Ranked passages with where each score came from; `sources` by document id."""
    for hit in found:
        passage = hit.passage
        scores = "  ".join(f"{name} {score:.3f}" for name, score in sorted(hit.scores.items()))
        source = sources.get(passage.document_id, passage.document_id)
        out(f"\n{hit.rank}. {source}:{passage.span}", end="")
        out(f"  [{passage.language}, {passage.role.value}]  {hit.score:.4f}  ({scores})")
        out("   " + shortened(passage.text))


def shortened(text: str) -> str:
    """A text on one line, cut to the width of a terminal."""
    line = " ".join(text.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def entries(listed: Sequence[DocumentEntry]) -> None:
    """The library's documents, one a line."""
    for entry in listed:
        about = entry.provenance
        told = [about.published, about.publisher, about.title]
        kept = "  ".join(part for part in told if part)
        out(f"{entry.source}  {entry.passages} passages  {'/'.join(about.languages)}  {kept}")
        for problem in entry.problems:
            out(f"   ! {problem}")
        if entry.copies:
            out(f"   = mostly the same as {', '.join(entry.copies)}")


def report(found: Report) -> None:
    """What was read from one document."""
    for line in reporting.lines(found):
        out(f"  {line}")


class Counter:
    """One line of progress on standard error, rewritten in place on a terminal."""

    def __init__(self, unit: str, size: int = 1) -> None:
        """Count in `unit`; `paced` is told of things of which `size` make one unit."""
        self._unit = unit
        self._size = size
        self._live = sys.stderr.isatty()
        self._began = time.monotonic()
        self._last = 0.0

    def __call__(self, done: int, total: int, rate: float, remaining_s: float | None) -> None:
        now = time.monotonic()
        if self._live and (now - self._last > _PAUSE_S or done == total):
            self._last = now
            left = f", {remaining_s:.0f} s left" if remaining_s else ""
            line = f"{done}/{total}, {rate:.1f} {self._unit}/s{left}"
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)

    def paced(self, done: int, total: int) -> None:
        """Tell how far it is, at the pace since the counter was made."""
        elapsed = max(time.monotonic() - self._began, 1e-6)
        left = elapsed / done * (total - done) if done else None
        self(done // self._size, total // self._size, done / self._size / elapsed, left)

    def done(self) -> None:
        """Leave the terminal clean."""
        if self._live:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def followed(events: Iterable[IngestEvent]) -> list[IngestEvent]:
    """The events of an ingest, shown as they come; what failed or was skipped is named at once."""
    show, kept = Counter("passages"), []
    with redirect_stdout(sys.stderr):  # what libraries print meanwhile, as Ray does, is no result
        for event in events:
            if event.outcome in (IngestOutcome.FAILED, IngestOutcome.SKIPPED):
                show.done()
                note(f"{event.outcome.value}: {event.source}: {event.reason}")
            show(event.done, event.total, event.rate, event.remaining_s)
            kept.append(event)
    show.done()
    return kept

"""`footnote check`: a draft from a file or a pipe, each sentence with its verdict and its words."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path

from rag.cli import printing
from rag.records import CheckedDraft, CheckedSentence, DraftVerdict
from rag.settings import Settings
from rag.wire import draft_json
from rag.wiring import opened

_MARKS = {
    DraftVerdict.SUPPORTED: "✓ supported",
    DraftVerdict.CONTRADICTED: "✗ contradicted",
    DraftVerdict.ABSENT: "? absent",
}


def check(options: Namespace, settings: Settings) -> int:
    """Check the draft; 0 whatever the verdicts are."""
    draft = _read(options.file)
    with opened(settings) as engine:
        checked = engine.check(draft)
    if options.json:
        printing.value(draft_json(checked))
    else:
        _tell(checked)
    return 0


def _read(file: str) -> str:
    """The draft's canonical text; `-` is plain text from standard input."""
    from rag.ingest.draft import read_draft

    if file == "-":
        return read_draft("the draft", sys.stdin.buffer.read())
    return read_draft(Path(file).name, Path(file).read_bytes())


def _tell(draft: CheckedDraft) -> None:
    for sentence in draft.sentences:
        printing.out(f"{_MARKS[sentence.verdict] if sentence.states else '– states nothing'}")
        printing.out(f"  {' '.join(sentence.text.split())}")
        _tell_grounds(sentence)
    counted = [each for each in draft.sentences if each.states]
    counts = (
        f"{sum(each.verdict is verdict for each in counted)} {verdict.value}"
        for verdict in DraftVerdict
    )
    printing.out(f"{len(counted)} sentences: {', '.join(counts)}")


def _tell_grounds(sentence: CheckedSentence) -> None:
    """The words a verdict rests on, and what in them differs."""
    for each in sentence.differences:
        printing.out(f"    {each.kind}: {each.draft} ≠ {each.source or '(not said)'}")
    for citation in sentence.citations:
        printing.out(f"  [{citation.number}] {printing.place(citation)}")
        printing.out(f"      “{' '.join(citation.quote.split())}”")
    printing.out()

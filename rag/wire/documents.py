"""Documents and what became of files to JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.records import Document, DocumentEntry, IngestEvent, IngestOutcome, Span
from rag.wire.parts import Json, provenance_json, span_json

_COUNTED = (
    IngestOutcome.ADDED,
    IngestOutcome.UPDATED,
    IngestOutcome.UNCHANGED,
    IngestOutcome.REMOVED,
)
_LISTED = (IngestOutcome.FAILED, IngestOutcome.SKIPPED)


def document_json(entry: DocumentEntry) -> Json:
    """One row of `sources --json`."""
    return {
        "id": entry.id,
        "source": entry.source,
        **provenance_json(entry.provenance),
        "passages": entry.passages,
        "characters": entry.characters,
        "state": entry.state,
        "problems": list(entry.problems),
        "original": entry.original,
        "added": entry.added,
        "copies": list(entry.copies),
    }


def shown_json(document: Document, entry: DocumentEntry, span: Span) -> Json:
    """What `show --json` prints: the entry, and the words of the stretch asked for."""
    return {**document_json(entry), **span_json(span), "text": span.of(document.text)}


def ingest_json(events: Sequence[IngestEvent], seconds: float) -> Json:
    """What `ingest --json` prints: counts by outcome, and what failed or was skipped and why."""
    counts = Counter(event.outcome for event in events)
    told: Json = {outcome.value: counts[outcome] for outcome in _COUNTED}
    for outcome in _LISTED:
        told[outcome.value] = [
            {"source": event.source, "reason": event.reason}
            for event in events
            if event.outcome is outcome
        ]
    return {**told, "seconds": round(seconds, 3)}

"""Records to the JSON every command, program and file shares, and back.

A missing value is `null` (or an empty list), never a missing key: a reader in another language can
rely on every field being there. Field names are those users script against; changing one breaks
them. Objects are plain dictionaries of JSON values, ready for `json.dumps`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Disagreement,
    Document,
    DocumentEntry,
    Fingerprint,
    Hit,
    IngestEvent,
    IngestOutcome,
    Passage,
    Provenance,
    QuoteStatus,
    Role,
    Searched,
    Span,
    Twin,
    TwinDifference,
)

Json = dict[str, Any]


def answer_json(answer: Answer, *, passage_texts: bool = True) -> Json:
    """The answer object of `ask --json`, of a prediction line and of the API.

    `passage_texts=False` leaves the words of retrieved passages out (`text` is null), which makes
    files of many answers about a tenth of the size.
    """
    return {
        "question": answer.question,
        "verdict": answer.verdict.value,
        "answer": answer.text,
        "direct_answer": answer.direct_answer,
        "claims": [claim_json(claim) for claim in answer.claims],
        "citations": [citation_json(citation) for citation in answer.citations],
        "disagreements": [
            {"about": each.about, "sides": [list(side) for side in each.sides]}
            for each in answer.disagreements
        ],
        "independent_sources": answer.independent_sources,
        "retrieved": [
            hit_json(hit, answer.sources.get(hit.passage.document_id), text=passage_texts)
            for hit in answer.retrieved
        ],
        "searched": searched_json(answer.searched),
        "language": answer.language,
        "model": answer.model,
        "timings_ms": _floats(answer.timings_ms),
        "fingerprint": fingerprint_json(answer.fingerprint),
        "understood": answer.understood,
        "notice": answer.notice,
    }


def claim_json(claim: Claim) -> Json:
    """One sentence of an answer with its place in the answer's text."""
    return {
        "text": claim.text,
        **_span_json(claim.span),
        "verdict": claim.verdict.value,
        "citations": list(claim.citations),
    }


def citation_json(citation: Citation) -> Json:
    """One citation: where the words stand, whose they are and how surely."""
    return {
        "number": citation.number,
        "document": citation.document_id,
        "source": citation.source,
        **_provenance_json(citation.provenance),
        "language": citation.language,
        "page": citation.page,
        "role": citation.role.value,
        "speaker": citation.speaker,
        **_span_json(citation.span),
        "quote": citation.quote,
        "status": citation.status.value,
        "twin": None if citation.twin is None else _twin_json(citation.twin),
    }


def hit_json(hit: Hit, source: str | None, *, text: bool = True) -> Json:
    """One retrieved passage with its rank and the scores it came from.

    `source` is the path its document is known by, None where nobody knows it any more.
    """
    passage = hit.passage
    return {
        "rank": hit.rank,
        "document": passage.document_id,
        "source": source,
        **_span_json(passage.span),
        "score": float(hit.score),
        "scores": _floats(hit.scores),
        "language": passage.language,
        "role": passage.role.value,
        "speaker": passage.speaker,
        "page": passage.page,
        "text": passage.text if text else None,
    }


def search_json(question: str, hits: Sequence[Hit], sources: Mapping[str, str]) -> Json:
    """What `search --json` and the API give back; `sources` are paths by document id."""
    found = [hit_json(hit, sources[hit.passage.document_id]) for hit in hits]
    return {"question": question, "retrieved": found}


def document_json(entry: DocumentEntry) -> Json:
    """One row of `sources --json`."""
    return {
        "id": entry.id,
        "source": entry.source,
        **_provenance_json(entry.provenance),
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
    return {**document_json(entry), **_span_json(span), "text": span.of(document.text)}


def ingest_json(events: Sequence[IngestEvent], seconds: float) -> Json:
    """What `ingest --json` prints: counts by outcome, and what failed or was skipped and why."""
    counts = Counter(event.outcome for event in events)
    told: Json = {
        outcome.value: counts[outcome]
        for outcome in (
            IngestOutcome.ADDED,
            IngestOutcome.UPDATED,
            IngestOutcome.UNCHANGED,
            IngestOutcome.REMOVED,
        )
    }
    for outcome in (IngestOutcome.FAILED, IngestOutcome.SKIPPED):
        told[outcome.value] = [
            {"source": event.source, "reason": event.reason}
            for event in events
            if event.outcome is outcome
        ]
    return {**told, "seconds": round(seconds, 3)}


def fingerprint_json(fingerprint: Fingerprint) -> Json:
    """The hashes of what an answer depends on besides the question."""
    return {
        "settings": fingerprint.settings,
        "prompts": fingerprint.prompts,
        "index": fingerprint.index,
    }


def answer_from_json(value: Mapping[str, Any]) -> Answer:
    """The record `answer_json` was made from.

    Retrieved passages whose words were left out cannot be rebuilt and are dropped.

    Raises KeyError, TypeError or ValueError where the object is not an answer.
    """
    hits = [row for row in value["retrieved"] if row.get("text") is not None]
    return Answer(
        question=value["question"],
        verdict=AnswerVerdict(value["verdict"]),
        text=value["answer"],
        language=value["language"],
        claims=tuple(_claim_from(row) for row in value["claims"]),
        citations=tuple(citation_from_json(row) for row in value["citations"]),
        direct_answer=value["direct_answer"],
        disagreements=tuple(_disagreement_from(row) for row in value["disagreements"]),
        independent_sources=value["independent_sources"],
        retrieved=tuple(_hit_from(row) for row in hits),
        sources=MappingProxyType(
            {row["document"]: row["source"] for row in hits if row["source"] is not None}
        ),
        searched=_searched_from(value["searched"]),
        model=value["model"],
        timings_ms=MappingProxyType(dict(value["timings_ms"])),
        fingerprint=fingerprint_from_json(value["fingerprint"]),
        understood=value.get("understood"),
        notice=value.get("notice"),
    )


def citation_from_json(value: Mapping[str, Any]) -> Citation:
    """The record `citation_json` was made from."""
    twin = value["twin"]
    return Citation(
        number=value["number"],
        document_id=value["document"],
        source=value["source"],
        provenance=_provenance_from(value),
        span=_span_from(value),
        quote=value["quote"],
        language=value["language"],
        role=Role(value["role"]),
        speaker=value["speaker"],
        page=value["page"],
        status=QuoteStatus(value["status"]),
        twin=None if twin is None else _twin_from(twin),
    )


def fingerprint_from_json(value: Mapping[str, Any]) -> Fingerprint:
    """The record `fingerprint_json` was made from."""
    return Fingerprint(value["settings"], value["prompts"], value["index"])


def _span_json(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _span_from(value: Mapping[str, Any]) -> Span:
    return Span(value["start"], value["end"])


def _provenance_json(provenance: Provenance) -> Json:
    return {
        "title": provenance.title,
        "publisher": provenance.publisher,
        "authors": list(provenance.authors),
        "published": provenance.published,
        "languages": list(provenance.languages),
        "kind": provenance.kind,
        "origin": provenance.origin,
        "note": provenance.note,
    }


def _provenance_from(value: Mapping[str, Any]) -> Provenance:
    return Provenance(
        title=value["title"],
        publisher=value["publisher"],
        authors=tuple(value["authors"]),
        published=value["published"],
        languages=tuple(value.get("languages", ())),
        kind=value.get("kind"),
        origin=value.get("origin"),
        note=value.get("note"),
    )


def _twin_json(twin: Twin) -> Json:
    told = [{"kind": d.kind, "here": d.here, "there": d.there} for d in twin.differences]
    return {
        **_span_json(twin.span),
        "quote": twin.quote,
        "language": twin.language,
        "differences": told,
    }


def _twin_from(value: Mapping[str, Any]) -> Twin:
    told = value.get("differences", ())
    differences = tuple(TwinDifference(d["kind"], d["here"], d["there"]) for d in told)
    return Twin(_span_from(value), value["quote"], value["language"], differences)


def searched_json(searched: Searched) -> Json:
    """What an answer was looked for in."""
    return {
        "documents": searched.documents,
        "passages": searched.passages,
        "languages": list(searched.languages),
        "undated": searched.undated,
    }


def _searched_from(value: Mapping[str, Any]) -> Searched:
    return Searched(
        value["documents"],
        value["passages"],
        tuple(value["languages"]),
        value.get("undated", 0),
    )


def _claim_from(value: Mapping[str, Any]) -> Claim:
    return Claim(
        value["text"],
        _span_from(value),
        ClaimVerdict(value["verdict"]),
        tuple(value["citations"]),
    )


def _disagreement_from(value: Mapping[str, Any]) -> Disagreement:
    return Disagreement(value["about"], tuple(tuple(side) for side in value["sides"]))


def _hit_from(value: Mapping[str, Any]) -> Hit:
    passage = Passage(
        document_id=value["document"],
        span=_span_from(value),
        text=value["text"],
        language=value["language"],
        role=Role(value["role"]),
        speaker=value["speaker"],
        page=value["page"],
    )
    return Hit(passage, value["rank"], value["score"], MappingProxyType(dict(value["scores"])))


def _floats(values: Mapping[str, float]) -> dict[str, float]:
    """Plain floats: numpy's own would not pass `json.dumps`."""
    return {name: float(value) for name, value in values.items()}

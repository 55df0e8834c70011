"""Answers and what they are made of to JSON: claims, citations, passages found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rag.records import Answer, Citation, Claim, Hit, Twin
from rag.wire.parts import (
    Json,
    fingerprint_json,
    floats,
    provenance_json,
    searched_json,
    span_json,
)


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
            {
                "about": each.about,
                "sides": [list(side) for side in each.sides],
                "wordings": list(each.wordings),
            }
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
        "timings_ms": floats(answer.timings_ms),
        "fingerprint": fingerprint_json(answer.fingerprint),
        "understood": answer.understood,
        "notice": answer.notice,
        "dropped_keys": answer.dropped_keys,
    }


def claim_json(claim: Claim) -> Json:
    """One sentence of an answer with its place in the answer's text."""
    return {
        "text": claim.text,
        **span_json(claim.span),
        "verdict": claim.verdict.value,
        "citations": list(claim.citations),
    }


def citation_json(citation: Citation) -> Json:
    """One citation: where the words stand, whose they are and how surely."""
    return {
        "number": citation.number,
        "document": citation.document_id,
        "source": citation.source,
        **provenance_json(citation.provenance),
        "language": citation.language,
        "page": citation.page,
        "role": citation.role.value,
        "speaker": citation.speaker,
        **span_json(citation.span),
        "quote": citation.quote,
        "status": citation.status.value,
        "twin": None if citation.twin is None else _twin_json(citation.twin),
    }


def _twin_json(twin: Twin) -> Json:
    told = [{"kind": d.kind, "here": d.here, "there": d.there} for d in twin.differences]
    return {
        **span_json(twin.span),
        "quote": twin.quote,
        "language": twin.language,
        "differences": told,
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
        **span_json(passage.span),
        "score": float(hit.score),
        "scores": floats(hit.scores),
        "language": passage.language,
        "role": passage.role.value,
        "speaker": passage.speaker,
        "page": passage.page,
        "text": passage.text if text else None,
    }


def search_json(question: str, hits: Sequence[Hit], sources: Mapping[str, str]) -> Json:
    """What `search --json` and the API give back; `sources` are paths by document id."""
    found = [hit_json(hit, sources.get(hit.passage.document_id)) for hit in hits]
    return {"question": question, "retrieved": found}

"""Answers back from their JSON: kept conversations, bundles, prediction lines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Disagreement,
    Hit,
    Passage,
    QuoteStatus,
    Role,
    Twin,
    TwinDifference,
)
from rag.wire.parts import (
    fingerprint_from_json,
    provenance_from_json,
    searched_from_json,
    span_from_json,
)


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
        claims=tuple(_claim(row) for row in value["claims"]),
        citations=tuple(citation_from_json(row) for row in value["citations"]),
        direct_answer=value["direct_answer"],
        disagreements=tuple(_disagreement(row) for row in value["disagreements"]),
        independent_sources=value["independent_sources"],
        retrieved=tuple(_hit(row) for row in hits),
        sources=MappingProxyType(
            {row["document"]: row["source"] for row in hits if row["source"] is not None}
        ),
        searched=searched_from_json(value["searched"]),
        model=value["model"],
        timings_ms=MappingProxyType(dict(value["timings_ms"])),
        fingerprint=fingerprint_from_json(value["fingerprint"]),
        understood=value.get("understood"),
        notice=value.get("notice"),
        dropped_keys=value.get("dropped_keys", 0),
    )


def citation_from_json(value: Mapping[str, Any]) -> Citation:
    """The record `citation_json` was made from."""
    twin = value["twin"]
    return Citation(
        number=value["number"],
        document_id=value["document"],
        source=value["source"],
        provenance=provenance_from_json(value),
        span=span_from_json(value),
        quote=value["quote"],
        language=value["language"],
        role=Role(value["role"]),
        speaker=value["speaker"],
        page=value["page"],
        status=QuoteStatus(value["status"]),
        twin=None if twin is None else _twin(twin),
    )


def _twin(value: Mapping[str, Any]) -> Twin:
    told = value.get("differences", ())
    differences = tuple(TwinDifference(d["kind"], d["here"], d["there"]) for d in told)
    return Twin(span_from_json(value), value["quote"], value["language"], differences)


def _claim(value: Mapping[str, Any]) -> Claim:
    return Claim(
        value["text"],
        span_from_json(value),
        ClaimVerdict(value["verdict"]),
        tuple(value["citations"]),
    )


def _disagreement(value: Mapping[str, Any]) -> Disagreement:
    sides = tuple(tuple(side) for side in value["sides"])
    return Disagreement(value["about"], sides, tuple(value.get("wordings", ())))


def _hit(value: Mapping[str, Any]) -> Hit:
    passage = Passage(
        document_id=value["document"],
        span=span_from_json(value),
        text=value["text"],
        language=value["language"],
        role=Role(value["role"]),
        speaker=value["speaker"],
        page=value["page"],
    )
    return Hit(passage, value["rank"], value["score"], MappingProxyType(dict(value["scores"])))

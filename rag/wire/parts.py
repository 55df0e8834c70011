"""The parts that several objects share: spans, provenance, what was searched, fingerprints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag.records import Fingerprint, Provenance, Searched, Span

Json = dict[str, Any]


def span_json(span: Span) -> Json:
    """A stretch of a text, half-open, in code points."""
    return {"start": span.start, "end": span.end}


def span_from_json(value: Mapping[str, Any]) -> Span:
    """The record `span_json` was made from."""
    return Span(value["start"], value["end"])


def provenance_json(provenance: Provenance) -> Json:
    """Where a document comes from."""
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


def provenance_from_json(value: Mapping[str, Any]) -> Provenance:
    """The record `provenance_json` was made from."""
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


def searched_json(searched: Searched) -> Json:
    """What an answer was looked for in."""
    return {
        "documents": searched.documents,
        "passages": searched.passages,
        "languages": list(searched.languages),
        "undated": searched.undated,
    }


def searched_from_json(value: Mapping[str, Any]) -> Searched:
    """The record `searched_json` was made from."""
    return Searched(
        value["documents"],
        value["passages"],
        tuple(value["languages"]),
        value.get("undated", 0),
    )


def fingerprint_json(fingerprint: Fingerprint) -> Json:
    """The hashes of what an answer depends on besides the question."""
    return {
        "settings": fingerprint.settings,
        "prompts": fingerprint.prompts,
        "index": fingerprint.index,
    }


def fingerprint_from_json(value: Mapping[str, Any]) -> Fingerprint:
    """The record `fingerprint_json` was made from."""
    return Fingerprint(value["settings"], value["prompts"], value["index"])


def floats(values: Mapping[str, float]) -> dict[str, float]:
    """Plain floats: numpy's own would not pass `json.dumps`."""
    return {name: float(value) for name, value in values.items()}

"""The report on a document as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rag.flows.report import Report, TwinWarning
from rag.index.copies import MOSTLY, Copy


def lines(found: Report) -> Iterator[str]:
    """What was read from one document, one thing a line."""
    for name, shares in (("languages", found.languages), ("roles", found.roles)):
        told = ", ".join(f"{label} {share:.0%}" for label, share in shares.items())
        yield f"{name}: {told}"
    yield f"twins: {found.twins} pairs"
    yield from map(_warning, found.twin_warnings)
    yield from map(_copy, found.copies)
    for version in found.versions:
        told = f"{version.characters} characters, read {version.added}"
        yield f"older version: {version.document_id}, {told}"
    if found.speakers:
        yield f"speakers: {', '.join(found.speakers)}"


def _warning(of: TwinWarning) -> str:
    told = of.difference
    return f"! twins differ ({told.kind}): {of.here} “{told.here}”, {of.there} “{told.there}”"


def _copy(of: Copy) -> str:
    if min(of.share, of.share_back) >= MOSTLY:
        return f"copy: {of.source} has {of.share:.0%} of it"
    if of.share >= MOSTLY:
        return f"part of: {of.source}, which has {of.share:.0%} of it and much besides"
    return f"contains: {of.share_back:.0%} of {of.source}"

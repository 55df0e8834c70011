"""The report on what was ingested: languages, roles, speakers, twins, copies and versions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.index.copies import Copy
from rag.index.differences import differences
from rag.records import DocumentEntry, Passage, Span, TwinDifference


class Kin(Protocol):
    """Tells what else says what a document says."""

    def twin(self, passage: Passage) -> Passage | None:
        """The passage that says the same in another language of its document."""

    def copies(self, key: str) -> list[Copy]:
        """The documents that copy this one or that it copies."""

    def versions(self, key: str) -> list[DocumentEntry]:
        """The other versions of the document's source."""


@dataclass(frozen=True, slots=True)
class TwinWarning:
    """Two passages that should say the same in two languages and differ; `here` stands first."""

    here: Span
    there: Span
    difference: TwinDifference


@dataclass(frozen=True, slots=True)
class Version:
    """Another version of the document, by its id: `added` is when it was read (UTC)."""

    document_id: str
    state: str
    added: str | None
    characters: int


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one document. Shares are of its passages' characters and sum to 1."""

    languages: Mapping[str, float]
    roles: Mapping[str, float]
    twins: int
    speakers: tuple[str, ...]
    problems: tuple[str, ...]
    twin_warnings: tuple[TwinWarning, ...] = ()
    copies: tuple[Copy, ...] = ()
    versions: tuple[Version, ...] = ()


def report(entry: DocumentEntry, passages: Sequence[Passage], kin: Kin) -> Report:
    """The report on one document with its passages."""
    speakers = dict.fromkeys(passage.speaker for passage in passages if passage.speaker)
    twins = list(_twins(passages, kin))
    return Report(
        _shares({passage: passage.language for passage in passages}),
        _shares({passage: passage.role.value for passage in passages}),
        len(twins),
        tuple(speakers),
        entry.problems,
        tuple(_warnings(twins)),
        tuple(kin.copies(entry.id)),
        tuple(
            Version(each.id, each.state, each.added, each.characters)
            for each in kin.versions(entry.id)
        ),
    )


def _twins(passages: Sequence[Passage], kin: Kin) -> Iterator[tuple[Passage, Passage]]:
    """Each pair of twins once, what stands first in the text first."""
    for passage in passages:
        twin = kin.twin(passage)
        if twin is not None and passage.span < twin.span:
            yield passage, twin


def _warnings(twins: Sequence[tuple[Passage, Passage]]) -> Iterator[TwinWarning]:
    for here, there in twins:
        for difference in differences(here, there):
            yield TwinWarning(here.span, there.span, difference)


def _shares(labels: Mapping[Passage, str]) -> Mapping[str, float]:
    sizes: Counter[str] = Counter()
    for passage, label in labels.items():
        sizes[label] += len(passage.span)
    total = sum(sizes.values()) or 1
    return {label: round(size / total, 4) for label, size in sizes.most_common()}

"""Words that exclude each other when they are said of one thing: open and closed, east and west."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.records import Span
from rag.text.aligned import plain
from rag.text.facts.clitics import bases
from rag.text.facts.scan import Scan
from rag.text.lexicon import Phrases, entries, table
from rag.text.scripts import HAN

_HAN_ENTRY = re.compile(f"[{HAN}]+")


@dataclass(frozen=True, slots=True)
class Pole:
    """A word of a text that others exclude: its group, which member of it, and where it stands."""

    group: str
    member: int
    span: Span

    def excludes(self, other: Pole) -> bool:
        """Whether both are of one group and cannot be the same."""
        return self.group == other.group and self.member != other.member


def find(scan: Scan) -> tuple[Pole, ...]:
    """Every such word of a text, in order of place."""
    found = (*_in_words(scan), *(_in_han(scan) if scan.han else ()))
    return tuple(sorted(found, key=lambda pole: pole.span))


def _in_words(scan: Scan) -> Iterator[Pole]:
    for index, piece in scan.words:
        for base in bases(piece.key):
            if not _phrases().begins(base):
                continue
            keys = (*scan.keys[:index], base, *scan.keys[index + 1 : index + 4])
            if match := _phrases().at(keys, index):
                span = Span(piece.start, scan.pieces[match.next - 1].end)
                yield from (Pole(group, member, span) for group, member in match.value)
                break


def _in_han(scan: Scan) -> Iterator[Pole]:
    members = _han_members()
    for match in _han_form().finditer(scan.plain):
        span = Span(*match.span())
        yield from (Pole(group, member, span) for group, member in members[match[0]])


def are_pair(one: str, other: str) -> bool:
    """Whether two words of Chinese differ in one character, by its opposite: 略多 and 略少."""
    if len(one) != len(other):
        return False
    differing = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    return len(differing) == 1 and frozenset(differing[0]) in _han_pairs()


@cache
def _han_pairs() -> frozenset[frozenset[str]]:
    return frozenset(map(frozenset, entries(table("opposites")["han_pairs"]["pairs"])))


_Members = tuple[tuple[str, int], ...]


@cache
def _members() -> dict[str, _Members]:
    """Every entry with the groups it belongs to and its place in each."""
    members: dict[str, _Members] = {}
    for group, listing in table("opposites")["groups"].items():
        for place, pole in enumerate(listing.split("|")):
            for entry in entries(pole):
                members[entry] = (*members.get(entry, ()), (group, place))
    return members


@cache
def _phrases() -> Phrases[_Members]:
    return Phrases((e, value) for e, value in _members().items() if not _HAN_ENTRY.fullmatch(e))


@cache
def _han_members() -> dict[str, _Members]:
    return {plain(e): value for e, value in _members().items() if _HAN_ENTRY.fullmatch(e)}


@cache
def _han_form() -> re.Pattern[str]:
    return re.compile("|".join(sorted(_han_members(), key=len, reverse=True)))

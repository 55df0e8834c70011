"""Countries, capitals and world bodies, whose names languages translate."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from rag.records import Span
from rag.text.aligned import key, plain
from rag.text.facts.clitics import bases
from rag.text.facts.scan import Piece, PieceKind, Scan
from rag.text.lexicon import Phrases, entries, table
from rag.text.scripts import HAN

_HAN_NAME = re.compile(f"[{HAN}]+")
_LONGEST_HAN = 10
_SHORTEST_SMALL = 4
# What a country's single character stands before (俄方) or behind (访华).
_BEHIND = "方国军媒企式籍裔"
_BEFORE = "对驻访反亲涉援抗联与和同跟"


@dataclass(frozen=True, slots=True)
class Place:
    """A known place or body at a place in a text; `id` is the same in every language.

    `pieces` are the indices, first and behind the last, of the pieces it takes up; both are the
    same index where it is part of a run of Han characters. `adjective` marks what is only made
    of the name (Russian, Russians).
    """

    id: str
    span: Span
    pieces: tuple[int, int]
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    id: str
    adjective: bool


def _entries() -> Iterator[tuple[str, _Entry]]:
    for id_, listing in table("places")["places"].items():
        own, _, derived = listing.partition(";")
        yield from ((entry, _Entry(id_, adjective=True)) for entry in entries(derived))
        yield from ((entry, _Entry(id_, adjective=False)) for entry in entries(own))


@cache
def _phrases() -> Phrases[_Entry]:
    return Phrases(_entries())


@cache
def _han_names() -> Mapping[str, str | None]:
    """Every Han name by its id, and under None what only seems to hold one (发展中国家)."""
    names = {plain(entry): place.id for entry, place in _entries() if _HAN_NAME.fullmatch(entry)}
    return names | dict.fromkeys(entries(table("places")["mistakable"]["han"]))


def find(scan: Scan) -> Iterator[Place]:
    """Every known place, those in words first, none overlapping another."""
    resume = 0
    for index, piece in scan.words:
        if index >= resume and (place := _in_words(scan, index, piece)):
            resume = place.pieces[1]
            yield place
    for index, piece in enumerate(scan.pieces if scan.han else ()):
        if piece.kind is PieceKind.HAN:
            yield from _in_han(scan, index, piece)


def _in_words(scan: Scan, index: int, piece: Piece) -> Place | None:
    starts = _starts(piece.key)
    if not starts:
        return None
    for base in starts:
        keys = (*scan.keys[:index], base, *scan.keys[index + 1 : index + 4])
        match = _phrases().at(keys, index)
        if match and _is_written_as_name(scan, piece, match.value):
            span = Span(piece.start, scan.pieces[match.next - 1].end)
            entry = match.value
            return Place(entry.id, span, (index, match.next), entry.adjective)
    return None


@lru_cache(maxsize=1 << 13)
def _starts(word: str) -> tuple[str, ...]:
    """The forms of a word, without Arabic fronts too, that a place's name may begin with."""
    return tuple(base for base in bases(word.removesuffix("'s")) if _phrases().begins(base))


def _is_written_as_name(scan: Scan, piece: Piece, entry: _Entry) -> bool:
    """Whether case allows it: US is a country, us is not; Russian writes its adjectives small."""
    word = scan.plain[piece.start : piece.end]
    if word[0].islower():
        return entry.adjective and not word.isascii()
    return len(word) >= _SHORTEST_SMALL or word.upper() == word


def _in_han(scan: Scan, index: int, piece: Piece) -> Iterator[Place]:
    names, at = _han_names(), piece.start
    while at < piece.end:
        lengths = range(min(_LONGEST_HAN, piece.end - at), 1, -1)
        length = next((n for n in lengths if scan.plain[at : at + n] in names), 1)
        if id_ := names.get(scan.plain[at : at + length]):
            yield Place(id_, Span(at, at + length), (index, index))
        at += length


def known(name: str) -> str | None:
    """The id of the place or body that a name of one word stands for."""
    match = _phrases().at((key(name),), 0)
    return match.value.id if match else None


@cache
def _governed() -> Mapping[str, str]:
    """The country of every seat of a government."""
    seats = table("places")["seats"].items()
    return {seat: country for country, listing in seats for seat in entries(listing)}


def government(id_: str) -> str:
    """The country that a seat of its government stands for (Beijing, the Kremlin), else `id_`."""
    return _governed().get(id_, id_)


@cache
def _initial_form() -> re.Pattern[str]:
    """One character for a country: beside another such (中俄) or what it goes with (俄方)."""
    listing = table("places")["initials"]
    one = f"[{''.join(listing)}]"
    return re.compile(f"(?<={one}){one}|{one}(?={one}|[{_BEHIND}])|(?<=[{_BEFORE}]){one}")


def initials(text: str) -> frozenset[str]:
    """The countries that single Han characters of a text stand for (中俄, 美方, 对华)."""
    table_ = table("places")["initials"]
    return frozenset(table_[match[0]] for match in _initial_form().finditer(plain(text)))

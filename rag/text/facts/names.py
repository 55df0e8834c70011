"""Proper names, as far as their form tells: precision before recall.

Capitals tell in Latin and Cyrillic; elsewhere only titles in 《》, names with dots between their
parts, model designations, Latin words and the known places do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain

from rag.records import Span
from rag.text.facts import glosses, places
from rag.text.facts.capitals import capital, runs
from rag.text.facts.scan import Scan, first_come
from rag.text.facts.skeleton import latin, skeleton
from rag.text.lexicon import Stems, entries, table
from rag.text.scripts import HAN
from rag.text.tokens import is_common_word


class Form(StrEnum):
    """What shows that something is a name."""

    CAPITALS = "capitals"
    ACRONYM = "acronym"
    DESIGNATION = "designation"
    TITLE = "title"
    DOTTED = "dotted"
    GLOSSED = "glossed"
    PLACE = "place"
    DEMONYM = "demonym"


# Numerals inside these count nothing.
HOLDS_DIGITS = frozenset({Form.DESIGNATION, Form.TITLE})


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text.

    `key` is equal for spellings of one name in different alphabets (see `skeleton`); for a
    known place it is the place's id. `addressed` is set where an office or a form of address
    stands before it, as before a person's name.
    """

    key: str
    text: str
    span: Span
    form: Form = Form.CAPITALS
    addressed: bool = False


_TITLE = re.compile(r"《([^《》]{1,60})》")
_DESIGNATION = re.compile(
    r"(?<![A-Za-zА-Яа-я0-9-])(?=[a-zа-я]*[A-ZА-Я])([A-Za-zА-Яа-я]{1,6})(-?)(\d{1,4}[A-ZА-Я]{0,3})"
    rf"s?(?![A-Za-zА-Яа-я0-9])|([{HAN}])(-)(\d{{1,4}}[A-Z]{{0,3}})(?![A-Za-z0-9-])"
)
_DOTTED_CAPITALS = re.compile(r"\b(?:[A-Z]\.){2,}")


def find(scan: Scan, taken: Sequence[Span] = ()) -> tuple[Name, ...]:
    """All names of a text in order, none inside a `taken` span (dates, say)."""
    readers = (
        _titles(scan),
        _dotted(scan),
        _glossed(scan),
        _designations(scan),
        _capitals_and_places(scan),
    )
    return tuple(first_come(chain.from_iterable(readers), taken))


def _titles(scan: Scan) -> Iterator[Name]:
    for match in _TITLE.finditer(scan.text):
        inner = scan.plain[slice(*match.span(1))]
        yield Name(re.sub(r"\W", "", inner).lower(), match[1], Span(*match.span()), Form.TITLE)


@cache
def _dotted_form() -> re.Pattern[str]:
    letters = f"[{table('names')['transliteration']['han']}]{{1,6}}"
    return re.compile(f"{letters}(?:[·•‧・]{letters})+")


def _dotted(scan: Scan) -> Iterator[Name]:
    """安德烈·科尔图诺夫: from the dots outward, as far as characters spell sounds."""
    if scan.han:
        for match in _dotted_form().finditer(scan.plain):
            span = Span(*match.span())
            yield Name(re.sub("[·•‧・]", "·", match[0]), span.of(scan.text), span, Form.DOTTED)


def _glossed(scan: Scan) -> Iterator[Name]:
    for gloss in glosses.find(scan):
        spelt = " ".join(skeleton(word) for word in gloss.latin.of(scan.plain).split())
        yield Name(spelt, gloss.name.of(scan.text), gloss.name, Form.GLOSSED)


def _designations(scan: Scan) -> Iterator[Name]:
    for match in _DESIGNATION.finditer(scan.plain) if scan.figures else ():
        letters, digits = match[1] or match[4], match[3] or match[6]
        # A Latin letter joined to a year or to one digit is as often a label as a name.
        if not match[2] and not match[5] and not letters.isupper():
            continue
        span = Span(*match.span())
        yield Name(designation_key(letters, digits), span.of(scan.text), span, Form.DESIGNATION)
    for match in _DOTTED_CAPITALS.finditer(scan.plain):
        yield _acronym(scan, Span(*match.span()), match[0].replace(".", ""))


def designation_key(letters: str, digits: str) -> str:
    """S-400 and С-400 alike: the letters in Latin, one by one, then the number."""
    return f"{latin(letters)}{digits}".upper()


def _acronym(scan: Scan, span: Span, letters: str) -> Name:
    if (place := places.known(letters)) is not None:
        return Name(place, span.of(scan.text), span, Form.PLACE)
    return Name(skeleton(letters), span.of(scan.text), span, Form.ACRONYM)


def _capitals_and_places(scan: Scan) -> Iterator[Name]:
    known = list(places.find(scan))
    at_word = {place.pieces[0]: place for place in known if place.pieces[0] != place.pieces[1]}
    covered: list[Span] = []
    for run in runs(scan):
        for name in _of_run(scan, run, at_word):
            covered.append(name.span)
            yield name
    for place in known:
        if not any(place.span.overlaps(span) for span in covered):
            yield _place_name(scan, place)


def _place_name(scan: Scan, place: places.Place) -> Name:
    form = Form.DEMONYM if place.adjective else Form.PLACE
    return Name(place.id, place.span.of(scan.text), place.span, form)


@cache
def _offices() -> Stems[bool]:
    offices = table("names")["offices"]
    return Stems((entry, True) for code in ("en", "ru") for entry in entries(offices[code]))


def _of_run(scan: Scan, run: range, places_at: dict[int, places.Place]) -> Iterator[Name]:
    """The names a run of capitals holds: offices and places in front of a person are set apart."""
    start, leading = run.start, []
    while start < run.stop and (place := places_at.get(start)) and place.pieces[1] <= run.stop:
        leading.append(place)
        start = place.pieces[1]
    roles = start
    while roles < run.stop and _offices().get(scan.keys[roles]):
        roles += 1
    # "General Conference": an office is followed by a name, not by a common word.
    if roles > start and roles < run.stop and is_common_word(scan.keys[roles]):
        roles = start
    if start == run.stop or roles > start or (leading and _addressed(scan, run.start)):
        yield from (_place_name(scan, place) for place in leading)
        run = range(max(roles, start), run.stop)
    place = places_at.get(run.start)
    if place and roles > start and place.pieces[1] == run.stop:
        # "The Embassy of China" in Russian: what an office is of may be a place, too.
        yield _place_name(scan, place)
        return
    if len(run) > 1 or (run and len(scan.keys[run.start]) > 1):
        yield _capitals(scan, run, addressed=_addressed(scan, run.start))


def _addressed(scan: Scan, start: int) -> bool:
    before = start - 1
    while before >= 0 and scan.keys[before] == ".":
        before -= 1
    return before >= 0 and bool(_offices().get(scan.keys[before]))


def _capitals(scan: Scan, run: range, addressed: bool) -> Name:
    first, last = scan.pieces[run.start], scan.pieces[run.stop - 1]
    possessive = last.key.endswith("'s")
    span = Span(first.start, last.end - 2 * possessive)
    words = span.of(scan.plain)
    if len(run) == 1 and len(words) > 1 and words.isupper():
        return _acronym(scan, span, words)
    spoken = (
        scan.keys[index] for index in run if capital(scan, index) and len(scan.keys[index]) > 1
    )
    key = " ".join(skeleton(word.removesuffix("'s")) for word in spoken)
    return Name(key or words, span.of(scan.text), span, Form.CAPITALS, addressed)

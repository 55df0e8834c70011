"""Questions without an answer: one that has one, about something the library never speaks of."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rag.records import Hit, Span
from rag.text.aligned import lower, plain
from rag.text.facts import dates, names
from rag.text.facts.names import Form
from rag.text.facts.scan import Scan
from rag.text.lexicon import entries, table
from rag.text.scripts import ARABIC, HAN

Search = Callable[[str], Sequence[Hit]]

_DIGITS = re.compile(r"\d+")
_NEAR = 40
_SCRIPTS = {"en": re.compile("[A-Za-z]+"), "zh": re.compile(f"[{HAN}]+")}
_PERSIAN = re.compile(f"[{ARABIC}]+")


@dataclass(frozen=True, slots=True)
class Swap:
    """A question made unanswerable; `kind` says what was put in place of something else."""

    question: str
    kind: str


class Absent:
    """What the library's documents never mention: numbers, and the known countries."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._numbers: set[str] = set()
        unmentioned = dict(_countries())
        for text in texts:
            folded = lower(plain(text))
            self._numbers.update(_DIGITS.findall(folded))
            for country in [c for c, forms in unmentioned.items() if _any_in(forms, folded)]:
                del unmentioned[country]
        self._countries = tuple(sorted(unmentioned))

    def number(self, like: str, rng: random.Random) -> str | None:
        """A number of as many digits, near by, that stands nowhere."""
        value = int(like)
        steps = rng.sample(range(1, _NEAR), _NEAR - 1)
        near = (str(value - step) for step in steps if value > step)
        return next((n for n in near if len(n) == len(like) and n not in self._numbers), None)

    def country(self, language: str, rng: random.Random) -> str | None:
        """The name of a country that no document mentions, in a language that inflects no names."""
        named = [name for each in self._countries if (name := _name_of(each, language))]
        return rng.choice(named) if named else None


def swapped(
    question: str, language: str, absent: Absent, search: Search, rng: random.Random
) -> Swap | None:
    """The question about something absent, where one can be made and a search confirms it."""
    for swap in _swaps(question, language, absent, rng):
        if not _is_found(swap.put, search(swap.asked)):
            return Swap(swap.asked, swap.kind)
    return None


@dataclass(frozen=True, slots=True)
class _Candidate:
    asked: str
    put: str
    kind: str


def _swaps(
    question: str, language: str, absent: Absent, rng: random.Random
) -> Iterator[_Candidate]:
    scan = Scan(question, language)
    for date in dates.find(scan):
        year = re.search(r"\d{4}", date.span.of(scan.plain))
        if year and (put := absent.number(year[0], rng)):
            at = date.span.start + year.start()
            yield _Candidate(_put(question, Span(at, at + 4), put), put, "year")
    for name in names.find(scan):
        digits = _DIGITS.search(name.span.of(scan.plain))
        if name.form is Form.DESIGNATION and digits and (put := absent.number(digits[0], rng)):
            span = Span(*digits.span()).shifted(name.span.start)
            yield _Candidate(_put(question, span, put), put, "designation")
        elif (
            name.form is Form.PLACE
            and name.key in _countries()
            and (put := absent.country(language, rng))
        ):
            yield _Candidate(_put(question, name.span, put), put, "country")


def _put(question: str, span: Span, put: str) -> str:
    """The question with other words at a place, figures in the digits they had there."""
    was = span.of(question)
    if was.isdecimal():
        zero = ord(was[0]) - int(was[0])
        put = "".join(chr(zero + int(digit)) for digit in put)
    return question[: span.start].removesuffix("the ") + put + question[span.end :]


def _is_found(put: str, hits: Sequence[Hit]) -> bool:
    return any(put.lower() in lower(plain(hit.passage.text)) for hit in hits)


@cache
def _countries() -> dict[str, tuple[str, ...]]:
    """Countries by id with every form of their names, in all languages; peoples included."""
    listings = table("places")["places"].items()
    return {id_: tuple(entries(own.replace(";", ","))) for id_, own in listings if ";" in own}


def _any_in(forms: Sequence[str], folded: str) -> bool:
    return any(lower(plain(form.rstrip("*"))) in folded for form in forms)


def _name_of(country: str, language: str) -> str | None:
    listed = entries(table("places")["places"][country].partition(";")[0])
    own = [form for form in listed if "*" not in form and " " not in form]
    if language == "fa":
        # The table names Persian before Arabic; one form alone may be either's.
        both = [form for form in own if _PERSIAN.fullmatch(form)]
        return both[0] if len(both) > 1 else None
    script = _SCRIPTS.get(language)
    return next((form for form in own if script and script.fullmatch(form)), None)

"""Who is named in a text, for telling who acts: names that an "and" joins are one party."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rag.answer.mismatch import Side
from rag.records import Span
from rag.text.facts import converses, places
from rag.text.facts.names import Form
from rag.text.lexicon import entries, phrase, table

_OBLIQUE_CHARS = 12
_JOINTS = r"[^\w.;:!?()。；：！？（）؛؟]*"
_DEED = re.compile(r"\s+\w+ing\b")
_SUBJECT = re.compile(r"(?:[иы][яе]|[бвгджзйклмнпрстфхцчшщо]|(?<=москв)а|сша|[иы]й|кое)$")
_SUBJECT_ADJECTIVE = re.compile(r"(?:[аяоеый]я|[иыо]й|ие|ые|ое)$")


@dataclass(frozen=True, slots=True)
class Party:
    """Who is named together in a text ("Russia and China"); a government and its seat are one."""

    keys: frozenset[str]
    span: Span
    adjective: bool = False


def named(side: Side) -> list[Party]:
    """Everybody named, in order of place; those an "and" joins are one."""
    merged: list[Party] = []
    for name in side.facts.names:
        key = frozenset({places.government(name.key)})
        party = Party(key, name.span, name.form is Form.DEMONYM)
        if merged and _joined(side, merged[-1].span, party.span):
            span = Span(merged[-1].span.start, party.span.end)
            party = Party(merged[-1].keys | key, span, merged[-1].adjective)
            merged.pop()
        merged.append(party)
    return merged


@cache
def _conjunction() -> re.Pattern[str]:
    words = "|".join(phrase(entry) for entry in entries(table("voice")["joining"]["words"]))
    return re.compile(rf"{_JOINTS}(?:{words})?{_JOINTS}(?:the\s+)?و?")


def _joined(side: Side, one: Span, two: Span) -> bool:
    """Whether nothing but an "and" or a dash stands between two names."""
    return bool(_conjunction().fullmatch(side.scan.lower[one.end : two.start]))


@cache
def _voice() -> re.Pattern[str]:
    listings = table("voice")["passive"].values()
    words = "|".join(phrase(entry) for text in listings for entry in entries(text))
    return re.compile(rf"(?<![a-zа-яء-ی])(?:{words})")


def _is_passive(side: Side) -> bool:
    """Whether a text says by whom something was done, so that the first named did not do it."""
    return any(not _tells_how(side, found.end()) for found in _voice().finditer(side.scan.lower))


def _tells_how(side: Side, start: int) -> bool:
    """Whether what follows "by" is a deed ("by opening") and nobody who does one ("by Beijing")."""
    found = _DEED.match(side.scan.lower, start)
    if found is None:
        return False
    deed = Span(start, found.end())
    return not any(name.span.overlaps(deed) for name in side.facts.names)


def seen_from_other_side(said: Side, shown: Side) -> bool:
    """Whether the texts may tell one deed from its two sides: sold and bought, did and was done."""
    if _is_passive(said) != _is_passive(shown):
        return True
    one, two = (_deeds(side) for side in (said, shown))
    return any((deed, 1 - side) in two and (deed, side) not in two for deed, side in one)


def _deeds(side: Side) -> frozenset[tuple[str, int]]:
    found = (converses.find(side.scan, piece.span) for piece in side.scan.pieces)
    return frozenset(deed for deeds in found for deed in deeds)


@cache
def _oblique() -> re.Pattern[str]:
    words = "|".join(phrase(entry) for entry in entries(table("voice")["oblique"]["words"]))
    return re.compile(rf"(?<!\w)(?:{words})\s*(?:the\s+)?$|[从对向在由把被给]$")


def may_act(side: Side, party: Party) -> bool:
    """Whether names may be a subject: neither a preposition nor a Russian ending denies it."""
    if _oblique().search(
        side.scan.lower, max(0, party.span.start - _OBLIQUE_CHARS), party.span.start
    ):
        return False
    if not side.scan.cyrillic:
        return True
    form = _SUBJECT_ADJECTIVE if party.adjective else _SUBJECT
    return bool(form.search(party.span.of(side.scan.lower)))

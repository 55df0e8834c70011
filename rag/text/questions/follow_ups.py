"""Questions that lean on the one before them, and how to make them stand alone without a model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from rag.records import Span
from rag.text import facts, pronouns, stopwords
from rag.text.aligned import key, lower, plain
from rag.text.facts import DateFact, Name, names
from rag.text.facts.scan import Piece, PieceKind, Scan
from rag.text.lexicon import entries, table
from rag.text.words import key_terms

_EDGES = " \t\n.,!?。，！？؟،…;:"
# A follow-up has little to say of its own: index terms, of which Chinese has two a word.
_MOST_TERMS = 3
_MOST_TERMS_HAN = 5
_CARRIED = re.compile(r"^(?P<asked>.*?)\s*\((?P<topic>[^()]+)\)\s*$", re.DOTALL)


@cache
def _words(group: str, name: str = "words") -> frozenset[str]:
    return frozenset(map(key, entries(table("follow_ups")[group][name])))


@cache
def _han(group: str) -> re.Pattern[str]:
    return re.compile(table("follow_ups")[group]["han"])


@cache
def _about() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(form) for form in table("follow_ups")["about"].values())


def is_follow_up(text: str) -> bool:
    """Whether a question cannot be understood without the one before it.

    True of a bare question word ("And when?"), of "what about X?", and of a question that has a
    pronoun but no name and next to no words of content.
    """
    if _asked_about(text) is not None:
        return True
    terms, scan = key_terms(text), Scan(text)
    if not terms:
        return any(char.isalnum() for char in text)
    if not may_lean(text):
        return False
    return pronouns.is_there(scan) or (_opens_linked(scan) and len(terms) == 1)


def may_lean(text: str) -> bool:
    """Whether a question is short and names nothing, so that it may be about what went before.

    It need not be: "How long is the bridge?" leans on nothing where there is one bridge.
    """
    terms, scan = key_terms(text), Scan(text)
    few = len(terms) <= (_MOST_TERMS_HAN if scan.han else _MOST_TERMS)
    return few and not names.find(scan)


def carry_over(question: str, previous: str) -> str:
    """`question` so that it can be searched: joined with what `previous` was about.

    "And when?" after "Who leads the program?" becomes "And when? (leads the program)"; "what
    about China?" asks the previous question of China. What stands alone is returned unchanged.
    """
    if not previous.strip() or not is_follow_up(question):
        return question
    other = _asked_about(question)
    if other is not None:
        return _asked_of(other, previous)
    topic = _topic(previous)
    return f"{question.strip()} ({topic})" if topic else question


def _asked_about(text: str) -> str | None:
    """X of "what about X?", None where the text is no such question."""
    words = text.strip(_EDGES)
    folded = lower(plain(words))
    for form in _about():
        match = form.fullmatch(folded)
        group = match.lastgroup if match else None
        if match and group:
            asked = words[slice(*match.span(group))]
            if not any(map(_asks, Scan(asked).pieces)) and len(key_terms(asked)) <= _MOST_TERMS_HAN:
                return asked
    return None


def _asked_of(other: str, previous: str) -> str:
    """The previous question asked of `other`: in the place of its one name or date, or behind it.

    Where `other` is a topic of its own it leads, or the previous answer would come again.
    """
    carried = _CARRIED.match(previous)
    asked = carried["topic"] if carried else previous
    old, new = facts.find(asked), facts.find(other)
    pair = _counterparts(old.names, new.names) or _counterparts(old.dates, new.dates)
    if pair:
        gone, come = pair
        asked = asked[: gone.start] + come.of(other) + asked[gone.end :]
        return f"{carried['asked']} ({asked})" if carried else asked
    if new.names or new.dates or new.numbers:
        return f"{previous.strip()} ({other})"
    return f"{other} ({_topic(previous)})"


def _counterparts(
    old: Sequence[Name | DateFact], new: Sequence[Name | DateFact]
) -> tuple[Span, Span] | None:
    """The one name or date of a question and the one that may take its place."""
    if len(old) == len(new) == 1 and _alike(old[0], new[0]):
        return old[0].span, new[0].span
    return None


def _alike(one: Name | DateFact, other: Name | DateFact) -> bool:
    """Whether both are names of one form, or dates as precise as each other."""
    if isinstance(one, Name) and isinstance(other, Name):
        return one.form == other.form
    if isinstance(one, DateFact) and isinstance(other, DateFact):
        return (one.month is None, one.day is None) == (other.month is None, other.day is None)
    return False


def _asks(piece: Piece) -> bool:
    if piece.kind is PieceKind.HAN:
        return bool(_han("interrogatives").search(piece.key))
    return piece.key in _words("interrogatives") or piece.key.removeprefix("و") in _words(
        "interrogatives"
    )


def _opens_linked(scan: Scan) -> bool:
    first = scan.keys[0]
    linked = first.startswith("و") and first[1:] in _words("interrogatives")
    return linked or first in _words("openers") or bool(_han("openers").search(scan.plain))


def _topic(previous: str) -> str:
    """What a question was about: its words without those that ask, function words off its ends."""
    carried = _CARRIED.match(previous)
    if carried:
        return carried["topic"]
    scan = Scan(previous.strip(_EDGES))
    if scan.han:
        return _han("interrogatives").sub(" ", scan.text).strip(_EDGES)
    kept = [piece for piece in scan.pieces if not _asks(piece)]
    while kept and _is_small(kept[0]):
        kept.pop(0)
    while kept and _is_small(kept[-1]):
        kept.pop()
    return "".join(_with_gaps(scan, kept)).strip()


def _is_small(piece: Piece) -> bool:
    return piece.kind is PieceKind.SIGN or piece.key in stopwords.SPACED


def _with_gaps(scan: Scan, kept: list[Piece]) -> Iterator[str]:
    for piece in kept:
        if scan.text[piece.start - 1 : piece.start].isspace():
            yield " "
        yield piece.span.of(scan.text)

"""Russian questions: the words that ask go to the front, the rest keeps its order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evals.drafting.asked import Asked, is_one_time, is_worth_asking, of_facts, without
from rag.evals.drafting.lexicon import about
from rag.evals.drafting.statements import Statement
from rag.records import Span
from rag.text.facts.dates import DateFact
from rag.text.facts.numbers import Number

_IN_BEFORE = re.compile(r"(?:^|(?<=\s))[Вв]о?\s$")
_YEAR_AFTER = re.compile(r"\s(?:году|года|год|г\.)(?!\w)")
_OTHER_BEFORE = re.compile(
    r"(?<!\w)(?:с|со|до|к|ко|от|после|по|на|за|между|и|или|конце|начале|весной|летом|осенью|зимой|середине|еще|только|лишь)\s(?:\w+\s)?$",
    re.IGNORECASE,
)
_BLURRED = re.compile(r"\s?(?:[-–—]|по\s\d|до\s\d|и\s\d|\()")
_BORDER = re.compile(r"[,;:(–—.]")
_VERB = re.compile(
    r"(?<!\w)\w{2,}(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ит|ут|ют|ат|ят|ется|ится|утся|ются|ятся"
    r"|ен|ена|ено|ены|ан|ана|ано|аны|ят|ит)(?!\w)"
)
_PREPOSITION = re.compile(
    r"(?<!\w)(?:в|во|на|с|со|к|ко|по|из|от|до|о|об|при|для|за|между|через|под|над|перед|у|без|№|статье)\s$",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s((?:\w+[ыи]х\s)?[а-яё]{3,})(?!\w)")


def questions(statement: Statement) -> Iterator[Asked]:
    """Every question the sentence allows."""
    return of_facts(statement, _when, _how_many)


def _when(of: Statement, date: DateFact) -> str | None:
    before = of.text[: date.span.start]
    preposition = _IN_BEFORE.search(before)
    alone = preposition is None and date.day is not None
    if (
        not is_one_time(of, date)
        or not (preposition or alone)
        or _BLURRED.match(of.text, date.span.end)
    ):
        return None
    if alone and _OTHER_BEFORE.search(before):
        return None
    year = _YEAR_AFTER.match(of.text, date.span.end)
    start = preposition.start() if preposition else date.span.start
    phrase = Span(start, year.end() if year else date.span.end)
    if date.month is None and not year:
        return None
    return _fronted(of, phrase, "В каком году" if date.month is None else "Когда")


def _how_many(of: Statement, number: Number) -> str | None:
    """Genitive plural follows "сколько" as it follows five and more."""
    before = of.text[: number.span.start]
    softened = about("ru").search(before.lower())
    start = softened.start() if softened else number.span.start
    if not is_worth_asking(of.text, number) or _PREPOSITION.search(of.text[:start]):
        return None
    if number.percent:
        return _fronted(of, Span(start, number.span.end), "Сколько процентов")
    noun = _NOUN.match(of.text, number.digits.end)
    plural = number.value % 10 in (0, 5, 6, 7, 8, 9) or number.value % 100 in range(11, 15)
    if noun is None or not plural or number.value != int(number.value):
        return None
    if number.span.start < number.digits.start:
        return None
    return _fronted(of, Span(start, noun.end()), f"Сколько {noun[1]}")


def _fronted(of: Statement, phrase: Span, asking: str) -> str | None:
    """The clause that holds the phrase, with what asks for it in front; one clause alone."""
    head = of.text[: phrase.start]
    behind = len(of.text) - len(of.text[phrase.end :].lstrip(" ,"))
    end = _BORDER.search(of.text, behind)
    tail = of.text[behind : end.start() if end else len(of.text)]
    parts = (_small(of, head, 0), tail) if head.strip() else (_small(of, tail, behind),)
    rest = without(" ".join(parts)).rstrip(" .")
    if _BORDER.search(head) or len(rest.split()) < 4 or not _VERB.search(rest):
        return None
    return f"{asking} {rest}?"


def _small(of: Statement, words: str, start: int) -> str:
    """The words, small at their front unless a name begins there."""
    named = any(name.span.start == start for name in of.facts.names)
    return words if named else words[:1].lower() + words[1:]

"""Arabic questions: the words that ask go before the verb, so the clause must begin with one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.evals.drafting.asked import Asked, is_one_time, is_worth_asking, of_facts, without
from rag.evals.drafting.lexicon import about, leaning_openings
from rag.evals.drafting.statements import Statement
from rag.records import Span
from rag.text.aligned import bare
from rag.text.facts.dates import DateFact
from rag.text.facts.numbers import Number

_BEFORE_DATE = re.compile(
    r"(?:(?<!\w)و?في\s)?(?:(?<!\w)(?:ال)?(?:عام|سنة)\s|(?<!\w)(?:ال)?يوم\s(?:\w+\s)?)?$"
)
_BLURRED = re.compile(r"\s?(?:[-–—/(]|إلى\b|حتى\b|و\s?[\d٠-٩]|وحتى)")
_OTHER_BEFORE = re.compile(
    r"(?:منذ|قبل|بعد|حتى|إلى|من|بين|أواخر|أوائل|مطلع|نهاية|بداية|بحلول|ربيع|صيف|خريف|شتاء|و)\s(?:عام\s|سنة\s)?$"
)
_BORDER = re.compile(r"[،؛:,;.()]")
_FRONT = re.compile(
    r"^(?:و|ف)?(?:لقد|قد)\s|^و(?!(?:ل[دت]|قع|صل|افق|ضع|جد|قف|عد|صف|زع|ثق|رد|هب|ظف|جه|س[عط]|رث|صي)\w{0,3}\s)(?=\w{2})"
)
_ERA = re.compile(r"\s?(?:م|ميلادي(?:ة|اً)?|للميلاد)(?!\w)")
_REACHES = re.compile(r"^(?:و|ف)?(?:قد\s)?((?:ي|ت)?بلغ(?:ت)?)\s(.{6,80}?)\s$")
_NO_VERB = re.compile(r"^(?:ال|لل|بال|وال)")


def questions(statement: Statement) -> Iterator[Asked]:
    """Every question the sentence allows."""
    return of_facts(statement, _when, _how_many)


def _when(of: Statement, date: DateFact) -> str | None:
    head = of.text[: date.span.start]
    before = _BEFORE_DATE.search(head)
    start = before.start() if before else date.span.start
    if not is_one_time(of, date) or start == date.span.start or _OTHER_BEFORE.search(head):
        return None
    era = _ERA.match(of.text, date.span.end)
    end = era.end() if era else date.span.end
    clause = _clause(of, Span(start, end))
    if clause is None or _BLURRED.match(of.text, end):
        return None
    return f"{'في أي عام' if date.month is None else 'متى'} {clause}؟"


def _clause(of: Statement, phrase: Span) -> str | None:
    """The clause around the phrase, without it, where it begins with what may be a verb."""
    head = of.text[: phrase.start]
    tail = of.text[phrase.end :].lstrip(" ،")
    end = _BORDER.search(tail)
    rest = without(f"{head} {tail[: end.start()] if end else tail}")
    rest = _FRONT.sub("", rest)
    if _BORDER.search(head) or len(rest.split()) < 4:
        return None
    opens_with_name = any(
        (name.span.start <= 1 and head) or name.text == rest[: len(name.text)]
        for name in of.facts.names
    )
    verbless = _NO_VERB.match(rest) or leaning_openings("ar").match(bare(rest))
    return None if opens_with_name or verbless else rest


def _how_many(of: Statement, number: Number) -> str | None:
    """ "How much comes to": the one verb after which a figure is asked for without its noun."""
    if not is_worth_asking(of.text, number):
        return None
    head = of.text[: number.span.start]
    softened = about("ar").search(bare(head)) if len(bare(head)) == len(head) else None
    reached = _REACHES.match(head[: softened.start()] if softened else head)
    return f"كم {reached[1]} {reached[2]}؟" if reached else None

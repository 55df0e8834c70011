"""Whether a drafted question reads like one that somebody would ask."""

from __future__ import annotations

import re
from types import MappingProxyType

from rag.evals.drafting.asked import Asked, Kind, is_worth_asking
from rag.evals.drafting.lexicon import leaning_words
from rag.evals.drafting.statements import Statement, fits
from rag.text import facts
from rag.text.aligned import bare
from rag.text.answer_candidates import candidates
from rag.text.facts import names
from rag.text.facts.scan import Scan
from rag.text.questions import AnswerType, analyse
from rag.text.words import key_terms

_TYPES: MappingProxyType[Kind, frozenset[AnswerType]] = MappingProxyType(
    {
        Kind.DATE: frozenset({AnswerType.DATE, AnswerType.YEAR}),
        Kind.FIGURE: frozenset(
            {AnswerType.NUMBER, AnswerType.PERCENT, AnswerType.MONEY, AnswerType.DURATION}
        ),
        Kind.NAME: frozenset({AnswerType.PERSON}),
        Kind.SPEAKER: frozenset({AnswerType.PERSON}),
    }
)
_SHORT = frozenset({Kind.DEFINITION, Kind.SPEECH})
_LEAST_TERMS = MappingProxyType({"zh": 6})
_PAIRS = tuple(map(tuple, ("()", "[]", "«»", "“”", "《》", "「」", "（）")))
_DOUBLED = re.compile(r"(?<!\w)(\w+) \1(?!\w)|[,،，;؛]\s*[?？؟]")


def is_sound(asked: Asked, statement: Statement) -> bool:
    """Whether the question stands alone, is well formed, and asks for what its answer is."""
    question, language = asked.question, statement.language
    return (
        (asked.kind in _SHORT or fits(question, language))
        and not leaning_words(language).search(bare(question))
        and not _DOUBLED.search(question)
        and all(question.count(left) == question.count(right) for left, right in _PAIRS)
        and question.count('"') % 2 == 0
        and not _counts_more(asked, language)
        and _says_enough(asked, language)
        and _asks_for_it(asked, statement)
    )


def _counts_more(asked: Asked, language: str) -> bool:
    """Whether a question for a figure names others, so that it is not clear which is meant."""
    if asked.kind is not Kind.FIGURE:
        return False
    return any(
        is_worth_asking(asked.question, each)
        for each in facts.find(asked.question, language).numbers
    )


def _says_enough(asked: Asked, language: str) -> bool:
    """Whether enough words are left to know what is meant: a name, and something about it."""
    if asked.kind in _SHORT:
        return True
    named = names.find(Scan(asked.question, language))
    cased = language in ("en", "ru")
    return len(key_terms(asked.question)) >= _LEAST_TERMS.get(language, 4) and bool(
        named or not cased
    )


def _asks_for_it(asked: Asked, statement: Statement) -> bool:
    """Whether the words that ask call for the kind of thing the answer is, and do not give it."""
    if asked.answer is None:
        return True
    if asked.answer.of(statement.text) in asked.question:
        return False
    understood = analyse(asked.question, statement.language)
    if understood.answer_type not in _TYPES[asked.kind]:
        return False
    return asked.kind in (Kind.NAME, Kind.SPEAKER) or any(
        span.overlaps(asked.answer) for span in candidates(statement.scan, understood)
    )

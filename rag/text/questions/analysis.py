"""Reads a question by the question words of its language (lexicon/questions.toml)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rag.text.aligned import bare
from rag.text.facts import names, units
from rag.text.facts.scan import Scan
from rag.text.lexicon import table
from rag.text.questions.kinds import AnswerType, Question, QuestionKind
from rag.text.questions.nouns import noun_type
from rag.text.words import key_terms


@dataclass(frozen=True, slots=True)
class _Rule:
    form: re.Pattern[str]
    kind: QuestionKind
    answer_type: AnswerType
    asks_noun: bool
    unit: str | None


@dataclass(frozen=True, slots=True)
class _Rules:
    always: tuple[_Rule, ...]
    words: tuple[_Rule, ...]
    definition: re.Pattern[str]


LANGUAGES = ("en", "zh", "ru", "fa", "ar")
# Kinds that the noun asked for makes more precise.
_OPEN = frozenset({QuestionKind.WHAT, QuestionKind.WHICH})
# "Who is X?" asks what X is, not for a name.
_OF_DEFINITIONS = frozenset({AnswerType.ANY, AnswerType.PERSON})
_DEFINABLE = frozenset({QuestionKind.WHAT, QuestionKind.WHO, QuestionKind.WHICH, QuestionKind.LIST})
_KIND_OF_ANSWER = {
    AnswerType.YEAR: QuestionKind.WHEN,
    AnswerType.DATE: QuestionKind.WHEN,
    AnswerType.PERSON: QuestionKind.WHO,
    AnswerType.NUMBER: QuestionKind.HOW_MANY,
    AnswerType.PERCENT: QuestionKind.HOW_MANY,
    AnswerType.MONEY: QuestionKind.HOW_MANY,
    AnswerType.DURATION: QuestionKind.HOW_MANY,
    AnswerType.REASON: QuestionKind.WHY,
    AnswerType.METHOD: QuestionKind.HOW,
}


@cache
def _rules(language: str) -> _Rules:
    forms = table("questions")[language]
    return _Rules(
        always=tuple(map(_rule, forms["always"])),
        words=tuple(map(_rule, forms["words"])),
        definition=re.compile(forms["definition"]),
    )


def _rule(row: list[str]) -> _Rule:
    form, kind, answer_type = row
    name, _, unit = answer_type.removesuffix("+noun").partition(":")
    noun = answer_type.endswith("+noun")
    return _Rule(re.compile(form), QuestionKind(kind), AnswerType(name), noun, unit or None)


def analyse(text: str, language: str | None = None) -> Question:
    """What `text` asks for, by the question words of its language.

    A language without rules is read as one that asks WHAT for ANY kind of answer.
    """
    scan = Scan(text, language)
    named = tuple(dict.fromkeys(name.key for name in names.find(scan)))
    kind, answer_type, unit = QuestionKind.WHAT, AnswerType.ANY, None
    if scan.language in LANGUAGES:
        kind, answer_type, unit = _understood(bare(text), _rules(scan.language))
    return Question(text, scan.language, kind, answer_type, unit, tuple(key_terms(text)), named)


def _understood(asked: str, rules: _Rules) -> tuple[QuestionKind, AnswerType, str | None]:
    rule, end = _fitting(asked, rules)
    if rule is None:
        return QuestionKind.WHAT, AnswerType.ANY, None
    kind, answer_type = rule.kind, rule.answer_type
    noun = noun_type(asked, end) if rule.asks_noun else None
    definable = noun is None and kind in _DEFINABLE and answer_type in _OF_DEFINITIONS
    if definable and rules.definition.match(asked):
        return QuestionKind.DEFINITION, AnswerType.ANY, None
    if noun is not None:
        answer_type = noun
        kind = _KIND_OF_ANSWER.get(noun, kind) if kind in _OPEN else kind
    unit = rule.unit
    if kind is QuestionKind.HOW_MANY and unit is None and (beside := units.after(asked, end)):
        unit, answer_type = beside.name, _type_of_unit(beside.name)
    return kind, answer_type, unit


def _fitting(asked: str, rules: _Rules) -> tuple[_Rule | None, int]:
    """The rule that says most about a question, and the offset behind what shows it."""
    for rule in rules.always:
        if match := rule.form.search(asked):
            return rule, match.end()
    first: tuple[int, _Rule | None, int] = (len(asked) + 1, None, 0)
    for rule in rules.words:
        match = rule.form.search(asked)
        if match and match.start() < first[0]:
            first = (match.start(), rule, match.end())
    return first[1], first[2]


def _type_of_unit(unit: str) -> AnswerType:
    if unit == "%":
        return AnswerType.PERCENT
    if units.money(unit):
        return AnswerType.MONEY
    return AnswerType.DURATION if units.duration(unit) else AnswerType.NUMBER

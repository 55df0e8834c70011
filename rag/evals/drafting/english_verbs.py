"""The finite verb of an English sentence, found without a parser, and its base form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.evals.drafting.lexicon import past_forms
from rag.records import Span
from rag.text.tokens import is_common_word

AUXILIARIES = frozenset(
    {"was", "were", "is", "are", "has", "have", "had"}
    | {"will", "would", "can", "could", "may", "might", "must"}
)
_WORD = re.compile(r"[A-Za-z]+(?:[-'’][A-Za-z]+)*")
_ARTICLES = frozenset({"the", "a", "an"})
_SUBORDINATES = frozenset(
    {"who", "whom", "which", "that", "whose", "where", "when", "while", "if", "because"}
)
# A clause may go on after these with a verb of its own.
_NEW_CLAUSE = re.compile(
    r"[,;:(–—]| (?:and|but|or|that|which|who|whom|whose|when|while|as|after|before|because|where"
    r"|whether|if|than|since|until|although|though) "
)
# Behind a past form these show that it was a participle after all.
_HELPERS = frozenset({"did", "do", "does", "be", "been", "being", "not", "who", "that", "which"})
_SOFT_END = frozenset("cgsuvz")


@dataclass(frozen=True, slots=True)
class Verb:
    """The finite verb at a place of the sentence.

    `auxiliary` opens a question by itself; otherwise "did" does, and `base` follows the subject.
    """

    span: Span
    auxiliary: str | None
    base: str


def find(text: str, start: int) -> Verb | None:
    """The verb of the clause whose subject begins at `start`; None where there is doubt."""
    words = list(_WORD.finditer(text, start))
    for index, match in enumerate(words[1:9], start=1):
        if match[0].lower() in _SUBORDINATES or text[words[0].start() : match.start()].count(","):
            return None
        subject = [word[0].lower() for word in words[:index]]
        verb = _verb(match)
        if verb is None or set(subject) <= _ARTICLES:
            continue
        return verb if _is_alone(text, verb, words[index + 1 :]) else None
    return None


def base_of(word: str) -> str | None:
    """What follows "did" for a past form; None for a word that is none, as far as can be told."""
    if word in past_forms():
        return past_forms()[word]
    if len(word) < 5 or not word.endswith("ed") or word.endswith("eed"):
        return None
    stem = word[:-2]
    if stem.endswith("i"):
        return f"{stem[:-1]}y"
    return next((base for base in _bases(stem) if is_common_word(base)), None)


def _bases(stem: str) -> Iterator[str]:
    """Base forms in the order of likelihood: planned, changed, completed, asked."""
    doubled = stem[-1] == stem[-2] and stem[-1] not in "sl"
    if doubled:
        yield stem[:-1]
    if stem[-1] in _SOFT_END and stem[-2:] != "ss":
        yield f"{stem}e"
    if re.fullmatch(r"[^aeiou]*[aeiou][^aeiouwxy]", stem):
        yield f"{stem}e"
    yield stem
    yield f"{stem}e"


def _verb(match: re.Match[str]) -> Verb | None:
    word = match[0]
    span = Span(*match.span())
    if word in AUXILIARIES:
        return Verb(span, word, "")
    base = base_of(word) if word.islower() else None
    return Verb(span, None, base) if base else None


def _is_alone(text: str, verb: Verb, after: list[re.Match[str]]) -> bool:
    """Whether it is finite: no participle ("signed by") with the real verb still to come."""
    if not after or (after[0][0] == "by" and verb.auxiliary is None):
        return False
    end = _NEW_CLAUSE.search(text, verb.span.end)
    limit = end.start() if end else len(text)
    later = [word[0] for word in after if word.start() < limit]
    if verb.auxiliary is not None:
        return not AUXILIARIES.intersection(later)
    finite = past_forms().keys() | AUXILIARIES
    return not finite.intersection(later) and later[0] not in _HELPERS

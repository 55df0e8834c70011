"""Words that negate, and how far they reach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rag.records import Span
from rag.text.aligned import key, plain
from rag.text.facts.clitics import bases
from rag.text.facts.scan import Scan
from rag.text.lexicon import Phrases, entries, phrase, table


@dataclass(frozen=True, slots=True)
class _Role:
    negates: bool
    attribute: bool = False


def find(scan: Scan) -> tuple[Span, ...]:
    """Every word of a text that negates, with those that negate a single word (非, غير, non)."""
    return tuple(sorted(_negations(scan, attributes=True)))


def of_statements(scan: Scan) -> tuple[Span, ...]:
    """The words that turn a statement into its opposite."""
    return tuple(sorted(_negations(scan, attributes=False)))


def of_grammar(scan: Scan) -> tuple[Span, ...]:
    """Those of them that negate whatever stands beside them: "not", but no "refuse" or "lack"."""
    return tuple(found for found in of_statements(scan) if not _is_lexical(scan, found))


def _is_lexical(scan: Scan, found: Span) -> bool:
    words = found.of(scan.lower)
    if scan.han and words in entries(table("negation")["zh"]["lexical"]):
        return True
    code = "fa" if scan.persian else "ar"
    keys = tuple(key(word) for word in words.split())
    match = _lexical(code).at(keys, 0) if keys else None
    return match is not None


@cache
def _lexical(arabic_script: str) -> Phrases[bool]:
    languages = ("en", "ru", arabic_script)
    return Phrases(
        (entry, True)
        for language in languages
        for entry in entries(table("negation")[language]["lexical"])
    )


def _negations(scan: Scan, attributes: bool) -> Iterator[Span]:
    yield from _in_words(scan, attributes)
    if scan.han:
        for match in _han_form().finditer(scan.plain):
            if match["words"] or (attributes and match["attributes"]):
                yield Span(*match.span())


def _in_words(scan: Scan, attributes: bool) -> Iterator[Span]:
    phrases, resume = _phrases("fa" if scan.persian else "ar"), 0
    for index, piece in scan.words:
        if index < resume:
            continue
        if piece.key.endswith("n't"):
            yield piece.span
        elif phrases.begins(piece.key) and (match := phrases.at(scan.keys, index)):
            resume = match.next
            if match.value.negates and (attributes or not match.value.attribute):
                yield Span(piece.start, scan.pieces[resume - 1].end)


@cache
def _phrases(arabic_script: str) -> Phrases[_Role]:
    """All spaced languages in one: scripts keep them apart, but for Persian and Arabic."""
    return Phrases(_roles(("en", "ru", arabic_script)))


def _roles(languages: tuple[str, ...]) -> Iterator[tuple[str, _Role]]:
    for words in (table("negation")[language] for language in languages):
        for entry in (*entries(words["words"]), *entries(words.get("verbs", ""))):
            yield entry, _Role(negates=True)
        for entry in entries(words["attributes"]):
            yield entry, _Role(negates=True, attribute=True)
        for entry in entries(words["exempt"]):
            yield entry, _Role(negates=False)


@cache
def _han_form() -> re.Pattern[str]:
    words = table("negation")["zh"]

    def any_of(*names: str) -> str:
        forms = [plain(entry) for name in names for entry in entries(words[name])]
        return "|".join(sorted(forms, key=len, reverse=True))

    # The exempt come first; 是不是 and its like ask and do not negate.
    return re.compile(
        rf"(?:{any_of('exempt', 'attribute_exempt')}|(\w)不\1)"
        rf"|(?P<attributes>{any_of('attributes')})|(?P<words>{any_of('words')})"
    )


@cache
def _soft_words(arabic_script: str) -> Phrases[bool]:
    languages = ("en", "ru", arabic_script)
    return Phrases(
        (entry, True)
        for language in languages
        for entry in entries(table("negation")[language]["soft"])
    )


@cache
def _soft_han() -> re.Pattern[str]:
    return re.compile("|".join(entries(table("negation")["zh"]["soft"])))


def hinted(scan: Scan, span: Span) -> bool:
    """Whether a stretch negates in any way, or may: by "avoid", "rather than", "only" too."""
    if any(span.overlaps(found) for found in find(scan)):
        return True
    if scan.han and _soft_han().search(scan.plain, span.start, span.end):
        return True
    soft = _soft_words("fa" if scan.persian else "ar")
    return any(
        span.contains(piece.span)
        and any(soft.begins(base) and _at(soft, scan, index, base) for base in bases(piece.key))
        for index, piece in scan.words
    )


def _at(phrases: Phrases[bool], scan: Scan, index: int, first: str) -> bool:
    keys = (first, *scan.keys[index + 1 : index + 5])
    return phrases.at(keys, 0) is not None


@cache
def _asides() -> re.Pattern[str]:
    words = "|".join(phrase(entry) for entry in entries(table("negation")["asides"]["words"]))
    return re.compile(rf"[,،，]\s*(?:{words})\s*[,،，]|^(?:{words})\s*[,،，]")


def without_asides(lowered: str) -> str:
    """Folded lower-case text with blanks for ", however," and its like; the length stays."""
    return _asides().sub(lambda match: " " * len(match[0]), lowered)


_CLAUSE_BORDER = re.compile(
    r"[,;:.!?()\n，。；：！？、（）؛،؟—]"
    r"|\b(?:but|while|whereas|although|because|но|однако|хотя|потому|اما|ولی|لکن|بینما)\b|但|而"
)


def clause(scan: Scan, within: Span) -> Span:
    """The stretch between borders that a word stands in, as far as form tells."""
    start, end = 0, len(scan.plain)
    for border in _CLAUSE_BORDER.finditer(without_asides(scan.lower)):
        if border.end() <= within.start:
            start = border.end()
        elif border.start() >= within.end:
            end = border.start()
            break
    return Span(start, end)


def scope(scan: Scan, negation: Span) -> Span:
    """The stretch of its clause that a negating word turns: in Persian what precedes it.

    A clause ends at punctuation or at a word like "but"; that is as far as form tells.
    """
    around = clause(scan, negation)
    start, end = around.start, around.end
    return Span(start, negation.end) if scan.persian else Span(negation.start, end)

"""Whether what stands in a speaker's place is somebody: a name, with or without an office."""

from __future__ import annotations

from functools import cache

import regex

from rag.records import Span
from rag.text import stopwords
from rag.text.aligned import bare, lower, plain
from rag.text.facts import names
from rag.text.facts.names import Form
from rag.text.facts.scan import Scan
from rag.text.lexicon import entries, table
from rag.text.speech_forms import NAME

_PERSONAL = frozenset({Form.CAPITALS, Form.ACRONYM})
_MOST_WORDS = 4
_WORD = regex.compile(r"[^\s]+")
_HAN_NAME = regex.compile(r"\p{Han}{2,5}")
_LONGEST_HAN_NAME = 3
_LONGEST_ORGANISATION = 14
_FOREIGN = regex.compile(
    r"[\p{Han}\p{L}]+[·•‧・][\p{Han}\p{L}·•‧・]+|\p{Lu}[a-zA-Z.'-]+(?:\s\p{Lu}[a-zA-Z.'-]*)*"
)
_CAPITAL_OPENING = regex.compile(r"(?:^|[\"“”«»(,]\s*)(\p{Lu}\p{Ll}{1,11}) $")
_PLURAL = regex.compile(r"(?:ها|های|هایی|ترین)$|^(?:ال\w+(?:ون|ین)|ب?ان)$")
_OPENER = regex.compile(r"^(?:但是|但|不过|而且|而|因此|所以|然而|其中|此外|同时|例如|比如)")
_VERB = regex.compile(r"(?:^|\s)ن?می[\u200c\s]")
_PASSIVE = regex.compile(r"^[向对是把]|[被有的]|一般|通常|普遍|往往|可以|应该|權$")
_FIGURES = regex.compile(r"^.*[\d年月日]")


def masked(sentence: str, language: str) -> str:
    """The folded sentence with each character of its names replaced; offsets stay true."""
    line = list(lower(plain(sentence)))
    for name in names.find(Scan(sentence, language)):
        if name.form in _PERSONAL and len(name.span) > 1:
            start = _with_opening(sentence, name.span.start)
            line[start : name.span.end] = NAME * (name.span.end - start)
    return "".join(line)


def _with_opening(sentence: str, start: int) -> int:
    """The name's start with the capitalised word that opens the clause right before it."""
    opening = _CAPITAL_OPENING.search(sentence[:start])
    if opening is None or bare(opening[1]) in stopwords.SPACED | _openers():
        return start
    return opening.start(1)


def is_somebody(name: str, language: str) -> bool:
    """Whether a capitalised name is not "He", "Article" or "Critics"."""
    words = [word for word in regex.split(r"[\s-]+", bare(name)) if word]
    return bool(words) and not any(word in _nobody(language) for word in (words[0], words[-1]))


def inside(sentence: str, span: Span, language: str) -> Span | None:
    """The name inside a stretch where one must stand, None where none shows."""
    if language == "zh":
        return _han(sentence, span)
    return _of_words(sentence, span, language)


def _of_words(sentence: str, span: Span, language: str) -> Span | None:
    """Persian and Arabic: few words, none of them grammar, offices before them left out."""
    words = [
        Span(span.start + match.start(), span.start + match.end())
        for match in _WORD.finditer(span.of(sentence))
    ]
    kept = _without_offices(sentence, words, language)
    if _VERB.search(span.of(sentence)):
        return None
    forms = [bare(word.of(sentence)).strip('«»"()') for word in kept]
    if not kept or len(kept) > _MOST_WORDS + (forms[0] in _organisations(language)):
        return None
    if any(
        form in _nobody(language) or form in stopwords.SPACED or not form.isalpha()
        for form in forms
    ):
        return None
    if any(_PLURAL.search(form) for form in forms) or forms in (
        [f] for f in forms if f[:2] == "ال"
    ):
        return None
    return Span(kept[0].start, kept[-1].end)


def _without_offices(sentence: str, words: list[Span], language: str) -> list[Span]:
    around = _offices(language) | _edges(language)
    start, end = 0, len(words)
    while start < end and bare(words[start].of(sentence)) in around:
        start += 1
    # A minister's ministry stands between the office and the name.
    if language == "ar" and 0 < start < end - 2 and bare(words[start].of(sentence))[:2] == "ال":
        start += 1
    ends = (i for i in range(start, end) if bare(words[i].of(sentence)) in _edges(language))
    return words[start : next(ends, end)]


def _han(sentence: str, span: Span) -> Span | None:
    """Chinese: a dotted or Latin name, a family name with one or two characters, an organisation.

    Offices in front are left out, as are dates that run into the name.
    """
    words = plain(span.of(sentence))
    if match := _OPENER.match(words):
        span = Span(span.start + match.end(), span.end)
        words = words[match.end() :]
    if _PASSIVE.search(words) or any(words.endswith(one) for one in _nobody("zh")):
        return None
    titles = _offices("zh") | _callings()
    start = max((words.rfind(title) + len(title) for title in titles if title in words), default=0)
    if match := _FIGURES.match(words):
        start = max(start, match.end())
    name = words[start:]
    if name and (_FOREIGN.fullmatch(name) or _is_han_name(name, titled=start > 0)):
        return Span(span.start + start, span.end)
    known = 2 < len(name) <= _LONGEST_ORGANISATION and name.endswith(_organisation_ends())
    return Span(span.start + start, span.end) if known else None


def _is_han_name(name: str, *, titled: bool) -> bool:
    """Whether characters are a family name with a given one, or after an office spell sounds."""
    if not _HAN_NAME.fullmatch(name):
        return False
    spelt = titled and all(char in _sounds() for char in name)
    return spelt or (name[0] in _surnames() and len(name) <= _LONGEST_HAN_NAME)


@cache
def _organisation_ends() -> tuple[str, ...]:
    return tuple(entries(table("speech")["organisations"]["zh"]))


@cache
def _nobody(language: str) -> frozenset[str]:
    return frozenset(bare(entry) for entry in entries(table("speech")["nobody"][language]))


@cache
def _offices(language: str) -> frozenset[str]:
    return frozenset(bare(entry) for entry in entries(table("names")["offices"][language]))


@cache
def _callings() -> frozenset[str]:
    return frozenset(entries(table("speech")["callings"]["zh"]))


@cache
def _openers() -> frozenset[str]:
    listings = table("names")["openers"].values()
    return frozenset(bare(entry) for text in listings for entry in entries(text))


@cache
def _edges(language: str) -> frozenset[str]:
    return frozenset(bare(entry) for entry in entries(table("speech")["edges"][language]))


@cache
def _sounds() -> frozenset[str]:
    return frozenset(table("names")["transliteration"]["han"])


@cache
def _organisations(language: str) -> frozenset[str]:
    return frozenset(bare(entry) for entry in entries(table("speech")["organisations"][language]))


@cache
def _surnames() -> frozenset[str]:
    return frozenset(table("speech")["surnames"]["zh"])

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
from rag.text.lexicon import entries, phrase, table
from rag.text.speech_forms import NAME

_PERSONAL = frozenset({Form.CAPITALS, Form.ACRONYM})
_MOST_WORDS = 4
_WORD = regex.compile(r"[^\s]+")
_HAN_NAME = regex.compile(r"\p{Han}{2,5}")
_LONGEST_HAN_NAME = 3
_LONGEST_ORGANISATION = 14
_LATIN = regex.compile(r"\p{Lu}[a-zA-Z.'-]+(?:\s\p{Lu}[a-zA-Z.'-]*)*")
_DOTTED = regex.compile(r"\p{Han}{1,6}(?:[·•‧・]\p{Han}{1,6})+")
_CALLING = regex.compile(r"^.*[长师员家者士官手人](?=\p{Han}{2,4}$)")
_CAPITAL_OPENING = regex.compile(r"(?:^|[\"“”«»(,]\s*)(\p{Lu}\p{Ll}{1,11}) $")
_PLURAL = regex.compile(r"(?:ها|های|هایی|ترین)$|^(?:ال\w+(?:ون|ین)|ب?ان)$")
_IN_NAMES = frozenset(("الدین", "الحسین", "الامین"))
"""Words with the article that stand inside names ("Nur al-Din") and end like plurals."""
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
    folded = "".join(line)
    if language != "ru":
        return folded
    return _organisation_form().sub(lambda match: NAME * len(match[0]), folded)


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
    if any(_PLURAL.search(form) for form in forms if form not in _IN_NAMES) or forms in (
        [f] for f in forms if f[:2] == "ال"
    ):
        return None
    return Span(kept[0].start, kept[-1].end)


def _without_offices(sentence: str, words: list[Span], language: str) -> list[Span]:
    around = _offices(language) | _edges(language)
    start, end = 0, len(words)
    while start < end and bare(words[start].of(sentence)) in around:
        start += 1
    if language == "ar":
        start = _behind_definite(sentence, words, start)
    ends = (i for i in range(start, end) if bare(words[i].of(sentence)) in _edges(language))
    return words[start : next(ends, end)]


def _behind_definite(sentence: str, words: list[Span], start: int) -> int:
    """Arabic: an office says of what ("minister of the transport"); the name stands behind it.

    A name opens without the article, so the last article before such a word ends the office.
    """
    if start == len(words) or bare(words[start].of(sentence)) in _organisations("ar"):
        return start
    forms = [bare(word.of(sentence)) for word in words]
    definite = [form.startswith("ال") and form not in _IN_NAMES for form in forms]
    behind = (i for i in range(len(words) - 2, start, -1) if definite[i - 1] and not definite[i])
    return next(behind, start)


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
    if (dotted := _dotted(words)) is not None:
        return Span(span.start + dotted, span.end)
    if match := _CALLING.match(words, start):
        start = match.end() if words[match.end()] in _surnames() | _rarer_surnames() else start
    name = words[start:]
    foreign = _LATIN.fullmatch(name) or (start and _DOTTED.fullmatch(name))
    if name and (foreign or _is_han_name(name, titled=start > 0)):
        return Span(span.start + start, span.end)
    known = 2 < len(name) <= _LONGEST_ORGANISATION and name.endswith(_organisation_ends())
    return Span(span.start + start, span.end) if known else None


def _dotted(words: str) -> int | None:
    """Where a name with dots between its parts begins that the words end with."""
    found = [name for name in names.find(Scan(words, "zh")) if name.form is Form.DOTTED]
    return found[-1].span.start if found and found[-1].span.end == len(words) else None


def _is_han_name(name: str, *, titled: bool) -> bool:
    """Whether characters are a family name with a given one, or after an office spell sounds."""
    if not _HAN_NAME.fullmatch(name):
        return False
    spelt = titled and all(char in _sounds() for char in name)
    borne = name[0] in _surnames() or (titled and name[0] in _rarer_surnames())
    return spelt or (borne and len(name) <= _LONGEST_HAN_NAME)


@cache
def _organisation_form() -> regex.Pattern[str]:
    """Russian: a word for an organisation that opens a clause, and the genitives behind it."""
    kinds = "|".join(phrase(entry) for entry in entries(table("speech")["organisations"]["ru"]))
    genitive = r"[а-я-]+(?:ого|его|ой|ей|ых|их|ов|ев|ы|и|а|я)(?!\w)"
    return regex.compile(rf"(?:^|(?<=[,;-]\s))(?:{kinds})(?:\s+(?:{genitive}|\"[^\"]+\")){{1,3}}")


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


@cache
def _rarer_surnames() -> frozenset[str]:
    return frozenset(table("speech")["surnames"]["rarer"])

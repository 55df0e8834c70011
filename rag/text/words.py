"""Index terms: what a text is searched by, each script on its own terms."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, pairwise
from typing import TYPE_CHECKING

import regex

from rag.text import designations, months, numerals
from rag.text.normalise import folded_text
from rag.text.scripts import HAN, HANGUL, KANA, KHMER, LAO, MARKS, MYANMAR, THAI, UNSPACED
from rag.text.stems import stem, stem_in
from rag.text.stopwords import QUESTION_PARTICLES, SPACED

if TYPE_CHECKING:
    from opencc import OpenCC

# Stored with an index; terms of another version do not meet these, so the index is made again.
VERSION = "1"

_LETTER = rf"[^\W\d_{UNSPACED}]"
_MARKED = rf"(?:{_LETTER}|[{MARKS}])"
_CJK_RUN = rf"[{HAN}{KANA}{HANGUL}]+"
_CLUSTER_RUN = rf"[{THAI}{LAO}{KHMER}{MYANMAR}]+"
_NUMBER = rf"{numerals.PATTERN}(?:(?:st|nd|rd|th|s|-[а-я]{{1,3}})(?![^\W_]))?"


def _token_pattern(letter: str) -> re.Pattern[str]:
    """Plain words are tried first, for they are most of any text."""
    word = rf"{letter}+(?:'{letter}+)?"
    return re.compile(
        rf"{word}(?!['.-]?\d|\.{letter}\.|{letter})|(?:{letter}\.){{2,}}|{designations.PATTERN}"
        rf"|{_NUMBER}|{word}"
    )


_TOKEN = _token_pattern(_LETTER)
_TOKEN_WITH_MARKS = _token_pattern(_MARKED)
_MARK = re.compile(rf"[{MARKS}]")
_RUN = re.compile(f"{_CJK_RUN}|{_CLUSTER_RUN}")
_CJK = re.compile(_CJK_RUN)
_GRAPHEME = regex.compile(r"\X")
_DESIGNATION = re.compile(r"([^\W\d_]+)-?(\d+)")
_GROUPED_BY_SPACES = re.compile(r"\b(?<![.,])\d{1,3}(?: \d{3})+(?![.,]?\d)")

# What a figure counts in a date says no more than the figure itself.
_DATE_UNIT = re.compile(r"(?<=\d)(?:年(?!代)|月|日|号)")


def terms(text: str, language: str | None = None) -> list[str]:
    """The index terms of a document's or a question's text, repeated as often as they occur.

    Every run of a script is treated by that script's own rule, so a question meets its document
    even if its language is mistaken. `language` (ISO 639-1) only adds terms: the stems of a
    language in Latin script that is not English, which is what all of them are stemmed by.

    Han, kana and hangul give overlapping pairs, in simplified form; Thai, Lao, Khmer and Burmese
    pairs of graphemes; other scripts Snowball stems without accents. Numbers stay whole in one
    spelling; months and model names give terms that are the same in every script.
    """
    folded = _simplified(folded_text(text))
    found = list(months.dated_months(folded))
    if not folded.isascii():
        found += designations.han_keys(folded)
        folded = _DATE_UNIT.sub(" ", folded)
        found += chain.from_iterable(map(_pairs, _RUN.findall(folded)))
    found += (number.replace(" ", "") for number in _GROUPED_BY_SPACES.findall(folded))
    tokens = _tokens(folded)
    found += chain.from_iterable(map(_terms_of, tokens))
    if language is not None:
        found += (extra for token in tokens for extra in _extra_terms(token, language))
    return found


def key_terms(question: str) -> list[str]:
    """The terms of what a question is about: no function words, no words that ask; each once."""
    # A space beside an ideograph would be folded away, and pairs would bridge it.
    content = QUESTION_PARTICLES.sub("|", _simplified(folded_text(question)))
    return list(dict.fromkeys(term for term in terms(content) if not is_stopword(term)))


def is_stopword(term: str) -> bool:
    """Whether a term, as `terms` gives it, stands for a function word."""
    return term in _stopwords()


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    return frozenset(chain.from_iterable(map(terms, SPACED)))


def _tokens(folded: str) -> list[str]:
    marked = not folded.isascii() and _MARK.search(folded)
    return (_TOKEN_WITH_MARKS if marked else _TOKEN).findall(folded)


@lru_cache(maxsize=1 << 17)
def _terms_of(token: str) -> tuple[str, ...]:
    """The terms of one token; tokens repeat, so this is where an index's time is saved."""
    if token[0].isdecimal():
        return numerals.number_terms(token)
    if name := _DESIGNATION.match(token):
        letters = _terms_of(name[1]) if len(name[1]) > 1 else ()
        return (*designations.keys(token), name[2], *letters)
    if token.endswith("."):
        return (token.replace(".", ""),)
    return _word_terms(token)


def _word_terms(token: str) -> tuple[str, ...]:
    """Stems of a word and of what an apostrophe ties to it, a genitive or "not" aside."""
    month = months.month_term(token)
    parts = [part for part in token.split("'") if part not in ("s", "t")] or [token]
    return (*map(stem, parts), *([month] if month else ()))


@lru_cache(maxsize=1 << 16)
def _extra_terms(token: str, language: str) -> tuple[str, ...]:
    extra = stem_in(token, language)
    return (extra,) if extra and extra not in _terms_of(token) else ()


def _pairs(run: str) -> tuple[str, ...]:
    """Overlapping pairs of a run without spaces; what stands alone stays alone."""
    characters = run if _CJK.match(run) else _GRAPHEME.findall(run)
    if len(characters) == 1:
        return (run,)
    return tuple(first + second for first, second in pairwise(characters))


class _SimplifiedTable(dict[int, str]):
    """Traditional ideographs one by one, for a run's pairs must not hinge on its neighbours."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = simple = _opencc().convert(char) if _CJK.match(char) else char
        return simple


_SIMPLIFIED = _SimplifiedTable()


def _simplified(folded: str) -> str:
    return folded if folded.isascii() else folded.translate(_SIMPLIFIED)


@lru_cache(maxsize=1)
def _opencc() -> OpenCC:
    from opencc import OpenCC

    return OpenCC("t2s")

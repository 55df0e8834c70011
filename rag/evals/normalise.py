"""Answer text reduced to what two right answers share, for every script.

The measure must not move when the product's own folding of text changes, so these rules stand here
once and serve nothing else. They follow SQuAD (Rajpurkar et al. 2016, arXiv:1606.05250: lower case,
no punctuation, no articles) and MLQA for other scripts (Lewis et al. 2020, arXiv:1910.07475: each
character of a script without spaces is a word), and fold Unicode compatibility forms, Arabic and
Persian letter variants, vowel marks, joiners and the digits of every script.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

import regex

Words = tuple[str, ...]

_LETTERS = str.maketrans(
    {
        **dict.fromkeys("أإآٱ", "ا"),
        **dict.fromkeys("يىئ", "ی"),
        **dict.fromkeys("ةۀە", "ه"),
        "ك": "ک",
        "ؤ": "و",
        "ё": "е",
        "٫": ".",
        "٬": ",",
    }
)
# Format characters (ZWNJ, bidi marks), tatweel, lone hamza, Arabic vowel and Quranic marks.
_INVISIBLE = regex.compile(r"[\p{Cf}ـء\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED]")
_GROUPING = regex.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_PUNCTUATION = regex.compile(r"[\p{P}\p{S}]")
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(rf"[{_UNSPACED}]\p{{M}}*|[^\s\p{{Cc}}{_UNSPACED}]+")
_ARTICLES = frozenset({"a", "an", "the"})
# Three letters must remain, so that a word that merely begins this way keeps its sense.
_ARABIC_ARTICLE = regex.compile(r"^ال(?=\p{Arabic}{3})")


@lru_cache(maxsize=2048)
def fold(text: str) -> str:
    """One written form per word: compatibility forms, case, letter variants and digits folded."""
    text = unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS)
    text = _INVISIBLE.sub("", text)
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return _GROUPING.sub("", text)


@lru_cache(maxsize=2048)
def squad_words(text: str) -> Words:
    """Words as SQuAD's exact match and F1 compare them: punctuation removed, articles dropped."""
    return without_articles(tuple(_WORD.findall(_PUNCTUATION.sub("", fold(text)))))


@lru_cache(maxsize=2048)
def spaced_words(text: str) -> Words:
    """Words with punctuation as a gap, so that the name in "Tesla's" is found."""
    return tuple(_WORD.findall(_PUNCTUATION.sub(" ", fold(text))))


def without_articles(words: Words) -> Words:
    """English articles dropped, the Arabic one cut from the front of its word."""
    return tuple(_ARABIC_ARTICLE.sub("", word) for word in words if word not in _ARTICLES)

"""Which language a text is in, told by its letters first and by a model where they do not tell."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from rag.text.scripts import MARKS, script_shares
from rag.text.telltales import LANGUAGES_OF_SCRIPT, LETTERS, MODEL_LABELS, WORDS

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

UNDETERMINED = "und"

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"}
)

# Japanese running text is half kana; a Chinese text has some in a name at most.
_KANA_SHARE = 0.12

# Shares of a text's letters, and of its words, that suffice to tell its language. Foreign names
# bring their letters along, and a name may be half of a short question in Latin script.
_LETTER_SHARE = 0.015
_LATIN_LETTER_SHARE = 0.04
_WORD_SHARE = 0.08

_SAMPLE_CHARS = 1500
_WORD = re.compile(rf"(?:[^\W\d_]|[{MARKS}])+")

# How much likelier (log odds of the model's scores) a language is than a rare one before a word
# of the text is read. It decides short texts only: a sentence's own evidence is far above.
_PRIOR = {"en": 16.0, "de": 8.0, "fr": 8.0, "es": 8.0, "it": 6.0, "pt": 5.0, "ru": 10.0}
_PRIOR |= {"fa": 6.0, "ar": 6.0, "hi": 6.0, "nl": 3.0, "pl": 4.0, "tr": 4.0, "uk": 2.0}


def detect(text: str) -> str:
    """The ISO 639-1 code of the language most of `text` is in; "und" where it has no letters."""
    shares = script_shares(text)
    if not shares:
        return UNDETERMINED
    kana = shares["hiragana"] + shares["katakana"]
    if kana >= _KANA_SHARE * (kana + shares["han"]) and kana + shares["han"] > 0:
        shares["hiragana"] += shares.pop("han", 0) + shares.pop("katakana", 0)
    script = shares.most_common(1)[0][0]
    languages = LANGUAGES_OF_SCRIPT.get(script, (UNDETERMINED,))
    if len(languages) == 1:
        return languages[0]
    return _among(languages, _sample(text))


def direction(language: str) -> Literal["rtl", "ltr"]:
    """The way lines of a language run; tags like "fa-IR" are understood."""
    return "rtl" if language.partition("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def script_of_language(language: str) -> str:
    """The script a language is usually written in; "latin" where nothing else is known."""
    for script, languages in LANGUAGES_OF_SCRIPT.items():
        if language in languages:
            return script
    return "latin"


def _sample(text: str) -> str:
    """Enough of a text to tell its language: its start, its middle and its end."""
    if len(text) <= _SAMPLE_CHARS:
        return text
    part = _SAMPLE_CHARS // 3
    middle = len(text) // 2
    return " ".join((text[:part], text[middle : middle + part], text[-part:]))


def _among(languages: tuple[str, ...], text: str) -> str:
    lowered = text.lower()
    if languages[0] == "en":
        told = _by_words(languages, lowered) or _by_letters(languages, lowered, _LATIN_LETTER_SHARE)
    else:
        told = _by_letters(languages, lowered, _LETTER_SHARE) or _by_words(languages, lowered)
    return told or _by_model(languages, lowered)


def _by_letters(languages: tuple[str, ...], lowered: str, share: float) -> str | None:
    """The first language whose own letters make up such a share of the text's letters."""
    counts = Counter(lowered)
    needed = share * sum(count for char, count in counts.items() if char.isalpha())
    for name in languages:
        if name in LETTERS and sum(counts[char] for char in LETTERS[name]) > needed:
            return name
    return None


def _by_words(languages: tuple[str, ...], lowered: str) -> str | None:
    """The language whose own small words make up a fair share of the text."""
    words = _WORD.findall(lowered)
    counts = Counter(
        {name: sum(word in WORDS[name] for word in words) for name in languages if name in WORDS}
    )
    ranked = counts.most_common(2)
    if not ranked or ranked[0][1] < max(1, _WORD_SHARE * len(words)):
        return None
    tied = len(ranked) > 1 and ranked[1][1] * 2 > ranked[0][1]
    return None if tied else ranked[0][0]


def _by_model(languages: tuple[str, ...], lowered: str) -> str:
    scores: dict[str, float] = {}
    for label, score in _identifier().rank(lowered):
        name = MODEL_LABELS.get(label, label)
        if name in languages:
            scores.setdefault(name, score + _PRIOR.get(name, 0.0))
    return max(scores, key=lambda name: scores[name], default=languages[0])


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE)

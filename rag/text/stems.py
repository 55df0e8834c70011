"""Words reduced to what their forms share, chosen by script, so that no language need be known."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING

from rag.text.scripts import script_of

if TYPE_CHECKING:
    from Stemmer import Stemmer

# The Snowball stemmer of each script's most written language; languages that share the script
# share the stemmer, so that a question meets its document whatever either is taken for.
_OF_SCRIPT = MappingProxyType(
    {
        "latin": "english",
        "cyrillic": "russian",
        "greek": "greek",
        "devanagari": "hindi",
        "armenian": "armenian",
        "tamil": "tamil",
    }
)
_OF_LANGUAGE = MappingProxyType(
    {
        "ca": "catalan",
        "cs": "czech",
        "da": "danish",
        "de": "german",
        "es": "spanish",
        "et": "estonian",
        "eu": "basque",
        "fi": "finnish",
        "fr": "french",
        "ga": "irish",
        "hu": "hungarian",
        "id": "indonesian",
        "it": "italian",
        "lt": "lithuanian",
        "nl": "dutch",
        "no": "norwegian",
        "pl": "polish",
        "pt": "portuguese",
        "ro": "romanian",
        "sv": "swedish",
        "tr": "turkish",
    }
)

# Letters of their own that people without the keyboard type as plain ones.
_PLAIN = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th"}
)

# Folding writes Persian letters; the Arabic stemmer knows Arabic ones, a final ة among them.
_TO_ARABIC = str.maketrans("یک", "يك")
_FROM_ARABIC = str.maketrans("يىكةأإآئؤ", "ییکهااایو")
_SHORTEST_FEMININE = 4

# A Snowball stemmer keeps the word it works on, so two threads must not share one.
_LOCK = Lock()


def stem(word: str) -> str:
    """The stem of one folded word, by its script alone; the word itself where no stemmer knows it.

    Arabic and Persian words pass both stemmers, which differ in script from no one and in
    affixes so much that neither undoes the other's work.
    """
    script = script_of(word[0])
    if script == "arabic":
        return _snowball("persian", _arabic_stem(word))
    if script == "latin":
        word = without_accents(word)
    name = _OF_SCRIPT.get(script)
    return _snowball(name, word) if name else word


def stem_in(word: str, language: str) -> str | None:
    """The stem by the rules of one language in Latin script; None where there are none."""
    name = _OF_LANGUAGE.get(language)
    if name is None or script_of(word[0]) != "latin":
        return None
    return without_accents(_snowball(name, word))


def without_accents(word: str) -> str:
    """A Latin word as it is typed on a plain keyboard."""
    return without_marks(word.translate(_PLAIN))


def without_marks(word: str) -> str:
    """A word without the marks that combine with its letters."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word)
    return "".join(char for char in apart if not unicodedata.combining(char))


def _arabic_stem(word: str) -> str:
    arabic = word.translate(_TO_ARABIC)
    if len(arabic) >= _SHORTEST_FEMININE and arabic.endswith("ه"):
        arabic = arabic[:-1] + "ة"
    return _snowball("arabic", arabic).translate(_FROM_ARABIC)


def _snowball(name: str, word: str) -> str:
    with _LOCK:
        return str(_stemmer(name).stemWord(word)) or word


@lru_cache(maxsize=32)
def _stemmer(name: str) -> Stemmer:
    import Stemmer

    return Stemmer.Stemmer(name, 0)  # words are cached where they are used

"""What is left of a name in every alphabet: its consonants, in classes that scripts agree on.

Putin, Путин, پوتین and بوتين all give "PTN". Classes are those that transliteration between the
Latin, Cyrillic, Arabic and Persian alphabets mixes up: Arabic has no p, v or g, Russian no h or w,
no alphabet but Latin a c. Vowels and the weak v, w, f, h inside a word go. The idea is that of
Soundex (Odell and Russell, US patent 1,261,167) with classes for transliteration.
"""

from __future__ import annotations

import re
from functools import lru_cache

from rag.text.aligned import key
from rag.text.stems import without_marks

_CYRILLIC = dict(zip("абвгдезийклмнопрстуфцыэьъ", "abvgdeziiklmnoprstufjye__", strict=True))
_CYRILLIC |= {"ж": "zh", "х": "kh", "ч": "ch", "ш": "sh", "щ": "sh", "ю": "iu", "я": "ia"}
_ARABIC = dict(zip("ابپتثجحدذرزسصضطظعغفقکگلمنهویء", "abptsjhdzrzssztz_gfqkglmnhwy_", strict=True))
_ARABIC |= {"چ": "ch", "خ": "kh", "ژ": "zh", "ش": "sh"}
_TO_LATIN = str.maketrans({**_CYRILLIC, **_ARABIC, "_": ""})
_WITHOUT_ACCENT = str.maketrans("łøđıþßæœ", "lodipsao")
_SOUNDS = (
    (re.compile(r"dzh|dj|tsch|tsh|tch|sch|sh|ch|zh|tz|cz|sz|j|z|^x|c(?=[eiy])"), "S"),
    (re.compile(r"x"), "KS"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"th"), "T"),
    (re.compile(r"ng(?![aeiouy])"), "N"),
    (re.compile(r"kh|gh|ck|[kgqc]"), "K"),
    (re.compile(r"^[vwf]"), "F"),
    (re.compile(r"^(h)"), "H"),
    (re.compile(r"[pb]"), "P"),
)
_RUSSIAN_H = frozenset("хг")
_WEAK = re.compile("[aeiouyvwfh]|[^a-zA-Z]")
_DOUBLED = re.compile(r"(.)\1+")
# Endings that Russian puts on names of people and places.
_RUSSIAN_CASE = re.compile(
    r"(?<=ск)(?:ого|ому|ий|им|ом|ая|ой|ую|ие|их|ими)$|(?<=[оеи][вн])(?:ым|ой|ых|ыми)$"
    r"|(?<=[^аеиоуыэюя]н)(?:ым|ого|ому|ых|ыми)$"
    r"|(?<=[^аеиоуыэюя]{2})(?:ом|ем)$|(?<=[аеиоуыэюя][^аеиоуыэюясм])(?:ом|ем)$"
)


def latin(word: str) -> str:
    """One word in Latin letters, each letter on its own; other scripts stay."""
    return without_marks(key(word).translate(_TO_LATIN).translate(_WITHOUT_ACCENT))


def skeletons(word: str) -> tuple[str, ...]:
    """Every form a word's skeleton may take: Russian writes a foreign h as х or г."""
    found = skeleton(word)
    if key(word)[:1] in _RUSSIAN_H and found[:1] == "K":
        return found, f"H{found[1:]}"
    return (found,)


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """The consonant classes of one word; for a script not known here, the folded word itself.

    A word with fewer than two consonants keeps its vowels, for too many would look alike.
    """
    folded = key(word)
    if folded[:1] in _CYRILLIC and len(folded) > 4:
        folded = _RUSSIAN_CASE.sub("", folded)
    romanised = latin(folded)
    if not romanised.isascii():
        return folded
    classes = romanised.replace("ts", "z") if folded.isascii() else romanised
    for sound, class_ in _SOUNDS:
        classes = sound.sub(class_, classes)
    classes = _WEAK.sub("", _DOUBLED.sub(r"\1", classes.replace("s", "S"))).upper()
    return classes if len(classes) > 1 else romanised.upper()

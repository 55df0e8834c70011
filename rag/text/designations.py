"""Model names such as S-400, С-400, اس-۴۰۰ and 苏-35: keys that meet whatever the script.

Everything here works on folded text (`normalise.fold`): lower case, plain hyphens, ASCII digits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from types import MappingProxyType

from rag.text.scripts import HAN, UNSPACED

# Up to five letters and a number, a hyphen between or not, a letter or two for the variant.
PATTERN = rf"[^\W\d_{UNSPACED}]{{1,5}}-?\d+[^\W\d_{UNSPACED}]{{0,2}}(?![^\W_{UNSPACED}])"
_PARTS = re.compile(r"([^\W\d_]+)-?(\d+)([^\W\d_]*)")
_HAN_NAME = re.compile(rf"([{HAN}]{{1,2}})-(\d+)")

# Letters by their sound, as English spells the names of Russian and Iranian types.
_SOUNDS = MappingProxyType(
    dict(zip("абвгдезийклмнопрстуфыэіґ", "abvgdeziyklmnoprstufyeig", strict=True))
    | {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya"}
    | {"ї": "yi", "є": "ye", "ъ": "", "ь": ""}
    | dict(zip("ابپتجدذرزسصضطظعفقکگلمنهوی", "abptjdzrzssztzafqkglmnhui", strict=True))
    | {"چ": "ch", "ح": "h", "خ": "kh", "ث": "th", "ژ": "zh", "ش": "sh", "غ": "g"}
)

# How Persian and Arabic spell out Latin letters by name.
LETTER_NAMES = MappingProxyType(
    {"اف": "f", "اس": "s", "ام": "m", "ان": "n", "ال": "l", "ار": "r", "ای": "e", "بی": "b"}
    | {"سی": "c", "دی": "d", "تی": "t", "پی": "p", "وی": "v", "جی": "g", "کی": "k", "یو": "u"}
    | {"اچ": "h", "اکس": "x", "ایکس": "x", "زد": "z", "دبلیو": "w", "وای": "y", "کیو": "q"}
)

# GB 2312 orders its 3,755 common ideographs by pinyin; each initial begins at one of these codes.
_INITIALS = "abcdefghjklmnopqrstwxyz"
_FIRST_CODES = (
    *(
        0xB0A1,
        0xB0C5,
        0xB2C1,
        0xB4EE,
        0xB6EA,
        0xB7A2,
        0xB8C1,
        0xB9FE,
        0xBBF7,
        0xBFA6,
        0xC0AC,
        0xC2E8,
    ),
    *(0xC4C3, 0xC5B6, 0xC5BE, 0xC6DA, 0xC8BB, 0xC8F6, 0xCBFA, 0xCDDA, 0xCEF4, 0xD1B9, 0xD4D1),
)
_END_CODE = 0xD7FA


def keys(name: str) -> tuple[str, ...]:
    """Index keys of one model name in letters: in full, without its variant, by first letter.

    The first letter is all that Chinese names keep (苏-35 and Su-35 meet in "~s35").
    """
    parts = _PARTS.match(name)
    if parts is None:
        return ()
    letters, number, variant = parts.groups()
    found: dict[str, None] = {}
    for spelling in _spellings(letters):
        found[spelling + number + _sound(variant)] = None
        found[spelling + number] = None
        found["~" + spelling[:1] + number] = None
    return tuple(found)


def han_keys(folded: str) -> Iterator[str]:
    """Index keys of the names in `folded` that begin with one or two simplified ideographs."""
    for name in _HAN_NAME.finditer(folded):
        initials = "".join(map(_initial, name[1]))
        if len(initials) == len(name[1]):
            yield from dict.fromkeys(
                ("~" + initials[0] + name[2], "~" + initials[-1] + name[2], initials + name[2])
            )


def _spellings(letters: str) -> tuple[str, ...]:
    named = LETTER_NAMES.get(letters)
    return (named, _sound(letters)) if named else (_sound(letters),)


def _sound(letters: str) -> str:
    return "".join(_SOUNDS.get(letter, letter) for letter in letters)


@lru_cache(maxsize=4096)
def _initial(ideograph: str) -> str:
    """The first letter of a common ideograph's pinyin; "" for the rarer ones."""
    code = int.from_bytes(ideograph.encode("gb2312", errors="ignore"), "big")
    if not _FIRST_CODES[0] <= code < _END_CODE:
        return ""
    return _INITIALS[bisect_right(_FIRST_CODES, code) - 1]

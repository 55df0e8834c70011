"""Which writing system a letter belongs to, and how much of a text each system fills."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

# Bodies of character classes for `re`, to be put between square brackets.
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
KANA = "\u3041-\u3096\u3099-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
LAO = "\u0e81-\u0ece"
KHMER = "\u1780-\u17d3"
MYANMAR = "\u1000-\u103f\u1050-\u109f\uaa60-\uaa7f"
ARABIC = "\u0620-\u064a\u066e-\u06d3\u06d5\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c9\ufb50-\ufefc"
CYRILLIC = "\u0400-\u0481\u048a-\u052f"

# Punctuation and brackets set in full width, beside which a line break stands for nothing.
CJK_PUNCTUATION = "\u3000-\u3004\u3008-\u3020\u3030-\u303f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff65"
CJK = HAN + KANA + CJK_PUNCTUATION

# Scripts that set no space between words.
UNSPACED = HAN + KANA + HANGUL + THAI + LAO + KHMER + MYANMAR

_NAMED = {"cjk": "han", "ideographic": "han", "kangxi": "han"}

# Vowel signs and accents that are no letters by themselves, but part of a word.
MARKS = "\u0300-\u036f\u0900-\u0963\u0966-\u0dff\u0711\u0730-\u074a\u07a6-\u07b0"

# How many Latin letters one character outweighs. An ideograph or syllable says as much as three;
# and names in Latin letters stand in texts of every script, but hardly the other way round.
_WEIGHTS = {"latin": 1, "han": 3, "hangul": 3}
_OTHER_WEIGHT = 2


@lru_cache(maxsize=1 << 16)
def script_of(char: str) -> str:
    """The script of one letter, in lower case ("latin", "han", "arabic", ...); "" for the rest.

    The name Unicode gives to a letter begins with its script, so every script is known.
    """
    plain = unicodedata.normalize("NFKC", char)[:1]
    if not plain.isalpha():
        return ""
    first = unicodedata.name(plain, "").partition(" ")[0].partition("-")[0].lower()
    return _NAMED.get(first, first)


def script_shares(text: str) -> Counter[str]:
    """How much each script says in `text`, in Latin letters.

    A Chinese or Russian question about a Latin name is still a Chinese or Russian question.
    """
    shares: Counter[str] = Counter()
    for char, count in Counter(text).items():
        script = script_of(char)
        if script:
            shares[script] += count * _WEIGHTS.get(script, _OTHER_WEIGHT)
    return shares


def dominant_script(text: str) -> str:
    """The script that says most in `text`; "" where there are no letters."""
    best = script_shares(text).most_common(1)
    return best[0][0] if best else ""

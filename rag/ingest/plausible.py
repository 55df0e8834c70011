"""Tells whether a trial decoding reads like writing: its letters are the ones people use most.

A wrong decoding shuffles the letters of a script or lands in another one (Chinese bytes read as
Korean give ideographs nobody writes), so the share of each script's commonest letters tells the
two apart. The letters are the heads of published frequency tables; `least` is a share that
natural text of any length reaches.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.text.scripts import ARABIC, CYRILLIC, HAN, HANGUL, KANA, THAI


@dataclass(frozen=True, slots=True)
class _Script:
    """Letters of a script, its commonest ones, and the share of those in natural text."""

    letters: re.Pattern[str]
    common: frozenset[str]
    least: float


def _script(letters: str, common: str, least: float) -> _Script:
    return _Script(re.compile(f"[{letters}]"), frozenset(common), least)


_SCRIPTS = (
    _script(CYRILLIC, "оеаинтсрвлОЕАИНТСРВЛ", 0.5),
    _script(ARABIC, "اليمونرتبدهیة", 0.6),
    _script("\u0370-\u03ff", "αοιετσνηςάίόήέΑΟΙΕΤΣΝΗ", 0.55),
    _script("\u05d0-\u05ea", "יוהלאמרשת", 0.55),
    _script(THAI, "านรอกเงมยลวดทส่ั้", 0.5),
    _script(
        HAN,
        "的一是不了在人有我他这個个們们中来來上大为為和国國地到以说說时時要就出会會可也你对對"
        "生能而子那得于於着著下自之年过過发發后後作里用道行所然家种種事成方多经經么麼去法学學"
        "如都同现現当當没沒动動面起看定天分还還进進好小部其些主样樣理心她本前开開但因只从從想"
        "日者高公司月報报新市民政府美部长長關关於员員机機系体體力与與及將将被军軍第二三",
        0.12,
    ),
    _script(KANA, "のにはをたがでてとしれさいなるかもこらっりんスルントリアイラク", 0.45),
    _script(HANGUL, "이다의는에을가고로하지한은도를해기사대서인정자리시어나라그만들과있", 0.2),
)
# Accented letters as single languages use them; no language has those of two.
_ALPHABETS = tuple(
    map(
        frozenset,
        (
            "éèêëàâçùûîïôœüÉÈÊÀÂÇÔÎŒ",
            "äöüßéÄÖÜ",
            "áéíóúñüÁÉÍÓÚÑ",
            "ãõáâàéêíóôúçÃÁÂÀÉÊÍÓÔÚÇ",
            "àèéìòùÀÈÉÌÒÙ",
            "åäöæøéÅÄÖÆØÉ",
            "áðéíóúýþæöÁÐÉÍÓÚÝÞÆÖ",
            "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ",
            "áäčďéěíĺľňóôŕřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ",
            "áéíóöőúüűÁÉÍÓÖŐÚÜŰ",
            "ăâîșțşţĂÂÎȘȚŞŢ",
            "čćđšžČĆĐŠŽ",
            "çğıöşüâîÇĞİÖŞÜ",
        ),
    )
)
_ACCENTED = re.compile("[\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_PUNCTUATION = re.compile(
    "[\u00a0\u00a7\u00a9\u00ab\u00ad\u00ae\u00b0\u00b1\u00b7\u00bb\u00bf\u00a1\u060c\u061b\u061f"
    "\u0640\u064b-\u0655\u0660-\u066d\u06f0-\u06f9\u200c-\u200f\u2010-\u2027\u2030\u2039\u203a"
    "\u20ac\u2116\u2122\u3000-\u303f\uff00-\uff65]"
)
# What no spelling has: a capital after a small letter, a word of two alphabets.
_MISSPELT = re.compile(
    rf"[а-яёα-ω][А-ЯЁΑ-Ω]|[a-z][{CYRILLIC}{ARABIC}\u0370-\u03ff\u05d0-\u05ea]"
    rf"|[{CYRILLIC}][{ARABIC}\u00c0-\u024f]|[{ARABIC}][\u00c0-\u024f]|[a-zà-ÿ][À-Þ]"
    r"|[\u0370-\u03ff][\u00c0-\u024f]"
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f-\x84\x86-\x9f]")


def has_controls(text: str) -> bool:
    """Whether a text holds control characters no text has (tab, page feed, ESC and SUB may be)."""
    return bool(_CONTROLS.search(text))


def plausibility(text: str) -> float:
    """How much a decoding reads like writing, in [0, 1]; 0 where it cannot be right.

    Each script present counts by how far its commonest letters reach their natural share; what is
    neither a known letter nor usual punctuation, and spelling nobody uses, counts against it.
    Text in ASCII alone is 1.
    """
    if has_controls(text):
        return 0.0
    foreign = "".join(_FOREIGN.findall(text))
    if not foreign:
        return 1.0
    lettered, natural = 0, 0.0
    for script in _SCRIPTS:
        letters = script.letters.findall(foreign)
        lettered += len(letters)
        natural += len(letters) * min(1.0, _share(letters, script.common) / script.least)
    accented = _ACCENTED.findall(foreign)
    lettered += len(accented)
    natural += len(accented) * max(_share(accented, alphabet) for alphabet in _ALPHABETS) ** 2
    known = (lettered + len(_PUNCTUATION.findall(foreign))) / len(foreign)
    if not lettered:
        return known**2
    misspelt = len(_MISSPELT.findall(text)) / lettered
    return min(1.0, known) ** 2 * max(0.0, 1 - 4 * misspelt) * natural / lettered


def _share(letters: Sequence[str], common: frozenset[str]) -> float:
    return sum(letter in common for letter in letters) / max(1, len(letters))

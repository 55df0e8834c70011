"""What a full stop does not end, and what ends without the segmenter seeing it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rag.text.designations import LETTER_NAMES

# A list number or a lone mark is too little to be a sentence of its own.
_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[^\W\d_]|[ivxIVX]{1,5})[.)\]．、]*\s*\Z")
_NO_LETTER = re.compile(r"\W*\Z")
_NOTE = re.compile(r"\[[^\]\n]{1,30}\]\W*\Z")

# "«Мы уйдём!» — сказал он": with a small letter, after a dash or not, the sentence goes on.
_DASH = re.compile(r"[—–-]\s*")
_UNFINISHED = re.compile(r"(?:[?!…؟]|\.{2,})[\"'”’»」』)\]]*\s*\Z|[\"'”’»」』]\s*\Z")
_DOTTED = re.compile(r"[^\W\d_]\.\s?[^\W\d_]{1,3}\.\s*\Z")

# One letter, or in Arabic script a Latin letter's name: "J. R. Smith", "آر. ای. ام.".
_INITIAL = re.compile(
    r"(?:\A|[\s(\[«“\"’'.-])(?:[^\W\d_]\u0640?|" + "|".join(LETTER_NAMES) + r"|آر|آی)\.\s*\Z"
)
_AND_SO_ON = re.compile(r"\sو\s?(?:\.{2,}|…)\s*\Z")
_LAST_WORD = re.compile(r"([^\s\d(«“\"]+)\.\s*\Z")
_TITLES = """
prof dr mr mrs ms gen sen rep gov col lt capt cmdr sgt maj adm amb rev hon pres st messrs vs
акад проф доц ген полк адм им ул пл просп обл тов св डॉ प्रो श्री श्रीमती
"""
_BEFORE_NUMBER = """
no nos nr vol vols pp p fig figs art arts sec ch para approx ca cf ed eds jan feb mar apr jun jul
aug sep sept oct nov dec янв фев февр мар апр июн июл авг сен сент окт ноя нояб дек
ст п пп гл стр с рис табл см ср т тт вып № ص ج
"""
_TITLE_WORDS = frozenset(_TITLES.split())
_NUMBERED_WORDS = frozenset(_BEFORE_NUMBER.split())

# Words that open a sentence: after them an abbreviation's full stop was a sentence's as well.
_OPENERS = (
    "(?:The|This|That|These|Those|He|She|It|They|We|You|There|Then|In|On|At|But|And|However|After"
    "|If|When|Он|Она|Оно|Они|Мы|Вы|Это|Этот|Эта|Эти|В|Во|На|По|Но|И|А|С|Со|К|Если|Когда|После|При"
    r"|Как|Его|Её)(?=\s)"
)
_OPENS = re.compile(_OPENERS)
_MISSED = re.compile(
    r"(?:\b(?:гг?|вв?|др|пр|т\.\s?[дп]|н\.\s?э|тыс|млн|руб|чел)\.\s+(?=" + _OPENERS + ")"
    r"|[.!?][)\]]\s+(?=[(\[]?[^\W\d_a-zа-яё])|[。！？](?=\d))"
)
_PAIRS = {"“": "”", "「": "」", "『": "』", "«": "»", "(": ")", "（": "）"}

# Who spoke, said after the closing quotation mark, belongs to what was said.
_QUOTED = re.compile(r"[.!?…。！？؟۔][\"'”’»」』]+\s*\Z")
_SPEECH = re.compile(
    r"[^\s.!?]{0,25}(?:\s[^\s.!?]+){0,5}?\s?\b(?:said|says|asked|asks|told|added|replied|wrote|warned"
    r"|сказал|сказала|спросил|спросила|заявил|заявила|добавил|добавила|отметил|отметила"
    r"|قال|قالت|أضاف|أضافت|أكد|أكدت|سأل|سألت|گفت|گفتند|افزود|پرسید)\b"
    r"|[^，。！？\s]{0,10}(?:说|說|问|問|表示|称|稱|指出|强调|強調|写道|寫道|回答|补充)(?:道)?[，。]"
)
_LONGEST_ATTRIBUTION_CHARS = 80

# How a sentence ends is seen in so much of it, however long it has grown.
_ENDING_CHARS = 120


def belong_together(before: str, after: str) -> bool:
    """Whether two neighbouring pieces of a segmenter are one sentence after all."""
    if _ENUMERATOR.match(before) or _NO_LETTER.match(after) or _NOTE.match(after):
        return True
    ending = before[-_ENDING_CHARS:]
    dash = _DASH.match(after)
    if after[dash.end() if dash else 0 :][:1].islower():
        return bool(dash) or _has_capital(before) or _is_unfinished(ending)
    return _is_abbreviated(ending, after) or _is_attribution(ending, after)


def missed_ends(sentence: str) -> Iterator[int]:
    """Offsets inside one sentence at which another begins, white space before it passed."""
    for match in _MISSED.finditer(sentence):
        before = sentence[: match.end()]
        if all(before.count(left) <= before.count(right) for left, right in _PAIRS.items()):
            yield match.end()


def _has_capital(sentence: str) -> bool:
    """Whether the author begins sentences with capitals; in chats many do not."""
    return sentence.lstrip("\"'“‘«([ \n")[:1].isupper()


def _is_unfinished(ending: str) -> bool:
    return bool(_UNFINISHED.search(ending) or _DOTTED.search(ending))


def _is_abbreviated(ending: str, after: str) -> bool:
    if _OPENS.match(after):
        return False
    if _INITIAL.search(ending) or _AND_SO_ON.search(ending):
        return True
    last = _LAST_WORD.search(ending)
    if last is None:
        return False
    word = last[1].casefold()
    return word in _TITLE_WORDS or (word in _NUMBERED_WORDS and after[:1].isdigit())


def _is_attribution(ending: str, after: str) -> bool:
    if len(after) > _LONGEST_ATTRIBUTION_CHARS or not _QUOTED.search(ending):
        return False
    return bool(_SPEECH.match(after))

"""The word orders in which five languages say whose words they repeat, as patterns.

Patterns read folded lower-case text. In English and Russian each character of a name is replaced
by `NAME`; elsewhere the group "name" holds whatever stands in a name's place ("inner" is a name
inside the sentence). The group "said" or "before" holds the words said.
"""

from __future__ import annotations

import re
from functools import cache

from rag.text.lexicon import entries, phrase, table

NAME = "\x01"

_QUOTE = "\"“„«「『'‘"
_END_QUOTE = "\"”“»」』'’"
_NAMED = rf"(?P<name>{NAME}+)"
_INNER = rf"(?P<inner>{NAME}+)"
_NO_TITLE = r"(?!(?:that|to|in|on|at|by|he|she|it|they|of|for|as|and|with|a)\b)"
_TITLE = rf"(?:the\s+)?(?:{_NO_TITLE}[\w-]+\s+){{0,3}}?"
_WHOEVER = r"(?P<name>[^،,:.؛«»\"“]{3,60}?)"
_LEAD = r"(?:the\s+)?(?:[\w-]+\s+){0,2}?"
_APPOSITION = r"(?:\s*,[^,.;:]{3,90},|\s*\([^()]{1,60}\))?"
_ADVERBS = r"(?:(?:also|has|had|have|once|later|then|again|still|himself|herself|\w+ly)\s+)*"
_PRONOUN = r"(?:it|there|he|she|they|we)\s"


def may_attribute(line: str, language: str) -> bool:
    """Whether a folded line holds a word of saying at all."""
    return bool(_any_word(language).search(line))


@cache
def forms(language: str) -> tuple[re.Pattern[str], ...]:
    """The patterns of a language, surest first."""
    build = {"en": _english, "ru": _russian, "zh": _chinese, "fa": _persian, "ar": _arabic}
    return tuple(re.compile(form, re.DOTALL) for form in build[language]())


@cache
def _any_word(language: str) -> re.Pattern[str]:
    lists = (name for name in ("sure", "doubtful", "source") if language in table("speech")[name])
    return re.compile("|".join(_words(name, language) for name in lists))


def _words(name: str, language: str) -> str:
    found = sorted(entries(table("speech")[name][language]), key=len, reverse=True)
    edge = {"zh": "", "ar": r"(?<!\w)[وف]?(?:لقد\s|قد\s)?"}.get(language, r"(?<!\w)")
    words = "|".join(phrase(entry) for entry in found)
    # "According to" is joined to the name in Arabic; 小说 is no saying.
    words = words.replace(r"[\s\u200c.]+ل(?!\w)", r"\s+ل").replace("|说|", "|(?<![小传学据])说|")
    return rf"{edge}(?:{words})"


def _english() -> tuple[str, ...]:
    sure, doubtful, source = (_words(name, "en") for name in ("sure", "doubtful", "source"))
    told = _words("inverted", "en")
    quoted = rf"[:,]?\s*(?=[{_QUOTE}])|\s*:\s"
    that = rf"(?:\s+[^,.;:{_QUOTE}]{{1,60}}?)?\s+that\b|{quoted}"
    inner = rf"(?:[,;]\s|(?<!\w)(?:but|and|as|while|when|although)\s){_LEAD}{_INNER}"
    subject = rf"(?:^{_LEAD}{_NAMED}{_APPOSITION}|{inner})"
    of_whom = r"(?:\s+(?:of|from|at|in)\s[^,]{1,60})?"
    bare = rf"{sure}\s+(?=(?:the|this|these|his|her|their|a|there)\s|{_PRONOUN}|{NAME})"
    return (
        rf"^(?P<before>.{{8,}}?[,?!]\s*[{_END_QUOTE}]?)\s*{told}\s+{_TITLE}{_NAMED}",
        rf"^(?P<before>.{{8,}}?[,?!]\s*[{_END_QUOTE}])\s*{_LEAD}{_NAMED}\s+{told}",
        rf"{subject}\s+{_ADVERBS}(?:(?:{sure}|{doubtful})(?:{that})|{bare})(?P<said>.+)$",
        rf"^(?P<before>.{{20,}}),\s+{_ADVERBS}{source}\s+{_TITLE}{_NAMED}{of_whom}[.)\s]*$",
        rf"(?:^|[.;]\s){source}\s+{_TITLE}{_NAMED}{of_whom}\s*,\s(?P<said>.+)$",
    )


def _russian() -> tuple[str, ...]:
    sure, doubtful, source = (_words(name, "ru") for name in ("sure", "doubtful", "source"))
    title = r"(?:[\w-]+\s+){0,5}?"
    verbs = rf"(?:{sure}|{doubtful})"
    start = r"(?:^|[,;]\s|(?<!\w)(?:но|и|а)\s)"
    that = r"(?:\s+[^,.;:]{1,50})?(?:,\s+(?:что|будто|якобы)\s|\s*:\s)"
    apposition, adverbs = r"(?:\s*,[^,.;:]{3,90},)?", r"\s+(?:[\w-]+\s+){0,2}?"
    return (
        rf"^(?P<before>.{{8,}}?[,?!{_END_QUOTE}])\s*[—–-]?\s*{verbs}\s+{title}{_NAMED}",
        rf"{start}{title}{_NAMED}{apposition}{adverbs}{verbs}{that}(?P<said>.+)$",
        rf"^как\s+(?:[\w-]+\s+){{0,2}}?{verbs}\s+{title}{_NAMED}[^,]{{0,60}},\s(?P<said>.+)$",
        rf"(?:^|[,;]\s){source}\s+{title}{_NAMED}[^,]{{0,80}},\s(?P<said>.+)$",
    )


def _chinese() -> tuple[str, ...]:
    verbs, source = _words("sure", "zh"), _words("source", "zh")
    subject = r"(?:^|(?<=[,;。:，；：“]))(?P<name>[^,;。:，；：“”\s]{2,28}?)"
    date = r"(?:于|在)?(?:\d{1,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
    adverbs = "当天|当日|昨日|昨天|今天|日前|近日|随后|此前|曾|也|还|则|就|便|都|当时|后来"
    when = rf"{date}(?:{adverbs})*"
    told = "的说法|所说|所言|介绍|透露|报道|统计|称|的报道|的统计|的描述"
    return (
        rf"{subject}{when}{verbs}(?:道)?\s*(?:[:,，：]\s*|(?=[“「]))(?P<said>.+)$",
        rf"{subject}{when}{_words('before_clause', 'zh')}(?P<said>[^的,，:：“].{{6,}})$",
        rf"{source}(?P<name>[^,，。;；]{{2,24}}?)(?:{told})\s*[,，](?P<said>.+)$",
    )


def _persian() -> tuple[str, ...]:
    verbs, source = _words("sure", "fa"), _words("source", "fa")
    address = r"(?:\s+(?:به|در|روز|با|خطاب|نیز|هم|همچنین|همواره|بارها)(?:\s[^\s,،:.]+){0,6}?)?"
    that = r"(?:که\s|:\s*|[،,]\s*(?=«)|(?=«))"
    return (
        rf"^{_WHOEVER}{address}\s{verbs}\s*{that}(?P<said>.+)$",
        rf"(?:^|[،,]\s){source}\s+{_WHOEVER}\s*[،,]\s*(?P<said>.+)$",
    )


def _arabic() -> tuple[str, ...]:
    verbs, source = _words("sure", "ar"), _words("source", "ar")
    apposition = r"(?:\s*[،,][^،,:.]{3,60}[،,]?)?"
    that = r"(?:\s+(?:الی\s|علی\s)?ب?ان(?:ه|ها|هم|هما)?\s|\s*:\s*|\s*(?=[«\"“]))"
    return (
        rf"(?:^|[،,.؛]\s*){verbs}\s+{_WHOEVER}{apposition}{that}(?P<said>.+)$",
        rf"(?:^|[،,]\s){source}\s*{_WHOEVER}\s*[،,]\s*(?:فان\s|فقد\s)?(?P<said>.+)$",
    )

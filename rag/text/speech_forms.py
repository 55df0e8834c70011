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
_LEAD = r"(?:the\s+)?(?:[\w-]+\.?\s+){0,2}?"
_APPOSITION = r"(?:\s*,[^,.;:]{3,90},|\s*\([^()]{1,60}\))?"
_ADVERBS = r"(?:(?:also|has|had|have|once|later|then|again|still|himself|herself|\w+ly)\s+)*"
_PRONOUN = r"(?:it|there|he|she|they|we)\s"
_OFFICE = r"(?:(?:the|its|his|her|their|an?)\s+)?(?:[\w'-]+\s+){0,5}?"
_WHEN = r"(?:\s+(?:on\s)?(?:\w+day|yesterday|today)(?:\s(?:morning|evening|night))?)?"


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
    names = ("sure", "doubtful", "describing", "source")
    lists = (name for name in names if language in table("speech")[name])
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
    told, describing = _words("inverted", "en"), _words("describing", "en")
    told_whom = rf"(?:{told}|told\s(?:the\s|an?\s|his\s|her\s)?(?:[\w'-]+|{NAME}+))"
    quoted = rf"[:,]?\s*(?=[{_QUOTE}])|\s*:\s"
    that = rf"(?:\s+[^,.;:{_QUOTE}]{{1,60}}?)?\s+that\b|{quoted}"
    inner = rf"(?:[,;]\s|(?<!\w)(?:but|and|as|while|when|although)\s){_LEAD}{_INNER}"
    subject = rf"(?:^{_LEAD}{_NAMED}{_APPOSITION}|{inner})"
    apposed = r"(?:the|an?|its|his|her|their)\s[^,]{3,60},\s+"
    of_whom = r"(?:\s+(?:of|from|at|in)\s[^,]{1,60})?"
    follows = rf"(?=(?:the|this|these|his|her|their|a|there)\s|{_PRONOUN}|{NAME})"
    says = rf"(?:(?:{sure}|{doubtful})(?:{that})|{sure}{_WHEN}\s+{follows})"
    end_quote = rf"^(?P<before>.{{8,}}?[,?!]\s*[{_END_QUOTE}]"
    opening = rf"^(?:{_LEAD}{_NAMED}{_APPOSITION}|{apposed}{_INNER},)\s[^.;:{_QUOTE}]{{3,80}}?\s"
    return (
        rf"{end_quote}?)\s*{told}\s+{_TITLE}{_NAMED}",
        rf"{end_quote}?)\s*{told}\s+{apposed}{_NAMED}",
        rf"{end_quote})\s*{_OFFICE}{_NAMED}{_APPOSITION}\s+{_ADVERBS}{told_whom}",
        rf"{subject}\s+{_ADVERBS}{says}(?P<said>.+)$",
        rf"{opening}(?:and|but)\s+{_ADVERBS}(?:{sure}|{doubtful})\s+that\s(?P<said>.+)$",
        rf"^(?P<before>.{{3,}}?),\s+{_OFFICE}{_NAMED}\s+{_ADVERBS}{told},\s(?P<said>.+)$",
        rf"^(?P<before>.{{12,}}?),\s+{_OFFICE}{_NAMED}\s+{_ADVERBS}{told}{_WHEN}\.?$",
        rf"^(?P<before>.{{20,}}),\s+{_ADVERBS}{source}\s+{_TITLE}{_NAMED}{of_whom}[.)\s]*$",
        rf"(?:^|[.;]\s){source}\s+{_TITLE}{_NAMED}{of_whom}\s*,\s(?P<said>.+)$",
        rf"^(?P<before>.{{3,}}?),\s+{source}\s+{_TITLE}{_NAMED}{of_whom},\s(?P<said>.+)$",
        rf"{subject}\s+{_ADVERBS}{describing}\s(?P<said>[^{_QUOTE}]{{0,80}}[{_QUOTE}].+)$",
    )


def _russian() -> tuple[str, ...]:
    sure, doubtful, source = (_words(name, "ru") for name in ("sure", "doubtful", "source"))
    title = r"(?:[\w-]+\s+){0,5}?"
    verbs, describing = rf"(?:{sure}|{doubtful})", _words("describing", "ru")
    start = r"(?:^|[,;]\s|(?<!\w)(?:но|и|а)\s)"
    that = r"(?:\s+[^,.;:]{1,50})?(?:,\s+(?:что|будто|якобы)\s|\s*:\s)"
    apposition, adverbs = r"(?:\s*,[^,.;:]{3,90},)?", r"\s+(?:[\w-]+\s+){0,2}?"
    paper = r'(?:"[^"]{1,60}"\s+)?'
    told = rf"{verbs}\s+{paper}{title}"
    return (
        rf"^(?P<before>.{{8,}}?[,?!{_END_QUOTE}])\s*[—–-]?\s*{verbs}\s+{title}{_NAMED}",
        rf"{start}{title}{_NAMED}(?:\s+{paper})?{apposition}{adverbs}{verbs}{that}(?P<said>.+)$",
        rf"^как\s+(?:[\w-]+\s+){{0,2}}?{told}{_NAMED}[^,]{{0,60}},\s(?P<said>.+)$",
        rf"^(?P<before>.{{3,}}?),\s+как\s+{told}{_NAMED},\s(?P<said>.+)$",
        rf"(?:^|[,;]\s){source}\s+{title}{_NAMED}[^,]{{0,80}},\s(?P<said>.+)$",
        rf"^{title}{_NAMED}{apposition}{adverbs}{describing}\s(?P<said>[^\"]{{0,80}}\".+)$",
    )


def _chinese() -> tuple[str, ...]:
    verbs, source = _words("sure", "zh"), _words("source", "zh")
    inside = r"[^,;。:，；：\"]"
    subject = r"(?:^|(?<=[,;。:，；：\"]))(?P<name>[^,;。:，；：\"\s]{2,28}?)"
    date = r"(?:于|在)?(?:\d{1,4}年)?(?:\d{1,2}月)?(?:\d{1,2}日)?"
    day = "当天|当日|昨日|昨天|今天|日前|近日|随后|此前|当时|后来|事后"
    adverbs = "曾|也|还|则|就|便|都|这样|如此"
    place = rf"在{inside}{{1,16}}?[上时中后里会]|(?:接受|对|向){inside}{{1,12}}?(?:采访时|时)?"
    when = rf"{date}(?:{day}|{adverbs}|{place})*"
    told = "的说法|所说|所言|介绍|透露|报道|统计|称|的报道|的统计|的描述"
    mark = r"\s*(?:[:,，：]\s*|(?=\"))"
    describing = _words("describing", "zh")
    return (
        rf"{subject}{when}{verbs}(?:道)?{mark}(?P<said>.+)$",
        rf"{subject}{when}告诉{inside}{{1,10}}{mark}(?P<said>.+)$",
        rf"{subject}{when}{_words('before_clause', 'zh')}(?P<said>[^的,，:：\"].{{6,}})$",
        rf"^(?P<before>.{{5,}}\")(?P<name>{inside}{{2,28}}?){when}{verbs}(?:道)?[。.!！]?$",
        r"(?:^|[。；;])在(?P<name>[^,，。;；]{2,24}?)(?:看来|眼里|眼中)[,，](?P<said>.+)$",
        rf"{source}(?P<name>[^,，。;；]{{2,24}}?)(?:{told})\s*[,，](?P<said>.+)$",
        rf"{subject}{when}[把将](?P<said>.{{2,40}}{describing}\".+)$",
    )


def _persian() -> tuple[str, ...]:
    verbs, source = _words("sure", "fa"), _words("source", "fa")
    address = r"(?:\s+(?:به|در|روز|با|خطاب|نیز|هم|همچنین|همواره|بارها)(?:\s[^\s،,:.]+){0,6}?)?"
    that = r"(?:که\s|:\s*|[،,]?\s*(?=\"))"
    office = rf"(?:{'|'.join(map(phrase, entries(table('names')['offices']['fa'])))})"
    chunk = r"[^،,:.؛«»\"“]{3,60}"
    does, aside = rf"(?:\s?{chunk}?)??\s{verbs}\s*", rf"(?:[،,]\s{chunk}[،,])?"
    named_first = rf"(?!{office}\s[^،,]+[،,]\s(?!{office}))"
    describing = _words("describing", "fa")
    return (
        rf"^{_WHOEVER}{address}\s{verbs}\s*{that}(?P<said>.+)$",
        rf"^(?={office}){chunk}[،,]\s+{_WHOEVER}[،,]{does}{that}(?P<said>.+)$",
        rf"^{named_first}{_WHOEVER}[،,]\s{chunk}(?:[،,]{does}|\s{verbs}\s*){that}(?P<said>.+)$",
        rf"(?:^|[،,]\s){source}\s+{_WHOEVER}\s*[،,]\s*(?P<said>.+)$",
        rf"^(?P<before>.{{5,}}\")\s*[;،,.]?\s*(?:این\sرا\s)?{_WHOEVER}{aside}\s{verbs}[.]?$",
        rf"^{_WHOEVER}{aside}\s(?P<said>.{{3,60}}\sرا\s\".+\"\s{describing}.*)$",
    )


def _arabic() -> tuple[str, ...]:
    verbs, source = _words("sure", "ar"), _words("source", "ar")
    apposition = r"(?:\s*[،,][^،,:.]{3,60}[،,]?)?"
    addressed = r"(?:\s+(?:لل?\w{3,}|امام\s\w+|خلال\s[^:،]{3,40}?))?"
    that = r"(?:\s+(?:الی\s|علی\s)?ب?ان(?:ه|ها|هم|هما)?\s|\s*:\s*|\s*(?=\"))"
    before = r"(?:^|[،,.؛]\s*|^(?:و?فی|خلال|عقب|و?بعد|ردا)\s[^،,:«]{3,60}?\s)"
    then = r"(?:فان\s|فقد\s)?"
    return (
        rf"{before}{verbs}\s+{_WHOEVER}{addressed}{apposition}{that}(?P<said>.+)$",
        rf"^{_WHOEVER}\s{verbs}(?:\s\w+){{0,3}}?{that}(?P<said>.+)$",
        rf"^(?P<before>.{{8,}}?\")\s*[،,]?\s*{verbs}\s+{_WHOEVER}(?:[،,].*|[.])?$",
        rf"(?:^|\s)و?نقل\w*\s.{{2,40}}?\sعن\s{_WHOEVER}\s(?:قوله|قولها){that}(?P<said>.+)$",
        rf"(?:^|[،,]\s){source}\s*{_WHOEVER}\s*[،,]\s*{then}(?P<said>.+)$",
        rf"^(?P<before>.{{8,}})[،,]\s{source}\s*{_WHOEVER}[.]?$",
        rf"^{_WHOEVER}\s{_words('describing', 'ar')}\s(?P<said>[^\"]{{3,60}}\sبانه\w?\s\".+)$",
    )

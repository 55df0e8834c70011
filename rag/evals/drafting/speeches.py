"""What somebody said, and who somebody is: questions whose answer is a whole sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from types import MappingProxyType

from rag.evals.drafting.asked import Asked, Kind
from rag.evals.drafting.statements import Statement
from rag.text.facts.names import Form, Name
from rag.text.speech import Attribution

_SAID = MappingProxyType(
    {
        "en": "What did {name} say?",
        "zh": "{name}说了什么？",
        "fa": "{name} چه گفت؟",
        "ru": "Что {said} {name}?",
        "ar": "ماذا {said} {name}؟",
    }
)
_IS = MappingProxyType({"en": "Who is {name}?", "ru": "Кто {such} {name}?"})
_PLAIN_NAME = re.compile(r"[\w'’\u200c·.-]+(?: [\w'’\u200c·.-]+){1,3}|[\u4e00-\u9fff·]{3,12}")
_RUSSIAN_VERB = re.compile(r"\s(\w+?л(а|и)?)(?:сь|ся)?(?!\w)")
_FEMININE_ARABIC = re.compile(
    r"(?:^|\s|و|ف)(?:قالت|تقول|ذكرت|أعلنت|صرحت|أكدت|أضافت|أوضحت|أشارت|ترى|كتبت)\s+$"
)
_TOLD_APART = MappingProxyType(
    {
        "en": re.compile(
            r", (?:an?|the|who|whose|[a-z]+(?: [a-z]+)? (?:of|at|for|in)) [^,]{6,90},"
        ),
        "ru": re.compile(r", [а-яё]{4,}[а-яё ]{4,}[^,]{0,60},"),
    }
)


def counted(statements: Sequence[Statement]) -> Counter[str]:
    """How often each speaker is quoted; who is quoted once can be asked about without more."""
    return Counter(each.spoken.speaker for each in statements if each.spoken)


def questions(statement: Statement, spoken: Counter[str]) -> Iterator[Asked]:
    """What the one said whom the sentence quotes, and who a person is that it explains."""
    found = statement.spoken
    known = found and spoken[found.speaker] == 1 and _PLAIN_NAME.fullmatch(found.speaker)
    if found and known and (asked := _said(statement, found)):
        yield Asked(asked, Kind.SPEECH, None)
    for name in statement.facts.names:
        if _is_explained(statement, name):
            such = "такая" if name.text.split()[0][-1] in "ая" else "такой"
            form = _IS[statement.language]
            yield Asked(form.format(name=name.text, such=such), Kind.DEFINITION, None)


def _said(of: Statement, by: Attribution) -> str | None:
    said = ""
    if of.language == "ru":
        verb = _RUSSIAN_VERB.match(of.text, by.name_span.end)
        if not verb:
            return None
        said = "сказала" if verb[2] == "а" else "сказал"
    elif of.language == "ar":
        said = "قالت" if _FEMININE_ARABIC.search(of.text[: by.name_span.start]) else "قال"
    return _SAID[of.language].format(name=by.speaker, said=said)


def _is_explained(of: Statement, name: Name) -> bool:
    """Whether words between commas say who the bearer of a first and a last name is."""
    form = _TOLD_APART.get(of.language)
    personal = name.form is Form.CAPITALS and len(name.text.split()) == 2
    before = of.text[: name.span.start].rstrip()
    opens = not before or name.addressed or before.endswith(("said", "says"))
    return bool(personal and opens and form and form.match(of.text, name.span.end))

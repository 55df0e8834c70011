"""Why: what stands before "because" is asked for its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import MappingProxyType

from rag.evals.drafting import english
from rag.evals.drafting.asked import Asked, Kind
from rag.evals.drafting.statements import Statement
from rag.records import Span

_BECAUSE: MappingProxyType[str, re.Pattern[str]] = MappingProxyType(
    {
        "en": re.compile(r",? because (?!of\b)"),
        "zh": re.compile("，(?:主要)?(?:是)?因为"),
        "fa": re.compile(r"،? (?:زیرا|چراکه|چرا که|به این دلیل که)(?!\w)"),
        "ru": re.compile(r",? (?:потому что|поскольку|так как) "),
        "ar": re.compile(r"،? (?:لأن|لأنه|لأنها|لأنهم) "),
    }
)
_WHY = MappingProxyType({"zh": "为什么", "fa": "چرا ", "ru": "Почему ", "ar": "لماذا "})
_SEVERAL = re.compile("[,;:،؛，；：—–]")


def questions(statement: Statement) -> Iterator[Asked]:
    """The question why, for a clause that its sentence gives the reason of."""
    found = _BECAUSE[statement.language].search(statement.text)
    if found is None or _SEVERAL.search(statement.text[: found.start()]):
        return
    clause = statement.text[: found.start()].strip()
    if statement.language == "en":
        inverted = english.inverted(statement, Span(found.start(), found.start()))
        if inverted:
            yield Asked(f"Why {inverted}?", Kind.REASON, None)
    elif not (statement.language == "ar" and clause.startswith(("ال", "و"))):
        first = statement.facts.names[0].span.start if statement.facts.names else -1
        small = clause if first == 0 else clause[:1].lower() + clause[1:]
        mark = {"zh": "？", "ru": "?"}.get(statement.language, "؟")
        yield Asked(f"{_WHY[statement.language]}{small}{mark}", Kind.REASON, None)

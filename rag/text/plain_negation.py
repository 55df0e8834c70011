"""Whether a sentence says yes or no, where that is plain enough to be compared between languages.

Languages hide "no" in words of their own ("lack", 少不了, "unclear"), so most sentences that hold
anything of the kind are left unjudged.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache

from rag.text.aligned import lower, plain
from rag.text.lexicon import entries, phrase, table


class Said(Enum):
    """What a sentence states; UNSURE where form does not tell."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


def said(sentence: str, language: str) -> Said:
    """YES without any sign of negation, NO with one plain "not" and no other sign, else UNSURE."""
    if language not in table("plain_negation"):
        return Said.UNSURE
    exempt, sure, hidden = _forms(language)
    line = exempt.sub(" ", lower(plain(sentence)))
    found = len(sure.findall(line))
    if hidden.search(sure.sub(" ", line)) or found > 1:
        return Said.UNSURE
    return Said.NO if found else Said.YES


@cache
def _forms(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What only looks like a negation, the plain ones, and the hidden ones."""
    forms = table("plain_negation")[language]
    exempt = sorted(entries(table("negation")[language]["exempt"]), key=len, reverse=True)
    edge = "" if language == "zh" else r"(?<!\w)"
    looks = rf"{edge}(?:{'|'.join(map(phrase, exempt))})"
    return re.compile(looks), re.compile(forms["sure"]), re.compile(forms["hidden"])

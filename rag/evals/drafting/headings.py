"""What a section says: headings as questions, answered by the first words below them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from rag.evals.drafting.lexicon import LANGUAGES
from rag.records import Block, Document, Role, Span
from rag.text.facts import names
from rag.text.facts.scan import Scan
from rag.text.language import detect
from rag.text.words import key_terms

_SECTION = MappingProxyType(
    {
        "en": "What does the section “{heading}” say?",
        "zh": "“{heading}”这一节讲了什么？",
        "fa": "در بخش «{heading}» چه آمده است؟",
        "ru": "О чём говорится в разделе «{heading}»?",
        "ar": "ماذا ورد في قسم «{heading}»؟",
    }
)
_TITLE = MappingProxyType(
    {
        "en": "What is “{heading}” about?",
        "zh": "《{heading}》讲了什么？",
        "fa": "نوشتهٔ «{heading}» دربارهٔ چیست؟",
        "ru": "О чём рассказывает текст «{heading}»?",
        "ar": "عمّ يتحدث نص «{heading}»؟",
    }
)
_ODD = re.compile(r"[\d\[\]|@#*“”«»《》\"]|\n|:.*:")
_ASKS = re.compile(r"[?？؟]$")
_CHARS = (8, 90)
_HAN_CHARS = (5, 30)
_LEAST_BELOW = 80
_LONGEST = 3_000


@dataclass(frozen=True, slots=True)
class Section:
    """A question about what stands under a heading; `below` is its whole stretch."""

    question: str
    language: str
    below: Span


def sections(document: Document) -> Iterator[Section]:
    """A question for every heading that tells what its section is about."""
    for index, (heading, below) in enumerate(pairwise(document.blocks)):
        words = heading.span.of(document.text).strip()
        if heading.role is not Role.HEADING or not _is_text(below, document):
            continue
        language = detect(words)
        if language == detect(below.span.of(document.text)) and _tells(words, language):
            section = _section(document.blocks[index + 1 :])
            yield Section(_asked(words, language, document), language, section)


def _section(blocks: Sequence[Block]) -> Span:
    """From the first block to the last before another heading, as far as one page."""
    start, end = blocks[0].span.start, blocks[0].span.end
    for block in blocks[1:]:
        if block.role is Role.HEADING or block.span.end - start > _LONGEST:
            break
        end = block.span.end
    return Span(start, end)


def _is_text(block: Block, document: Document) -> bool:
    told = block.role in (Role.BODY, Role.ABSTRACT, Role.UNKNOWN)
    han = detect(block.span.of(document.text)[:400]) == "zh"
    return told and len(block.span) >= _LEAST_BELOW // (2 if han else 1)


def _tells(words: str, language: str) -> bool:
    """Whether a heading is words about something, not a name, a label or a line of data."""
    if language not in LANGUAGES or _ODD.search(words):
        return False
    low, high = _HAN_CHARS if language == "zh" else _CHARS
    named = " ".join(name.text for name in names.find(Scan(words, language)))
    content = set(key_terms(words)) - set(key_terms(named))
    return low <= len(words) <= high and len(content) >= 2


def _asked(words: str, language: str, document: Document) -> str:
    """A heading that asks already is its own question."""
    if _ASKS.search(words) and len(key_terms(words)) >= 4:
        return words
    title = " ".join((document.provenance.title or "").split())
    form = _TITLE if " ".join(words.split()) == title else _SECTION
    return form[language].format(heading=words.rstrip(".:。："))

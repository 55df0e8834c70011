"""Questions with their gold, as every figure reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from rag.records import Span, Turn

LONG_FORM = "long-form"
SAME_TOPIC = "same-topic"
OUT_OF_CORPUS = "out-of-corpus"
CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """Words that support the right answer.

    `span` is None until the quote has been found in the corpus, `source` too where the format
    names none. `side` groups spans that state one side of a disagreement; `speaker` is who says it.
    """

    source: str | None
    span: Span | None
    quote: str | None = None
    side: str | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question. Unknown gold stays None or empty and leaves out the figures that need it.

    `where` names the line it was read from, for messages; `turns` are earlier turns of the
    conversation, answered by the engine itself where they hold a question alone.
    """

    id: str
    question: str
    language: str | None = None
    answerable: bool | None = None
    answers: tuple[str, ...] = ()
    evidence: tuple[GoldSpan, ...] = ()
    tags: tuple[str, ...] = ()
    turns: tuple[Turn, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Questions over one corpus.

    `corpus` is a folder of documents, None for the user's own library; `documents` holds the texts,
    by source, of formats that carry their corpus inside.
    """

    name: str
    questions: tuple[QuestionLine, ...]
    corpus: Path | None = None
    documents: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

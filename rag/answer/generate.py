"""Writes an answer with a language model from keyed sources, then proves it sentence by sentence.

The model's keys become citations, each sentence is tied to the exact words that support it, and
what does not agree with its citation is marked (or removed, by setting), never hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rag import prompts
from rag.answer.citations import CitationParser
from rag.answer.cite import Describe, FindTwin, cite
from rag.answer.context import Source
from rag.answer.tie import Embed, Tie, tie
from rag.ports import ChatModel, Message
from rag.records import Citation, Claim, ClaimVerdict, Evidence, Span
from rag.text import language as languages
from rag.text import sentences

_NAMES = {"en": "English", "zh": "Chinese", "fa": "Persian", "ru": "Russian", "ar": "Arabic"}


@dataclass(frozen=True, slots=True)
class Written:
    """A model's answer with its claims judged; `text` is empty when the model refused."""

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    dropped_keys: int


def messages(question: str, sources: Sequence[Source], language: str) -> list[Message]:
    """The prompt for a question over keyed sources."""
    text = prompts.load("answer").render(
        language=_NAMES.get(language, "the language of the question"),
        example_key=sources[0].key,
        refusal=prompts.REFUSAL,
        sources="\n\n".join(source.text for source in sources),
        question=question,
    )
    return [Message("user", text)]


def stream(
    model: ChatModel, question: str, sources: Sequence[Source], language: str
) -> Iterator[str | CitationParser]:
    """Plain text as the model writes it, then the parser with the whole text and its marks.

    A refusal is held back: nothing is yielded but the parser, its text empty.
    """
    parser = CitationParser(frozenset(source.key for source in sources))
    pending = ""
    for piece in model.stream(messages(question, sources, language)):
        pending += parser.feed(piece)
        if pending and not prompts.REFUSAL.startswith(pending.strip()[: len(prompts.REFUSAL)]):
            yield pending
            pending = ""
    pending += parser.finish()
    if prompts.REFUSAL in parser.text:
        parser.text = parser.text.replace(prompts.REFUSAL, "").strip()
        parser.marks.clear() if not parser.text else None
    elif pending:
        yield pending
    yield parser


def prove(
    parsed: CitationParser,
    sources: Sequence[Source],
    describe: Describe,
    twin_of: FindTwin,
    embed: Embed,
    *,
    remove_unsupported: bool = False,
) -> Written:
    """The parsed text as claims with citations, numbered by appearance.

    Parameters: `sources` are what the model was given; `embed` compares claims with sentences;
    `remove_unsupported` leaves out sentences whose citation does not support them.
    """
    by_key = {source.key: source for source in sources}
    builder = _Builder(describe, twin_of)
    spoken = languages.detect(parsed.text)
    begin = 0
    for span in sentences.split(parsed.text, spoken):
        keys = _keys_of(parsed, begin, span.end)
        begin = span.end + 1
        passages = [by_key[key].passage for key in keys]
        found = tie(span.of(parsed.text), passages, embed)
        if remove_unsupported and not (found and found.supported):
            continue
        builder.add(span.of(parsed.text), found)
    return builder.written(parsed.dropped)


def _keys_of(parsed: CitationParser, begin: int, end: int) -> list[str]:
    """Keys marked inside a sentence or right at its end."""
    inside = (mark.keys for mark in parsed.marks if begin <= mark.position <= end)
    return list(dict.fromkeys(key for keys in inside for key in keys))


class _Builder:
    """Gathers claims, giving each distinct piece of evidence one citation number."""

    def __init__(self, describe: Describe, twin_of: FindTwin) -> None:
        self._describe = describe
        self._twin_of = twin_of
        self._text = ""
        self._claims: list[Claim] = []
        self._numbers: dict[tuple[str, Span], int] = {}
        self._citations: list[Citation] = []

    def add(self, sentence: str, found: Tie | None) -> None:
        if self._text:
            self._text += "" if languages.detect(sentence) in ("zh", "ja") else " "
        start = len(self._text)
        self._text += sentence
        numbers = (self._number(found.evidence),) if found else ()
        self._claims.append(Claim(sentence, Span(start, len(self._text)), _verdict(found), numbers))

    def _number(self, evidence: Evidence) -> int:
        place = (evidence.passage.document_id, evidence.span)
        if place not in self._numbers:
            number = len(self._citations) + 1
            self._numbers[place] = number
            entry = self._describe(evidence.passage.document_id)
            self._citations.append(cite(number, evidence, entry, self._twin_of(evidence)))
        return self._numbers[place]

    def written(self, dropped: int) -> Written:
        return Written(self._text, tuple(self._claims), tuple(self._citations), dropped)


def _verdict(found: Tie | None) -> ClaimVerdict:
    if found is None:
        return ClaimVerdict.UNCITED
    return ClaimVerdict.SUPPORTED if found.supported else ClaimVerdict.UNSUPPORTED

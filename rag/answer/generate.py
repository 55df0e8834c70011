"""Writes an answer with a language model from keyed sources, then proves it sentence by sentence.

The model's keys become citations, each sentence is tied to the exact words that support it, and
what does not agree with its citation is marked (or removed, by setting), never hidden.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from rag import prompts
from rag.answer import grammar, statements
from rag.answer.citations import CitationParser
from rag.answer.cite import Describe, FindTwin, cite
from rag.answer.comparing import Comparing
from rag.answer.context import Source
from rag.answer.second_opinion import SecondOpinion
from rag.answer.statements import Statement
from rag.answer.tie import Embed, Tie, Tying
from rag.ports import ChatModel, ConstrainedChatModel, Message
from rag.records import Citation, Claim, ClaimVerdict, Evidence, Passage, Span
from rag.text.words import key_terms

_NAMES = {"en": "English", "zh": "Chinese", "fa": "Persian", "ru": "Russian", "ar": "Arabic"}
_FEWEST_TERMS = 2
"""How many terms a sentence without a key or a figure needs to be looked up."""
_LEADS_IN = regex.compile(r"[:：][*_\s]*\Z")
# Models that write Markdown escape underscores.
_REFUSED = regex.compile(prompts.REFUSAL.replace("_", r"\\?_"), regex.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """A model's answer with its claims judged; `text` is empty when nothing is left of it.

    `whole` is whether everything that it states is supported.
    """

    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    whole: bool


def messages(question: str, sources: Sequence[Source], language: str) -> list[Message]:
    """The prompt for a question over keyed sources; what orders stand in them is data."""
    text = prompts.load("answer").render(
        language=_NAMES.get(language, "the language of the question"),
        example_key=sources[0].key,
        refusal=prompts.REFUSAL,
        sources="\n\n".join(source.text for source in sources),
        question=question,
    )
    return [Message("user", text)]


def stream(
    model: ChatModel,
    question: str,
    sources: Sequence[Source],
    language: str,
    until: float = math.inf,
) -> Iterator[str | CitationParser]:
    """Plain text as the model writes it, then the parser with the whole text and its marks.

    The strings yielded make up the parser's text exactly. A model that refuses, at the start or
    after some text, is listened to no further: then the parser's text is empty.
    """
    parser = CitationParser(frozenset(source.key for source in sources))
    shown = 0
    for piece in _written(model, messages(question, sources, language), sources, until):
        parser.feed(piece)
        certain = _before_refusal(parser.text, shown)
        if certain is None:
            yield CitationParser(parser.offered, dropped=parser.dropped)
            return
        if certain > shown:
            yield parser.text[shown:certain]
            shown = certain
    parser.finish()
    if _REFUSED.search(parser.text, shown):
        parser = CitationParser(parser.offered, dropped=parser.dropped)
    elif len(parser.text) > shown:
        yield parser.text[shown:]
    yield parser


def _written(
    model: ChatModel, asked: Sequence[Message], sources: Sequence[Source], until: float
) -> Iterator[str]:
    """What a model writes, within the form of an answer where it can be held to one."""
    if isinstance(model, ConstrainedChatModel):
        form = grammar.of_answer(source.key for source in sources)
        return model.stream_within(asked, form, until)
    return model.stream(asked, until)


def _before_refusal(text: str, start: int) -> int | None:
    """How far `text` is certain not to become the refusal marker; None where it is there."""
    match = _REFUSED.search(text, start, partial=True)
    if match is None:
        return len(text)
    return int(match.start()) if match.partial else None


def prove(
    parsed: CitationParser,
    sources: Sequence[Source],
    describe: Describe,
    twin_of: FindTwin,
    embed: Embed,
    comparing: Comparing,
    *,
    remove_unsupported: bool = False,
    opinion: SecondOpinion | None = None,
) -> Written:
    """The parsed text as claims with citations, numbered by appearance.

    Parameters: `sources` are what the model was given; `embed` finds the sentences nearest to
    a claim, `comparing` holds it against them, `opinion` is what a judge makes of the supported;
    `remove_unsupported` leaves out each sentence that nothing supports. Otherwise the text is the
    parser's to the letter, and each claim's span is its place in it.
    """
    by_key = {source.key: source.passage for source in sources}
    tying = Tying([source.passage for source in sources], embed, comparing)
    builder = _Builder(describe, twin_of)
    begin = 0
    for each in statements.find(parsed.text):
        words = each.span.of(parsed.text)
        if not any(char.isalnum() for char in words):
            continue
        keys = _keys_of(parsed, begin, each.span.end)
        found = _tied(tying, each, [by_key[key] for key in keys])
        found = opinion.on(each.words, found) if opinion and found else found
        if not remove_unsupported or (found and found.supported):
            builder.add(parsed.text[begin : each.span.start], words, found, counts=_counts(each))
        begin = each.span.end
    return builder.written("" if remove_unsupported else parsed.text[begin:])


def _tied(tying: Tying, statement: Statement, cited: Sequence[Passage]) -> Tie | None:
    """What a sentence rests on: of what it cites, or else of anything, if it claims something."""
    if cited:
        return tying.tie(statement.words, cited)
    told = len(key_terms(statement.words)) >= _FEWEST_TERMS or any(
        map(str.isdigit, statement.words)
    )
    return tying.search(statement.words) if told and _counts(statement) else None


def _counts(statement: Statement) -> bool:
    """Whether a sentence states something; headings, questions and what leads in do not."""
    return statement.states and not _LEADS_IN.search(statement.words)


def _keys_of(parsed: CitationParser, begin: int, end: int) -> list[str]:
    """Keys marked inside a sentence or right at its end; `begin` is where the last one ended."""
    marks = (mark for mark in parsed.marks if begin < mark.position <= end or not begin)
    near = (mark.keys for mark in marks if mark.position <= end)
    return list(dict.fromkeys(key for keys in near for key in keys))


class _Builder:
    """Gathers claims, giving each distinct piece of evidence one citation number."""

    def __init__(self, describe: Describe, twin_of: FindTwin) -> None:
        self._describe = describe
        self._twin_of = twin_of
        self._text = ""
        self._numbers: dict[tuple[str, Span], int] = {}
        self._citations: list[Citation] = []
        self._claims: list[Claim] = []
        self._whole = True

    def add(self, gap: str, words: str, found: Tie | None, *, counts: bool) -> None:
        """One more sentence, with what stood before it; one that `counts` has to be supported."""
        self._text += gap if self._text or gap.strip() else ""
        self._whole = self._whole and bool(found.supported if found else not counts)
        span = Span(len(self._text), len(self._text) + len(words))
        self._text += words
        numbers = dict.fromkeys(self._number(one) for one in found.evidence) if found else ()
        self._claims.append(Claim(words, span, _verdict(found), tuple(numbers)))

    def _number(self, evidence: Evidence) -> int:
        place = (evidence.passage.document_id, evidence.span)
        if place not in self._numbers:
            number = len(self._citations) + 1
            self._numbers[place] = number
            entry = self._describe(evidence.passage.document_id)
            self._citations.append(cite(number, evidence, entry, self._twin_of(evidence)))
        return self._numbers[place]

    def written(self, rest: str) -> Written:
        """All of it; `rest` stands behind the last sentence."""
        text = self._text + rest
        return Written(text, tuple(self._claims), tuple(self._citations), self._whole)


def _verdict(found: Tie | None) -> ClaimVerdict:
    if found is None:
        return ClaimVerdict.UNCITED
    return ClaimVerdict.SUPPORTED if found.supported else ClaimVerdict.UNSUPPORTED

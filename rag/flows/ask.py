"""A question into an answer: understand, search, read, decide, write, prove."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rag import prompts
from rag.answer import abstain, condense
from rag.answer.condense import Understood
from rag.answer.independence import independent_sources
from rag.calibration import Calibration
from rag.errors import ModelUnavailable
from rag.flows.plain import PlainReplies
from rag.flows.quote import Quoting
from rag.flows.write import Writing
from rag.index.library import Library
from rag.ports import ChatModel, Reader, Reading, Retriever
from rag.records import (
    Answer,
    AnswerVerdict,
    Filters,
    Fingerprint,
    Fragment,
    Hit,
    Turn,
)
from rag.settings import Settings
from rag.text import language as languages
from rag.text import questions
from rag.text.questions import Intent
from rag.text.tokens import truncate

_QUESTION_TOKENS = 400
_KEPT_HITS = 50
# A model that takes longer to say a short question anew would not be done with the answer.
_REWRITING = 0.25


@dataclass(slots=True)
class _Clock:
    """Milliseconds by stage."""

    began: float = field(default_factory=time.perf_counter)
    stages: dict[str, float] = field(default_factory=lambda: {"search": 0.0})

    def lap(self, stage: str, since: float) -> None:
        self.stages[stage] = round((time.perf_counter() - since) * 1000, 1)

    def total(self) -> Mapping[str, float]:
        self.lap("total", self.began)
        return self.stages


@dataclass(slots=True)
class Ask:
    """Answers questions over one library; every collaborator is handed in.

    `writing` is None when no model is set: then answers are the documents' own sentences.
    """

    library: Library
    retriever: Retriever
    reader: Reader
    calibration: Calibration
    settings: Settings
    plain: PlainReplies
    quoting: Quoting
    writing: Writing | None = None

    def stream(
        self, question: str, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> Iterator[Fragment | Answer]:
        """Fragments of the answer as they come, then the whole Answer, always last.

        Anything is a valid question; one that is not about the documents gets a plain reply.
        """
        clock = _Clock()
        found = questions.intent(question)
        empty = not self.library.corpus.statistics().documents
        if found.intent is not Intent.ASK or empty:
            answer = self.plain.reply(question, found)
        else:
            answer = yield from self._answered(question, filters, history, clock)
        yield replace(
            answer,
            independent_sources=independent_sources(answer.citations, self.library.corpus.copied),
            timings_ms=clock.total(),
            sources=self.sources(answer.retrieved),
            fingerprint=self.fingerprint(),
        )

    def read(self, question: str, filters: Filters = Filters()) -> Reading:
        """Search and read without answering."""
        return self.reader.read(question, self.retriever.search(question, _KEPT_HITS, filters))

    def sources(self, hits: Sequence[Hit]) -> Mapping[str, str]:
        """The paths the documents of passages are known by, by document id.

        A document that was removed for good since it was found has none.
        """
        known = self.library.corpus.described(hit.passage.document_id for hit in hits)
        return {key: entry.source for key, entry in known.items()}

    def fingerprint(self) -> Fingerprint:
        """Hashes of everything an answer depends on besides the question."""
        return Fingerprint(
            f"{self.settings.hash}-{self.calibration.hash}",
            prompts.content_hash(),
            self.library.fingerprint(),
        )

    def _answered(
        self, question: str, filters: Filters, history: Sequence[Turn], clock: _Clock
    ) -> Generator[Fragment, None, Answer]:
        began, patience_s = time.monotonic(), self.settings.chat.reply_timeout_s
        condensed = condense.condense(
            truncate(question, _QUESTION_TOKENS),
            history,
            self._chat(),
            until=began + _REWRITING * patience_s,
        )
        understood = condensed.question
        since = time.perf_counter()
        hits = self.retriever.search(understood, _KEPT_HITS, filters)
        clock.lap("search", since)
        since = time.perf_counter()
        reading = self.reader.read(understood, hits)
        clock.lap("read", since)
        answer = Answer(
            question=question,
            verdict=abstain.verdict(reading.answerable, self.calibration.point),
            text="",
            language=languages.detect(question),
            retrieved=reading.hits or tuple(hits),
            searched=self.library.corpus.searched(filters),
            understood=understood if understood != question.strip() else None,
        )
        if answer.verdict is AnswerVerdict.NOT_FOUND or not reading.sentences:
            return replace(answer, verdict=AnswerVerdict.NOT_FOUND)
        return (yield from self._told(answer, condensed, reading, began + patience_s))

    def _told(
        self, answer: Answer, understood: Understood, reading: Reading, until: float
    ) -> Generator[Fragment, None, Answer]:
        """Written by the model where there is one; quoted where there is none or it fails.

        A model that failed at the question is not made to fail at the answer too.
        """
        failure = understood.failure
        if self.writing is not None and failure is None:
            try:
                return (yield from self.writing.write(answer, understood.question, until))
            except ModelUnavailable as error:
                failure = error
        quoted = yield from self.quoting.quote(answer, understood.question, reading)
        notice = self.plain.model_failed(answer.language, failure) if failure else None
        return replace(quoted, notice=notice)

    def _chat(self) -> ChatModel | None:
        return self.writing.chat if self.writing else None

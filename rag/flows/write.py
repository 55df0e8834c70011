"""The answer with a model: evidence laid out, written, parsed while streaming, then proved."""

from __future__ import annotations

import math
from collections.abc import Generator
from dataclasses import dataclass, replace

from rag.answer import context, generate
from rag.answer.citations import CitationParser
from rag.answer.cite import Describe
from rag.answer.comparing import Compare, Comparing
from rag.answer.context import Source
from rag.answer.phrases import Phrase, say
from rag.answer.second_opinion import SecondOpinion
from rag.flows.quote import Quoting
from rag.index.corpus import Corpus
from rag.ports import ChatModel, Embedder, Judge
from rag.records import Answer, AnswerVerdict, ClaimVerdict, Fragment
from rag.settings import AnswerSettings
from rag.text.tokens import count_tokens


@dataclass(slots=True)
class Writing:
    """Lets one chat model write answers over one corpus, under the guard.

    `compare` begins holding its claims against their evidence; `judge`, where there is one, looks
    at those that are borne out.
    """

    chat: ChatModel
    corpus: Corpus
    embedder: Embedder
    quoting: Quoting
    settings: AnswerSettings
    compare: Compare = Comparing
    judge: Judge | None = None

    def write(
        self, answer: Answer, understood: str, until: float = math.inf
    ) -> Generator[Fragment, None, Answer]:
        """The model's answer from `answer.retrieved`; not found when nothing of it survives.

        Raises ModelUnavailable when the model cannot be reached, breaks off or has not written all
        of it at `until`, of time.monotonic().
        """
        known = self.corpus.described(hit.passage.document_id for hit in answer.retrieved)
        sources = context.lay_out(
            [hit for hit in answer.retrieved if hit.passage.document_id in known],
            known.__getitem__,
            count_tokens,
            self.settings.context_tokens,
            understood,
        )
        if not sources:
            return replace(answer, verdict=AnswerVerdict.NOT_FOUND)
        parsed: CitationParser | None = None
        for piece in generate.stream(self.chat, understood, sources, answer.language, until):
            if isinstance(piece, CitationParser):
                parsed = piece
            else:
                yield Fragment(piece)
        if parsed is None:
            raise TypeError("a model's stream ends with its parser")
        answer = replace(answer, model=self.chat.name, dropped_keys=parsed.dropped)
        if not parsed.text:
            return replace(answer, verdict=AnswerVerdict.NOT_FOUND)
        return _judged(answer, self._proved(parsed, sources, known.__getitem__, until))

    def _proved(
        self, parsed: CitationParser, sources: list[Source], describe: Describe, until: float
    ) -> generate.Written:
        return generate.prove(
            parsed,
            sources,
            describe,
            self.quoting.twin_of,
            self.embedder.embed_passages,
            self.compare(),
            remove_unsupported=self.settings.unsupported == "remove",
            opinion=SecondOpinion(self.judge, until) if self.judge else None,
        )


def _judged(answer: Answer, written: generate.Written) -> Answer:
    """The verdict after proof: nothing that survives is not found, some of it is partly."""
    if not any(claim.verdict is ClaimVerdict.SUPPORTED for claim in written.claims):
        notice = say(Phrase.NOTHING_BORNE_OUT, answer.language)
        return replace(answer, verdict=AnswerVerdict.NOT_FOUND, notice=notice)
    return replace(
        answer,
        verdict=answer.verdict if written.whole else AnswerVerdict.PARTLY,
        text=written.text,
        claims=written.claims,
        citations=written.citations,
    )

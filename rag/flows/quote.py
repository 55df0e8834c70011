"""The answer without a model: the documents' own sentences, chosen and cited."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from rag.answer.attribution import speaker_named
from rag.answer.cite import Quoted, quoted
from rag.answer.conflict import disagreements, opposing
from rag.answer.counterpart import same_place
from rag.answer.joining import joined
from rag.answer.select import Bounds, select
from rag.calibration import Calibration
from rag.index.corpus import Corpus
from rag.index.differences import differences
from rag.ports import Reading
from rag.records import Answer, AnswerVerdict, Evidence, Fragment, Twin
from rag.search.effort import room
from rag.settings import AnswerSettings
from rag.text import questions
from rag.text.questions import QuestionKind


@dataclass(slots=True)
class Quoting:
    """Quotes evidence from one corpus within the settings' bounds."""

    corpus: Corpus
    calibration: Calibration
    settings: AnswerSettings

    def quote(
        self, answer: Answer, understood: str, reading: Reading
    ) -> Generator[Fragment, None, Answer]:
        """The answer made of the reading's best sentences, one fragment each."""
        kind = questions.analyse(understood).kind
        chosen, made = self.cited(self._chosen(reading, kind))
        if not chosen:
            return replace(answer, verdict=AnswerVerdict.NOT_FOUND)
        for claim in made.claims:
            yield Fragment(claim.text, claim.citations)
        disputed = disagreements(chosen, self.corpus.copied)
        return replace(
            with_quotes(answer, made),
            direct_answer=None if disputed else _direct(chosen, kind),
            disagreements=disputed,
        )

    def _chosen(self, reading: Reading, kind: QuestionKind) -> list[Evidence]:
        """The best sentences, and the other side where a source contradicts the best of them."""
        bounds = self._bounds(kind)
        chosen = select(reading.sentences, bounds, self._restates)
        other = opposing(reading.sentences, self.corpus.copied)
        if other is not None and other not in chosen:
            chosen = [*chosen[: bounds.sentences - 1], other]
        return joined(chosen, bounds.chars)

    def cited(self, chosen: Sequence[Evidence]) -> tuple[list[Evidence], Quoted]:
        """The sentences of documents still known, and they as an answer with its citations."""
        known = self.corpus.described(each.passage.document_id for each in chosen)
        kept = [each for each in chosen if each.passage.document_id in known]
        return kept, quoted(kept, known.__getitem__, self.twin_of)

    def _restates(self, one: Evidence, other: Evidence) -> bool:
        """Whether two sentences say the same in the two languages of one document.

        Twins are whole passages; the sentences of a translation keep their places in them.
        """
        if one.passage.document_id != other.passage.document_id:
            return False
        if one.passage.language == other.passage.language:
            return False
        twin = self.corpus.twin(one.passage)
        return twin is not None and twin.id == other.passage.id and same_place(one, other)

    def twin_of(self, evidence: Evidence) -> Twin | None:
        """The same words in the document's other language, with what they say otherwise."""
        found = self.corpus.twin(evidence.passage)
        if found is None:
            return None
        told = differences(evidence.passage, found)
        return Twin(found.span, found.text, found.language, told)

    def _bounds(self, kind: QuestionKind) -> Bounds:
        factor = room(kind)
        return Bounds(
            self.settings.max_sentences * factor,
            self.settings.max_chars * factor,
            self.calibration.margin * factor,
        )


def with_quotes(answer: Answer, made: Quoted) -> Answer:
    """The answer with quoted text, its claims and citations."""
    return replace(
        answer,
        text=made.text,
        claims=made.claims,
        citations=made.citations,
    )


def _direct(chosen: Sequence[Evidence], kind: QuestionKind) -> str | None:
    """The short answer of the best sentence, where it holds one: to "who says", its speaker."""
    best = chosen[0] if chosen else None
    if best is None:
        return None
    if kind is QuestionKind.SAYS:
        return speaker_named(best)
    if best.answer is None:
        return None
    return best.passage.words(best.answer)

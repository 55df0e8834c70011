"""The answer without a model: the documents' own sentences, chosen and cited."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

from rag.answer.attribution import speaker_named
from rag.answer.cite import Quoted, quoted
from rag.answer.conflict import disagreements, opposing
from rag.answer.counterpart import same_place
from rag.answer.joining import joined
from rag.answer.reprints import Printed, reprints
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
        printed, made = self.cited(self._chosen(reading, kind))
        if not printed:
            return replace(answer, verdict=AnswerVerdict.NOT_FOUND)
        for claim in made.claims:
            yield Fragment(claim.text, claim.citations)
        sides = {
            claim.citations: each.sentence for claim, each in zip(made.claims, printed, strict=True)
        }
        disputed = disagreements(sides, self.corpus.copied)
        return replace(
            with_quotes(answer, made),
            direct_answer=None if disputed else _direct(printed[0].sentence, kind),
            disagreements=disputed,
        )

    def _chosen(self, reading: Reading, kind: QuestionKind) -> list[Printed]:
        """The best sentences, and the other side where a source contradicts the best of them.

        Each with where it is printed elsewhere.
        """
        bounds = self._bounds(kind)
        chosen = select(reading.sentences, bounds, self._restates)
        other = opposing(reading.sentences, self.corpus.copied)
        if other is not None and other not in chosen:
            chosen = [*chosen[: bounds.sentences - 1], other]
        return reprints(joined(chosen, bounds.chars), reading.sentences, bounds)

    def cited(self, printed: Sequence[Printed]) -> tuple[list[Printed], Quoted]:
        """What stands in documents still known, and it as an answer with its citations."""
        places = [place for each in printed for place in each.places]
        known = self.corpus.described(place.passage.document_id for place in places)
        kept = [left for each in printed if (left := each.within(known))]
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


def _direct(best: Evidence, kind: QuestionKind) -> str | None:
    """The short answer of the best sentence, where it holds one: to "who says", its speaker."""
    if kind is QuestionKind.SAYS:
        return speaker_named(best)
    if best.answer is None:
        return None
    return best.passage.words(best.answer)

"""Where else the words of an answer stand: sentences of other documents in the same words.

Whoever must check a sentence wants every place that prints it; that these places are one witness
is what the count of independent sources says.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from rag.answer import guard
from rag.answer.independence import stands_in
from rag.answer.select import Bounds
from rag.records import Evidence
from rag.text.normalise import unbroken


@dataclass(frozen=True, slots=True)
class Printed:
    """A sentence of an answer: the place it is taken from, then others in the same words."""

    places: tuple[Evidence, ...]

    @property
    def sentence(self) -> Evidence:
        return self.places[0]

    def within(self, documents: Container[str]) -> Printed | None:
        """What is left of it in some documents: the first place left stands for the sentence."""
        left = tuple(each for each in self.places if each.passage.document_id in documents)
        return Printed(left) if left else None


def reprints(
    chosen: Sequence[Evidence], ranked: Sequence[Evidence], bounds: Bounds
) -> list[Printed]:
    """The chosen sentences, each with the best sentence of every other document that repeats it.

    Parameters: `ranked` are all sentences read, best first; what could not be quoted for its score
    is not looked at. All places together stay within the bounds, and a document that is quoted
    already is no other place.
    """
    quoted = {each.passage.document_id for each in chosen}
    places = [[each] for each in chosen]
    room = bounds.sentences - len(chosen)
    left = bounds.chars - sum(len(each.span) for each in chosen)
    near = [each for each in ranked if each.score >= ranked[0].score - bounds.margin]
    for other in near:
        if not room or len(other.span) > left or other.passage.document_id in quoted:
            continue
        repeated = next((n for n, each in enumerate(chosen) if _repeats(other, each)), None)
        if repeated is not None:
            places[repeated].append(other)
            quoted.add(other.passage.document_id)
            room, left = room - 1, left - len(other.span)
    return [Printed(tuple(each)) for each in places]


def _repeats(other: Evidence, one: Evidence) -> bool:
    """Whether another sentence says in the same words all that this one does."""
    said, found = unbroken(one.quote), unbroken(other.quote)
    return stands_in(said, found) and not guard.check(said, found)

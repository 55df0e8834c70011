"""Which documents speak for themselves: those that copy one another are one source.

Five reprints of one report are one witness, and so are an excerpt and what it was cut from. Counted
with care: a document tied to two others through a third makes all of them one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from rag.records import Citation
from rag.text.words import terms

Copied = Callable[[Sequence[str]], frozenset[frozenset[str]]]
"""Tells which pairs of the documents with the given ids are copies of one another."""

_RUN = 3
_SAME_WORDS = 0.8
_FEWEST_RUNS = 8
"""Shorter sentences may be alike by chance."""


@dataclass(frozen=True, slots=True)
class Independence:
    """The independent sources among some documents: disjoint groups of document ids."""

    groups: tuple[frozenset[str], ...]

    @classmethod
    def among(cls, documents: Iterable[str], copied: Copied) -> Independence:
        """The groups that the documents fall into."""
        ids = list(dict.fromkeys(documents))
        return cls(_joined(ids, copied(ids) if len(ids) > 1 else ()))

    def apart(self, one: str, other: str) -> bool:
        """Whether two documents are independent of one another."""
        return not any(one in group and other in group for group in self.groups)


def independent_sources(citations: Sequence[Citation], copied: Copied) -> int:
    """How many independent sources are cited.

    Documents that say the cited words in the same words are no more independent than copies.
    """
    ids = list(dict.fromkeys(citation.document_id for citation in citations))
    same = (
        frozenset((one.document_id, other.document_id))
        for one, other in combinations(citations, 2)
        if one.document_id != other.document_id
        and (stands_in(one.quote, other.quote) or stands_in(other.quote, one.quote))
    )
    pairs = copied(ids) if len(ids) > 1 else frozenset()
    return len(_joined(ids, (*pairs, *same)))


def _joined(ids: Sequence[str], pairs: Iterable[frozenset[str]]) -> tuple[frozenset[str], ...]:
    """The connected components of the graph with the given edges."""
    groups = [frozenset((each,)) for each in ids]
    for pair in pairs:
        touched = [group for group in groups if group & pair]
        groups = [group for group in groups if not group & pair]
        groups.append(frozenset().union(*touched))
    return tuple(groups)


def stands_in(words: str, text: str) -> bool:
    """Whether nearly all runs of some words stand in a text; never where they are too few."""
    own = _runs(words)
    return len(own) >= _FEWEST_RUNS and len(own & _runs(text)) >= _SAME_WORDS * len(own)


def _runs(quote: str) -> frozenset[tuple[str, ...]]:
    found = terms(quote)
    return frozenset(zip(*(found[start:] for start in range(_RUN)), strict=False))

"""How near the sentences of some passages are to a statement, across languages.

Three measures are cheap and taken of every sentence: its cosine to the statement above the
statement's usual cosine to the library's passages in that language, because multilingual
embeddings are bunched differently in every language (as in cross-domain local scaling: Conneau
et al., Word translation without parallel data, 2018); in one language, the share of the
statement's terms it holds, a term weighing what it tells (`text.rarity`); in any, how many of the
statement's figures it has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rag.answer import stretches
from rag.ports import Vectors
from rag.records import Evidence, Passage, Role, Span
from rag.text import language as languages
from rag.text import rarity
from rag.text.normalise import unbroken
from rag.text.titular import is_titular
from rag.text.words import key_terms, terms

Embed = Callable[[Sequence[str]], Vectors]
Usual = Callable[[Vectors], Mapping[str, float]]

_MOST_FIGURES = 2


@dataclass(frozen=True, slots=True)
class Near:
    """A sentence of a document beside a statement; `same_language` is whether both are in one.

    `cosine` is above the usual one; `terms` in [0, 1], 0 between languages; `figures` is how many
    numbers, years and model names of the statement stand there, 2 for more.
    """

    evidence: Evidence
    words: str
    cosine: float
    terms: float
    figures: int
    same_language: bool


class Closeness:
    """Measures sentences beside statements; a sentence met before is not embedded again.

    Parameters: `embed` gives (n, d) float32 unit rows, comparable in any languages; `usual` the
    mean cosine of a row to the library's passages, by language.
    """

    def __init__(self, embed: Embed, usual: Usual) -> None:
        self._embed = embed
        self._usual = usual
        self._vectors: dict[tuple[str, Span], Vectors] = {}

    def near(self, statement: str, passages: Iterable[Passage]) -> list[Near]:
        """Every quotable sentence of the passages, in their order."""
        found = [one for passage in passages for one in _quotable(passage)]
        if not found:
            return []
        vector = self._embed([statement])[0]
        usual = self._usual(vector)
        cosines = self._rows(found) @ vector
        texts = [unbroken(one.quote) for one in found]
        told_in = [languages.detect(text) for text in texts]
        stated_in = languages.detect(statement)
        shared = _shared(statement, texts)
        return [
            Near(
                one,
                text,
                float(cosine) - usual.get(language, usual.get(one.passage.language, 0.0)),
                common.terms if language == stated_in else 0.0,
                common.figures,
                language == stated_in,
            )
            for one, text, cosine, common, language in zip(
                found, texts, cosines, shared, told_in, strict=True
            )
        ]

    def _rows(self, found: Sequence[Evidence]) -> Vectors:
        """(n, d) float32, row i belongs to found[i]."""
        places = [(one.passage.document_id, one.span) for one in found]
        new = {
            place: unbroken(one.quote)
            for place, one in zip(places, found, strict=True)
            if place not in self._vectors
        }
        if new:
            self._vectors.update(zip(new, self._embed(list(new.values())), strict=True))
        return np.stack([self._vectors[place] for place in places])


def _quotable(passage: Passage) -> list[Evidence]:
    """The sentences of a passage, without titles and bylines; all rows where it is a table."""
    if passage.role is Role.HEADING or not passage.role.quotable:
        return []
    found = stretches.of_sentences(passage)
    return [one for one in found if not is_titular(one.quote)] or found


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a statement and a sentence have in common: a share of terms, a number of figures."""

    terms: float
    figures: int


def _shared(statement: str, texts: Sequence[str]) -> list[_Shared]:
    asked = frozenset(key_terms(statement))
    held = [asked & frozenset(terms(text)) for text in texts]
    return [
        _Shared(share, min(_MOST_FIGURES, sum(map(_is_figure, one))))
        for share, one in zip(rarity.shares(asked, held), held, strict=True)
    ]


def _is_figure(term: str) -> bool:
    """Whether a term is a number of more than one digit, or a model's name: alike in any script."""
    return sum(char.isdigit() for char in term) > 1

"""One ranking out of a dense and a lexical one, by adding what each says.

Both scores are made comparable before they meet, which rank fusion (Cormack et al., SIGIR 2009)
cannot do: the dense one is a cosine above the usual cosine of the passage's language, the lexical
one the share of the question's terms, weighted by rarity, that the passage holds. A convex sum of
such scores beats rank fusion (Bruch, Gai and Ingber, "An analysis of fusion functions for hybrid
retrieval", ACM TOIS 2023), and a question in another language than the passage, which shares no
terms with it, loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.ports import Ranking

DENSE, LEXICAL = "dense", "lexical"


@dataclass(frozen=True, slots=True)
class Fused:
    """An id with its fused score and the scores it is made of."""

    id: str
    score: float
    scores: Mapping[str, float]


def fuse(dense: Ranking, lexical: Ranking, lexical_weight: float, depth: int) -> list[Fused]:
    """The `depth` best ids of both rankings, best first; ties go by id so that runs repeat.

    Parameters: an id that the dense ranking lacks is taken to lie just below its last one, and
    one that the lexical ranking lacks to share no terms.
    """
    cosines = dict(zip(dense.ids, dense.scores.tolist(), strict=True))
    shares = dict(zip(lexical.ids, lexical.scores.tolist(), strict=True))
    lowest = min(cosines.values(), default=0.0)
    fused = [
        Fused(
            found,
            cosines.get(found, lowest) + lexical_weight * shares.get(found, 0.0),
            {
                name: scores[found]
                for name, scores in ((DENSE, cosines), (LEXICAL, shares))
                if found in scores
            },
        )
        for found in cosines.keys() | shares.keys()
    ]
    return sorted(fused, key=lambda item: (-item.score, item.id))[:depth]

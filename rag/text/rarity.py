"""How much of what was asked stands in each of some texts, a term weighing what it tells."""

from __future__ import annotations

import math
from collections.abc import Sequence


def shares(asked: frozenset[str], held: Sequence[frozenset[str]]) -> list[float]:
    """The share in [0, 1] of `asked` that each text holds.

    The weight of a term is its inverse document frequency among the texts themselves (Spärck
    Jones, 1972), so that among texts on one topic its commonplaces count little.
    Parameters: `held` are the asked terms that each text has.
    """
    weights = {
        term: math.log(1 + len(held) / (0.5 + sum(term in terms for terms in held)))
        for term in asked
    }
    # Exact sums: a set's order changes from run to run, and a rounding error would with it.
    whole = math.fsum(weights.values()) or 1.0
    return [math.fsum(weights[term] for term in terms) / whole for terms in held]

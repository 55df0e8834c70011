"""Which drafts are kept: by seed, every language, kind and document getting its turn."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from rag.evals.drafting.draft import Draft


def in_turn(drafts: Sequence[Draft], rng: random.Random) -> list[Draft]:
    """All drafts, those to keep first: no sentence twice before every other had its turn."""
    groups: dict[tuple[str, str], list[Draft]] = {}
    for draft in _shuffled(drafts, rng):
        groups.setdefault((draft.language, draft.kind), []).append(draft)
    kept: list[Draft] = []
    again: list[Draft] = []
    places: set[tuple[str, int]] = set()
    for draft in _alternating([groups[key] for key in sorted(groups)]):
        (kept if draft.place not in places else again).append(draft)
        places.add(draft.place)
    return kept + again


def _shuffled(drafts: Sequence[Draft], rng: random.Random) -> list[Draft]:
    mixed = sorted(drafts, key=lambda draft: draft.id)
    rng.shuffle(mixed)
    return mixed


def _alternating(groups: Sequence[list[Draft]]) -> Iterator[Draft]:
    """One of each group after the other; within a group, one of each document."""
    queues = [list(_by_document(group)) for group in groups]
    while any(queues):
        for queue in queues:
            if queue:
                yield queue.pop(0)


def _by_document(group: Sequence[Draft]) -> Iterator[Draft]:
    sources: dict[str, list[Draft]] = {}
    for draft in group:
        sources.setdefault(draft.source, []).append(draft)
    while sources:
        for source in list(sources):
            yield sources[source].pop(0)
            if not sources[source]:
                del sources[source]

"""What aiming questions brings: `python -m benchmarks.aiming` rewrites its part of quality.md.

Every answerable question of the tuning two thirds, and of the demo library, is searched with
several shares of what questions have in common taken away (`rag/search/aiming.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from benchmarks import quality, sections
from benchmarks.fit_calibration import is_right
from benchmarks.rankings import hybrid
from rag.cli.libraries import library_of
from rag.engine import Engine
from rag.evals.dataset import load_all
from rag.evals.questions import QuestionSet
from rag.evals.splits import Split, split_of
from rag.search.aiming import SHARE, Aiming
from rag.search.hybrid import Hybrid
from rag.settings import Settings, load

SHARES = (0.0, 0.25, 0.4, 0.5, 0.6, 0.75, 1.0)
DEPTHS = (1, 5)
Recall = Mapping[tuple[float, bool], Sequence[float]]
"""By share, and whether terms are searched too: recall at each of DEPTHS."""


def main() -> None:
    """Search with every share, then write the table."""
    settings = load({"chat.model": "none"}).settings
    folders = sorted(path.parent for path in sections.shared().glob("eval/*/corpus"))
    sets = [split_of(each, Split.TUNING) for each in load_all(folders)]
    sets += load_all([quality.demo_folder()])
    found = {each.name: recall_of(each, settings) for each in sets}
    sections.write("aiming", table(found), quality.TARGET)


def recall_of(questions: QuestionSet, settings: Settings) -> Recall:
    """Recall over one set, every answerable question the same weight."""
    with library_of(settings, questions.corpus) as engine:
        plain = hybrid(engine)
        return {
            (share, both): _recall(questions, engine, searching(plain, share, both))
            for share in SHARES
            for both in (False, True)
        }


def searching(plain: Hybrid, share: float, both: bool) -> Hybrid:
    """The retriever with another share, and without weight for terms unless `both`."""
    weight = plain.settings.lexical_weight if both else 0.0
    aimed = Aiming(plain.embedder, share)
    return replace(plain, aimed=aimed, settings=replace(plain.settings, lexical_weight=weight))


def _recall(questions: QuestionSet, engine: Engine, retriever: Hybrid) -> Sequence[float]:
    told = []
    for line in questions.questions:
        if line.answerable:
            hits = retriever.search(line.question, max(DEPTHS))
            right = [is_right(hit.passage, hit.passage.span, line, engine) for hit in hits]
            told.append([any(right[:depth]) for depth in DEPTHS])
    return [float(each) for each in np.mean(told, axis=0)]


def table(found: Mapping[str, Recall]) -> str:
    """Means over the sets in one language, over those across, and the demo library."""
    names = {
        "one": [name for name in found if "-to-" not in name and name != "demo"],
        "across": [name for name in found if "-to-" in name],
        "demo": ["demo"],
    }
    head = ["share", *(f"{kind}, R@{depth}" for kind in names for depth in DEPTHS)]
    parts = []
    for both, title in ((False, "by likeness alone"), (True, "by likeness and terms")):
        rows = [
            [_label(share), *(_mean(found, of, (share, both)) for of in names.values())]
            for share in SHARES
        ]
        cells = [[first, *(cell for pair in pairs for cell in pair)] for first, *pairs in rows]
        parts.append(f"Passages ranked {title}:\n\n{sections.table(head, cells)}")
    return "\n\n".join(parts)


def _label(share: float) -> str:
    return f"**{share:g}**" if share == SHARE else f"{share:g}"


def _mean(
    found: Mapping[str, Recall], names: Iterable[str], way: tuple[float, bool]
) -> Sequence[str]:
    means = np.mean([found[name][way] for name in names], axis=0)
    return [f"{mean:.3f}" for mean in means]


if __name__ == "__main__":
    main()

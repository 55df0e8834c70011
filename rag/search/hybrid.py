"""The retriever: dense and lexical search side by side, fused by score, filters resolved first."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from rag.ports import Corpus, DenseIndex, Embedder, LexicalIndex
from rag.records import Filters, Hit
from rag.search.fusion import fuse
from rag.settings import SearchSettings


@dataclass(slots=True)
class Hybrid:
    """ports.Retriever over two searchers. A hit's `scores` hold each searcher's own:

    "dense" (how near the aimed question lies to the passage, above what is usual in the passage's
    language), "lexical" (share of the question's terms, by rarity), "usual" (what is usual there)
    and "topic" (the question's own mean cosine to everything the library holds in that language).

    `aimed` embeds questions as they are searched with, `embedder` as they are.
    """

    corpus: Corpus
    lexical: LexicalIndex
    dense: DenseIndex
    embedder: Embedder
    aimed: Embedder
    settings: SearchSettings
    _beside: ThreadPoolExecutor = field(default_factory=ThreadPoolExecutor)

    def search(
        self, question: str, depth: int, filters: Filters = Filters(), *, stated: bool = False
    ) -> list[Hit]:
        """Up to `depth` passages, best first; empty for a blank question.

        What is `stated` has nothing in common with questions and is searched with as it is. Terms
        are looked for beside the embedding and the dense search, on another core.
        """
        if not question.strip():
            return []
        given = self.settings
        sharing = self._beside.submit(
            self.lexical.search, question, max(depth, given.lexical_depth), filters
        )
        query = (self.embedder if stated else self.aimed).embed_queries([question])[0]
        near = self.dense.nearest(query, max(depth, given.dense_depth), filters)
        fused = fuse(near, sharing.result(), given.lexical_weight, depth)
        passages = {p.id: p for p in self.corpus.passages([item.id for item in fused])}
        kept = [(passages[item.id], item) for item in fused if item.id in passages]
        usual = self.dense.usual(query)
        topic = self.dense.usual(self.embedder.embed_queries([question])[0])
        return [
            Hit(found, rank, item.score, {**item.scores, **_of(found.language, usual, topic)})
            for rank, (found, item) in enumerate(kept, 1)
        ]


def _of(language: str, usual: Mapping[str, float], topic: Mapping[str, float]) -> dict[str, float]:
    """What a question's scores in this language are measured against."""
    return {"usual": usual.get(language, 0.0), "topic": topic.get(language, 0.0)}

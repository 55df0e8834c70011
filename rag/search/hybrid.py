"""The retriever: dense and lexical search side by side, fused by score, filters resolved first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from rag.ports import Corpus, DenseIndex, Embedder, LexicalIndex
from rag.records import Filters, Hit
from rag.search.fusion import fuse
from rag.settings import SearchSettings


@dataclass(slots=True)
class Hybrid:
    """ports.Retriever over two searchers. A hit's `scores` hold each searcher's own:

    "dense" (cosine above the usual one of the passage's language), "lexical" (share of the
    question's terms, by rarity) and "usual" (that usual cosine: how near the question lies to
    everything the library holds in that language).
    """

    corpus: Corpus
    lexical: LexicalIndex
    dense: DenseIndex
    embedder: Embedder
    settings: SearchSettings
    _beside: ThreadPoolExecutor = field(default_factory=ThreadPoolExecutor)

    def search(self, question: str, depth: int, filters: Filters = Filters()) -> list[Hit]:
        """Up to `depth` passages, best first; empty for a blank question.

        Terms are looked for beside the embedding and the dense search, on another core.
        """
        if not question.strip():
            return []
        given = self.settings
        sharing = self._beside.submit(
            self.lexical.search, question, max(depth, given.lexical_depth), filters
        )
        query = self.embedder.embed_queries([question])[0]
        near = self.dense.nearest(query, max(depth, given.dense_depth), filters)
        fused = fuse(near, sharing.result(), given.lexical_weight, depth)
        usual = self.dense.usual(query)
        passages = {p.id: p for p in self.corpus.passages([item.id for item in fused])}
        kept = [(passages[item.id], item) for item in fused if item.id in passages]
        return [
            Hit(found, rank, item.score, {**item.scores, "usual": usual.get(found.language, 0.0)})
            for rank, (found, item) in enumerate(kept, 1)
        ]

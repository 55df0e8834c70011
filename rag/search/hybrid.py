"""The retriever: dense and lexical search side by side, fused by rank, filters resolved first."""

from __future__ import annotations

from dataclasses import dataclass

from rag.ports import Corpus, DenseIndex, Embedder, LexicalIndex
from rag.records import Filters, Hit
from rag.search.fusion import fuse
from rag.settings import SearchSettings


@dataclass(slots=True)
class Hybrid:
    """ports.Retriever over two searchers. A hit's `scores` hold each searcher's own:

    "dense" (cosine above the usual one of the passage's language) and "lexical" (share of the
    question's terms, by rarity).
    """

    corpus: Corpus
    lexical: LexicalIndex
    dense: DenseIndex
    embedder: Embedder
    settings: SearchSettings

    def search(self, question: str, depth: int, filters: Filters = Filters()) -> list[Hit]:
        """Up to `depth` passages, best first; empty for a blank question."""
        if not question.strip():
            return []
        query = self.embedder.embed_queries([question])[0]
        given = self.settings
        near = self.dense.nearest(query, max(depth, given.dense_depth), filters)
        shared = self.lexical.search(question, max(depth, given.lexical_depth), filters)
        fused = fuse(near, shared, given.lexical_weight, depth)
        passages = {p.id: p for p in self.corpus.passages([item.id for item in fused])}
        kept = [item for item in fused if item.id in passages]
        return [
            Hit(passages[item.id], rank, item.score, item.scores)
            for rank, item in enumerate(kept, 1)
        ]

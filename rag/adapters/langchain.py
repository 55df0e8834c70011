"""Footnote for LangChain users: a retriever and an answer chain with spans and provenance.

LangChain's types stay in this file; the core knows nothing of them.
"""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import Runnable, RunnableLambda
from pydantic import ConfigDict

from rag.engine import Engine
from rag.records import DocumentEntry, Filters, Hit
from rag.wire import answer_json


class FootnoteRetriever(BaseRetriever):
    """A LangChain retriever over a Footnote library.

    Each document's metadata holds its span in the canonical text ("start", "end", code points),
    its source, provenance, role, speaker, rank and scores.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    engine: Any
    depth: int = 10
    filters: Filters = Filters()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 LangChain's signature
    ) -> list[LangChainDocument]:
        engine: Engine = self.engine
        hits = engine.search(query, depth=self.depth, filters=self.filters)
        known = engine.library.corpus.described(hit.passage.document_id for hit in hits)
        return [
            _as_langchain(entry, hit)
            for hit in hits
            if (entry := known.get(hit.passage.document_id))
        ]


def answer_chain(engine: Engine, filters: Filters = Filters()) -> Runnable[str, dict[str, Any]]:
    """A Runnable from a question to the answer object of the command line's JSON."""

    def answer(question: str) -> dict[str, Any]:
        return dict(answer_json(engine.ask(question, filters=filters)))

    return RunnableLambda(answer)


def _as_langchain(entry: DocumentEntry, hit: Hit) -> LangChainDocument:
    passage, about = hit.passage, entry.provenance
    return LangChainDocument(
        page_content=passage.text,
        id=passage.id,
        metadata={
            "source": entry.source,
            "document": passage.document_id,
            "start": passage.span.start,
            "end": passage.span.end,
            "title": about.title,
            "publisher": about.publisher,
            "authors": list(about.authors),
            "published": about.published,
            "language": passage.language,
            "role": passage.role.value,
            "speaker": passage.speaker,
            "page": passage.page,
            "rank": hit.rank,
            "score": hit.score,
            "scores": dict(hit.scores),
        },
    )

"""Footnote itself, through its engine."""

from __future__ import annotations

from job import DEPTH, Found, Job, Search, run

from rag.settings import load
from rag.wiring import Mode, open_engine


def ingest(job: Job) -> tuple[int, Search]:
    """The engine's own ingest; what is found comes from its search."""
    engine = open_engine(load({"data": job.index, "chat.model": "none"}, {}).settings, Mode.WRITE)
    for _ in engine.ingest([job.documents]):
        pass

    def search(question: str) -> list[Found]:
        hits = engine.search(question, depth=DEPTH)
        sources = [engine.entry(hit.passage.document_id).source for hit in hits]
        return [Found(source, hit.passage.text) for source, hit in zip(sources, hits, strict=True)]

    return engine.library.corpus.statistics().passages, search


if __name__ == "__main__":
    run(ingest)

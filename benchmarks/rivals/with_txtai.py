"""txtai as its examples put it together: paragraphs into an embeddings database with content."""

from __future__ import annotations

from pathlib import Path

from job import DEPTH, Found, Job, Search, run


def ingest(job: Job) -> tuple[int, Search]:
    """Cut at blank lines, embed, and keep on the disk."""
    from txtai import Embeddings

    paragraphs = [
        Found(path.name, part.strip())
        for path in sorted(Path(job.documents).iterdir())
        for part in path.read_text(encoding="utf-8").split("\n\n")
        if part.strip()
    ]
    embeddings = Embeddings(
        path=job.model, content=True, instructions={"query": "query: ", "data": "passage: "}
    )
    embeddings.index((place, one.text, None) for place, one in enumerate(paragraphs))
    embeddings.save(job.index)

    def search(question: str) -> list[Found]:
        return [paragraphs[int(hit["id"])] for hit in embeddings.search(question, DEPTH)]

    return len(paragraphs), search


if __name__ == "__main__":
    run(ingest)

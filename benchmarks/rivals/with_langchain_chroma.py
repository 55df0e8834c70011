"""LangChain and Chroma as their tutorials put them together.

A directory loader, the recursive splitter at 1,000 characters with 200 of overlap, Hugging Face
embeddings, `Chroma.from_documents`, similarity search. The prompts are those that E5 needs.
"""

from __future__ import annotations

from pathlib import Path

from job import DEPTH, Found, Job, Search, run


def ingest(job: Job) -> tuple[int, Search]:
    """Load, split, embed and store."""
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    documents = [
        Document(path.read_text(encoding="utf-8"), metadata={"source": path.name})
        for path in sorted(Path(job.documents).iterdir())
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1_000, chunk_overlap=200)
    chunks = splitter.split_documents(documents)
    embeddings = HuggingFaceEmbeddings(
        model_name=job.model,
        encode_kwargs={"prompt_name": "passage", "normalize_embeddings": True},
        query_encode_kwargs={"prompt_name": "query", "normalize_embeddings": True},
    )
    store = Chroma.from_documents(chunks, embeddings, persist_directory=job.index)

    def search(question: str) -> list[Found]:
        hits = store.similarity_search(question, k=DEPTH)
        return [Found(hit.metadata["source"], hit.page_content) for hit in hits]

    return len(chunks), search


if __name__ == "__main__":
    run(ingest)

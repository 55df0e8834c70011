"""LlamaIndex as its starter tutorial puts it together: a directory reader and a vector index."""

from __future__ import annotations

from job import DEPTH, Found, Job, Search, run


def ingest(job: Job) -> tuple[int, Search]:
    """Read, cut into nodes, embed, and keep on the disk."""
    from llama_index.core import SimpleDirectoryReader, VectorStoreIndex
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    embedding = HuggingFaceEmbedding(
        model_name=job.model, query_instruction="query: ", text_instruction="passage: "
    )
    documents = SimpleDirectoryReader(job.documents).load_data()
    index = VectorStoreIndex.from_documents(documents, embed_model=embedding)
    index.storage_context.persist(persist_dir=job.index)
    retriever = index.as_retriever(similarity_top_k=DEPTH)

    def search(question: str) -> list[Found]:
        hits = retriever.retrieve(question)
        return [Found(hit.node.metadata["file_name"], hit.node.get_content()) for hit in hits]

    return len(index.docstore.docs), search


if __name__ == "__main__":
    run(ingest)

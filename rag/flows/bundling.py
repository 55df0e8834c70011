"""An answer into a bundle: each citation with its document's hashes and its surroundings."""

from __future__ import annotations

import hashlib

from rag.bundle import Bundle, Surroundings
from rag.index.corpus import Corpus
from rag.records import Answer, Citation

_AROUND_CHARS = 300


def bundled(answer: Answer, corpus: Corpus) -> Bundle:
    """The bundle of an answer over the documents it cites, which must still be in the library."""
    return Bundle(answer, tuple(_surroundings(each, corpus) for each in answer.citations))


def text_hash(text: str) -> str:
    """SHA-256 of a canonical text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _surroundings(citation: Citation, corpus: Corpus) -> Surroundings:
    document = corpus.document(citation.document_id)
    start, end = citation.span.start, citation.span.end
    return Surroundings(
        number=citation.number,
        text_sha256=text_hash(document.text),
        original_sha256=document.original,
        before=document.text[max(0, start - _AROUND_CHARS) : start],
        after=document.text[end : end + _AROUND_CHARS],
    )

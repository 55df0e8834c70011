"""A bundle's citations against the library as it is now: unchanged, moved, changed or gone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rag.bundle import Bundle, Surroundings
from rag.bundle.fates import Fate, Found, Verification, Verified
from rag.flows.bundling import text_hash
from rag.index.corpus import Corpus
from rag.ports import Retriever
from rag.records import Citation, Document, QuoteStatus, Span
from rag.text import differences, quotes
from rag.text.normalise import unbroken

_STILL_LIKE = 0.6
"""The likeness from which other words are taken for the quote's, edited."""
_NEIGHBOUR_CHARS = 40
"""How many characters on either side tell one occurrence of a quote from another."""
_PASSAGES = 20
"""How many passages are searched for words whose document is no longer there."""


@dataclass(slots=True)
class Verifying:
    """Verifies bundles against one library.

    A citation is first looked up where it stood, then anywhere in the current version of its
    document; only where that document is gone, in the others. Words that differ in form alone
    (Unicode, digits, line breaks) are the same words.
    """

    corpus: Corpus
    retriever: Retriever

    def verify(self, bundle: Bundle) -> Verification:
        """Every citation of the bundle with its fate."""
        current = {entry.source: entry.id for entry in self.corpus.documents()}
        checked = tuple(self._verified(*pair, current) for pair in bundle.pairs)
        return Verification(bundle.answer.question, checked)

    def _verified(
        self, citation: Citation, around: Surroundings, current: Mapping[str, str]
    ) -> Verified:
        document = self._current(citation, current)
        if document is None:
            found = self._elsewhere(citation)
            return Verified(citation, Fate.MOVED if found else Fate.GONE, found)
        same = text_hash(document.text) == around.text_sha256
        found = _standing(citation, around, document)
        if found is not None:
            stays = found.span == citation.span and found.status is QuoteStatus.EXACT
            return Verified(citation, Fate.UNCHANGED if stays else Fate.MOVED, found, (), same)
        return _edited(citation, document)

    def _current(self, citation: Citation, current: Mapping[str, str]) -> Document | None:
        """The document as it is now: by its source, or by its id where the source is known anew.

        `current` holds the id of each source's document.
        """
        if citation.source in current:
            return self.corpus.document(current[citation.source])
        if citation.document_id in current.values():
            return self.corpus.document(citation.document_id)
        return None

    def _elsewhere(self, citation: Citation) -> Found | None:
        """The same words in another document: a renamed file, or a copy of it."""
        hits = self.retriever.search(unbroken(citation.quote), _PASSAGES, stated=True)
        for document_id in dict.fromkeys(hit.passage.document_id for hit in hits):
            document = self.corpus.document(document_id)
            located = quotes.locate(citation.quote, document.text)
            if located.span is not None:
                return _found(document, located.span, located.status)
        return None


def _standing(citation: Citation, around: Surroundings, document: Document) -> Found | None:
    """Where the quote's words stand in a document: in their old place first.

    Words that occur more than once are looked for between their old neighbours.
    """
    if citation.span.of(document.text) == citation.quote:
        return _found(document, citation.span, QuoteStatus.EXACT)
    before, after = _last_words(around.before), _first_words(around.after)
    whole = quotes.locate(before + citation.quote + after, document.text, citation.span).span
    near = Span(min(whole.start + len(before), whole.end), whole.end) if whole else citation.span
    located = quotes.locate(citation.quote, document.text, near)
    return _found(document, located.span, located.status) if located.span else None


def _last_words(text: str) -> str:
    cut = text[-_NEIGHBOUR_CHARS:]
    return cut.partition(" ")[2] or cut


def _first_words(text: str) -> str:
    cut = text[:_NEIGHBOUR_CHARS]
    return cut.rpartition(" ")[0] or cut


def _edited(citation: Citation, document: Document) -> Verified:
    """The closest words of a document that no longer holds the quote, and what differs."""
    alike = differences.closest(citation.quote, document.text, citation.language)
    if alike is None or alike.likeness < _STILL_LIKE:
        return Verified(citation, Fate.GONE)
    found = _found(document, alike.span, QuoteStatus.MISSING)
    reworded = tuple(differences.replacements(citation.quote, found.quote))
    return Verified(citation, Fate.CHANGED, found, reworded)


def _found(document: Document, span: Span, status: QuoteStatus) -> Found:
    return Found(document.id, document.source, span, span.of(document.text), status)

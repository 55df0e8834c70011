"""Replies to what is no question about the documents: greetings, listings, summaries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from rag.answer.phrases import Phrase, say
from rag.answer.reprints import Printed
from rag.answer.summarise import summarise
from rag.errors import ModelUnavailable, NotInLibrary
from rag.flows.quote import Quoting, with_quotes
from rag.index.corpus import Corpus
from rag.ports import Embedder, Retriever
from rag.records import Answer, AnswerVerdict, Claim, ClaimVerdict
from rag.text import language as languages
from rag.text import sentences
from rag.text.questions import Intent, IntentFound

_PHRASES: Mapping[Intent, Phrase] = MappingProxyType(
    {Intent.GREETING: Phrase.GREETING, Intent.THANKS: Phrase.THANKS}
)


@dataclass(slots=True)
class PlainReplies:
    """Says in Footnote's own name what needs no evidence, and summarises a document."""

    corpus: Corpus
    retriever: Retriever
    embedder: Embedder
    quoting: Quoting

    def reply(self, message: str, found: IntentFound) -> Answer:
        """The reply to a greeting, thanks, nothing at all, or a wish about the library itself."""
        language = languages.detect(message)
        searched = self.corpus.searched()
        answer = Answer(message, AnswerVerdict.ANSWERED, "", language, searched=searched)
        if found.intent in _PHRASES:
            return _uncited(answer, say(_PHRASES[found.intent], language))
        if found.intent is Intent.EMPTY:
            return _nothing(answer, Phrase.EMPTY_QUESTION)
        if not searched.documents:
            return _nothing(answer, Phrase.EMPTY_LIBRARY)
        if found.intent is Intent.LIBRARY:
            return _uncited(answer, self._listing(language))
        return self._summary(answer, found.object or "")

    def model_failed(self, language: str, error: ModelUnavailable) -> str:
        """Why the documents' own words stand where the model's were wanted."""
        return say(Phrase.MODEL_FAILED, language, reason=str(error))

    def _listing(self, language: str) -> str:
        entries = self.corpus.documents()
        head = say(Phrase.LIBRARY, language, count=len(entries))
        return "\n".join([head, *(f"• {item.provenance.title or item.source}" for item in entries)])

    def _summary(self, answer: Answer, wanted: str) -> Answer:
        """The central sentences of the document meant, by name or by search."""
        document_id = self._meant(wanted)
        if document_id is None:
            return _nothing(answer, Phrase.NO_SUCH_DOCUMENT)
        chosen = summarise(self.corpus.passages_of(document_id), self.embedder.embed_passages)
        kept, made = self.quoting.cited([Printed((each,)) for each in chosen])
        return with_quotes(answer, made) if kept else _nothing(answer, Phrase.NO_SUCH_DOCUMENT)

    def _meant(self, wanted: str) -> str | None:
        entries = self.corpus.documents()
        if len(entries) == 1:
            return entries[0].id
        try:
            return self.corpus.document(wanted).id
        except NotInLibrary:
            hits = self.retriever.search(wanted, 1)
            return hits[0].passage.document_id if hits else None


def _uncited(answer: Answer, text: str) -> Answer:
    """A reply in Footnote's own name, its sentences marked as uncited."""
    spans = sentences.split(text, answer.language)
    claims = tuple(Claim(span.of(text), span, ClaimVerdict.UNCITED) for span in spans)
    return replace(answer, text=text, claims=claims)


def _nothing(answer: Answer, phrase: Phrase) -> Answer:
    """Nothing was found, and a notice that says why."""
    return replace(answer, verdict=AnswerVerdict.NOT_FOUND, notice=say(phrase, answer.language))

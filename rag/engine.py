"""The engine: everything Footnote does, each thing in a few lines, over handed-in parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rag.answer.comparing import Compare, Comparing
from rag.answer.judge import ChatJudge
from rag.bundle import Bundle
from rag.bundle.fates import Verification
from rag.flows.ask import Ask
from rag.flows.bundling import bundled
from rag.flows.check import Checking
from rag.flows.ingest import Ingest
from rag.flows.report import Report, report
from rag.flows.verify import Verifying
from rag.flows.write import Writing
from rag.index.library import Library
from rag.index.reembed import Reembedded
from rag.ingest.originals import Originals
from rag.ports import ChatModel, Embedder, Judge, Reading, Retriever, Vectors
from rag.records import (
    Answer,
    CheckedDraft,
    Document,
    DocumentEntry,
    Filters,
    Fingerprint,
    Fragment,
    Hit,
    IngestEvent,
    Passage,
    Role,
    Span,
    Turn,
)
from rag.settings import Settings
from rag.text.normalise import unbroken


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as a viewer needs it: its text, its passages, and what lies at the start."""

    document: Document
    passages: tuple[Passage, ...]


@dataclass(slots=True)
class Engine:
    """Ingest, ask, search and look after one library. Made by `rag.wiring`; close it after use."""

    settings: Settings
    library: Library
    originals: Originals
    embedder: Embedder
    retriever: Retriever
    asking: Ask
    ingesting: Ingest
    judge: Judge | None = None
    compare: Compare = Comparing

    def writing(self, chat: ChatModel) -> Writing:
        """What lets a model write answers from this library, under the guard."""
        return Writing(
            chat,
            self.library.corpus,
            self.embedder,
            self.asking.quoting,
            self.settings.answer,
            self.compare,
            ChatJudge(chat) if self.settings.answer.judged else None,
        )

    def written_by(self, chat: ChatModel | None) -> Engine:
        """The same engine with its answers written by a model; quoted where that is None."""
        writing = self.writing(chat) if chat else None
        return replace(self, asking=replace(self.asking, writing=writing))

    def ingest(
        self, paths: Sequence[str | Path], *, prune: bool = False, apart: bool = False
    ) -> Iterator[IngestEvent]:
        """Add or update documents; an event for each input. Only while open for writing.

        With `apart` a file takes no other folder's place in the library: see `flows.namesakes`.
        """
        return self.ingesting.run(paths, prune=prune, apart=apart)

    def ask(
        self, question: str, *, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> Answer:
        """The whole answer to a question."""
        *_, answer = self.stream(question, filters=filters, history=history)
        if not isinstance(answer, Answer):
            raise TypeError("a stream ends with its answer")
        return answer

    def stream(
        self, question: str, *, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> Iterator[Fragment | Answer]:
        """Fragments as they come, then the Answer."""
        return self.asking.stream(question, filters, history)

    def search(
        self, question: str, *, depth: int | None = None, filters: Filters = Filters()
    ) -> list[Hit]:
        """The passages most likely to answer, with where their scores came from."""
        return self.retriever.search(question, depth or self.settings.search.depth, filters)

    def read(self, question: str, *, filters: Filters = Filters()) -> Reading:
        """What the reader makes of a question: sentences, answerability and its signals."""
        return self.asking.read(question, filters)

    def check(self, draft: str, *, filters: Filters = Filters()) -> CheckedDraft:
        """Each sentence of a draft: supported, contradicted or absent, with the words behind it."""
        return self.checking().check(draft, filters)

    def checking(self) -> Checking:
        """What checks drafts over this library."""
        return Checking(
            self.library,
            self.retriever,
            self.embedder,
            self.asking.quoting.twin_of,
            self.fingerprint,
            self.judge,
            self.compare,
        )

    def bundle(self, answer: Answer) -> Bundle:
        """The answer with what is needed to verify it later."""
        return bundled(answer, self.library.corpus)

    def verify(self, bundle: Bundle) -> Verification:
        """What became of the words that an answer once cited."""
        return Verifying(self.library.corpus, self.retriever).verify(bundle)

    def documents(self) -> list[DocumentEntry]:
        """Every document of the library."""
        return self.library.corpus.documents()

    def entry(self, key: str) -> DocumentEntry:
        """A document's entry by id or source; old versions and removed ones by id."""
        return self.library.corpus.entry(key)

    def show(self, key: str) -> Shown:
        """A document with its text, by id or source."""
        document = self.library.corpus.document(key)
        return Shown(document, tuple(self.library.corpus.passages_of(document.id)))

    def remove(self, key: str, *, now: bool = False) -> DocumentEntry:
        """Take a document out of the library; for good at once with `now`, else undoable."""
        entry = self.entry(key)
        with self.library.writing():
            for original in self.library.corpus.remove(entry.id, now=now):
                self.originals.remove(original)
            self.library.drain()
        return entry

    def restore(self, key: str) -> DocumentEntry:
        """Undo a removal."""
        with self.library.writing():
            entry = self.library.corpus.restore(key)
            self.library.drain()
        return entry

    def edit(
        self, key: str, provenance: Mapping[str, object], roles: Mapping[Span, Role]
    ) -> DocumentEntry:
        """Correct provenance fields and the roles of stretches; survives ingesting again."""
        with self.library.writing():
            entry = self.library.corpus.edit(key, provenance, roles)
            self.library.drain()
        return entry

    def report(self, key: str) -> Report:
        """What was read from a document: languages, roles, twins, problems."""
        return report(self.entry(key), self.library.corpus.passages_of(key), self.library.corpus)

    def reindex(self) -> None:
        """Make everything that is derived from texts and vectors anew."""
        with self.library.writing():
            self.library.reindex()

    def reembed(self) -> Iterator[Reembedded]:
        """Make the vectors anew, with progress as it goes, then what is derived from them."""
        with self.library.writing():
            yield from self.library.reembed(
                self.embedder.name, self.embedder.dimensions, self._embed
            )
            self.library.reindex()

    def _embed(self, passages: Sequence[Passage]) -> Vectors:
        return self.embedder.embed_passages([unbroken(passage.text) for passage in passages])

    def fingerprint(self) -> Fingerprint:
        """Hashes of everything an answer depends on besides the question."""
        return self.asking.fingerprint()

    def close(self) -> None:
        self.library.close()

"""Settings into a working engine: the only file that names concrete adapters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rag import calibration
from rag.answer.alignment import aligner_of
from rag.answer.comparing import Compare, Comparing
from rag.answer.judge import ChatJudge
from rag.calibration import Calibration
from rag.engine import Engine
from rag.flows.ask import Ask
from rag.flows.ingest import Ingest
from rag.flows.plain import PlainReplies
from rag.flows.preparing import Bench, Workshop
from rag.flows.quote import Quoting
from rag.index.library import Library
from rag.index.store import StoreOpener
from rag.ingest.originals import Originals
from rag.ports import ChatModel, Embedder, Reader
from rag.search.aiming import Aiming
from rag.search.effort import Effort
from rag.search.evidence import EvidenceReader
from rag.search.hybrid import Hybrid
from rag.search.remembering import Remembering
from rag.search.spans import SpanScorer
from rag.settings import ChatSettings, Settings
from rag.text.tokens import count_tokens

if TYPE_CHECKING:
    from rag.adapters.bundled_e5 import BundledE5


class Mode(StrEnum):
    """How a library is opened.

    READ takes no lock and never opens the vector store; WRITE holds the write lock until closed;
    SERVE writes too and keeps the vector store open for large libraries.
    """

    READ = "read"
    WRITE = "write"
    SERVE = "serve"


@contextmanager
def opened(
    settings: Settings, mode: Mode = Mode.READ, *, any_embedder: bool = False
) -> Iterator[Engine]:
    """An engine over the library in `settings.data`, closed at the end.

    `any_embedder` opens a library whose vectors another model made, to compute them again.
    Raises LibraryLocked, LibraryDamaged or LibraryTooNew for the library, ModelUnavailable for an
    embedder or chat model that cannot be opened.
    """
    engine = open_engine(settings, mode, any_embedder=any_embedder)
    try:
        yield engine
    finally:
        engine.close()


def open_engine(
    settings: Settings,
    mode: Mode = Mode.READ,
    *,
    any_embedder: bool = False,
    embedder: Embedder | None = None,
) -> Engine:
    """An engine the caller closes; `embedder` is one that is open already, to share it."""
    embedder = embedder or open_embedder(settings)
    library = Library.open(
        settings.data,
        embedder.name,
        embedder.dimensions,
        readonly=mode is Mode.READ,
        store=open_store(settings) if mode is Mode.SERVE or settings.chroma else None,
        exact_limit=settings.search.exact_limit,
        any_embedder=any_embedder,
    )
    originals = Originals(settings.data / "originals")
    known = Remembering(embedder)
    aimed = Aiming(known)
    retriever = Hybrid(
        library.corpus, library.lexical, library.dense, known, aimed, settings.search
    )
    fitted = calibration.load(reader_kind(settings), calibration_file(settings))
    encoder = open_encoder(settings, embedder)
    scorer = open_scorer(settings, encoder) if encoder else None
    reader = open_reader(settings, aimed, fitted, scorer)
    quoting = Quoting(library.corpus, fitted, settings.answer)
    plain = PlainReplies(library.corpus, retriever, embedder, quoting)
    chat = open_chat(settings.chat)
    asking = Ask(library, retriever, reader, fitted, settings, plain, quoting)
    ingesting = Ingest(library, originals, open_workshop(settings, embedder), settings)
    judge = ChatJudge(chat) if chat else None
    compare = comparing_by(encoder or embedder)
    return Engine(
        settings, library, originals, embedder, retriever, asking, ingesting, judge, compare
    ).written_by(chat)


def calibration_file(settings: Settings) -> Path:
    """Where a calibration of one's own is looked for."""
    return Path(settings.calibration) if settings.calibration else settings.data / calibration.FILE


def reader_kind(settings: Settings) -> str:
    """Which reader's calibration counts."""
    return "similarity" if settings.answer.reader == "similarity" else "trained"


def open_reader(
    settings: Settings, embedder: Embedder, fitted: Calibration, scorer: SpanScorer | None
) -> Reader:
    """The reader of the size that the settings name; `embedder` is that of search."""
    effort = Effort(settings.answer.passages_read, settings.answer.chars_read)
    return EvidenceReader(embedder, fitted, effort, scorer)


def open_encoder(settings: Settings, embedder: Embedder) -> BundledE5 | None:
    """The bundled encoder, whichever model embeds; none where sentences are judged by similarity.

    Raises ModelUnavailable where it cannot be opened.
    """
    if settings.answer.reader == "similarity":
        return None
    from rag.adapters.bundled_e5 import BundledE5

    return embedder if isinstance(embedder, BundledE5) else BundledE5(settings.cache)


def open_scorer(settings: Settings, encoder: BundledE5) -> SpanScorer:
    """A trained model over the bundled encoder.

    Raises ModelUnavailable where the settings name a file that holds no reader.
    """
    from rag.adapters.span_reader import SpanReader, bundled_reader

    named = settings.answer.reader
    file = bundled_reader() if named == "trained" else Path(named)
    return SpanReader(file, encoder, settings.cache, settings.ingest.threads)


def comparing_by(encoder: Embedder) -> Compare:
    """What holds claims against evidence: word by word where the encoder shows its tokens."""
    return lambda: Comparing(aligner_of(encoder))


def open_store(settings: Settings) -> StoreOpener | None:
    """The vector store for large libraries: a Chroma server's, or one in the data folder."""
    from rag.adapters.vectors import opener

    return opener(settings.chroma or "local")


def open_embedder(settings: Settings) -> Embedder:
    """The embedder the settings name: the bundled one, or any sentence-transformers model."""
    if settings.embedder == "bundled":
        from rag.adapters.bundled_e5 import BundledE5

        return BundledE5(settings.cache, threads=settings.ingest.threads)
    from rag.adapters.embedder import SentenceTransformerEmbedder

    return SentenceTransformerEmbedder(settings.embedder)


def open_workshop(settings: Settings, embedder: Embedder) -> Workshop:
    """Where files are read and embedded: in this process, or on Ray's workers."""
    if settings.ingest.engine == "local":
        return Bench(embedder, settings.passages, count_tokens)
    from rag.adapters.ray_ingest import RayWorkshop

    return RayWorkshop(partial(_open_bench, settings))


def _open_bench(settings: Settings) -> Bench:
    """A worker's own workshop; it embeds on one thread, beside the other workers."""
    alone = replace(settings, ingest=replace(settings.ingest, threads=1))
    return Bench(open_embedder(alone), settings.passages, count_tokens)


def open_chat(settings: ChatSettings) -> ChatModel | None:
    """The chat model the settings name; None for `none`."""
    if settings.model == "none":
        return None
    if settings.model.startswith("gguf:"):
        from rag.adapters.gguf import GgufChat

        return GgufChat(settings)
    from rag.adapters.chat import GrammarChat, LangChainChat

    held = settings.grammar_field and settings.model.startswith("openai:")
    return GrammarChat(settings) if held else LangChainChat(settings)

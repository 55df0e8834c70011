"""Libraries to evaluate over: the reader's own, or one made of a folder and kept by its content."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from rag.cli import printing
from rag.engine import Engine
from rag.errors import InputError
from rag.flows.ingest import READER_VERSION
from rag.ports import Embedder
from rag.settings import Settings
from rag.text import words
from rag.wiring import Mode, calibration_file, open_embedder, open_engine, opened

EmbedderOf = Callable[[Settings], Embedder]


@contextmanager
def library_of(
    settings: Settings, corpus: Path | None, embedder_of: EmbedderOf = open_embedder
) -> Iterator[Engine]:
    """The user's library, or a library of `corpus` that is made once for each content.

    `embedder_of` gives an embedder that is open already, where several engines share one.
    """
    own = settings if corpus is None else _made(settings, corpus)
    with closing(open_engine(own, embedder=embedder_of(own))) as engine:
        yield engine


def _made(settings: Settings, corpus: Path) -> Settings:
    """Settings of the library over a folder's documents, which are read where that is new."""
    if not corpus.is_dir():
        raise InputError(f"{corpus}: no such folder of documents")
    place = settings.cache / "evaluations" / _content_hash(corpus, settings)
    own = replace(settings, data=place, calibration=str(calibration_file(settings)))
    if not (place / "complete").exists():
        if not _ingest(own, corpus):
            raise InputError(f"{corpus}: holds no document that can be read")
        (place / "complete").touch()
    return own


def _ingest(settings: Settings, corpus: Path) -> int:
    """Read the folder; how many documents the library then holds."""
    with opened(settings, Mode.WRITE) as engine:
        printing.followed(engine.ingest([corpus]))
        return len(engine.documents())


def _content_hash(corpus: Path, settings: Settings) -> str:
    """Changes with any file's path or bytes, with the embedder and with how passages are cut."""
    parts = f"{settings.embedder} {settings.passages} {READER_VERSION} {words.VERSION}"
    digest = hashlib.sha256(parts.encode())
    for path in sorted(path for path in corpus.rglob("*") if path.is_file()):
        digest.update(str(path.relative_to(corpus)).encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]

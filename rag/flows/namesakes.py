"""Files of other folders that have the source of a document the library holds already.

A source is relative to the folder given, so a second folder's `notes.txt` would pass for a new
version of the first one's. As long as that one's file is still where it was read, the newcomer gets
its folder's name in front, as both do when the two folders are given together.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rag.index.corpus import Corpus, Known
from rag.index.intake import resolved
from rag.ingest.inputs import Input
from rag.text.paths import as_text

FIRST_PART = "0001"
"""What the first of several documents in one file, a mailbox say, is called."""


def known(corpus: Corpus, source: str) -> Known | None:
    """What the library has read under the source, from a file of one or several documents."""
    return corpus.known(source) or corpus.known(f"{source}/{FIRST_PART}")


def source_of(corpus: Corpus, item: Input) -> str:
    """The first of the names a file may have that no other folder's file has taken."""
    return next(
        (name for name in _names(item) if not _taken(known(corpus, name), item)), item.source
    )


def _names(item: Input) -> Iterator[str]:
    """The source, then with ever more of the folder's path in front."""
    name = item.source
    yield name
    for part in reversed(item.root.resolve().parts[1:]):
        name = f"{as_text(part)}/{name}"
        yield name


def _taken(holder: Known | None, item: Input) -> bool:
    """Whether the document read under a name came from another folder, and its file is there."""
    if holder is None or not holder.root or holder.root == resolved(item.root):
        return False
    return (Path(holder.root) / item.file.relative_to(item.root)).exists()

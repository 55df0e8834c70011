"""A reader's draft out of a file, in any format that documents are read from."""

from __future__ import annotations

from rag.errors import UsageError
from rag.ingest import plain, readers


def read_draft(name: str, data: bytes) -> str:
    """The canonical text of a draft, empty where it has no words.

    Parameters: `name` is the file's, whose ending tells the format; where it tells none, the
    bytes are plain text.

    Raises UnreadableFile with the reason, UsageError where it holds several documents.
    """
    if not data.strip():
        return ""
    found = readers.read(name, data) if readers.supported(name) else plain.read(name, data)
    if len(found) > 1:
        raise UsageError(f"{name}: holds {len(found)} documents; give one draft")
    return found[0].text

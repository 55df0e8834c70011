"""`footnote backup` and `footnote restore`: the data folder into one file, and back."""

from __future__ import annotations

import time
from argparse import Namespace
from pathlib import Path

from rag import calibration, history
from rag.cli import printing
from rag.flows.keeping.backup import backup
from rag.flows.keeping.contents import Kept
from rag.flows.keeping.manifest import Manifest
from rag.flows.keeping.restore import restore
from rag.flows.keeping.room import megabytes
from rag.server import accounts
from rag.settings import FILE, Settings

KEPT = Kept({history.FILE_NAME: history.History}, (FILE, calibration.FILE, accounts.FILE_NAME))


def make(options: Namespace, settings: Settings) -> int:
    """Write a backup; tells which originals the library no longer keeps."""
    target = Path(options.file)
    made = backup(settings.data, target, KEPT, show := _Bytes())
    show.done()
    for name in made.missing:
        printing.note(f"not kept in the library, so not in the backup: {name}")
    size = target.stat().st_size
    if getattr(options, "json", False):
        printing.value({"file": str(target), "bytes": size, **_told(made)})
    else:
        printing.note(f"{target}: {_counts(made)}, {megabytes(size)}, read back and found right")
    return 0


def put_back(options: Namespace, settings: Settings) -> int:
    """Put a backup into the data folder."""
    given = Path(options.file)
    found = restore(given, settings.data, KEPT, show := _Bytes(), replace=options.replace)
    show.done()
    if getattr(options, "json", False):
        printing.value({"file": str(given), "data": str(settings.data), **_told(found)})
    else:
        printing.note(f"{settings.data}: {_counts(found)}, as of {found.made}")
    return 0


class _Bytes:
    """Bytes as megabytes on one line of progress."""

    def __init__(self) -> None:
        self._counter = printing.Counter("MB")
        self._began = time.monotonic()
        self.done = self._counter.done

    def __call__(self, done: int, total: int) -> None:
        elapsed = max(time.monotonic() - self._began, 1e-6)
        left = elapsed / done * (total - done) if done else None
        self._counter(done // 10**6, total // 10**6, done / 1e6 / elapsed, left)


def _counts(of: Manifest) -> str:
    return f"{of.documents} documents, {of.passages} passages"


def _told(of: Manifest) -> dict[str, object]:
    return {
        "made": of.made,
        "schema": of.schema,
        "documents": of.documents,
        "passages": of.passages,
        "missing": list(of.missing),
    }

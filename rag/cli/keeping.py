"""`footnote backup` and `footnote restore`: the data folder into one file, and back."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rag import calibration, history
from rag.cli import printing
from rag.flows.keeping.backup import backup
from rag.flows.keeping.contents import Kept
from rag.flows.keeping.manifest import Manifest
from rag.flows.keeping.restore import restore
from rag.ingest.inputs import megabytes
from rag.server import accounts
from rag.settings import FILE, Settings

KEPT = Kept({history.FILE_NAME: history.History}, (FILE, calibration.FILE, accounts.FILE_NAME))


def make(options: Namespace, settings: Settings) -> int:
    """Write a backup; tells which originals the library no longer keeps."""
    target = Path(options.file)
    show = _bytes()
    made = backup(settings.data, target, KEPT, show.paced)
    show.done()
    for name in made.missing:
        printing.note(f"not kept in the library, so not in the backup: {name}")
    size = target.stat().st_size
    if options.json:
        printing.value({"file": str(target), "bytes": size, **_told(made)})
    else:
        printing.note(f"{target}: {_counts(made)}, {megabytes(size)}, read back and found right")
    return 0


def put_back(options: Namespace, settings: Settings) -> int:
    """Put a backup into the data folder."""
    given = Path(options.file)
    show = _bytes()
    found = restore(given, settings.data, KEPT, show.paced, replace=options.replace)
    show.done()
    if options.json:
        printing.value({"file": str(given), "data": str(settings.data), **_told(found)})
    else:
        printing.note(f"{settings.data}: {_counts(found)}, as of {found.made}")
    return 0


def _bytes() -> printing.Counter:
    return printing.Counter("MB", 10**6)


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

"""`footnote doctor`: what was looked at in the library, and what was mended."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict

from rag.cli import printing
from rag.index import care
from rag.index.lock import WriteLock
from rag.settings import Settings
from rag.text import words
from rag.wiring import open_store

_DAMAGED = 3


def doctor(options: Namespace, settings: Settings) -> int:
    """Examine the library, mend what can be made again when asked to; 3 when faults remain."""
    store = open_store(settings)
    if options.mend:
        with WriteLock(settings.data):
            findings = care.mend(settings.data, words, store)
    else:
        findings = care.check(settings.data, words, store)
    if options.json:
        printing.value({"findings": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            state = "ok" if finding.ok else "FAULT"
            way_out = f" — {finding.way_out}" if finding.way_out else ""
            printing.out(f"{state:6}{finding.name}: {finding.detail}{way_out}")
    return 0 if all(finding.ok for finding in findings) else _DAMAGED

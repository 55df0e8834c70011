"""Bundles on the command line: `ask --bundle FILE` writes one, `footnote verify` reads it."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from rag.bundle import Bundle
from rag.bundle.fates import Fate, Verification, Verified, verification_json
from rag.bundle.file import dumped, parsed
from rag.cli import printing
from rag.durable import replace_whole
from rag.errors import InputError
from rag.settings import Settings
from rag.wiring import opened


def save(bundle: Bundle, path: str) -> None:
    """Write a bundle atomically; raises InputError where that cannot be done."""
    content = dumped(bundle).encode()
    try:
        replace_whole(Path(path), lambda file: file.write(content))
    except OSError as error:
        raise InputError(f"{path}: the bundle cannot be written ({error.strerror})") from error


def verify(options: Namespace, settings: Settings) -> int:
    """Tell what became of each citation; 1 where words are changed or gone."""
    bundle = parsed(_read(options.bundle), options.bundle)
    with opened(settings) as engine:
        verification = engine.verify(bundle)
    if options.json:
        printing.value(verification_json(verification))
    else:
        _tell(verification)
    return int(not verification.holds)


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 text; give a file of `ask --bundle`") from error


def _tell(verification: Verification) -> None:
    printing.out(verification.question)
    for each in verification.citations:
        printing.out(f"\n[{each.citation.number}] {each.fate.value}  {_places(each)}")
        printing.out(f"    {printing.shortened(each.citation.quote)}")
        if each.fate is Fate.CHANGED and each.found:
            printing.out(f"  → {printing.shortened(each.found.quote)}")
            for words in each.reworded:
                printing.out(f"    {words.was or '(nothing)'} → {words.now or '(nothing)'}")
    if not verification.citations:
        printing.out("The answer cites nothing, so there is nothing to verify.")


def _places(verified: Verified) -> str:
    citation, found = verified.citation, verified.found
    stood = f"{citation.source}:{citation.span}"
    if found is None or verified.fate is Fate.UNCHANGED:
        return stood
    return f"{stood} → {found.source}:{found.span}"

"""`footnote draft-questions`: an evaluation file drafted from the library, for a person to edit."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from rag.cli import printing
from rag.errors import InputError, UsageError
from rag.evals.drafting.command import drafted
from rag.evals.drafting.draft import Draft
from rag.settings import Settings
from rag.wiring import opened


def draft_questions(options: Namespace, settings: Settings) -> int:
    """Draft questions from the library and write them where the options say."""
    if options.count < 1:
        raise UsageError(f"--count {options.count}: draft at least one question")
    target = _target(options)
    show = printing.Counter("documents")
    with opened(settings) as engine:
        drafts = drafted(
            engine,
            options.count,
            options.seed,
            observer=lambda done, total: show(done, total, 0.0, None),
        )
    show.done()
    lines = "".join(json.dumps(each.line, ensure_ascii=False) + "\n" for each in drafts)
    if target is not None:
        target.write_text(lines, encoding="utf-8")
    if options.json:
        printing.value({"file": str(target) if target else None, **_told(drafts)})
    elif target is None:
        sys.stdout.write(lines)
    _note(drafts, options.count, target)
    return 0


def _target(options: Namespace) -> Path | None:
    """The file to write; one that is there already may hold a person's edits and is not touched."""
    if not options.out or options.out == "-":
        return None
    target = Path(options.out)
    if target.exists() and not options.replace:
        raise InputError(f"{target}: is there already and may be edited; --replace overwrites it")
    if not target.parent.is_dir():
        raise InputError(f"{target}: its folder does not exist")
    return target


def _told(drafts: Sequence[Draft]) -> dict[str, object]:
    return {
        "drafted": len(drafts),
        "answerable": sum(draft.gold is not None for draft in drafts),
        "languages": dict(sorted(Counter(draft.language for draft in drafts).items())),
        "kinds": dict(sorted(Counter(draft.kind for draft in drafts).items())),
        "questions": [draft.line for draft in drafts],
    }


def _note(drafts: Sequence[Draft], count: int, target: Path | None) -> None:
    kinds = Counter(draft.kind for draft in drafts)
    told = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items()))
    place = f" in {target}" if target else ""
    fewer = "; no more could be asked well" if len(drafts) < count else ""
    printing.note(f"{len(drafts)} questions{place} ({told}){fewer}: read and edit them before use")

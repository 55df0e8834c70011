"""`footnote sources` and `footnote show`: what the library holds, looked at and corrected."""

from __future__ import annotations

import re
from argparse import Namespace
from dataclasses import asdict

from rag import wire
from rag.cli import printing
from rag.errors import UsageError
from rag.records import Role, Span
from rag.settings import Settings
from rag.wiring import Mode, opened

_PLACE = re.compile(r"^(?P<source>.+?)(?::(?P<stretch>[0-9]+-[0-9]+))?$", re.DOTALL)
_AROUND = 300
_EDITED = ("title", "publisher", "published", "kind", "author", "role")
_SERVED = {"list": (), "show": (), "edit": _EDITED, "remove": ("now",)}


def show(options: Namespace, settings: Settings) -> int:
    """Print a document, or a stretch of it with the words around it."""
    match = _PLACE.match(options.place)
    if match is None:
        raise UsageError(f"{options.place!r}: give SOURCE or SOURCE:START-END")
    with opened(settings) as engine:
        shown = engine.show(match["source"])
        entry = engine.entry(shown.document.id)
    text = shown.document.text
    whole = match["stretch"] is None
    span = Span(0, len(text)) if whole else _span(options.place, match["stretch"])
    if span.end > len(text):
        raise UsageError(f"{options.place}: the document has {len(text)} characters")
    if options.json:
        printing.value(wire.shown_json(shown.document, entry, span))
        return 0
    printing.entries([entry])
    printing.out(f"\n{text if whole else _in_context(text, span)}")
    return 0


def _span(place: str, stretch: str) -> Span:
    """The span of START-END; raises UsageError naming the place it was given in."""
    start, end = map(int, stretch.split("-"))
    if start > end:
        raise UsageError(f"{place}: {start} lies after {end}; give START-END")
    return Span(start, end)


def _in_context(text: str, span: Span) -> str:
    """The stretch between marks, with whole words around it; … where the text goes on."""
    first, last = max(0, span.start - _AROUND), min(len(text), span.end + _AROUND)
    before, after = text[first : span.start], text[span.end : last]
    if first and not text[first - 1].isspace():
        before = re.sub(r"^\S{1,40}(?=\s)", "", before)
    if last < len(text) and not text[last].isspace():
        after = re.sub(r"(?<=\s)\S{1,40}$", "", after)
    ahead, behind = "…" if first else "", "…" if last < len(text) else ""
    return f"{ahead}{before.lstrip() if first else before}⟦{span.of(text)}⟧{after}{behind}"


def sources(options: Namespace, settings: Settings) -> int:
    """Run the action the options name."""
    if options.action == "list" and options.document:
        raise UsageError(f"sources list {options.document}: to look at one, `sources show`")
    if options.action != "list" and not options.document:
        raise UsageError(f"sources {options.action}: name a source or a document id")
    names = sorted({"now", *_EDITED} - {*_SERVED[options.action]})
    astray = [f"--{name}" for name in names if getattr(options, name)]
    if astray:
        raise UsageError(f"{', '.join(astray)}: not with `sources {options.action}`")
    _ACTIONS[options.action](options, settings)
    return 0


def _list(options: Namespace, settings: Settings) -> None:
    with opened(settings) as engine:
        listed = engine.documents()
    if options.json:
        printing.value({"documents": [wire.document_json(entry) for entry in listed]})
    else:
        printing.entries(listed)


def _report(options: Namespace, settings: Settings) -> None:
    with opened(settings) as engine:
        entry = engine.entry(options.document)
        report = engine.report(entry.id)
    if options.json:
        printing.value({**wire.document_json(entry), "report": asdict(report)})
    else:
        printing.entries([entry])
        printing.report(report)


def _edit(options: Namespace, settings: Settings) -> None:
    changed: dict[str, object] = {
        name: given
        for name in ("title", "publisher", "published", "kind")
        if (given := getattr(options, name)) is not None
    }
    if options.author:
        changed["authors"] = tuple(options.author)
    roles = dict(_role_correction(given) for given in options.role)
    if not changed and not roles:
        raise UsageError("sources edit: say what to change, for example --title or --role")
    with opened(settings, Mode.WRITE) as engine:
        entry = engine.edit(options.document, changed, roles)
    if options.json:
        printing.value(wire.document_json(entry))
    else:
        printing.entries([entry])


def _role_correction(given: str) -> tuple[Span, Role]:
    match = re.fullmatch(r"([0-9]+-[0-9]+)=(\w+)", given)
    if match is None or match[2] not in set(Role):
        raise UsageError(f"--role {given!r}: give START-END=ROLE, ROLE one of {', '.join(Role)}")
    return _span(f"--role {given!r}", match[1]), Role(match[2])


def _remove(options: Namespace, settings: Settings) -> None:
    with opened(settings, Mode.WRITE) as engine:
        entry = engine.remove(options.document, now=options.now)
    if options.json:
        printing.value({"removed": entry.id, "source": entry.source, "undo": not options.now})
    else:
        undo = "" if options.now else "; ingest it again within 7 days to undo"
        printing.note(f"removed {entry.source}{undo}")


_ACTIONS = {"list": _list, "show": _report, "edit": _edit, "remove": _remove}

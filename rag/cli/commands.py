"""A function a command: options in, exit code out."""

from __future__ import annotations

import re
import time
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict

from rag import wire
from rag.cli import printing
from rag.engine import Engine
from rag.errors import UsageError
from rag.records import Filters, IngestEvent, IngestOutcome, Role, Span
from rag.settings import Settings, load
from rag.wiring import Mode, opened

_PLACE = re.compile(r"^(?P<source>.+?)(?::(?P<start>\d+)-(?P<end>\d+))?$", re.DOTALL)
_AROUND = 300


def run(options: Namespace) -> int:
    """Run the command the options name."""
    return int(_COMMANDS[options.command](options))


def _settings(options: Namespace, flags: Mapping[str, object] | None = None) -> Settings:
    loaded = load({"data": getattr(options, "data", None), **(flags or {})})
    for warning in loaded.warnings:
        printing.note(f"footnote: {warning}")
    return loaded.settings


@contextmanager
def _engine(
    options: Namespace, mode: Mode = Mode.READ, flags: Mapping[str, object] | None = None
) -> Iterator[Engine]:
    with opened(_settings(options, flags), mode) as engine:
        yield engine


def _as_json(options: Namespace) -> bool:
    return bool(getattr(options, "json", False))


def _filters(options: Namespace) -> Filters:
    """The filters given; of several dates the narrowest counts."""
    return Filters(
        documents=tuple(options.document),
        languages=tuple(options.language),
        publishers=tuple(options.publisher),
        since=max(options.since) if options.since else None,
        until=min(options.until) if options.until else None,
        roles=tuple(Role(role) for role in options.role),
    )


def _ingest(options: Namespace) -> int:
    began = time.monotonic()
    show = printing.Progress()
    events: list[IngestEvent] = []
    with _engine(options, Mode.WRITE, {"ingest.engine": options.engine}) as engine:
        for event in engine.ingest(options.paths, prune=options.prune):
            show(event)
            events.append(event)
    show.done()
    report = wire.ingest_json(events, time.monotonic() - began)
    if _as_json(options):
        printing.value(report)
    else:
        counts = ("added", "updated", "unchanged", "removed")
        printing.note(", ".join(f"{report[name]} {name}" for name in counts))
    return int(any(event.outcome is IngestOutcome.FAILED for event in events))


def _ask(options: Namespace) -> int:
    model = "none" if options.no_model else options.model
    with _engine(options, flags={"chat.model": model}) as engine:
        answer = engine.ask(options.question, filters=_filters(options))
        if options.bundle:
            from rag.cli.verifying import save

            save(engine.bundle(answer), options.bundle)
    if _as_json(options):
        printing.value(wire.answer_json(answer))
    else:
        printing.answer(answer)
    return 0


def _search(options: Namespace) -> int:
    with _engine(options) as engine:
        hits = engine.search(options.question, depth=options.depth, filters=_filters(options))
        sources = {
            hit.passage.document_id: engine.entry(hit.passage.document_id).source for hit in hits
        }
    if _as_json(options):
        found = [wire.hit_json(hit, sources[hit.passage.document_id]) for hit in hits]
        printing.value({"question": options.question, "retrieved": found})
    else:
        printing.hits(hits, sources)
    return 0


def _show(options: Namespace) -> int:
    match = _PLACE.match(options.place)
    if match is None:
        raise UsageError(f"{options.place!r}: give SOURCE or SOURCE:START-END")
    with _engine(options) as engine:
        shown = engine.show(match["source"])
        entry = engine.entry(shown.document.id)
    text = shown.document.text
    span = Span(int(match["start"]), int(match["end"])) if match["start"] else Span(0, len(text))
    if span.end > len(text):
        raise UsageError(f"{options.place}: the document has {len(text)} characters")
    if _as_json(options):
        printing.value(wire.shown_json(shown.document, entry, span))
        return 0
    printing.entries([entry])
    before = text[max(0, span.start - _AROUND) : span.start]
    after = text[span.end : span.end + _AROUND]
    marks = ("⟦", "⟧") if match["start"] else ("", "")
    print(f"\n{before}{marks[0]}{span.of(text)}{marks[1]}{after}")
    return 0


def _sources(options: Namespace) -> int:
    if options.action != "list" and not options.document:
        raise UsageError(f"sources {options.action}: name a source or a document id")
    return _SOURCES[options.action](options)


def _sources_list(options: Namespace) -> int:
    with _engine(options) as engine:
        listed = engine.documents()
    if _as_json(options):
        printing.value({"documents": [wire.document_json(entry) for entry in listed]})
    else:
        printing.entries(listed)
    return 0


def _sources_show(options: Namespace) -> int:
    with _engine(options) as engine:
        entry = engine.entry(options.document)
        report = engine.report(entry.id)
    if _as_json(options):
        printing.value({**wire.document_json(entry), "report": asdict(report)})
    else:
        printing.entries([entry])
        printing.report(report)
    return 0


def _sources_edit(options: Namespace) -> int:
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
    with _engine(options, Mode.WRITE) as engine:
        entry = engine.edit(options.document, changed, roles)
    if _as_json(options):
        printing.value(wire.document_json(entry))
    else:
        printing.entries([entry])
    return 0


def _role_correction(given: str) -> tuple[Span, Role]:
    match = re.fullmatch(r"(\d+)-(\d+)=(\w+)", given)
    if match is None or match[3] not in set(Role):
        raise UsageError(f"--role {given!r}: give START-END=ROLE, ROLE one of {', '.join(Role)}")
    return Span(int(match[1]), int(match[2])), Role(match[3])


def _sources_remove(options: Namespace) -> int:
    with _engine(options, Mode.WRITE) as engine:
        entry = engine.remove(options.document, now=options.now)
    if _as_json(options):
        printing.value({"removed": entry.id, "source": entry.source, "undo": not options.now})
    else:
        undo = "" if options.now else "; ingest it again within 7 days to undo"
        printing.note(f"removed {entry.source}{undo}")
    return 0


def _check(options: Namespace) -> int:
    from rag.cli.checking import check

    return check(options, _settings(options))


def _verify(options: Namespace) -> int:
    from rag.cli.verifying import verify

    return verify(options, _settings(options, {"chat.model": "none"}))


def _mcp(options: Namespace) -> int:
    from rag.server.mcp.stdio import serve

    return serve(_settings(options))


def _eval(options: Namespace) -> int:
    from rag.cli.evaluating import evaluate

    model = "none" if options.no_model else None
    return evaluate(options, _settings(options, {"chat.model": model}))


def _draft_questions(options: Namespace) -> int:
    from rag.cli.drafting import draft_questions

    return draft_questions(options, _settings(options, {"chat.model": "none"}))


def _reindex(options: Namespace) -> int:
    show = printing.Counter("passages")
    began = time.monotonic()
    done = 0
    with opened(_settings(options), Mode.WRITE, any_embedder=options.embed) as engine:
        for step in engine.reindex(embed=options.embed):
            done = step.done
            elapsed = max(time.monotonic() - began, 1e-6)
            show(done, step.total, done / elapsed, elapsed / done * (step.total - done))
        passages = engine.library.corpus.statistics().passages
    show.done()
    if _as_json(options):
        printing.value({"passages": passages, "embedded": done})
    else:
        printing.note(f"rebuilt the indexes over {passages} passages, {done} embedded again")
    return 0


def _calibrate(options: Namespace) -> int:
    from rag.cli.calibrating import calibrate

    return calibrate(options, _settings(options, {"chat.model": "none"}))


def _doctor(options: Namespace) -> int:
    from rag.cli.caring import doctor

    return doctor(options, _settings(options))


def _backup(options: Namespace) -> int:
    from rag.cli import keeping

    return keeping.make(options, _settings(options))


def _restore(options: Namespace) -> int:
    from rag.cli import keeping

    return keeping.put_back(options, _settings(options))


def _ui(options: Namespace) -> int:
    flags = {"server.host": options.host, "server.ui_port": options.port}
    if options.docs:
        _bring_up_to_date(options)
    with _engine(options, Mode.SERVE, flags) as engine:
        from ui.app import launch

        given = engine.settings.server
        launch(engine, given.host, given.ui_port, open_to_all=options.open_to_all)
    return 0


def _serve(options: Namespace) -> int:
    from rag.cli.serving import serve

    flags = {"server.host": options.host, "server.api_port": options.port}
    return serve(options, _settings(options, flags))


def _users(options: Namespace) -> int:
    from rag.cli.people import users

    return users(options, _settings(options))


def _bring_up_to_date(options: Namespace) -> None:
    """Read what is new or changed under the folders given, before the page opens."""
    show = printing.Progress()
    with _engine(options, Mode.WRITE) as engine:
        events = []
        for event in engine.ingest(options.docs):
            show(event)
            events.append(event)
    show.done()
    new = sum(e.outcome in (IngestOutcome.ADDED, IngestOutcome.UPDATED) for e in events)
    printing.note(f"{len(events)} files, {new} new or changed")


_SOURCES = {
    "list": _sources_list,
    "show": _sources_show,
    "edit": _sources_edit,
    "remove": _sources_remove,
}

_COMMANDS = {
    "ingest": _ingest,
    "ask": _ask,
    "search": _search,
    "show": _show,
    "sources": _sources,
    "check": _check,
    "verify": _verify,
    "mcp": _mcp,
    "eval": _eval,
    "draft-questions": _draft_questions,
    "reindex": _reindex,
    "calibrate": _calibrate,
    "doctor": _doctor,
    "backup": _backup,
    "restore": _restore,
    "ui": _ui,
    "serve": _serve,
    "users": _users,
}

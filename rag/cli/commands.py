"""A function a command: options in, exit code out."""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rag import wire
from rag.cli import printing
from rag.engine import Engine
from rag.errors import UsageError
from rag.records import Filters, IngestOutcome, Role
from rag.settings import Settings, load
from rag.wiring import Mode, opened


def run(options: Namespace) -> int:
    """Run the command the options name."""
    return int(_COMMANDS[options.command](options))


def _settings(options: Namespace, flags: Mapping[str, object] | None = None) -> Settings:
    loaded = load({"data": options.data, **(flags or {})})
    for warning in loaded.warnings:
        printing.note(f"footnote: {warning}")
    return loaded.settings


@contextmanager
def _engine(
    options: Namespace, mode: Mode = Mode.READ, flags: Mapping[str, object] | None = None
) -> Iterator[Engine]:
    with opened(_settings(options, flags), mode) as engine:
        yield engine


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
    with _engine(options, Mode.WRITE, {"ingest.engine": options.engine}) as engine:
        events = printing.followed(engine.ingest(options.paths, prune=options.prune, apart=True))
    report = wire.ingest_json(events, time.monotonic() - began)
    if options.json:
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
    if options.json:
        printing.value(wire.answer_json(answer))
    else:
        printing.answer(answer)
    return 0


def _search(options: Namespace) -> int:
    if options.depth is not None and options.depth < 1:
        raise UsageError(f"--depth {options.depth}: look for at least one passage")
    filters = _filters(options)
    with _engine(options) as engine:
        hits = engine.search(options.question, depth=options.depth, filters=filters)
        sources = engine.asking.sources(hits)
        searched = engine.library.corpus.searched(filters)
    if options.json:
        told = wire.search_json(options.question, hits, sources)
        printing.value({**told, "searched": wire.searched_json(searched)})
    else:
        printing.hits(hits, sources)
        printing.left_out(searched)
    return 0


def _show(options: Namespace) -> int:
    from rag.cli.sources import show

    return show(options, _settings(options))


def _sources(options: Namespace) -> int:
    from rag.cli.sources import sources

    return sources(options, _settings(options))


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
    done = 0
    with opened(_settings(options), Mode.WRITE, any_embedder=options.embed) as engine:
        if options.embed:
            for step in engine.reembed():
                done = step.done
                show.paced(done, step.total)
        else:
            engine.reindex()
        passages = engine.library.corpus.statistics().passages
    show.done()
    if options.json:
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
    with _engine(options, Mode.WRITE) as engine:
        events = printing.followed(engine.ingest(options.docs, apart=True))
    new = sum(e.outcome in (IngestOutcome.ADDED, IngestOutcome.UPDATED) for e in events)
    printing.note(f"{len(events)} files, {new} new or changed")


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

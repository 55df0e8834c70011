"""The command line's grammar; nothing here imports more than the standard library."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from rag import __version__

_ROLES = "body heading abstract quotation comment caption note reference boilerplate unknown"


def parsed(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The options of a command line; global flags are there whether or not they were given."""
    return parser().parse_args(arguments, argparse.Namespace(data=None, json=False, debug=False))


def parser() -> argparse.ArgumentParser:
    """The parser of `footnote`; global flags are taken before and after the command's name."""
    everywhere = argparse.ArgumentParser(add_help=False, argument_default=argparse.SUPPRESS)
    everywhere.add_argument("--data", metavar="DIR", help="the data folder that holds the library")
    everywhere.add_argument("--json", action="store_true", help="one JSON value on standard output")
    everywhere.add_argument("--debug", action="store_true", help="show tracebacks")
    main = argparse.ArgumentParser(
        prog="footnote",
        description="Questions answered from your own documents, every sentence cited.",
        parents=[everywhere],
    )
    main.add_argument("--version", action="version", version=f"footnote {__version__}")
    commands = main.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def command(name: str, summary: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=summary, description=summary, parents=[everywhere])

    _ingest(command("ingest", "read files, folders, archives and globs into the library"))
    _ask(command("ask", "answer a question with citations"))
    _search(command("search", "show the passages found, with their scores"))
    _show(command("show", "show a document, or a stretch of it in context"))
    _sources(command("sources", "list, show, edit or remove the library's documents"))
    _check(command("check", "check each sentence of a draft against the library"))
    _verify(command("verify", "tell what became of the citations of an exported answer"))
    _eval(command("eval", "evaluate answers against a question file"))
    _draft_questions(command("draft-questions", "draft an evaluation file from the library"))
    _calibrate(command("calibrate", "fit when to abstain on questions with known answers"))
    _reindex(command("reindex", "rebuild the derived indexes"))
    _doctor(command("doctor", "check the library's health"))
    _backup(command("backup", "write the whole library into one file"))
    _restore(command("restore", "put a backup into the data folder"))
    _ui(command("ui", "open the chat page"))
    _serve(command("serve", "serve the API alone, without the page"))
    _users(command("users", "say who may sign in to the page and the API"))
    command("mcp", "serve the library to other programs by MCP over standard input and output")
    return main


def _filters(to: argparse.ArgumentParser) -> None:
    group = to.add_argument_group("filters (repeatable)")
    group.add_argument("--document", action="append", default=[], metavar="SOURCE")
    group.add_argument("--language", action="append", default=[], metavar="CODE")
    group.add_argument("--publisher", action="append", default=[], metavar="NAME")
    group.add_argument("--since", action="append", metavar="DATE")
    group.add_argument("--until", action="append", metavar="DATE")
    group.add_argument("--role", action="append", default=[], choices=_ROLES.split())


def _ingest(to: argparse.ArgumentParser) -> None:
    to.add_argument("paths", nargs="+", metavar="PATH")
    to.add_argument("--prune", action="store_true", help="remove documents whose file is gone")
    to.add_argument("--engine", choices=["local", "ray"], help="where files are read and embedded")


def _ask(to: argparse.ArgumentParser) -> None:
    to.add_argument("question")
    to.add_argument("--bundle", metavar="FILE", help="also write the answer to verify later")
    model = to.add_mutually_exclusive_group()
    model.add_argument("--model", metavar="SPEC", help="provider:name")
    model.add_argument("--no-model", action="store_true", help="quote, even where a model is set")
    _filters(to)


def _search(to: argparse.ArgumentParser) -> None:
    to.add_argument("question")
    to.add_argument("--depth", type=int, metavar="N", help="how many passages")
    _filters(to)


def _show(to: argparse.ArgumentParser) -> None:
    to.add_argument("place", metavar="SOURCE[:START-END]")


def _sources(to: argparse.ArgumentParser) -> None:
    to.add_argument("action", nargs="?", default="list", choices=["list", "show", "edit", "remove"])
    to.add_argument("document", nargs="?", metavar="X", help="a source or a document id")
    to.add_argument("--now", action="store_true", help="remove for good, without undo")
    edit = to.add_argument_group("edit")
    edit.add_argument("--title")
    edit.add_argument("--publisher")
    edit.add_argument("--author", action="append", metavar="NAME")
    edit.add_argument("--published", metavar="DATE")
    edit.add_argument("--kind")
    edit.add_argument("--role", metavar="START-END=ROLE", action="append", default=[])


def _check(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", metavar="FILE|-", help="a draft; - reads standard input")


def _verify(to: argparse.ArgumentParser) -> None:
    to.add_argument("bundle", metavar="BUNDLE", help="a file that `ask --bundle` wrote")


def _eval(to: argparse.ArgumentParser) -> None:
    to.add_argument("paths", nargs="+", metavar="QUESTIONS.jsonl|DIR")
    to.add_argument("--corpus", metavar="DIR", help="documents to answer from")
    to.add_argument("--predictions", metavar="FILE", help="write one answer a line")
    to.add_argument("--report", metavar="FILE", help="write the figures as JSON")
    to.add_argument("--html", metavar="FILE", help="write a report to open in a browser")
    to.add_argument("--junit", metavar="FILE", help="write gates as JUnit XML")
    to.add_argument("--baseline", metavar="FILE", help="an earlier report to compare with")
    to.add_argument("--fail-under", action="append", default=[], metavar="M=X")
    to.add_argument("--max-drop", type=float, metavar="X")
    to.add_argument("--split", choices=["all", "tuning", "kept"], default="all")
    to.add_argument("--judge", metavar="SPEC", help="also ask this chat model's opinion")
    to.add_argument("--ragas", metavar="FILE", help="write the answers as rows for RAGAS")
    to.add_argument("--sweep", metavar="FILE", help="compare the settings a TOML file lists")
    to.add_argument("--no-model", action="store_true", help="evaluate without the chat model")


def _draft_questions(to: argparse.ArgumentParser) -> None:
    to.add_argument("--count", type=int, default=50, metavar="N", help="how many at most")
    to.add_argument("--out", metavar="FILE", help="write here; without it to standard output")
    to.add_argument("--replace", action="store_true", help="overwrite FILE")
    to.add_argument("--seed", type=int, default=0, metavar="N", help="another choice of questions")


def _calibrate(to: argparse.ArgumentParser) -> None:
    to.add_argument("paths", nargs="+", metavar="QUESTIONS.jsonl|DIR")
    to.add_argument("--corpus", metavar="DIR", help="documents the questions are about")
    to.add_argument("--output", metavar="FILE", help="write here instead of the data folder")
    to.add_argument("--split", choices=["all", "tuning"], default="tuning")


def _reindex(to: argparse.ArgumentParser) -> None:
    to.add_argument("--embed", action="store_true", help="compute the vectors again too")


def _doctor(to: argparse.ArgumentParser) -> None:
    to.add_argument("--mend", action="store_true", help="repair what can be repaired")


def _backup(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", metavar="FILE", help="a new file, or an older backup to replace")


def _restore(to: argparse.ArgumentParser) -> None:
    to.add_argument("file", metavar="FILE", help="what `footnote backup` wrote")
    to.add_argument("--replace", action="store_true", help="take the place of what is there")


def _ui(to: argparse.ArgumentParser) -> None:
    _serve(to)
    to.add_argument(
        "--docs", action="append", default=[], metavar="PATH", help="read these first where changed"
    )


def _serve(to: argparse.ArgumentParser) -> None:
    to.add_argument("--host", metavar="ADDRESS")
    to.add_argument("--port", type=int, metavar="N")
    to.add_argument(
        "--open-to-all", action="store_true", help="let everybody in who can reach the address"
    )


def _users(to: argparse.ArgumentParser) -> None:
    actions = ["list", "add", "password", "remove", "key", "revoke"]
    to.add_argument("action", nargs="?", default="list", choices=actions)
    to.add_argument("name", nargs="?", metavar="NAME", help="a person; for revoke a key's id")
    to.add_argument("--label", metavar="TEXT", help="what a key is used for")

"""The command line: `footnote COMMAND`. Thin: it parses, calls the engine, prints, sets exit codes.

Results go to standard output, everything else to standard error. With `--json` standard output
holds exactly one JSON value, where a command fails too:
`{"error": {"message", "problems": [], "exit_code"}}`.
"""

from __future__ import annotations

import errno
import io
import json
import os
import sys
import traceback
from collections.abc import Sequence

from rag.cli.arguments import parsed
from rag.errors import InputError, RagError, UnreadableFile

_INTERRUPTED = 130
_USAGE = 2
_OUTPUT_FULL = (errno.ENOSPC, errno.EIO)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of the contract (0, 1, 2 or 3)."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _print_in_utf_8()
    try:
        return _run(given)
    except BrokenPipeError:
        _print_no_more()
        return 0


def _run(given: Sequence[str]) -> int:
    try:
        options = parsed(given)
    except SystemExit as stop:
        if stop.code == _USAGE and "--json" in given:
            _tell_as_json("wrong usage; standard error says what is right", (), _USAGE)
        raise
    try:
        from rag.cli import commands

        code = commands.run(options)
        print(end="", flush=True)
        return code
    except UnreadableFile as error:
        return _failed(InputError(str(error)), options.json, options.debug)
    except RagError as error:
        return _failed(error, options.json, options.debug)
    except KeyboardInterrupt:
        print("footnote: stopped; what was acknowledged is kept", file=sys.stderr)
        if options.json:
            _tell_as_json("stopped", (), _INTERRUPTED)
        return _INTERRUPTED
    except BrokenPipeError:
        raise
    except OSError as error:
        if error.errno in _OUTPUT_FULL and not error.filename:
            _print_no_more()
        place = f"{error.filename}: " if error.filename else ""
        known = InputError(f"{place}{error.strerror or error}")
        return _failed(known, options.json, options.debug)


def _print_in_utf_8() -> None:
    """Whatever the terminal's encoding: JSON is UTF-8, and answers are in every script.

    Half a surrogate pair, as from an argument that is not UTF-8, becomes a question mark.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _print_no_more() -> None:
    """Let what is still to print go nowhere: nobody reads on (`| head -1`), or nothing fits."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(error: RagError, as_json: bool, debug: bool) -> int:
    from rag.cli import printing

    if debug:
        traceback.print_exc()
    printing.note(f"footnote: {error}")
    if as_json:
        _tell_as_json(str(error), getattr(error, "problems", ()), error.exit_code)
    return error.exit_code


def _tell_as_json(message: str, problems: Sequence[str], exit_code: int) -> None:
    told = {"message": message, "problems": [*problems], "exit_code": exit_code}
    print(json.dumps({"error": told}, ensure_ascii=False, indent=1))

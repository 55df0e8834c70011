"""The command line: `footnote COMMAND`. Thin: it parses, calls the engine, prints, sets exit codes.

Results go to standard output, everything else to standard error; with `--json` standard output
holds exactly one JSON value.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence

from rag.cli.arguments import parsed
from rag.errors import InputError, RagError

_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code of the contract (0, 1, 2 or 3)."""
    options = parsed(arguments)
    try:
        from rag.cli import commands

        return commands.run(options)
    except RagError as error:
        return _failed(error, options.debug)
    except KeyboardInterrupt:
        print("footnote: stopped; what was acknowledged is kept", file=sys.stderr)
        return _INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        known = InputError(f"{error.filename or 'file'}: {error.strerror or error}")
        return _failed(known, options.debug)


def _failed(error: RagError, debug: bool) -> int:
    if debug:
        traceback.print_exc()
    print(f"footnote: {error}", file=sys.stderr)
    return error.exit_code

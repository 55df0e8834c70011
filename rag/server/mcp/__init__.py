"""The library as tools for other programs, by the Model Context Protocol.

`stdio.py` serves one program over standard input and output, `http.py` many beside the REST API;
both carry what `offered.py` puts together. Everything but this file needs the extra `mcp`.
"""

from __future__ import annotations

from importlib.util import find_spec

from rag.errors import UsageError
from rag.settings import Settings


def installed() -> bool:
    """Whether the extra `mcp` is there."""
    return find_spec("mcp") is not None


def serve(settings: Settings) -> int:
    """Serve one program over standard input and output (`stdio.serve`).

    Raises UsageError where the extra is not installed.
    """
    if not installed():
        raise UsageError("mcp: the package is not installed; run `pip install 'footnote[mcp]'`")
    from rag.server.mcp import stdio

    return stdio.serve(settings)

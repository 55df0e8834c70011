"""Versions of everything a figure depends on besides settings, prompts and index."""

from __future__ import annotations

import platform
import re
from importlib import metadata

from rag import __version__


def versions() -> dict[str, str]:
    """This package, the interpreter, and every distribution the package depends on, by name."""
    found = {"footnote": __version__, "python": platform.python_version()}
    try:
        required = metadata.requires("footnote") or []
    except metadata.PackageNotFoundError:
        required = ["numpy"]
    for line in required:
        name = re.split(r"[^\w.-]", line, maxsplit=1)[0]
        if "extra ==" not in line:
            try:
                found[name] = metadata.version(name)
            except metadata.PackageNotFoundError:
                continue
    return found

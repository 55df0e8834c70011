"""Parts of a page that a script writes anew, each between two comments with its name."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.md"


def shared() -> Path:
    """The folder of evaluation sets, which is not part of the repository."""
    return Path(os.environ.get("FOOTNOTE_SHARED", HERE.parent.parent / "shared"))


def write(name: str, text: str, page: Path = RESULTS) -> None:
    """Replace the part `name` of a page; it is added at the end where it is missing."""
    begin, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    whole = page.read_text(encoding="utf-8") if page.exists() else "# Results\n"
    head, found, rest = whole.partition(begin)
    tail = rest.partition(end)[2] if found else "\n"
    head = head if found else f"{head.rstrip()}\n\n"
    page.write_text(f"{head}{begin}\n\n{text.strip()}\n\n{end}{tail}", encoding="utf-8")


def read(name: str, page: Path = RESULTS) -> str:
    """The part `name` of a page; empty where it is missing."""
    rest = page.read_text(encoding="utf-8").partition(f"<!-- {name} -->")[2]
    return rest.partition(f"<!-- end of {name} -->")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of the table in a text, its head first."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [cells[0], *cells[2:]] if cells else []


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table, the first column to the left and all others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def machine() -> str:
    """What the figures were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{cores} cores, {platform.machine()}, Python {platform.python_version()}"

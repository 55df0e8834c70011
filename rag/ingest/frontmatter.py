"""Reads what a person declared about a file: front matter at its top, and a sidecar beside it.

Front matter is YAML between two lines of `---` at the very top of a text. A sidecar is TOML in
`NAME.meta.toml` beside the file NAME. Both hold the keys of `declared`.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass

from rag.ingest.declared import Declared, declared
from rag.records import Provenance, Span

SIDECAR_SUFFIX = ".meta.toml"

_NOWHERE = Span(0, 0)
_UNKNOWN = Provenance()
_FENCE = "---"
_LONGEST_CHARS = 20_000
_KEY_LINE = re.compile(r"^[A-Za-z][\w-]*[ \t]*:(?:[ \t]|$)", re.MULTILINE)
_NESTED = re.compile(r"[\[{]")
_DEEPEST = 50


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """Front matter's place in a text (empty where there is none) and what it declares."""

    span: Span = _NOWHERE
    provenance: Provenance = _UNKNOWN
    problems: tuple[str, ...] = ()


def find(text: str) -> FrontMatter:
    """The front matter of a canonical text. Broken front matter is a problem, never an error."""
    inside = _fenced(text)
    if inside is None or not _KEY_LINE.search(inside.of(text)):
        return FrontMatter()
    closing = text.find("\n", inside.end + 1)
    span = Span(0, len(text) if closing < 0 else closing)
    found = _yaml(inside.of(text))
    return FrontMatter(span, found.provenance, found.problems)


def sidecar(data: bytes) -> Declared:
    """What a sidecar declares. A broken one is a problem, never an error."""
    try:
        values = tomllib.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        return Declared(problems=(f"sidecar: not valid TOML: {error}",))
    return declared(values, "sidecar")


def _fenced(text: str) -> Span | None:
    """What stands between two fences that open the text."""
    if not text.startswith(_FENCE + "\n"):
        return None
    start = len(_FENCE) + 1
    at = start - 1
    while (at := text.find(f"\n{_FENCE}", at, start + _LONGEST_CHARS)) >= 0:
        line_end = text.find("\n", at + 1)
        line = text[at + 1 : len(text) if line_end < 0 else line_end]
        if line.rstrip() == _FENCE:
            return Span(start, max(start, at))
        at += 1
    return None


def _yaml(source: str) -> Declared:
    """Keys and values as strings: with BaseLoader YAML makes neither dates nor objects."""
    import yaml

    if len(_NESTED.findall(source)) > _DEEPEST:
        return Declared(problems=("front matter: nested too deeply to be read",))
    try:
        values = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        return Declared(problems=(f"front matter: not valid YAML: {reason}",))
    if not isinstance(values, dict) or not all(isinstance(key, str) for key in values):
        return Declared(problems=("front matter: not a list of keys and values",))
    return declared(values, "front matter")

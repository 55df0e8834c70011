"""Provenance that a person wrote down: the one form front matter and sidecars share.

    title      text
    publisher  text (the outlet, journal or house)
    authors    a name, or a list of names
    published  an ISO date of the precision known: 2021-01-26, 2021-01 or 2021
    languages  a language code, or a list of them (also as `language`)
    kind       text ("article", "report", "mail", ...)
    origin     text (an address the file came from)
    note       text shown with every citation

Keys outside this list, and values of another form, are reported and left out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rag.ingest import names
from rag.records import Provenance

_UNKNOWN = Provenance()
_ALIASES = {"author": "authors", "language": "languages", "lang": "languages", "date": "published"}
_KEYS = ("title", "publisher", "authors", "published", "languages", "kind", "origin", "note")
_LISTS = frozenset({"authors", "languages"})
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?=$|[T ])")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Declared:
    """What was declared, with the keys and values that could not be used, in words."""

    provenance: Provenance = _UNKNOWN
    problems: tuple[str, ...] = ()


def declared(values: Mapping[str, object], where: str) -> Declared:
    """Provenance from keys and values; `where` ("front matter") begins each problem."""
    known: dict[str, Any] = {}
    problems: list[str] = []
    for key, value in values.items():
        name = _ALIASES.get(key.strip().lower(), key.strip().lower())
        if name not in _KEYS:
            problems.append(f"{where}: unknown key {key!r}; known: {', '.join(_KEYS)}")
            continue
        found = _FORMS[name](value)
        if found:
            known[name] = found
        elif value not in (None, "", []):
            problems.append(f"{where}: {key} = {str(value)[:60]!r} is not {_EXPECTED[name]}")
    return Declared(Provenance(**known), tuple(problems))


def iso_date(value: object) -> str | None:
    """An ISO date of the precision given, without a time of day; None for another form."""
    match = _DATE.match(str(value).strip())
    return match[0] if match else None


def language_codes(value: object) -> tuple[str, ...]:
    """Language codes without their region ("fa-IR" is "fa"), or nothing where one is no code."""
    parts = [part for text in _texts(value) for part in re.split(r"[\s,;]+", text) if part]
    if not all(_LANGUAGE.fullmatch(part) for part in parts):
        return ()
    return tuple(dict.fromkeys(re.split("[-_]", part)[0].lower() for part in parts))


def _text(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return " ".join(str(value).split()) or None


def _texts(value: object) -> list[str]:
    if not isinstance(value, list | tuple):
        value = [value]
    return [text for item in value if (text := _text(item))]


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return names.split(value)
    return tuple(_texts(value))


_FORMS: dict[str, Callable[[object], object]] = {
    "title": _text,
    "publisher": _text,
    "authors": _authors,
    "published": iso_date,
    "languages": language_codes,
    "kind": _text,
    "origin": _text,
    "note": _text,
}
_EXPECTED = dict.fromkeys(_KEYS, "text") | {
    "authors": "a name or a list of names",
    "published": "an ISO date such as 2021-01-26, 2021-01 or 2021",
    "languages": "a language code or a list of them",
}

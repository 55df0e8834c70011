"""What a backup says of itself: its format, what the library held, and every file's hash."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rag.errors import InputError, LibraryTooNew

FORMAT = 1
_DIGITS = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Member:
    """One file in a backup: its path in the data folder, its size and its SHA-256."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A backup's table of contents.

    `schema` is the version of the library's database, `made` the time in UTC (ISO 8601), and
    `missing` the paths of originals that the library refers to and no longer keeps.
    """

    footnote: str
    schema: int
    made: str
    documents: int
    passages: int
    members: tuple[Member, ...]
    missing: tuple[str, ...] = ()
    format: int = FORMAT

    @property
    def size_bytes(self) -> int:
        """All files together, unpacked."""
        return sum(member.size_bytes for member in self.members)

    def dumped(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)


def parsed(name: object, text: bytes) -> Manifest:
    """The manifest of the backup `name`; raises InputError that names all that is wrong with it.

    Raises LibraryTooNew for a backup of a format that only a newer Footnote knows.
    """
    try:
        given = json.loads(text)
    except ValueError as error:
        raise InputError(f"{name} is no backup: its manifest cannot be read ({error})") from error
    if not isinstance(given, dict):
        raise InputError(f"{name} is no backup: its manifest is no object")
    if isinstance(given.get("format"), int) and given["format"] > FORMAT:
        raise LibraryTooNew(
            f"{name} has backup format {given['format']}, and this Footnote knows up to {FORMAT}: "
            "install a newer Footnote"
        )
    if problems := list(_problems(given)):
        raise InputError(f"{name} is no usable backup: its manifest is wrong", problems)
    members = tuple(Member(**member) for member in given["members"])
    known = {key: given[key] for key in _KINDS if key not in ("members", "missing")}
    return Manifest(**known, members=members, missing=tuple(given["missing"]))


_KINDS: Mapping[str, type] = {
    "format": int,
    "footnote": str,
    "schema": int,
    "made": str,
    "documents": int,
    "passages": int,
    "members": list,
    "missing": list,
}


def _problems(given: Mapping[str, Any]) -> Iterator[str]:
    for key, kind in _KINDS.items():
        if not isinstance(given.get(key), kind):
            yield f"{key}: {given.get(key)!r} is not {kind.__name__}"
    members = given.get("members")
    if not isinstance(members, list):
        return
    yield from (f"members: {member!r}" for member in members if not _is_member(member))
    yield from _repeated([member["name"] for member in members if _is_member(member)])


def _is_member(given: object) -> bool:
    return (
        isinstance(given, dict)
        and given.keys() == {"name", "size_bytes", "sha256"}
        and isinstance(given["name"], str)
        and isinstance(given["size_bytes"], int)
        and given["size_bytes"] >= 0
        and isinstance(given["sha256"], str)
        and len(given["sha256"]) == 64
        and _DIGITS.issuperset(given["sha256"])
    )


def _repeated(names: Sequence[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield f"members: {name!r} is there twice"
        seen.add(name)

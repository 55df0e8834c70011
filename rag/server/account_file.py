"""The file of people and keys as it lies on the disk: read strictly, replaced whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rag.durable import replace_whole
from rag.errors import LibraryDamaged, LibraryTooNew
from rag.server.passwords import PasswordHash

_VERSION = 1
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in; `added` is in seconds since 1970 (UTC)."""

    name: str
    password: PasswordHash
    added: float


@dataclass(frozen=True, slots=True)
class Key:
    """An API key that acts for a person: `digest` is its secret's SHA-256."""

    id: str
    person: str
    label: str
    digest: bytes = field(repr=False)
    added: float = 0.0


@dataclass(frozen=True, slots=True)
class People:
    """The whole file: people by name, keys by id."""

    people: Mapping[str, Person] = field(default_factory=dict)
    keys: Mapping[str, Key] = field(default_factory=dict)


def state(path: Path) -> tuple[int, int]:
    """What changes with the file: when it was written, and which file it is."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_mtime_ns, found.st_ino)


def read(path: Path) -> People:
    """The people of a file; nobody where there is none.

    Raises LibraryDamaged or LibraryTooNew for one that cannot be read: then nobody comes in,
    rather than everybody.
    """
    try:
        content = json.loads(path.read_text("utf-8"))
        if content["version"] != _VERSION:
            raise LibraryTooNew(
                f"{path} has version {content['version']}, this Footnote reads {_VERSION}: "
                "update Footnote"
            )
        people = [_person(row) for row in content["people"]]
        keys = [_key(row) for row in content["keys"]]
    except FileNotFoundError:
        return People()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LibraryDamaged(
            f"{path} is not a file of accounts ({type(error).__name__}): put back a copy, or "
            "remove it and add everybody again with `footnote users add`"
        ) from error
    return People({each.name: each for each in people}, {each.id: each for each in keys})


def write(path: Path, people: People) -> None:
    """Replace the file; readable by its owner alone from the first byte on."""
    content = {
        "version": _VERSION,
        "people": [
            {"name": each.name, "password": str(each.password), "added": each.added}
            for each in people.people.values()
        ],
        "keys": [
            {
                "id": each.id,
                "person": each.person,
                "label": each.label,
                "sha256": each.digest.hex(),
                "added": each.added,
            }
            for each in people.keys.values()
        ],
    }
    dumped = json.dumps(content, ensure_ascii=False, indent=1).encode()
    replace_whole(path, lambda file: file.write(dumped), mode=_OWNER_ONLY)


def _person(row: Mapping[str, Any]) -> Person:
    return Person(str(row["name"]), PasswordHash.parse(row["password"]), float(row["added"]))


def _key(row: Mapping[str, Any]) -> Key:
    return Key(
        str(row["id"]),
        str(row["person"]),
        str(row["label"]),
        bytes.fromhex(row["sha256"]),
        float(row["added"]),
    )

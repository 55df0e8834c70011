"""Who may come in: people with passwords, and the API keys that act for them, in one file.

The file holds no secret in the clear: a password as its salted scrypt hash, a key as its SHA-256
(a key is 256 random bits, so there is nothing to guess). It is replaced whole, its rights are its
owner's alone, and it is read again when it has changed: a running server follows `footnote users`.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from rag.errors import InputError, UsageError
from rag.server import account_file
from rag.server.account_file import Key, People, Person
from rag.server.passwords import PasswordHash

FILE_NAME = "accounts.json"
_PREFIX = "fn"
_NAME_CHARS = 64
_PASSWORD_CHARS = (10, 1_000)


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A new key. `secret` is what its bearer sends; it is shown once and kept nowhere."""

    id: str
    secret: str


class Accounts:
    """The people and keys of one file; safe to use from several threads and processes."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`, which need not exist yet."""
        self._path = path
        self._nobody = PasswordHash.of_nothing()
        self._read: tuple[tuple[int, int], People] | None = None

    @property
    def anybody(self) -> bool:
        """Whether there is somebody who can sign in."""
        return bool(self._people().people)

    def names(self) -> list[str]:
        """Everybody who may sign in, by name."""
        return sorted(self._people().people)

    def knows(self, name: str) -> bool:
        """Whether somebody of this name may still come in."""
        return name in self._people().people

    def verify(self, name: str, password: str) -> bool:
        """Whether this is that person's password; an unknown name takes as long to refuse."""
        person = self._people().people.get(unicodedata.normalize("NFC", name))
        kept = person.password if person else self._nobody
        return kept.matches(password[: _PASSWORD_CHARS[1]]) and person is not None

    def person_of(self, secret: str) -> Key | None:
        """The key whose secret this is, with whom it acts for; None where it is not valid."""
        prefix, _, rest = secret.partition("-")
        key = self._people().keys.get(rest.partition("-")[0])
        if prefix != _PREFIX or key is None or not self.knows(key.person):
            return None
        return key if hmac.compare_digest(_digest(secret), key.digest) else None

    def keys(self, name: str) -> list[Key]:
        """A person's keys, oldest first."""
        return sorted(
            (key for key in self._people().keys.values() if key.person == name),
            key=lambda key: key.added,
        )

    def add(self, name: str, password: str) -> None:
        """Let somebody in. Raises UsageError for a name that is taken or cannot be used."""
        name = unicodedata.normalize("NFC", name)
        _refuse(_name_problems(name) + _password_problems(password))
        person = Person(name, PasswordHash.of(password), time.time())

        def added(known: People) -> People:
            if name in known.people:
                raise UsageError(f"{name!r} is there already: use `footnote users password {name}`")
            return replace(known, people={**known.people, name: person})

        self._change(added)

    def set_password(self, name: str, password: str) -> None:
        """Give a person another password. End their sessions too (`Sessions.end_all`)."""
        _refuse(_password_problems(password))
        kept = PasswordHash.of(password)

        def changed(known: People) -> People:
            person = replace(_known(known, name), password=kept)
            return replace(known, people={**known.people, name: person})

        self._change(changed)

    def remove(self, name: str) -> None:
        """Take a person out with all their keys. End their sessions too."""

        def removed(known: People) -> People:
            _known(known, name)
            people = {each: person for each, person in known.people.items() if each != name}
            keys = {each: key for each, key in known.keys.items() if key.person != name}
            return People(people, keys)

        self._change(removed)

    def issue_key(self, name: str, label: str = "") -> IssuedKey:
        """A new key that acts for a person; `label` says what it is used for."""
        key_id = secrets.token_hex(4)
        secret = f"{_PREFIX}-{key_id}-{secrets.token_urlsafe(32)}"
        key = Key(key_id, name, label.strip()[:_NAME_CHARS], _digest(secret), time.time())

        def issued(known: People) -> People:
            _known(known, name)
            return replace(known, keys={**known.keys, key_id: key})

        self._change(issued)
        return IssuedKey(key_id, secret)

    def revoke_key(self, key_id: str) -> Key:
        """Make a key useless at once. Raises UsageError where there is none of that id."""
        known = self._people().keys.get(key_id)
        if known is None:
            raise UsageError(f"there is no key {key_id!r}: `footnote users list` shows them")

        def revoked(people: People) -> People:
            keys = {each: key for each, key in people.keys.items() if each != key_id}
            return replace(people, keys=keys)

        self._change(revoked)
        return known

    def _people(self) -> People:
        """The file's content, read again only when it has changed."""
        state = account_file.state(self._path)
        if self._read is None or self._read[0] != state:
            self._read = (state, account_file.read(self._path))
        return self._read[1]

    def _change(self, change: Callable[[People], People]) -> None:
        """Read, change and replace the file while nobody else does."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._path.with_suffix(".lock"), fallback_to_soft=False):
                account_file.write(self._path, change(account_file.read(self._path)))
        except OSError as error:
            raise InputError(f"{self._path} cannot be written: {error.strerror}") from error


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).digest()


def _known(people: People, name: str) -> Person:
    if name not in people.people:
        raise UsageError(f"nobody is called {name!r}: `footnote users add {name}` adds them")
    return people.people[name]


def _refuse(problems: list[str]) -> None:
    if problems:
        raise UsageError("; ".join(problems))


def _name_problems(name: str) -> list[str]:
    usable = name.isprintable() and not any(sign.isspace() or sign in ':/\\"' for sign in name)
    if usable and 0 < len(name) <= _NAME_CHARS:
        return []
    return [f'{name!r} is no name: give 1 to {_NAME_CHARS} characters without spaces, : / \\ or "']


def _password_problems(password: str) -> list[str]:
    least, most = _PASSWORD_CHARS
    if least <= len(password) <= most:
        return []
    return [f"the password has {len(password)} characters: give {least} to {most}"]

"""`footnote users`: who may sign in, and the API keys that act for them.

A password is asked for, or read as one line where standard input is no terminal; it is never an
argument, which other people's `ps` would show.
"""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import UTC, datetime

from rag.cli import printing
from rag.errors import UsageError
from rag.server.account_file import Key
from rag.server.door import Door
from rag.settings import Settings


def users(options: Namespace, settings: Settings) -> int:
    """Run the action the options name."""
    if options.action != "list" and not options.name:
        wanted = "a key's id" if options.action == "revoke" else "a person"
        raise UsageError(f"users {options.action}: name {wanted}")
    _ACTIONS[options.action](options, Door.of(settings))
    return 0


def _list(options: Namespace, door: Door) -> None:
    accounts = door.accounts
    people = {name: accounts.keys(name) for name in accounts.names()}
    if options.json:
        told = [{"name": name, "keys": list(map(_key, keys))} for name, keys in people.items()]
        printing.value({"people": told})
        return
    for name, keys in people.items():
        printing.out(name)
        for key in keys:
            printing.out(f"   key {key.id}  {_day(key.added)}  {key.label}".rstrip())
    if not people:
        printing.note("nobody has to sign in: `footnote users add NAME` adds the first person")


def _add(options: Namespace, door: Door) -> None:
    door.accounts.add(options.name, _password())
    _told(options, {"added": options.name}, f"{options.name} may sign in from now on")


def _change(options: Namespace, door: Door) -> None:
    door.accounts.set_password(options.name, _password())
    door.sessions.end_all(options.name)
    _told(options, {"changed": options.name}, f"{options.name} has to sign in anew")


def _remove(options: Namespace, door: Door) -> None:
    door.accounts.remove(options.name)
    door.sessions.end_all(options.name)
    _told(options, {"removed": options.name}, f"{options.name} and their keys are out")


def _issue(options: Namespace, door: Door) -> None:
    issued = door.accounts.issue_key(options.name, options.label or "")
    if options.json:
        printing.value({"id": issued.id, "person": options.name, "key": issued.secret})
        return
    printing.out(issued.secret)
    printing.note("this is shown once: keep it, and send it as `Authorization: Bearer KEY`")


def _revoke(options: Namespace, door: Door) -> None:
    key = door.accounts.revoke_key(options.name)
    _told(options, {"revoked": key.id, "person": key.person}, f"key {key.id} opens nothing now")


def _password() -> str:
    """The password given twice at a terminal, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    given = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != given:
        raise UsageError("the two passwords differ: nothing was changed")
    return given


def _told(options: Namespace, value: dict[str, str], line: str) -> None:
    if options.json:
        printing.value(value)
    else:
        printing.note(line)


def _key(key: Key) -> dict[str, str]:
    return {"id": key.id, "label": key.label, "added": _day(key.added)}


def _day(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).date().isoformat()


_ACTIONS: dict[str, Callable[[Namespace, Door], None]] = {
    "list": _list,
    "add": _add,
    "password": _change,
    "remove": _remove,
    "key": _issue,
    "revoke": _revoke,
}

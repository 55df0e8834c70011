"""Who is asking: by an API key, by a session, or, where nobody has to sign in, by the browser.

The door is open until the first person is added to the accounts. From then on it is closed, and
it stays closed while the server runs, even if everybody is taken out again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rag.server import accounts as kept_accounts
from rag.server import sessions as kept_sessions
from rag.server.accounts import Accounts
from rag.server.sessions import Sessions
from rag.settings import Settings

BROWSER_COOKIE = "footnote_owner"
"""Where the page keeps the random id of a browser."""

LOCAL = "local"
"""Whose conversations a program's are where nobody signs in and no browser is known."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may come in.

    `owner` is whose conversations and feedback they see; `limited` is what their requests are
    counted under; `name` is told in logs: a person, a key's id, or nothing.
    """

    owner: str
    limited: str
    name: str | None = None


class Door:
    """Accounts and sessions together: the one thing to ask who somebody is."""

    def __init__(self, accounts: Accounts, sessions: Sessions) -> None:
        self.accounts = accounts
        self.sessions = sessions
        self._closed = False

    @classmethod
    def of(cls, settings: Settings) -> Door:
        """The door of a data folder."""
        given = settings.server
        file = given.accounts or settings.data / kept_accounts.FILE_NAME
        lifetime_s = given.session_hours * 3600
        sessions = Sessions(settings.data / kept_sessions.FILE_NAME, lifetime_s)
        return cls(Accounts(Path(file)), sessions)

    @property
    def closed(self) -> bool:
        """Whether one has to sign in. Raises LibraryDamaged for accounts that cannot be read."""
        self._closed = self._closed or self.accounts.anybody
        return self._closed

    def caller(
        self, headers: Mapping[str, str], cookies: Mapping[str, str], address: str
    ) -> Caller | None:
        """Who sends a request with these headers (by lower-case name) and cookies.

        None where the door is closed and nobody known asks. `address` is the other end's.
        """
        if not self.closed:
            return Caller(cookies.get(BROWSER_COOKIE) or LOCAL, f"address:{address}")
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        given = bearer.strip() if scheme.lower() == "bearer" else ""
        if key := self.accounts.person_of(given):
            return Caller(key.person, f"key:{key.id}", f"{key.person} (key {key.id})")
        person = self.signed_in(given or cookies.get(kept_sessions.COOKIE, ""))
        return Caller(person, f"person:{person}", person) if person else None

    def signed_in(self, token: str) -> str | None:
        """Whose session the token is; None where it has ended or they may not come any more."""
        person = self.sessions.person(token) if token else None
        return person if person and self.accounts.knows(person) else None

    def sign_in(self, name: str, password: str) -> str | None:
        """A new session's token; None where name and password do not belong together.

        Takes some tenths of a second: call it outside an event loop's thread.
        """
        right = self.accounts.verify(name, password)
        return self.sessions.start(name) if right else None

    def cookie(self, token: str, *, secure: bool) -> str:
        """The Set-Cookie value that lets a browser keep a session; an empty token ends it."""
        age_s = int(self.sessions.lifetime_s) if token else 0
        kept = f"{kept_sessions.COOKIE}={token}; Max-Age={age_s}; Path=/; HttpOnly; SameSite=Lax"
        return f"{kept}; Secure" if secure else kept

"""Passwords as salted scrypt hashes in the PHC string format.

scrypt is RFC 7914; N = 2^14, r = 8, p = 5 is a cost OWASP's password storage sheet names for it:
16 MiB and some tenths of a second a guess. The cost is kept with each hash, so it can be raised.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

_LOG_N, _R, _P = 14, 8, 5
_SALT_BYTES = 16
_HASH_BYTES = 32
_MEMORY_BYTES = 64 * 1024 * 1024
_PHC = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w+/]+)\$([\w+/]+)")


@dataclass(frozen=True, slots=True)
class PasswordHash:
    """A hash with the salt and the cost it was made with."""

    log_n: int
    r: int
    p: int
    salt: bytes
    digest: bytes

    @classmethod
    def of(cls, password: str) -> PasswordHash:
        """Hash a password under a new random salt."""
        salt = secrets.token_bytes(_SALT_BYTES)
        return cls(_LOG_N, _R, _P, salt, _scrypt(password, salt, _LOG_N, _R, _P))

    @classmethod
    def of_nothing(cls) -> PasswordHash:
        """A hash no password has, which takes as long to compare with as any other."""
        salt, digest = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_HASH_BYTES)
        return cls(_LOG_N, _R, _P, salt, digest)

    @classmethod
    def parse(cls, text: str) -> PasswordHash:
        """Read `str(hash)` back. Raises ValueError for anything else."""
        match = _PHC.fullmatch(text)
        if match is None:
            raise ValueError("not a scrypt hash in PHC form")
        log_n, r, p = (int(match[group]) for group in (1, 2, 3))
        return cls(log_n, r, p, _bytes(match[4]), _bytes(match[5]))

    def __str__(self) -> str:
        cost = f"ln={self.log_n},r={self.r},p={self.p}"
        return f"$scrypt${cost}${_text(self.salt)}${_text(self.digest)}"

    def __repr__(self) -> str:
        return "PasswordHash(...)"

    def matches(self, password: str) -> bool:
        """Whether this is the password, in a time that does not tell how near it came."""
        given = _scrypt(password, self.salt, self.log_n, self.r, self.p)
        return hmac.compare_digest(given, self.digest)


def _scrypt(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(
        password.encode("utf-8", "surrogatepass"),
        salt=salt,
        n=1 << log_n,
        r=r,
        p=p,
        maxmem=_MEMORY_BYTES,
        dklen=_HASH_BYTES,
    )


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), validate=True)

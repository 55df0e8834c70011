"""The errors Footnote raises on purpose.

    RagError                    anything a person can act on; `exit_code` is the process's
    ├── UsageError              2  the request itself makes no sense (arguments, settings, filters)
    │   └── SettingsError       2  a settings file or variable holds an unknown key or a bad value
    ├── InputError              2  an input cannot be used (a question file, a bundle, a path)
    ├── UnreadableFile          1  one file cannot be read; the rest of the input goes on
    ├── LibraryError            3  the library as a whole cannot be used
    │   ├── LibraryLocked       3  another process is writing
    │   ├── LibraryDamaged      3  stored data contradicts itself
    │   └── LibraryTooNew       3  written by a newer version of Footnote
    ├── ModelUnavailable        2  an embedding or chat model cannot be loaded or reached
    └── NotInLibrary            2  no document is known by that source or id

"The documents do not say" is an answer, never an error.
"""

from __future__ import annotations

from collections.abc import Sequence


class RagError(Exception):
    """Root of every expected failure: one readable line that names the value and the way out."""

    exit_code = 2


class UsageError(RagError):
    """The request makes no sense as given."""


class SettingsError(UsageError):
    """Settings hold unknown keys or values out of range; `problems` lists all of them."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("settings: " + "; ".join(self.problems))


class InputError(RagError):
    """An input as a whole cannot be used; `problems` lists everything wrong with it at once.

    `message` is what is said before them.
    """

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        self.message = message
        self.problems = tuple(problems)
        super().__init__("\n  ".join((message, *self.problems)))


class UnreadableFile(RagError):
    """One file cannot be read; `source` names it and `reason` says why."""

    exit_code = 1

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = reason
        super().__init__(f"{source}: {reason}")


class LibraryError(RagError):
    """The library as a whole cannot be used."""

    exit_code = 3


class LibraryLocked(LibraryError):
    """Another process holds the write lock."""


class LibraryDamaged(LibraryError):
    """Stored data contradicts itself."""


class LibraryTooNew(LibraryError):
    """The data folder was written by a newer version of Footnote."""


class ModelUnavailable(RagError):
    """A model cannot be loaded or reached."""


class NotInLibrary(RagError):
    """No document is known by the given source or id."""

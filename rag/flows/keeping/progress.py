"""How far a backup has come, in bytes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

Show = Callable[[int, int], None]
"""Is told bytes done and bytes in all."""


def silent(_done: int, _total: int) -> None:
    """Show nothing."""


@dataclass(slots=True)
class Progress:
    """Adds up what is through and shows it."""

    total: int
    show: Show
    done: int = 0

    def __call__(self, more: int) -> None:
        self.done += more
        self.show(self.done, self.total)

"""A reply made in a thread of its own, handed over piece by piece within time limits.

Who waits on a connection can be kept waiting for ever, by a byte or a sign of life now and then;
who waits on a queue cannot.
"""

from __future__ import annotations

import contextlib
import math
import queue
import threading
import time
from collections.abc import Callable, Generator
from typing import Generic, TypeVar

from rag.settings import ChatSettings

T = TypeVar("T")

_PIECES_AHEAD = 64
_FULL_S = 0.1

Failures = Callable[[], tuple[type[BaseException], ...]]


class Run(Generic[T]):
    """One reply on its way.

    Parameters: `work` makes the pieces and hands each to what it is given, which says True once
    nobody wants more; `failures` are the exceptions of it to raise where the pieces are read.
    A `native` one is at work in this process's own memory: the process outlives its next piece,
    for taking the ground from under it would crash.
    """

    def __init__(
        self,
        work: Callable[[Callable[[T], bool]], None],
        failures: Failures,
        native: bool = False,
    ) -> None:
        self._work = work
        self._failures = failures
        self._queue: queue.Queue[T | BaseException | None] = queue.Queue(_PIECES_AHEAD)
        self._unwanted = threading.Event()
        threading.Thread(target=self._drive, name="chat", daemon=not native).start()

    def pieces(self, settings: ChatSettings, until: float = math.inf) -> Generator[T, None, None]:
        """The pieces as they come; closing the iterator stops the work at its next piece.

        Raises TimeoutError after `timeout_s` of silence, where the whole takes longer than
        `reply_timeout_s` or beyond `until` (of time.monotonic()), and what the work failed with.
        """
        ends = min(time.monotonic() + settings.reply_timeout_s, until)
        try:
            while (
                piece := self._next(min(settings.timeout_s, ends - time.monotonic()))
            ) is not None:
                if isinstance(piece, BaseException):
                    raise piece
                yield piece
        finally:
            self._unwanted.set()

    def _next(self, patience_s: float) -> T | BaseException | None:
        try:
            return self._queue.get(timeout=max(0.0, patience_s))
        except queue.Empty:
            raise TimeoutError from None

    def _drive(self) -> None:
        try:
            self._work(self._take)
        except self._failures() as error:
            self._put(error)
        finally:
            self._put(None)

    def _take(self, piece: T) -> bool:
        self._put(piece)
        return self._unwanted.is_set()

    def _put(self, item: T | BaseException | None) -> None:
        while not self._unwanted.is_set():
            with contextlib.suppress(queue.Full):
                self._queue.put(item, timeout=_FULL_S)
                return

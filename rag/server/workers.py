"""Threads that do the engine's blocking work for the event loop, with a line of bounded length.

The engine is synchronous. A request takes a place, waits its turn and gets a thread; when every
place is taken it is refused at once, which costs nothing, rather than answered too late.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from rag.server.refusals import Refusal, Refused

T = TypeVar("T")

_RETRY_S = 2.0


class _End:
    """Follows the last piece of a stream."""


_END = _End()


class Workers:
    """One lane of work: `threads` at a time, up to `waiting` more in line.

    `timeout_s` bounds how long a caller waits. A thread cannot be stopped, so work that was given
    up on keeps its place until it ends; a stream ends at its next piece.
    """

    def __init__(self, name: str, threads: int, waiting: int, timeout_s: float) -> None:
        self.name = name
        self._places = threads + waiting
        self._taken = 0
        self._counting = threading.Lock()
        self._timeout_s = timeout_s
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=f"footnote-{name}")

    @property
    def taken(self) -> int:
        """How many places are taken now."""
        return self._taken

    def refuse_full(self) -> None:
        """Raise Refused where no place is free, before something costly is received for it."""
        self._enter()
        self._leave(None)

    async def run(self, work: Callable[[], T]) -> T:
        """The work's result. Raises Refused (overloaded, timed out), and what the work raises."""
        future = self._submit(work)
        try:
            return await asyncio.wait_for(asyncio.wrap_future(future), self._timeout_s)
        except TimeoutError as late:
            raise self._timed_out() from late

    def stream(self, work: Callable[[], Iterator[T]]) -> AsyncIterator[T]:
        """The pieces of the work as they come; closing the iterator stops it.

        Takes its place at once: raises Refused (overloaded) before anything has been sent. What
        the work raises comes out of the iterator.
        """
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[T | _End] = asyncio.Queue()
        unwanted = threading.Event()

        def drive() -> None:
            for piece in work():
                if unwanted.is_set():
                    return
                loop.call_soon_threadsafe(pieces.put_nowait, piece)

        future = self._submit(drive)
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(pieces.put_nowait, _END))
        return self._pieces(future, pieces, unwanted)

    async def _pieces(
        self, future: Future[None], pieces: asyncio.Queue[T | _End], unwanted: threading.Event
    ) -> AsyncIterator[T]:
        ends = time.monotonic() + self._timeout_s
        try:
            while True:
                left = max(0.0, ends - time.monotonic())
                piece = await asyncio.wait_for(pieces.get(), left)
                if isinstance(piece, _End):
                    break
                yield piece
            future.result()
        except TimeoutError as late:
            raise self._timed_out() from late
        finally:
            unwanted.set()
            future.cancel()

    def close(self) -> None:
        """Let what runs come to its end and drop what waits."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _submit(self, work: Callable[[], T]) -> Future[T]:
        self._enter()
        try:
            future = self._pool.submit(work)
        except RuntimeError as closed:
            self._leave(None)
            raise _overloaded("the server is stopping") from closed
        future.add_done_callback(self._leave)
        return future

    def _enter(self) -> None:
        with self._counting:
            if self._taken >= self._places:
                raise _overloaded(
                    f"{self._taken} requests are being worked on or wait: try again shortly"
                )
            self._taken += 1

    def _leave(self, _: object) -> None:
        with self._counting:
            self._taken -= 1

    def _timed_out(self) -> Refused:
        return Refused(
            Refusal.TIMED_OUT,
            f"not done within {self._timeout_s:g} s: ask for less, try again when there is less "
            "to do, or raise server.timeout_s",
            retry_after_s=_RETRY_S,
        )


def _overloaded(message: str) -> Refused:
    return Refused(Refusal.OVERLOADED, message, retry_after_s=_RETRY_S)

"""Long work in a thread of its own, followed step by step and stopped when nobody listens."""

from __future__ import annotations

from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from threading import Event
from typing import TypeVar

Step = TypeVar("Step")
Result = TypeVar("Result")


class _StoppedError(Exception):
    """Ends the work from within its next step."""


def followed(work: Callable[[Callable[[Step], None]], Result]) -> Generator[Step, None, Result]:
    """The steps that `work` tells its observer, then its result, which is returned.

    Closing the generator ends the work at its next step, and waits for nothing: it may be closed
    where nothing may take long. Raises what the work raises.
    """
    told: SimpleQueue[Step | None] = SimpleQueue()
    stopped = Event()

    def observer(step: Step) -> None:
        if stopped.is_set():
            raise _StoppedError
        told.put(step)

    def over(_: Future[Result]) -> None:
        told.put(None)

    pool = ThreadPoolExecutor(1)
    doing = pool.submit(work, observer)
    doing.add_done_callback(over)
    pool.shutdown(wait=False)
    try:
        while (step := told.get()) is not None:
            yield step
    finally:
        stopped.set()
    return doing.result()

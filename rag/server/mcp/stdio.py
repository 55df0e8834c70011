"""`footnote mcp`: one program, over standard input and output, until it closes them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field

import anyio.to_thread

from rag.engine import Engine
from rag.errors import RagError
from rag.server.mcp.offered import offered
from rag.server.mcp.tools import T
from rag.settings import Settings
from rag.wiring import opened


def serve(settings: Settings) -> int:
    """Serve the library in `settings.data`; standard output carries the protocol and no more.

    The library is opened beside the handshake. What keeps it from opening is told by every tool
    until it is put right.
    """
    with Opening(settings) as library:
        threading.Thread(target=library.warm, daemon=True).start()
        offered(library).run("stdio")
    return 0


@dataclass(slots=True)
class Opening:
    """A library that is opened when it is first read."""

    settings: Settings
    _engine: Engine | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _stack: ExitStack = field(default_factory=ExitStack)

    async def read(self, work: Callable[[Engine], T]) -> T:
        """The result of work on the library. Raises what keeps the library from opening."""
        return await anyio.to_thread.run_sync(lambda: work(self.engine()))

    def engine(self) -> Engine:
        """The library's engine, opened once."""
        with self._lock:
            if self._engine is None:
                self._engine = self._stack.enter_context(opened(self.settings))
            return self._engine

    def warm(self) -> None:
        """Open the library ahead of the first question."""
        try:
            self.engine()
        except RagError:
            return  # the first tool that needs the library tells why

    def __enter__(self) -> Opening:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._stack.close()

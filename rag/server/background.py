"""A server in a thread of its own while a block of code runs: for tests and measurements."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import uvicorn

_LOOK_S = 0.02


@contextmanager
def served(config: uvicorn.Config) -> Iterator[str]:
    """Serve on a free port of this machine, whatever port `config` names; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [free]})
        thread.start()
        try:
            while thread.is_alive() and not server.started:
                time.sleep(_LOOK_S)
            yield f"http://127.0.0.1:{free.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()

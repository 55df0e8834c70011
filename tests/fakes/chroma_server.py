"""A real Chroma server for the length of a test: `chroma run` on a free port."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.adapters.vectors import ChromaServer


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[ChromaServer]:
    """A server that keeps its collections in `folder`."""
    with process(folder) as (server, _):
        yield server


@contextmanager
def process(folder: Path) -> Iterator[tuple[ChromaServer, subprocess.Popen[bytes]]]:
    """As `running`, with the process to stop, let go on or kill."""
    server = ChromaServer("127.0.0.1", free_port())
    command = [Path(sys.executable).with_name("chroma"), "run", "--host", server.host]
    command += ["--port", str(server.port), "--path", folder]
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(server)
        yield server, child
    finally:
        child.kill()
        child.wait(10)


def _wait_for(server: ChromaServer) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with socket.socket() as client:
            client.settimeout(1)
            if client.connect_ex((server.host, server.port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"no Chroma server answers at {server.address}")

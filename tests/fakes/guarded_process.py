"""A process that may reach this machine alone: what it tries besides is refused and named.

    python tests/fakes/guarded_process.py FOLDER CODE

The guard stands below every library: the interpreter reports each connection, datagram and name
that is looked up (PEP 578). The last line printed holds the addresses tried, or "none".
"""

from __future__ import annotations

import sys
from pathlib import Path

_HERE = ("127.", "::1", "localhost", "0.0.0.0", "/")
_EVENTS = ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo")


def main(folder: str, code: str) -> None:
    """Run the code with FOLDER set, refusing every connection to elsewhere."""
    tried: list[str] = []

    def heard(event: str, details: tuple[object, ...]) -> None:
        if event not in _EVENTS:
            return
        given = details[0] if event == "socket.getaddrinfo" else details[1]
        host = str(given[0] if isinstance(given, tuple) else given)
        if given and not host.startswith(_HERE) and host not in ("None", "b''", ""):
            tried.append(host)
            raise OSError(f"no connection to {host} is wanted here")

    sys.addaudithook(heard)
    try:
        exec(code, {"FOLDER": folder})
    except OSError:
        if not tried:
            raise
    sys.stdout.write("\n" + (" ".join(dict.fromkeys(tried)) or "none") + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main(*sys.argv[1:])

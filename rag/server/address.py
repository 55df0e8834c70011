"""Where a server listens: whether others can reach it, and whether it can be had."""

from __future__ import annotations

import ipaddress
import socket

from rag.errors import UsageError


def is_local(host: str) -> bool:
    """Whether only this machine can reach what listens at `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def url(host: str, port: int) -> str:
    """The address to type into a browser."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def refuse_public(host: str) -> None:
    """Raise UsageError for an address other machines can reach: nobody has to sign in."""
    if not is_local(host):
        raise UsageError(
            f"{host} can be reached from other machines and nobody has to sign in: add people "
            "with `footnote users add NAME`, listen on 127.0.0.1, or say with --open-to-all that "
            "everybody may come in"
        )


def refuse_taken(host: str, port: int) -> None:
    """Raise UsageError where the port cannot be listened on, in words a server would only log."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UsageError(
                f"{host}:{port} cannot be listened on ({error.strerror}): "
                "stop what uses it, or choose another with --port"
            ) from error

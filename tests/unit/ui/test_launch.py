"""Addresses the page refuses before it opens."""

from __future__ import annotations

import socket

import pytest

from rag.engine import Engine
from rag.errors import UsageError
from ui.app import launch


def test_a_taken_port_is_told_in_words(demo: Engine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(UsageError, match="choose another with --port"):
            launch(demo, "127.0.0.1", taken.getsockname()[1])

"""Sizes and depths made to cost much: each is read or refused in bounded time and memory."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

HOSTILE = {
    "a line of 100 MB": (".txt", "b'word ' * 19_999_000"),
    "a hundred thousand nested elements": (".html", "b'<div>' * 100_000 + b'deep'"),
    "a hundred thousand nested lists": (".json", "b'[' * 100_000"),
    "nested groups": (".rtf", "rb'{\\rtf1' + b'{' * 50_000 + b'deep'"),
    "nested quotations": (".md", "b'>' * 50_000 + b' deep'"),
    "a row of two hundred thousand cells": (".csv", "b'a,' * 200_000 + b'b'"),
    "a header of 10 MB": (".eml", "b'Subject: ' + b'x ' * 5_000_000 + b'\\n\\nwords\\n'"),
    "only opening brackets": (".pdf", "b'%PDF-1.7\\n' + b'<<[' * 100_000"),
}
MOST_BYTES = 3_000_000_000
MOST_S = 120
_READ = """
import resource, sys
from rag.errors import UnreadableFile
from rag.ingest import readers
resource.setrlimit(resource.RLIMIT_AS, ({most},) * 2)
try:
    found = readers.read("a{suffix}", {data})
    print("read", sum(len(one.blocks) for one in found))
except UnreadableFile as refusal:
    print("refused:", refusal)
"""


@pytest.mark.parametrize("what", HOSTILE)
def test_size_and_depth_cost_no_more_than_they_may(what: str) -> None:
    suffix, data = HOSTILE[what]
    code = _READ.format(most=MOST_BYTES, suffix=suffix, data=data)
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=MOST_S
    )
    assert done.returncode == 0, done.stderr[-500:]
    assert re.match(r"read [1-9]|refused: a\.\w+: .{10}", done.stdout)

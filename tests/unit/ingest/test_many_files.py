"""A folder of very many small files is read in a time that grows with their number alone."""

from __future__ import annotations

import time
from pathlib import Path

from rag.ingest import walk
from rag.ingest.inputs import Input
from rag.ingest.readers import read


def test_ten_thousand_tiny_files_are_read_in_seconds(tmp_path: Path) -> None:
    for folder in range(100):
        (tmp_path / str(folder)).mkdir()
        for number in range(100):
            (tmp_path / str(folder) / f"{number}.txt").write_bytes(b"One line of words.\n")
    before = time.process_time()
    found = list(walk.inputs([tmp_path]))
    assert len(found) == 10_000
    for one in found[::10]:
        assert isinstance(one, Input)
        assert read(one.source, one.read())[0].blocks
    assert time.process_time() - before < 15

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import BinaryIO

import pytest

from rag.adapters.model_cache import made_once
from rag.errors import ModelUnavailable

SLOW_MAKER = """
import sys, time
from pathlib import Path
from rag.adapters.model_cache import made_once

def write(file):
    for part in range(20):
        file.write(bytes([part]) * 1000)
        time.sleep(0.01)

print(len(made_once(Path(sys.argv[1]), write).read_bytes()))
"""


def test_it_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def write(file: BinaryIO) -> None:
        made.append(file.name if isinstance(file.name, str) else "made")
        file.write(b"model")

    for _ in range(2):
        assert made_once(tmp_path / "new" / "model.bin", write).read_bytes() == b"model"
    assert len(made) == 1


def test_processes_that_make_it_at_once_all_read_it_whole(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLOW_MAKER, str(tmp_path / "model.bin")]
    makers = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(4)]
    assert [maker.communicate()[0] for maker in makers] == [b"20000\n"] * 4
    assert [path.name for path in tmp_path.iterdir()] == ["model.bin"]


def test_a_failed_making_leaves_nothing(tmp_path: Path) -> None:
    def write(file: BinaryIO) -> None:
        file.write(b"half a mo")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        made_once(tmp_path / "model.bin", write)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    with pytest.raises(ModelUnavailable, match=r"taken.*FOOTNOTE_CACHE"):
        made_once(tmp_path / "taken" / "model.bin", lambda file: None)

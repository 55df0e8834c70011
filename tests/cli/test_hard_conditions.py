"""What happens to a disk, a folder or a second process is told in a line, and nothing is lost."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.cli import main
from rag.index.lock import WriteLock
from rag.settings import Settings, load
from rag.wiring import Mode, opened

TEXT = "The bridge opened in {}.\n\nМост открыли весной {} года.\n"

_ROOM = """
import resource, signal, sys
from rag.cli import main
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({limit},) * 2)
sys.exit(main(sys.argv[1:]))
"""
# Root may write anywhere: it lays down the three capabilities that let it (capabilities(7)).
_NOBODY = """
import ctypes, os, sys
from rag.cli import main
if os.geteuid() == 0:
    system, head = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(0x20080522, 0)
    held = (ctypes.c_uint32 * 6)()
    system.capget(head, held)
    held[0] &= ~0b1110
    held[1] &= ~0b1110
    assert system.capset(head, held) == 0
sys.exit(main(sys.argv[1:]))
"""


def run(code: str, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)],
        capture_output=True,
        text=True,
        env=os.environ | environment,
    )


def told_in_a_line(done: subprocess.CompletedProcess[str], code: int) -> str:
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith("footnote: ")]
    assert len(lines) == 1, done.stderr
    assert "Traceback" not in done.stderr
    return lines[0]


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    folder = tmp_path / "docs"
    folder.mkdir()
    for number in range(40):
        text = TEXT.format(1900 + number, 2000 + number) * 4
        (folder / f"{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_disk_that_fills_up_keeps_what_was_acknowledged(docs: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert main(["--data", str(data), "ingest", str(docs / "00.txt")]) == 0
    done = run(_ROOM.format(limit=400_000), "--data", data, "ingest", docs)
    assert re.search("is full|disk I/O error", told_in_a_line(done, 3))
    assert main(["--data", str(data), "doctor"]) == 0
    assert main(["--data", str(data), "ingest", str(docs)]) == 0
    with opened(load({"data": str(data)}, {}).settings) as engine:
        assert len(engine.documents()) == 40
    assert main(["--data", str(data), "doctor"]) == 0


@pytest.fixture
def sealed(demo_settings: Settings) -> Iterator[Settings]:
    """The demo library in a folder that nobody may write to, outside pytest's private one."""
    outer = Path(tempfile.mkdtemp())
    outer.chmod(0o755)
    shutil.copytree(demo_settings.data, outer / "data")
    cache = shutil.copytree(demo_settings.cache, outer / "cache")
    for path in [outer / "data", *(outer / "data").rglob("*"), cache, *cache.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield load({"data": str(outer / "data"), "cache": str(cache)}, {}).settings
    for path in [outer, *outer.rglob("*")]:
        path.chmod(0o755)
    shutil.rmtree(outer)


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise on Windows")
def test_a_read_only_library_answers_and_refuses_to_change(sealed: Settings) -> None:
    environment = {"FOOTNOTE_CACHE": str(sealed.cache), "HOME": "/nonexistent"}
    asked = ["--data", sealed.data, "--json", "ask", "Who speaks for the Kremlin?"]
    done = run(_NOBODY, *asked, **environment)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "answered"
    done = run(_NOBODY, "--data", sealed.data, "ingest", "README.md", **environment)
    assert str(sealed.data) in told_in_a_line(done, 3)


@pytest.mark.skipif(os.name == "nt", reason="rights work otherwise on Windows")
def test_a_home_that_cannot_be_written_is_named_with_the_way_out(sealed: Settings) -> None:
    missing = str(sealed.cache / "other")
    done = run(_NOBODY, "--data", sealed.data, "search", "x", FOOTNOTE_CACHE=missing)
    assert "FOOTNOTE_CACHE" in told_in_a_line(done, 2)


def test_a_second_writer_waits_for_the_first(docs: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; from rag.cli import main; sys.exit(main())"]
    data = ["--data", str(tmp_path / "data"), "--json"]
    halves = [sorted(map(str, docs.iterdir()))[:20], sorted(map(str, docs.iterdir()))[20:]]
    running = [
        subprocess.Popen(
            [*command, *data, "ingest", *half],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=os.environ | {"FOOTNOTE_INGEST_THREADS": "1"},
        )
        for half in halves
    ]
    codes = set()
    for process in running:
        told, _ = process.communicate()
        codes.add(process.returncode)
        assert process.returncode in (0, 3)
        assert process.returncode == 3 or json.loads(told)["added"] == 20
    assert 0 in codes
    assert main([*data, "doctor"]) == 0


def test_a_writer_that_waited_in_vain_says_who_to_wait_for(tmp_path: Path, docs: Path) -> None:
    data = tmp_path / "data"
    assert main(["--data", str(data), "sources"]) == 0
    released = threading.Event()

    def hold() -> None:
        with WriteLock(data):
            released.wait(60)

    holder = threading.Thread(target=hold)
    holder.start()
    try:
        code = "import sys; from rag.cli import main; sys.exit(main(sys.argv[1:]))"
        done = run(code, "--data", data, "ingest", docs / "00.txt")
    finally:
        released.set()
        holder.join()
    assert "another process is writing" in told_in_a_line(done, 3)


def test_spoilt_files_of_the_vector_store_cost_time_and_no_answer(
    demo_settings: Settings, tmp_path: Path
) -> None:
    data = shutil.copytree(demo_settings.data, tmp_path / "data")
    settings = load({"data": str(data), "search.exact_limit": 0}, {}).settings
    with opened(settings, Mode.SERVE) as engine:
        before = [hit.passage.id for hit in engine.search("Who speaks for the Kremlin?")]
    files = [path for path in (data / "chroma").rglob("*") if path.suffix in (".bin", ".sqlite3")]
    assert files
    for path in files:
        path.write_bytes(b"\xa5" * path.stat().st_size)
    (data / "chroma" / "unclean").touch()  # as a power cut leaves it
    with opened(settings, Mode.SERVE) as engine:
        assert [hit.passage.id for hit in engine.search("Who speaks for the Kremlin?")] == before
    assert main(["--data", str(data), "doctor"]) == 0

"""What the program never does: unpickle, evaluate, run a shell, open a connection, report home."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.ingest import readers
from tests.fakes import guarded_process

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*ROOT.glob("rag/**/*.py"), *ROOT.glob("ui/**/*.py")])

PICKLES = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
CALLS = {"eval", "exec", "compile", "os.system", "os.popen", "torch.load", "np.load"}


def dotted(node: ast.AST) -> str:
    """`os.system` of the expression that says so; nothing for any other."""
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else ""
    return node.id if isinstance(node, ast.Name) else ""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def dangerous(tree: ast.AST) -> Iterator[str]:
    """Calls that could run what they are given; `np.load` may be told not to."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (name := dotted(node.func)) in CALLS:
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            allowed = given.get("allow_pickle", ast.Constant(value=False))
            if name != "np.load" or not (isinstance(allowed, ast.Constant) and not allowed.value):
                yield name
        if isinstance(node, ast.keyword) and node.arg == "shell":
            yield "shell="


def test_nothing_is_unpickled_or_evaluated() -> None:
    assert len(SOURCES) > 200
    for path in SOURCES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert not PICKLES & set(imported(tree)), path
        assert list(dangerous(tree)) == [], path


def test_yaml_in_a_document_makes_no_objects(tmp_path: Path) -> None:
    mark = tmp_path / "made"
    tag = f"!!python/object/apply:pathlib.Path.touch [!!python/object/new:pathlib.Path ['{mark}']]"
    (read,) = readers.read("a.md", f"---\ntitle: {tag}\n---\nThe bridge opened.\n".encode())
    assert not mark.exists()
    assert read.provenance.title in (None, tag)


def guarded(tmp_path: Path, code: str) -> list[str]:
    """Addresses that a process tried to reach while it ran the code."""
    done = subprocess.run(
        [sys.executable, guarded_process.__file__, str(tmp_path), code],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-800:]
    return done.stdout.splitlines()[-1].split()


INGEST_AND_ASK = """
from rag.cli import main
assert main(["--data", FOLDER, "ingest", "seeds/documents/01-reset-question.txt"]) == 0
assert main(["--data", FOLDER, "ask", "Who speaks for the Kremlin?"]) == 0
"""
LARGE_LIBRARY = """
from pathlib import Path
from rag.adapters.vectors import opener
from rag.index.library import Library
from tests.fakes.documents import DIMENSIONS, EMBEDDER, made
with Library.open(
    Path(FOLDER), EMBEDDER.name, DIMENSIONS, store=opener("local"), exact_limit=0
) as library:
    of = made("a.txt", "The bridge opened.", "The ferry sank.")
    of.write_to(library.corpus)
    library.drain()
    assert library.dense.nearest(of.vectors[0], 1).ids == (of.passages[0].id,)
"""
PAGE = """
import ui.app, gradio, gradio.analytics
assert not gradio.analytics.analytics_enabled()
import chromadb, huggingface_hub.constants as hub
assert hub.HF_HUB_DISABLE_TELEMETRY
import sentence_transformers
"""


@pytest.mark.parametrize("code", [INGEST_AND_ASK, LARGE_LIBRARY, PAGE])
def test_no_connection_leaves_this_machine(tmp_path: Path, code: str) -> None:
    assert guarded(tmp_path, code) == ["none"]


def test_onnx_runtime_keeps_no_reports_to_send(tmp_path: Path) -> None:
    """Its reports are queued in the home folder and sent by native code, which no guard sees."""
    code = "from rag.adapters import encoder_session; import onnxruntime"
    home = {"HOME": str(tmp_path), "PATH": "", "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], check=True, env=home, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_guard_sees_a_connection(tmp_path: Path) -> None:
    outside = "import socket; socket.socket().connect_ex(('192.0.2.1', 9))"
    assert guarded(tmp_path, outside) == ["192.0.2.1"]
    lookup = "import socket\ntry: socket.getaddrinfo('example.org', 80)\nexcept OSError: pass"
    assert guarded(tmp_path, lookup) == ["example.org"]

"""Every workshop turns inputs into the same documents, whatever happens to who does the work."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from rag.flows.ingest import Ingest
from rag.flows.preparing import Finished, Task, Workshop
from rag.index.library import Library
from rag.ingest.originals import Originals
from rag.records import IngestEvent, IngestOutcome
from rag.settings import load
from tests.fakes.documents import DIMENSIONS, EMBEDDER
from tests.fakes.fragile_bench import bench, fragile

TEXTS = [f"Bridge {n} opened in {1900 + n}.\n\nМост {n} открыли весной.\n" for n in range(90)]
TASKS = [Task(f"{n}.txt", text.encode(), None, "docs", "1") for n, text in enumerate(TEXTS)]
BROKEN = Task("broken.pdf", b"%PDF-1.4 broken", None, "docs", "1")
SKIPPED = IngestEvent("pipe", IngestOutcome.SKIPPED, "a pipe")


def on_ray(folder: Path) -> Workshop:
    from rag.adapters.ray_ingest import RayWorkshop

    return RayWorkshop(partial(fragile, folder), workers=2)


@pytest.fixture(params=["bench", pytest.param("ray", marks=pytest.mark.prove)])
def workshop(request: pytest.FixtureRequest, tmp_path: Path) -> Workshop:
    made: dict[str, Callable[[], Workshop]] = {"bench": bench, "ray": lambda: on_ray(tmp_path)}
    return made[request.param]()


def finished(workshop: Workshop, *items: Task | IngestEvent) -> dict[str, Finished]:
    found = list(workshop.work(items))
    return {one.task.source: one for one in found if isinstance(one, Finished)}


def test_every_task_is_finished_and_events_pass(workshop: Workshop) -> None:
    found = list(workshop.work([*TASKS[:5], SKIPPED, BROKEN, *TASKS[5:]]))
    assert SKIPPED in found
    done = {one.task.source: one for one in found if isinstance(one, Finished)}
    assert done.keys() == {"broken.pdf", *(task.source for task in TASKS)}
    assert "PDF" in str(done["broken.pdf"].failure)
    for task, text in zip(TASKS, TEXTS, strict=True):
        (one,) = done[task.source].documents
        assert done[task.source].task is task
        assert one.prepared.document.text == text
        words = [passage.text.replace("\n", " ") for passage in one.prepared.passages]
        np.testing.assert_allclose(one.vectors, EMBEDDER.embed_passages(words), atol=1e-6)


def test_nothing_to_do_is_nothing_done(workshop: Workshop) -> None:
    assert list(workshop.work([SKIPPED])) == [SKIPPED]


def test_tasks_are_taken_only_as_fast_as_they_are_worked_off(workshop: Workshop) -> None:
    taken = 0

    def endless() -> object:
        nonlocal taken
        while True:
            taken += 1
            yield Task(f"{taken}.txt", TEXTS[taken % 90].encode(), None, "", "1")

    work = workshop.work(endless())  # type: ignore[arg-type]
    assert isinstance(next(work), Finished)
    work.close()  # a person who stops the ingest
    assert taken < 1_000


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library.open(tmp_path / "data", EMBEDDER.name, DIMENSIONS)


def ingest(library: Library, workshop: Workshop, folder: Path) -> list[IngestEvent]:
    settings = load({"data": str(library.database.folder)}, {}).settings
    originals = Originals(library.database.folder / "originals")
    return list(Ingest(library, originals, workshop, settings).run([folder]))


def test_a_second_run_reads_nothing_again(
    library: Library, workshop: Workshop, tmp_path: Path
) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    for task in (*TASKS[:40], BROKEN):
        (docs / task.source).write_bytes(task.data)
    first = ingest(library, workshop, docs)
    before = library.fingerprint()
    assert sum(event.outcome is IngestOutcome.ADDED for event in first) == 40
    assert max(event.done for event in first) == max(event.total for event in first) == 41
    again = ingest(library, workshop, docs)
    assert {event.outcome for event in again} == {IngestOutcome.UNCHANGED, IngestOutcome.FAILED}
    assert library.fingerprint() == before
    library.close()


@pytest.mark.prove
def test_what_a_lost_worker_was_at_is_done_by_another(tmp_path: Path) -> None:
    once = Task("kills once.txt", b"The ferry sank in 1911.", None, "docs", "1")
    done = finished(on_ray(tmp_path), *TASKS[:40], once, *TASKS[40:])
    assert (tmp_path / "killed").exists()
    assert done.keys() == {once.source, *(task.source for task in TASKS)}
    assert all(one.documents for one in done.values())


@pytest.mark.prove
def test_an_input_that_kills_every_worker_fails_alone(tmp_path: Path) -> None:
    always = Task("kills always.txt", b"The ferry sank in 1911.", None, "docs", "1")
    done = finished(on_ray(tmp_path), *TASKS[:20], always, *TASKS[20:])
    assert done[always.source].failure == "3 workers were lost reading it"
    assert sum(bool(one.documents) for one in done.values()) == len(TASKS)


@pytest.mark.prove
def test_nobody_hands_work_to_the_workers_without_their_token(tmp_path: Path) -> None:
    work = on_ray(tmp_path).work(iter(TASKS))
    next(work)
    import ray

    address = ray.get_runtime_context().gcs_address
    stranger = asked(address, {"RAY_AUTH_MODE": "disabled"})
    friend = asked(address, {"RAY_AUTH_MODE": "token"})
    work.close()
    assert ("42" in friend, "42" in stranger) == (True, False)


def asked(address: str, environment: dict[str, str]) -> str:
    """What a process says that has the workers add two numbers; nothing when it cannot."""
    code = f"""
import ray
ray.init(address="{address}", log_to_driver=False)
print(ray.get(ray.remote(num_cpus=0)(lambda: 40 + 2).remote(), timeout=60))
"""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=120,
            env=os.environ | environment,
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout


def test_without_ray_the_way_to_it_is_told(tmp_path: Path) -> None:
    code = (
        "import importlib.util as u, sys; find = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'ray' else find(name, *a)\n"
        "from rag.cli import main; sys.exit(main())"
    )
    arguments = ["--data", str(tmp_path), "ingest", "--engine", "ray", str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, env=os.environ
    )
    assert done.returncode == 2
    assert "footnote[ray]" in done.stderr

"""Reading and embedding on many workers through Ray, on this machine or on a cluster.

The driver reads the bytes and is the only one who writes to the library; a worker is an actor that
loads the model once and turns bytes into documents with vectors. So workers need no disk in common
with the driver, and one that dies takes nothing with it: its inputs are given to another.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import os
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from types import ModuleType
from typing import Any

from rag.errors import ModelUnavailable, UsageError
from rag.flows.preparing import Bench, Finished, Task, Worked
from rag.records import IngestEvent

_CPUS_OF_A_WORKER = 0.5  # workers that each ask for a whole one can wait for ever on two cores
_ATTEMPTS = 3
_BUNDLE_BYTES = 400_000
_BUNDLE_TASKS = 32

_LOCAL: dict[str, Any] = {
    "include_dashboard": False,
    "log_to_driver": False,
    "logging_level": logging.ERROR,
    "configure_logging": False,
}

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """Tasks that travel together, and how many workers were lost over them."""

    tasks: tuple[Task, ...]
    lost: int = 0


class RayWorkshop:
    """Implements `flows.preparing.Workshop` with Ray actors.

    An own Ray is begun on this machine with the first task, and ended with the last. Where
    RAY_ADDRESS names a cluster, its machines do the work; Footnote must be installed on them.

    Parameters:
        open_bench: makes a worker's own workshop; sent to the workers.
        workers: how many actors; 0 for one for each processor that Ray knows.

    Raises:
        UsageError: Ray is not installed.
    """

    def __init__(self, open_bench: Callable[[], Bench], workers: int = 0) -> None:
        if importlib.util.find_spec("ray") is None:
            raise UsageError("the engine ray needs Ray: `pip install 'footnote[ray]'`")
        self._open_bench = open_bench
        self._workers = workers

    def work(self, items: Iterable[Task | IngestEvent]) -> Worked:
        """Outcomes as they come. Raises ModelUnavailable when no worker can begin."""
        jobs = _jobs(items)
        crew = _Crew(self._open_bench, self._workers)
        try:
            yield from crew.fill(jobs)
            while crew.running:
                finished = crew.collect()
                yield from crew.fill(jobs)  # before anything is stored: no worker waits for that
                yield from finished
        finally:
            crew.dismiss()


@dataclass(slots=True)
class _Crew:
    """The actors, what each of them is at, and what has to be done again."""

    open_bench: Callable[[], Bench]
    size: int
    running: dict[Any, tuple[Any, _Job]] = field(default_factory=dict)
    _ray: ModuleType | None = None
    _begun: bool = False
    _idle: list[Any] = field(default_factory=list)
    _again: list[_Job] = field(default_factory=list)
    _lost: int = 0
    _proven: bool = False

    def fill(self, jobs: Iterator[_Job | IngestEvent]) -> Generator[IngestEvent, None, None]:
        """Give every worker a job, as long as there are any; what is no job passes through."""
        while self._ray is None or len(self.running) < self.size:
            job = self._again.pop() if self._again else next(jobs, None)
            if job is None:
                return
            if isinstance(job, IngestEvent):
                yield job
                continue
            self._connect()
            worker = self._idle.pop() if self._idle else self._hire()
            self.running[worker.work.remote(job.tasks)] = (worker, job)

    def collect(self) -> list[Finished]:
        """What the next worker to be done has made; nothing when it was lost."""
        ray = self._connect()
        (done,), _ = ray.wait(list(self.running), num_returns=1)
        worker, job = self.running.pop(done)
        try:
            found: list[Finished] = ray.get(done)
        except (ray.exceptions.RayActorError, ray.exceptions.WorkerCrashedError) as loss:
            return self._without(job, loss)
        self._idle.append(worker)
        self._proven = True
        tasks = {task.source: task for task in job.tasks}
        return [replace(one, task=tasks[one.task.source]) for one in found]

    def dismiss(self) -> None:
        """End the workers, whatever they are at, and the Ray that was begun for them."""
        if self._ray is None:
            return
        for worker in [*self._idle, *(worker for worker, _ in self.running.values())]:
            self._ray.kill(worker)
        self.running.clear()
        if self._begun:
            self._ray.shutdown()

    def _without(self, job: _Job, loss: Exception) -> list[Finished]:
        """Put back the tasks of a lost worker, one by one: one of them may be what kills them."""
        self._lost += 1
        if not self._proven and self._lost >= _ATTEMPTS * self.size:
            raise ModelUnavailable(f"Ray's workers end before they have begun: {loss}") from loss
        reason = str(loss).partition("\n")[0]  # Ray goes on with guesses and addresses
        _LOG.warning("a worker was lost; what it was at is done again: %s", reason)
        if len(job.tasks) == 1 and job.lost + 1 >= _ATTEMPTS:
            return [Finished(job.tasks[0], failure=f"{_ATTEMPTS} workers were lost reading it")]
        lost = job.lost + 1 if len(job.tasks) == 1 else job.lost
        self._again += [_Job((task,), lost) for task in reversed(job.tasks)]
        return []

    def _connect(self) -> ModuleType:
        if self._ray is None:
            os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
            os.environ.setdefault("RAY_AUTH_MODE", "token")  # it listens to the whole network
            self._ray = ray = importlib.import_module("ray")
            self._begun = not ray.is_initialized()
            if self._begun:
                ray.init(**({} if os.environ.get("RAY_ADDRESS") else _LOCAL))
            self.size = self.size or max(1, int(ray.cluster_resources().get("CPU", 1)))
        return self._ray

    def _hire(self) -> Any:
        kind = self._connect().remote(num_cpus=_CPUS_OF_A_WORKER, max_restarts=0)(_Worker)
        return kind.remote(self.open_bench)


class _Worker:
    """What runs in an actor: one workshop for its whole life."""

    def __init__(self, open_bench: Callable[[], Bench]) -> None:
        self._bench = open_bench()

    def work(self, tasks: Sequence[Task]) -> list[Finished]:
        """The outcomes, without the bytes, which the driver still has."""
        found = (one for one in self._bench.work(tasks) if isinstance(one, Finished))
        return [replace(one, task=replace(one.task, data=b"")) for one in found]


def _jobs(items: Iterable[Task | IngestEvent]) -> Generator[_Job | IngestEvent, None, None]:
    """Tasks in bundles worth sending, in their order; events as they come."""
    bundle: list[Task] = []
    for item in items:
        if isinstance(item, IngestEvent):
            yield item
            continue
        bundle.append(item)
        size = sum(len(task.data) for task in bundle)
        if size >= _BUNDLE_BYTES or len(bundle) >= _BUNDLE_TASKS:
            yield _Job(tuple(bundle))
            bundle.clear()
    if bundle:
        yield _Job(tuple(bundle))

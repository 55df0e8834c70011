"""Figures for Prometheus, in its text format."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from rag.records import Answer, Searched
from rag.server.workers import Workers

MEDIA_TYPE = CONTENT_TYPE_LATEST
_REQUEST_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_STAGE_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60)


class Metrics:
    """What one server counts; labels hold routes, statuses and verdicts, never anybody's words."""

    def __init__(self, lanes: Iterable[Workers]) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._requests = Counter(
            "footnote_requests",
            "Requests answered",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "footnote_request_seconds",
            "Time from a request to the end of its answer",
            ["route"],
            buckets=_REQUEST_S,
            registry=self._registry,
        )
        self._answers = Counter(
            "footnote_answers", "Questions answered", ["verdict"], registry=self._registry
        )
        self._dropped = Counter(
            "footnote_dropped_keys",
            "Source keys a language model cited that it was not given",
            registry=self._registry,
        )
        self._stages = Histogram(
            "footnote_stage_seconds",
            "Time the stages of an answer took",
            ["stage"],
            buckets=_STAGE_S,
            registry=self._registry,
        )
        held = Gauge("footnote_library", "What the library holds", ["of"], registry=self._registry)
        self._held = {name: held.labels(name) for name in ("documents", "passages")}
        places = Gauge(
            "footnote_work", "Requests at work or in line", ["lane"], registry=self._registry
        )
        for lane in lanes:
            places.labels(lane.name).set_function(partial(getattr, lane, "taken"))

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has been answered."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, answer: Answer) -> None:
        """Count an answer and the time of its stages."""
        self._answers.labels(answer.verdict.value).inc()
        self._dropped.inc(answer.dropped_keys)
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)

    def text(self, held: Searched) -> bytes:
        """Everything counted, with what the library holds now."""
        self._held["documents"].set(held.documents)
        self._held["passages"].set(held.passages)
        return generate_latest(self._registry)

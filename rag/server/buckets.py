"""How often somebody may ask: a token bucket for each caller."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

_MOST_CALLERS = 10_000


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


class Buckets:
    """Lets each caller ask `per_minute` times a minute, all at once or spread; 0 is no limit.

    Used from the event loop's thread alone.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = float(per_minute)
        self._per_second = per_minute / 60
        self._clock = clock
        self._buckets: dict[str, _Bucket] = {}

    def take(self, caller: str) -> float:
        """Seconds the caller has to wait; 0.0 when they may go on, which is then counted."""
        if not self._most:
            return 0.0
        now = self._clock()
        bucket = self._buckets.get(caller) or self._made(caller, now)
        bucket.tokens = min(self._most, bucket.tokens + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self._per_second
        bucket.tokens -= 1
        return 0.0

    def _made(self, caller: str, now: float) -> _Bucket:
        if len(self._buckets) >= _MOST_CALLERS:
            self._forget_full(now)
        made = self._buckets[caller] = _Bucket(self._most, now)
        return made

    def _forget_full(self, now: float) -> None:
        """Drop the buckets that have filled up again: they are as good as new ones.

        Where hardly any has, the older half goes, so that memory stays bounded.
        """
        full_s = self._most / self._per_second
        kept = [(name, each) for name, each in self._buckets.items() if now - each.at < full_s]
        kept.sort(key=lambda item: item[1].at)
        self._buckets = dict(kept[-_MOST_CALLERS // 2 :])

"""Many clients at once against a real `footnote serve`, while documents come and go.

    .venv/bin/python benchmarks/load.py --minutes 5

Starts a server over a library of its own, asks the demo library's questions from many clients for
the time given, uploads and removes a document every other second, and reports: answers a second,
p50 and p95, errors, how often callers were told to come back (429, 503), and the server's memory
after warming up and at the end. Exits 1 where anything but an answer or such a refusal came back.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
COME_BACK = (429, 503)
WARM_SHARE = 0.3
"""The part of the run after which memory should not grow any more."""


@dataclass
class Seen:
    """What the clients met."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    without_retry_after: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    uploads: list[float] = field(default_factory=list)
    memory_mb: list[float] = field(default_factory=list)


@contextmanager
def served(folder: Path, settings: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server over the demo library; its address and process."""
    environment = {**os.environ, **settings, "FOOTNOTE_DATA": str(folder)}
    run = [sys.executable, "-c", "import sys; from rag.cli import main; sys.exit(main())"]
    subprocess.run(
        [*run, "ingest", str(ROOT / "seeds" / "documents")], check=True, env=environment, cwd=ROOT
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = (folder / "serve.log").open("w")
    process = subprocess.Popen(
        [*run, "serve", "--port", str(port)], env=environment, cwd=ROOT, stderr=log
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/healthz")
        yield f"http://127.0.0.1:{port}", process.pid
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers at {address}")


async def ask(client: httpx.AsyncClient, questions: Iterator[str], ends: float, seen: Seen) -> None:
    """Ask one question after another; wait as long as a refusal says."""
    while time.monotonic() < ends:
        began = time.monotonic()
        try:
            body = {"question": next(questions), "passage_texts": False}
            response = await client.post("/v1/ask", json=body)
        except httpx.HTTPError as error:
            seen.failures[type(error).__name__] += 1
            continue
        seen.statuses[response.status_code] += 1
        if response.status_code != 200 and response.status_code not in COME_BACK:
            seen.failures[f"{response.status_code} {response.text[:200]}"] += 1
        if response.status_code == 200:
            seen.seconds.append(time.monotonic() - began)
        elif response.status_code in COME_BACK:
            wait = response.headers.get("retry-after")
            seen.without_retry_after += wait is None
            await asyncio.sleep(float(wait or 1))


async def add_and_remove(client: httpx.AsyncClient, ends: float, seen: Seen) -> None:
    """Keep the library changing without letting it grow."""
    for number in itertools.count():
        if time.monotonic() >= ends:
            return
        lines = (f"Paragraph {n} of note {number} is about ships and weather." for n in range(40))
        files = {"files": (f"note-{number}.txt", "\n\n".join(lines).encode())}
        began = time.monotonic()
        sent = await client.post("/v1/documents", files=files)
        seen.statuses[sent.status_code] += 1
        if sent.status_code != 200:
            seen.failures[f"{sent.status_code} {sent.text[:200]}"] += 1
        else:
            seen.uploads.append(time.monotonic() - began)
            key = sent.json()["documents"][0]["id"]
            gone = await client.delete(f"/v1/documents/{key}", params={"now": True})
            seen.statuses[gone.status_code] += 1
        await asyncio.sleep(2)


async def weigh(process: int, ends: float, seen: Seen) -> None:
    """Note the server's resident memory once a second."""
    status = Path(f"/proc/{process}/status")
    while time.monotonic() < ends:
        line = next(each for each in status.read_text().splitlines() if each.startswith("VmRSS"))
        seen.memory_mb.append(int(line.split()[1]) / 1024)
        await asyncio.sleep(1)


@asynccontextmanager
async def clients(address: str, count: int) -> AsyncIterator[list[httpx.AsyncClient]]:
    """Clients with a connection each."""
    made = [httpx.AsyncClient(base_url=address, timeout=300) for _ in range(count)]
    try:
        yield made
    finally:
        for each in made:
            await each.aclose()


async def load(address: str, process: int, count: int, seconds: float) -> Seen:
    """Everything at once for the time given."""
    file = ROOT / "seeds" / "questions.jsonl"
    lines = file.read_text("utf-8").splitlines()
    questions = itertools.cycle([json.loads(line)["question"] for line in lines])
    seen, ends = Seen(), time.monotonic() + seconds
    async with clients(address, count + 1) as (adding, *asking):
        await asyncio.gather(
            add_and_remove(adding, ends, seen),
            weigh(process, ends, seen),
            *(ask(each, questions, ends, seen) for each in asking),
        )
    return seen


def report(seen: Seen, count: int, seconds: float) -> bool:
    """Print the figures; whether nothing went wrong."""
    if len(seen.seconds) < 2:
        print("fewer than two answers came back:", dict(seen.statuses), dict(seen.failures))
        return False
    cuts = statistics.quantiles(seen.seconds, n=100)
    warm = seen.memory_mb[int(len(seen.memory_mb) * WARM_SHARE) :]
    tenth = max(1, len(warm) // 10)
    early, late = statistics.median(warm[:tenth]), statistics.median(warm[-tenth:])
    told_back = sum(seen.statuses[code] for code in COME_BACK)
    wrong = sum(seen.failures.values()) + seen.without_retry_after
    print(f"{count} clients for {seconds:.0f} s: {len(seen.seconds)} answers", end="")
    print(f" ({len(seen.seconds) / seconds:.1f} a second)")
    print(f"p50 {cuts[49]:.2f} s, p95 {cuts[94]:.2f} s, longest {max(seen.seconds):.2f} s")
    print(f"told to come back (429, 503): {told_back}; errors: {wrong} {dict(seen.failures)}")
    print(f"documents added meanwhile: {len(seen.uploads)}", end="")
    print(f", median {statistics.median(seen.uploads):.2f} s" if seen.uploads else "")
    print(f"memory: {early:.0f} MB warm, {late:.0f} MB at the end ({late - early:+.0f} MB)")
    return not wrong


def main() -> int:
    """Run the load the options describe."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--minutes", type=float, default=5.0)
    options.add_argument("--waiting", type=int, default=64, help="server.waiting")
    given = options.parse_args()
    settings = {
        "FOOTNOTE_SERVER_REQUESTS_PER_MINUTE": "0",
        "FOOTNOTE_SERVER_WAITING": str(given.waiting),
        "FOOTNOTE_SERVER_TIMEOUT_S": "300",
        "FOOTNOTE_CHAT_MODEL": "none",
    }
    seconds = given.minutes * 60
    with (
        tempfile.TemporaryDirectory(prefix="footnote-load-") as folder,
        served(Path(folder), settings) as (address, process),
    ):
        seen = asyncio.run(load(address, process, given.clients, seconds))
    return 0 if report(seen, given.clients, seconds) else 1


if __name__ == "__main__":
    sys.exit(main())

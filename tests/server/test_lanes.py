"""Lanes of work: bounded, never blocking the event loop, and stopped when nobody listens."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from rag.errors import UsageError
from rag.server.refusals import Refusal, Refused
from rag.server.workers import Workers
from tests.fakes.own_loop import finished
from tests.server.conftest import Opening, Site


def lane(threads: int = 1, waiting: int = 1, timeout_s: float = 10.0) -> Workers:
    return Workers("test", threads, waiting, timeout_s)


def test_the_loop_goes_on_while_threads_work() -> None:
    async def ticks() -> int:
        workers, count = lane(), 0
        work = asyncio.create_task(workers.run(lambda: time.sleep(0.3)))
        while not work.done():
            await asyncio.sleep(0.01)
            count += 1
        return count

    assert finished(ticks()) > 5


def test_a_full_lane_refuses_at_once_and_opens_again() -> None:
    async def crowd() -> None:
        workers, go = lane(threads=1, waiting=1), threading.Event()
        taken = [asyncio.create_task(workers.run(go.wait)) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(Refused) as refused:
            await workers.run(lambda: 1)
        assert refused.value.kind is Refusal.OVERLOADED
        assert refused.value.retry_after_s
        with pytest.raises(Refused, match="requests are being worked on"):
            workers.stream(lambda: iter(()))
        with pytest.raises(Refused, match="requests are being worked on"):
            workers.refuse_full()
        go.set()
        await asyncio.gather(*taken)
        assert await workers.run(lambda: 1) == 1
        assert workers.taken == 0
        workers.close()
        with pytest.raises(Refused, match="the server is stopping"):
            await workers.run(lambda: 1)

    finished(crowd())


def test_late_work_is_given_up() -> None:
    async def late() -> None:
        workers, go = lane(timeout_s=0.05), threading.Event()
        with pytest.raises(Refused) as refused:
            await workers.run(go.wait)
        assert refused.value.kind is Refusal.TIMED_OUT
        with pytest.raises(Refused, match=r"not done within 0\.05 s"):
            await anext(workers.stream(lambda: iter(())))
        go.set()

    finished(late())


def test_a_stream_stops_when_nobody_listens() -> None:
    produced = 0

    def endless() -> Iterator[int]:
        nonlocal produced
        while True:
            produced += 1
            yield produced
            time.sleep(0.005)

    async def listen() -> None:
        workers = lane()
        pieces = workers.stream(endless)
        assert [await anext(pieces) for _ in range(3)] == [1, 2, 3]
        await pieces.aclose()
        await asyncio.sleep(0.1)
        stopped_at = produced
        await asyncio.sleep(0.1)
        assert produced == stopped_at
        assert workers.taken == 0

    finished(listen())


def test_a_stream_hands_on_what_its_work_raises() -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise UsageError("no more")

    async def listen() -> None:
        pieces = lane().stream(failing)
        assert await anext(pieces) == 1
        with pytest.raises(UsageError, match="no more"):
            await anext(pieces)

    finished(listen())


def test_a_crowd_gets_answers_or_is_told_to_come_back(serve: Opening) -> None:
    body = {"question": "When was the lighthouse at Skagen built?", "passage_texts": False}
    with serve(workers=1, waiting=2) as site:
        held = threading.Event()
        answers: list[httpx.Response] = []

        def ask() -> None:
            with site.client() as client:
                answers.append(client.post("/v1/ask", json=body))

        future = site.service.lanes.reading._submit(held.wait)
        crowd = [threading.Thread(target=ask) for _ in range(6)]
        for each in crowd:
            each.start()
        with site.client() as client:
            assert client.get("/healthz").status_code == 200
        time.sleep(0.3)
        held.set()
        for each in crowd:
            each.join()
        future.result()
    codes = sorted(each.status_code for each in answers)
    assert codes == [200, 200, 503, 503, 503, 503]
    refused = next(each for each in answers if each.status_code == 503)
    assert int(refused.headers["retry-after"]) >= 1
    assert refused.json()["error"]["code"] == "overloaded"


def test_adding_documents_does_not_stop_answers(site: Site) -> None:
    paragraphs = (f"Paragraph {n} is about ships, sails and the weather.\n\n" for n in range(400))
    big = "".join(paragraphs).encode()
    done: list[httpx.Response] = []

    def add() -> None:
        with site.client() as client:
            done.append(client.post("/v1/documents", files=[("files", ("ships.txt", big))]))

    adding = threading.Thread(target=add)
    adding.start()
    body = {"question": "When was the lighthouse at Skagen built?"}
    with site.client() as client:
        while adding.is_alive():
            answer = client.post("/v1/ask", json=body)
            assert answer.status_code == 200
            assert "1747" in answer.json()["answer"]
        assert done[0].json()["added"] == 1
        key = done[0].json()["documents"][0]["id"]
        client.delete(f"/v1/documents/{key}", params={"now": True})

"""Long work is followed step by step, gives its result, and ends when nobody listens."""

import time
from threading import Event

import pytest

from ui.following import followed


def all_of(steps):
    """The steps and what the generator returned."""
    told = []
    while True:
        try:
            told.append(next(steps))
        except StopIteration as end:
            return told, end.value


def test_steps_come_in_order_and_the_result_last():
    def work(observer):
        for number in range(3):
            observer(number)
        return "done"

    assert all_of(followed(work)) == ([0, 1, 2], "done")


def test_what_the_work_raises_is_raised():
    def work(observer):
        observer(1)
        raise KeyError("lost")

    with pytest.raises(KeyError, match="lost"):
        all_of(followed(work))


def test_closing_waits_for_nothing():
    held = Event()

    def work(observer):
        observer(0)
        held.wait(10)
        observer(1)

    steps = followed(work)
    assert next(steps) == 0
    began = time.monotonic()
    steps.close()
    assert time.monotonic() - began < 5
    held.set()


def test_closing_ends_the_work_at_its_next_step():
    listened, ended = Event(), Event()
    done = []

    def work(observer):
        try:
            observer(0)
            listened.wait(10)
            for number in range(1, 1000):
                observer(number)
                done.append(number)
        finally:
            ended.set()

    steps = followed(work)
    assert next(steps) == 0
    steps_closed = steps.close
    listened.set()
    steps_closed()
    assert ended.wait(10)
    assert len(done) < 999

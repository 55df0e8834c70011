"""An answer that takes its time: its first words come early, and it can be stopped."""

import time
from dataclasses import replace
from threading import Event

import pytest
from conftest import CHROMIUM, Reader, served

from rag.errors import ModelUnavailable
from rag.settings import Settings

pytestmark = pytest.mark.browser


class SlowModel:
    """Writes a hundred sentences, ten a second: a slow machine has time to stop it."""

    name = "slow"

    def stream(self, messages, until):
        for number in range(1, 101):
            time.sleep(0.1)
            yield f"Sentence number {number}. "


@pytest.fixture(scope="module")
def slow_site(tmp_path_factory):
    if not CHROMIUM.exists():
        pytest.skip("there is no Chromium at /usr/bin/chromium")
    folder = tmp_path_factory.mktemp("slow")
    note = folder / "turnstone.txt"
    note.write_text("The turnstone archive was founded in 1931 by Edda Maar in Tromsø.\n", "utf-8")
    settings = replace(Settings(), data=folder / "data")
    with served(settings, note, model=SlowModel()) as site:
        yield site


def test_words_appear_while_the_answer_is_being_written_and_stop_ends_it(chromium, slow_site):
    someone = Reader(chromium, slow_site)
    page = someone.visit()
    page.locator("#question textarea").fill("When was the turnstone archive founded?")
    page.locator("#question textarea").press("Enter")
    live = page.locator("#live .claims")
    live.get_by_text("Sentence number 3.").wait_for()
    assert "Sentence number 100." not in live.inner_text()
    assert page.locator("#question textarea").input_value() == ""
    page.locator("#question .stop-button").click()
    page.locator("#transcript .verdict-stopped").wait_for()
    page.locator("#question .submit-button").wait_for()
    page.locator("#live .turn").first.wait_for(state="detached")
    page.reload()
    page.locator("#transcript .verdict-stopped").wait_for()
    assert page.locator("#transcript .turn").count() == 1
    someone.context.close()
    assert someone.watch.foreign == []
    assert someone.watch.errors == []


def test_reloading_while_an_answer_is_written_keeps_its_question(chromium, slow_site):
    someone = Reader(chromium, slow_site)
    page = someone.visit()
    page.locator("#question textarea").fill("Who founded the turnstone archive?")
    page.locator("#question textarea").press("Enter")
    page.locator("#live").get_by_text("Sentence number 2.").wait_for()
    page.reload()
    page.get_by_role("heading", name="Who founded the turnstone archive?").wait_for()
    page.locator("[data-does='again']").wait_for()
    someone.context.close()
    assert someone.watch.errors == []


class BrokenModel:
    """Writes a few words, then breaks off; goes on only when the test has seen them."""

    name = "broken"

    def __init__(self):
        self.seen = Event()

    def stream(self, messages, until):
        yield "The archive, as far as this model can tell, was "
        self.seen.wait(60)
        raise ModelUnavailable("broken broke off in the middle of a sentence")


def test_a_model_that_breaks_off_is_replaced_by_the_documents_words_and_why_is_told(
    chromium, tmp_path
):
    note = tmp_path / "turnstone.txt"
    note.write_text("The turnstone archive was founded in 1931 by Edda Maar in Tromsø.\n", "utf-8")
    model = BrokenModel()
    with served(replace(Settings(), data=tmp_path / "data"), note, model=model) as site:
        someone = Reader(chromium, site)
        page = someone.visit()
        page.locator("#question textarea").fill("When was the turnstone archive founded?")
        page.locator("#question textarea").press("Enter")
        page.locator("#live .claims").get_by_text("as far as this model can tell").wait_for()
        model.seen.set()
        page.locator("#transcript .notice", has_text="broken").wait_for()
        page.locator("#live .turn").wait_for(state="detached")
        told = page.locator("#transcript .turn").inner_text()
        assert "as far as this model can tell" not in told
        assert "1931" in told
        someone.context.close()
        assert someone.watch.errors == []

"""One reader with the page open twice: what is done in one window does not break the other."""

import pytest

from ui.languages import words

pytestmark = pytest.mark.browser

RU = words("ru")


@pytest.fixture
def deleted_elsewhere(reader):
    """A window that shows a conversation which another window has deleted."""
    page = reader.visit("/ru/")
    reader.ask("What is Vostok 2018?")
    other = reader.context.new_page()
    other.goto(page.url)
    row = other.locator("#conversations .row").first
    row.hover()
    row.locator("[data-does=delete]").click()
    row.locator("[data-does=delete]").click()
    row.wait_for(state="detached")
    return page


def test_a_question_after_the_conversation_was_deleted_begins_a_new_one(deleted_elsewhere):
    page = deleted_elsewhere
    page.locator("#question textarea").fill("Who speaks for the Kremlin?")
    page.locator("#question textarea").press("Enter")
    page.get_by_role("heading", name="Who speaks for the Kremlin?").wait_for()
    page.locator("#transcript .claims").wait_for()
    assert page.locator("#transcript .turn").count() == 1
    assert page.locator("#conversations .row").count() == 1


@pytest.mark.parametrize("does", ["again", "edit"])
def test_a_turn_that_is_gone_is_told_in_the_readers_language(deleted_elsewhere, does):
    page = deleted_elsewhere
    page.locator(f"#transcript [data-does={does}]").click()
    page.locator("#live [role=alert]", has_text=RU.gone).wait_for()
    assert page.locator("#transcript .empty").is_visible()


def test_a_document_removed_in_the_other_window_is_told_and_the_question_kept(reader, tmp_path):
    note = tmp_path / "godwit.txt"
    note.write_text("The godwit station was opened in 1954.\n", "utf-8")
    page = reader.visit("/ru/")
    reader.to("library")
    page.locator("#drop input[type=file]").set_input_files(note)
    page.locator("#report .outcome.added").wait_for()
    reader.to("ask")
    page.locator("#scope input").click()
    page.locator("#scope [role='option']", has_text="godwit").click()
    page.keyboard.press("Escape")
    other = reader.context.new_page()
    other.goto(f"{reader.site.address}/ru/")
    other.locator("#transcript .empty").wait_for()
    other.locator("[role='tab'][data-tab-id='library']").first.click()
    other.locator("#documents tr", has_text="godwit").locator("[data-remove]").click()
    other.locator("#report [data-undo]").wait_for()
    page.locator("#question textarea").fill("When was the godwit station opened?")
    page.locator("#question textarea").press("Enter")
    page.locator("#live [role=alert]", has_text=RU.gone).wait_for()
    assert page.locator("#live .detail").get_attribute("lang") == "en"
    page.locator("#transcript [data-does=again]").wait_for()

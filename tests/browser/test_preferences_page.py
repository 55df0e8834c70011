"""What is chosen in the settings changes answers and is kept; bad names are told."""

import pytest

pytestmark = pytest.mark.browser

QUESTION = "What pushes Russia and China together, and what did Russia supply?"


def test_depth_and_languages_are_kept_over_a_visit_and_change_the_answer(reader):
    page = reader.visit()
    reader.to("settings")
    page.locator("[data-depth=brief]").click()
    page.locator("[data-depth=brief][aria-pressed=true]").wait_for()
    page.locator("[data-language=ru]").click()
    page.locator("[data-language=ru][aria-pressed=true]").wait_for()
    page.reload()
    page.locator("#transcript .empty").wait_for()
    reader.to("settings")
    page.locator("[data-depth=brief][aria-pressed=true]").wait_for()
    reader.to("ask")
    reader.ask(QUESTION)
    abouts = page.locator("#transcript .sources li").all_inner_texts()
    assert all("Русский" in about for about in abouts)


def test_a_model_that_cannot_be_opened_is_told_and_not_taken(reader):
    page = reader.visit()
    reader.to("settings")
    page.locator("[name=model]").fill("nonsense")
    page.keyboard.press("Enter")
    page.locator("#settings [role=alert]", has_text="nonsense").wait_for()
    page.reload()
    page.locator("#transcript .empty").wait_for()
    reader.to("settings")
    page.locator("[data-model=none][aria-pressed=true]").wait_for()
    assert page.locator("#settings [role=alert]").count() == 0


def test_what_is_chosen_with_the_keyboard_keeps_the_focus(reader):
    page = reader.visit()
    reader.to("settings")
    page.locator("[data-depth=brief]").focus()
    page.keyboard.press("Enter")
    page.locator("[data-depth=brief][aria-pressed=true]").wait_for()
    page.wait_for_function("() => document.activeElement.dataset.depth === 'brief'")

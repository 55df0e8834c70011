"""Documents are shown and do nothing; people are kept apart; nothing leaves the machine."""

import pytest

pytestmark = pytest.mark.browser


def test_a_hostile_document_is_shown_as_text_and_stays_inert(reader):
    page = reader.visit()
    reader.ask("When was the zebrafinch treaty signed?")
    reader.follow(1)
    text = page.locator("#source .text")
    shown = text.inner_text()
    assert "<script>window.hurt = 1" in shown
    assert "<iframe src=" in shown
    assert "${window.hurt = 4}" in shown
    assert page.locator("#source .text .control").count() == 2
    assert page.evaluate("() => window.hurt") is None
    assert (
        page.locator("#source").locator("script, img, iframe, style, a[href^=javascript]").count()
        == 0
    )
    assert page.locator("body").is_visible()


def test_a_question_made_of_markup_is_only_a_question(reader):
    page = reader.visit()
    reader.ask("<img src=x onerror='window.hurt=1'> ${window.hurt=2} zebrafinch?")
    assert page.locator("#transcript img").count() == 0
    assert page.evaluate("() => window.hurt") is None
    assert "<img src=x" in page.locator("#transcript .question").last.inner_text()


def test_reloading_keeps_the_conversation(reader):
    page = reader.visit()
    reader.ask("What is Vostok 2018?")
    said = page.locator("#transcript .claims").inner_text()
    page.reload()
    page.locator("#transcript .turn").wait_for()
    assert page.locator("#transcript .claims").inner_text() == said
    reader.follow(1)


def test_two_browsers_do_not_see_each_others_conversations(readers):
    anna, boris = readers(), readers()
    anna.visit()
    anna.ask("What is Vostok 2018?")
    turn = anna.page.locator(".turn").get_attribute("data-turn")
    conversation = anna.page.locator("#conversations .row").get_attribute("data-id")
    boris.visit(f"/?c={conversation}")
    assert boris.page.locator("#conversations .row").count() == 0
    assert boris.page.locator("#transcript .turn").count() == 0
    stolen = boris.context.request.get(f"{boris.site.address}/export/{conversation}/json")
    assert stolen.status == 404
    boris.page.evaluate(
        "turn => document.dispatchEvent(new CustomEvent('footnote:look', "
        "{detail: {places: [{turn, citation: '1'}], at: 0, opener: null}}))",
        turn,
    )
    boris.page.locator("#source [role='alert']").wait_for()


def test_conversations_are_begun_renamed_searched_and_deleted(reader):
    page = reader.visit()
    reader.ask("What is Vostok 2018?")
    page.locator("#fresh").click()
    page.locator("#transcript .empty").wait_for()
    reader.ask("Сколько самолётов Су-35 купил Китай?")
    rows = page.locator("#conversations .row")
    assert rows.count() == 2
    rows.first.hover()
    rows.first.locator("[data-does='rename']").click()
    page.locator("#conversations input.name").fill("Самолёты")
    page.keyboard.press("Enter")
    page.locator("#conversations .name", has_text="Самолёты").wait_for()
    page.locator("#search").locator("input, textarea").fill("vostok")
    page.wait_for_function("() => document.querySelectorAll('#conversations .row').length === 1")
    rows.first.locator(".name").click()
    page.get_by_role("heading", name="What is Vostok 2018?").wait_for()
    page.locator("#search").locator("input, textarea").fill("")
    page.wait_for_function("() => document.querySelectorAll('#conversations .row').length === 2")
    doomed = page.locator("#conversations .row", has_text="Самолёты")
    doomed.hover()
    doomed.locator("[data-does='delete']").click()
    page.get_by_text("Delete for good").click()
    page.wait_for_function("() => document.querySelectorAll('#conversations .row').length === 1")


def test_a_conversation_can_be_taken_along(reader):
    page = reader.visit()
    reader.ask("What is Vostok 2018?")
    with page.expect_download() as saved:
        page.locator(".exports a", has_text="Markdown").click()
    text = saved.value.path().read_text("utf-8")
    assert "[^1-1]" in text


def test_the_original_is_served_as_inert_text(reader):
    page = reader.visit()
    reader.ask("When was the zebrafinch treaty signed?")
    reader.follow(1)
    link = page.locator("#source .tool-link").get_attribute("href")
    answer = reader.context.request.get(f"{reader.site.address}{link}")
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "<script>window.hurt" in answer.text()

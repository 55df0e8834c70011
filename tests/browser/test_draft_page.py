"""A draft is held against the documents: verdicts in words, spans that open at the exact words."""

import pytest

pytestmark = pytest.mark.browser

TRUE = "On January 24 Dmitry Peskov said that Russia was prepared to talk with Joe Biden's team."
ABSENT = "Blueberry jam is what lighthouse cooks like best on their pancakes."


def checked(reader, draft):
    """The sentences of a draft pasted and checked."""
    page = reader.page
    page.locator("#draft textarea").fill(draft)
    page.locator("#check").click()
    page.locator("#checked .checked:not([aria-busy]) .sentence").first.wait_for()
    return page.locator("#checked .sentence")


def test_each_sentence_gets_a_verdict_and_a_mark_opens_the_exact_words(reader):
    page = reader.visit()
    reader.to("draft")
    sentences = checked(reader, f"{TRUE} {ABSENT}")
    assert [each.split("\n")[0] for each in sentences.all_inner_texts()] == ["Supported", "Absent"]
    assert reader.violations() == []
    mark = sentences.first.locator(".cite").first
    mark.focus()
    page.keyboard.press("Enter")
    cited = page.locator("#source mark.cited")
    cited.first.wait_for()
    assert "Dmitry Peskov" in "".join(cited.all_text_contents())
    assert "followed" in mark.get_attribute("class")
    page.keyboard.press("Escape")
    page.wait_for_function("() => document.activeElement.classList.contains('cite')")


def test_a_text_file_is_dropped_and_checked(reader, tmp_path):
    page = reader.visit("/fa/")
    reader.to("draft")
    draft = tmp_path / "draft.txt"
    draft.write_text(f"{TRUE}\n", "utf-16")
    page.locator("#draft-file input[type=file]").set_input_files(draft)
    page.locator("#checked .sentence-supported").first.wait_for()
    assert page.locator("#draft textarea").input_value().strip() == TRUE
    word = page.locator("#checked .sentence .verdict strong").first
    assert word.inner_text() == "تأیید شده"


def test_a_file_of_any_format_is_dropped_and_checked(reader, tmp_path):
    page = reader.visit()
    reader.to("draft")
    draft = tmp_path / "draft.html"
    draft.write_text(f"<title>Notes</title><nav>Menu</nav><p>{TRUE}</p>", "utf-8")
    page.locator("#draft-file input[type=file]").set_input_files(draft)
    page.locator("#checked .sentence-supported").first.wait_for()
    assert "<p>" not in page.locator("#draft textarea").input_value()
    assert TRUE in page.locator("#draft textarea").input_value()


def test_what_is_no_text_is_told(reader, tmp_path):
    page = reader.visit()
    reader.to("draft")
    image = tmp_path / "picture.txt"
    image.write_bytes(bytes(range(256)) * 8)
    page.locator("#draft-file input[type=file]").set_input_files(image)
    page.locator("#checked [role=alert]", has_text="picture.txt").wait_for()


def test_sentences_appear_one_by_one_and_stopping_keeps_those_that_are_there(reader):
    page = reader.visit()
    reader.to("draft")
    draft = " ".join(f"The lighthouse keeper counted {number} gulls." for number in range(10, 50))
    page.locator("#draft textarea").fill(draft)
    page.locator("#check").click()
    sentences = page.locator("#checked .sentence")
    sentences.nth(1).wait_for()
    assert page.locator("#checked progress").is_visible()
    page.locator("#stop-check").click()
    page.locator("#checked .verdict-stopped").wait_for()
    assert 2 <= sentences.count() < 40
    assert not page.locator("#checked progress").is_visible()
    assert page.locator("#check").is_enabled()
    page.wait_for_timeout(500)
    assert page.locator("#checked .verdict-stopped").is_visible()

"""A reader says what a paragraph is: by mouse, by keyboard, with the way back."""

import pytest

pytestmark = pytest.mark.browser

NOTE = """The curlew ledger

The curlew ledger was begun in 1911 by the harbour master, who noted every curlew that he saw from
the office window, and whether it had been alone or in company of others of its kind.

Sign up for the curlew letter and receive our offers every Thursday at no cost at all to yourself.
"""


@pytest.fixture
def opened(reader, tmp_path):
    """The panel with a document of its own, the form for roles open."""
    page = reader.visit()
    reader.to("library")
    page.locator("#documents table").wait_for()
    note = tmp_path / "curlew.txt"
    note.write_text(NOTE, "utf-8")
    page.locator("#drop input[type=file]").set_input_files(note)
    page.locator("#report .outcome").first.wait_for()
    page.locator("#documents tr", has_text="curlew").first.locator("[data-open]").click()
    page.locator(".roles summary").click()
    yield page
    page.locator("#documents tr", has_text="curlew").first.locator("[data-remove]").click()
    page.locator("#report [data-undo]").wait_for()


def test_a_paragraph_is_given_another_role_and_gets_the_old_one_back(opened, reader):
    paragraph = opened.locator("#source .text p", has_text="Sign up")
    before = paragraph.get_attribute("class")
    assert opened.locator("[data-does=role]").is_disabled()
    assert reader.violations() == []
    paragraph.click()
    opened.locator(".roles select").select_option("comment")
    opened.locator("[data-does=role]").click()
    opened.locator("#source .text p.role-comment", has_text="Sign up").wait_for()
    opened.locator("[data-does=roles-back]").click()
    opened.locator("#source .notice", has_text="As it was before.").wait_for()
    assert paragraph.get_attribute("class") == before


def test_the_keyboard_is_enough(opened):
    opened.locator("#source .text p[tabindex]", has_text="Sign up").focus()
    opened.keyboard.press("Enter")
    opened.locator(".roles select").focus()
    opened.locator(".roles select").select_option("note")
    opened.locator("[data-does=role]:enabled").focus()
    opened.keyboard.press("Enter")
    opened.locator("#source .text p.role-note", has_text="Sign up").wait_for()
    opened.wait_for_function("() => document.activeElement.dataset.does === 'roles-back'")
    opened.keyboard.press("Enter")
    opened.locator("#source .notice", has_text="As it was before.").wait_for()


def test_words_that_were_selected_say_which_passage_is_meant(opened):
    opened.locator("#source .text p", has_text="Sign up").evaluate(
        """paragraph => {
            const range = document.createRange();
            range.setStart(paragraph.firstChild, 5);
            range.setEnd(paragraph.firstChild, 12);
            window.getSelection().addRange(range);
            paragraph.dispatchEvent(new MouseEvent('mouseup', { bubbles: true }));
        }"""
    )
    opened.locator(".roles select").select_option("reference")
    opened.locator("[data-does=role]").click()
    opened.locator("#source .text p.role-reference", has_text="Sign up").wait_for()
    opened.locator("[data-does=roles-back]").click()
    opened.locator("#source .notice", has_text="As it was before.").wait_for()

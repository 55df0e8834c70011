"""Documents are added by drop, asked about, looked at, removed and brought back."""

import pytest

pytestmark = pytest.mark.browser


def to_library(page):
    page.get_by_role("tab").nth(1).click()
    page.locator("#documents table").wait_for()


def test_a_dropped_file_can_be_asked_about_and_removed_with_undo(reader, tmp_path):
    page = reader.visit()
    to_library(page)
    note = tmp_path / "quillback-notes.txt"
    note.write_text(
        "Notes on the quillback observatory.\n\nThe quillback observatory was opened on 3 May 1961 "
        "by the astronomer Ines Halvorsen, who had planned it for eleven years.\n",
        "utf-8",
    )
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"this is no PDF")
    page.locator("#drop input[type=file]").set_input_files([note, broken])
    page.locator("#report .outcome.added").wait_for()
    assert "broken.pdf" in page.locator("#report").inner_text()
    page.locator("#filter").locator("input, textarea").fill("quillback")
    page.wait_for_function("() => document.querySelectorAll('#documents tbody tr').length === 1")

    page.get_by_role("tab").nth(0).click()
    reader.ask("When was the quillback observatory opened?")
    assert "1961" in reader.follow(1)

    to_library(page)
    page.locator("#documents [data-remove]").click()
    page.locator("#report [data-undo]").wait_for()
    page.wait_for_function("() => document.querySelectorAll('#documents tbody tr').length === 0")
    page.locator("#report [data-undo]").click()
    page.wait_for_function("() => document.querySelectorAll('#documents tbody tr').length === 1")
    page.locator("#documents [data-remove]").click()
    page.locator("#report [data-undo]").wait_for()


def test_a_document_opens_beside_the_table(reader):
    page = reader.visit()
    to_library(page)
    row = page.locator("#documents tr", has_text="Granite Harbor").first
    row.locator("[data-open]").click()
    page.locator("#source .text p").first.wait_for()
    assert "Granite Harbor" in page.locator("#source h2").inner_text()


def test_the_table_sorts_by_a_column_and_back(reader):
    page = reader.visit()
    to_library(page)
    page.locator("[data-sort='published']").click()
    page.locator("th[aria-sort='ascending'].col-published").wait_for()
    page.locator("[data-sort='published']").click()
    page.locator("th[aria-sort='descending'].col-published").wait_for()
    dates = page.locator("td.col-published").all_text_contents()
    assert dates == sorted(dates, reverse=True)


def test_a_question_can_be_limited_to_one_document(reader):
    page = reader.visit()
    page.locator("#scope input").click()
    page.locator("#scope [role='option']", has_text="Granite Harbor").click()
    page.keyboard.press("Escape")
    reader.ask("What pushes Russia and China together, and what did Russia supply?")
    titles = page.locator("#transcript .sources .title").all_text_contents()
    assert titles
    assert all("Granite Harbor" in title for title in titles)

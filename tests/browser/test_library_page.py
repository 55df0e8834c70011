"""Documents are added by drop, asked about, looked at, removed and brought back."""

import re
from dataclasses import replace

import pytest
from conftest import Reader, served

from rag.settings import Settings
from ui.languages import words

pytestmark = pytest.mark.browser

FA = words("fa")


def to_library(reader):
    reader.to("library")
    reader.page.locator("#documents table").wait_for()


def test_a_dropped_file_can_be_asked_about_and_removed_with_undo(reader, tmp_path):
    page = reader.visit()
    to_library(reader)
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

    reader.to("ask")
    reader.ask("When was the quillback observatory opened?")
    assert "1961" in reader.follow(1)

    to_library(reader)
    page.locator("#documents [data-remove]").click()
    page.locator("#report [data-undo]").wait_for()
    page.wait_for_function("() => document.querySelectorAll('#documents tbody tr').length === 0")
    page.locator("#report [data-undo]").click()
    page.wait_for_function("() => document.querySelectorAll('#documents tbody tr').length === 1")
    page.locator("#documents [data-remove]").click()
    page.locator("#report [data-undo]").wait_for()


def test_a_document_opens_beside_the_table(reader):
    page = reader.visit()
    to_library(reader)
    row = page.locator("#documents tr", has_text="Granite Harbor").first
    row.locator("[data-open]").click()
    page.locator("#source .text p").first.wait_for()
    assert "Granite Harbor" in page.locator("#source h2").inner_text()


def test_the_table_sorts_by_a_column_and_back(reader):
    page = reader.visit()
    to_library(reader)
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


def test_a_title_is_corrected_in_the_panel_and_the_table(reader, tmp_path):
    page = reader.visit()
    to_library(reader)
    note = tmp_path / "corncrake.txt"
    note.write_text("The corncrake census counted 412 calling males in 1998.\n", "utf-8")
    page.locator("#drop input[type=file]").set_input_files(note)
    page.locator("#report .outcome.added").wait_for()
    page.locator("#documents tr", has_text="corncrake").locator("[data-open]").click()
    page.locator(".corrections summary").click()
    page.locator(".corrections input[name=title]").fill("Corncrakes <counted>")
    page.locator(".corrections input[name=authors]").fill("Ann Lee; Лев Рой")
    page.locator("[data-does=correct]").click()
    page.locator("#source h2", has_text="Corncrakes <counted>").wait_for()
    page.locator("#documents tr", has_text="Corncrakes <counted>").wait_for()
    assert "Ann Lee, Лев Рой" in page.locator("#source .facts").first.inner_text()


def test_a_pdf_shows_its_page_with_the_words_marked_where_they_are_printed(reader):
    page = reader.visit()
    reader.ask(
        "Into how many phases do the authors of the abstract divide Moscow's view of America?"
    )
    mark = page.locator("#transcript .claims .cite[title*='English abstracts']").first
    mark.click()
    page.locator("#source mark.cited").first.wait_for()
    page.locator("#source [data-does=page]").click()
    page.locator("#source .page img").wait_for()
    printed = page.locator("#source .printed")
    assert printed.count() >= 1
    sheet = page.locator("#source .page").bounding_box()
    word = printed.first.bounding_box()
    assert sheet["x"] < word["x"] < word["x"] + word["width"] < sheet["x"] + sheet["width"] + 1
    assert sheet["y"] < word["y"] < sheet["y"] + sheet["height"]
    page.locator("#source [data-does=page]").click()
    assert page.locator("#source mark.cited").first.is_visible()


def test_adding_is_cancelled_and_what_was_added_stays(chromium, tmp_path):
    folder = tmp_path / "birds"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number}.txt").write_text(f"Wagtail {number} flew south.", "utf-8")
    with served(replace(Settings(), data=tmp_path / "data"), folder / "0.txt") as site:
        someone = Reader(chromium, site)
        page = someone.visit()
        to_library(someone)
        page.locator("#folder").locator("input, textarea").fill(str(folder))
        page.locator("#folder button").click()
        page.locator("#report progress[value]").wait_for()
        page.locator("#cancel").click()
        page.locator("#cancel").wait_for(state="hidden")
        told = page.locator("#report .label").inner_text()
        done = re.search(r"(\d+) of 400 files", told)
        assert "Stopped" in told
        assert 0 < int(done.group(1)) < 400
        listed = page.locator("#documents .label").first.inner_text()
        assert 1 <= int(listed.split()[0]) <= int(done.group(1)) + 1
        someone.context.close()
        assert someone.watch.errors == []


def test_what_cannot_be_read_is_told_in_the_readers_language(reader, tmp_path):
    page = reader.visit("/fa/")
    to_library(reader)
    for name, data in {"photo.png": b"PNG", "void.txt": b"", "torn.pdf": b"%PDF-1.7 torn"}.items():
        (tmp_path / name).write_bytes(data)
    page.locator("#drop input[type=file]").set_input_files(sorted(tmp_path.iterdir()))
    rows = page.locator("#report .adding li")
    rows.nth(2).wait_for()
    told = {row.locator("bdi").first.inner_text(): row.locator(".about") for row in rows.all()}
    for name, said in {"photo.png": FA.no_reader, "void.txt": FA.empty_file}.items():
        assert said in told[name].inner_text()
    detail = told["torn.pdf"].locator(".detail")
    assert detail.inner_text() == "damaged: it cannot be opened as a PDF"
    assert detail.get_attribute("lang") == "en"
    assert detail.evaluate("n => getComputedStyle(n).direction") == "ltr"


def test_the_drop_zone_keeps_its_place_while_files_are_added(chromium, tmp_path):
    note, long_note = tmp_path / "wheatear.txt", tmp_path / "long.txt"
    note.write_text("The wheatear census was short.\n", "utf-8")
    lines = [f"In year {year} the census counted wheatears." for year in range(1_500)]
    long_note.write_text("\n\n".join(lines), "utf-8")
    with served(replace(Settings(), data=tmp_path / "data"), note) as site:
        someone = Reader(chromium, site)
        page = someone.visit("/ar/")
        to_library(someone)
        before = page.locator("#drop").bounding_box()
        page.locator("#drop input[type=file]").set_input_files(long_note)
        page.locator("#cancel").wait_for()
        assert page.locator("#drop").bounding_box() == before
        page.locator("#report .outcome.added").wait_for()
        page.locator("#drop input[type=file]").wait_for(state="attached")
        assert page.locator("#drop").bounding_box() == before
        someone.context.close()
        assert someone.watch.errors == []

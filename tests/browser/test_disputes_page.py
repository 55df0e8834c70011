"""Opposing statements side by side with source and date, and what is near where nothing answers."""

from dataclasses import replace

import pytest
from conftest import Reader, served

from rag.settings import Settings

pytestmark = pytest.mark.browser

DOCUMENTS = {
    "harbour.txt": (
        "The Skarv bridge is 412 metres long and carries two lanes. Fishermen opposed it.",
        'title = "A bridge for Skarv"\npublisher = "Harbour Gazette"\npublished = "1988-03-02"\n',
    ),
    "county.txt": (
        "According to the survey the Skarv bridge is 455 metres long and carries two lanes.",
        'title = "A survey of roads"\npublisher = "County Roads"\npublished = "1991"\n',
    ),
}


@pytest.fixture(scope="module")
def disputed(chromium, tmp_path_factory):
    """A page over two documents that disagree."""
    folder = tmp_path_factory.mktemp("disputed")
    for name, (text, about) in DOCUMENTS.items():
        (folder / name).write_text(text, "utf-8")
        (folder / f"{name}.meta.toml").write_text(about, "utf-8")
    data = tmp_path_factory.mktemp("library")
    with served(replace(Settings(), data=data), folder) as site:
        yield site


@pytest.mark.parametrize(("width", "path"), [(1280, "/"), (390, "/"), (1280, "/fa/")])
def test_both_sides_are_shown_with_source_and_date(chromium, disputed, width, path):
    someone = Reader(chromium, disputed, viewport={"width": width, "height": 800})
    page = someone.visit(path)
    someone.ask("How long is the Skarv bridge?")
    sides = page.locator("#transcript .side")
    assert sides.count() == 2
    told = sides.all_inner_texts()
    for parts in (("412", "A bridge for Skarv", "1988-03-02"), ("455", "County Roads", "1991")):
        assert any(all(part in side for part in parts) for side in told), parts
    first, second = (side.bounding_box() for side in sides.all())
    apart = (first["x"] != second["x"], first["y"] != second["y"])
    assert apart == ((True, False) if width > 390 else (False, True))
    sides.locator(".cite").last.click()
    mark = page.locator("#source mark.cited")
    mark.first.wait_for()
    assert "".join(mark.all_text_contents()) in told[1]
    someone.context.close()
    assert someone.watch.errors == []


def test_what_is_near_says_something_and_names_its_document(reader):
    page = reader.visit()
    reader.ask("What is the population of Vladivostok?")
    near = page.locator("#transcript .hit")
    assert near.count() >= 3
    for card in near.all():
        snippet, credit = (card.locator(part).inner_text() for part in (".snippet", ".credit"))
        assert len(snippet) > 40
        assert not credit.endswith((".txt", ".html", ".md", ".pdf"))
    near.first.click()
    page.locator("#source mark.cited").first.wait_for()

"""The library's table and the report of what became of added files."""

import re

import pytest

from rag.records import DocumentEntry, IngestEvent, IngestOutcome, Provenance
from ui import documents
from ui.languages import words

EN = words("en")


def entry(title, published=None, passages=1, **more):
    known = Provenance(title=title, published=published, **more)
    return DocumentEntry(f"id-{title}", f"{title}.txt", known, passages, 100)


ENTRIES = [
    entry("Beta", "2021", 5, publisher="Kite", languages=("en", "zh")),
    entry("alpha", "2023-09-01", 2, authors=("Лев Рой",)),
    entry("Гамма", None, 9),
]


def titles(html):
    return re.findall(r'data-open="id-([^"]+)"', html)


@pytest.mark.parametrize(
    ("order", "falling", "expected"),
    [
        ("title", False, ["alpha", "Beta", "Гамма"]),
        ("title", True, ["Гамма", "Beta", "alpha"]),
        ("published", True, ["alpha", "Beta", "Гамма"]),
        ("passages", False, ["alpha", "Beta", "Гамма"]),
        ("no such column", False, ["alpha", "Beta", "Гамма"]),
    ],
)
def test_the_table_is_in_the_order_asked_for(order, falling, expected):
    assert titles(documents.table(ENTRIES, EN, order=order, falling=falling)) == expected


@pytest.mark.parametrize(
    ("wanted", "found"),
    [("kite", ["Beta"]), ("лев", ["alpha"]), ("GAMMA", []), ("2023 рой", ["alpha"]), (".txt", 3)],
)
def test_the_filter_looks_at_title_makers_date_and_file(wanted, found):
    shown = titles(documents.table(ENTRIES, EN, wanted=wanted))
    assert shown == found if isinstance(found, list) else len(shown) == found


def test_the_table_says_which_column_it_is_sorted_by():
    html = documents.table(ENTRIES, EN, order="published", falling=True)
    assert 'class="col-published" aria-sort="descending"' in html
    assert html.count("aria-sort") == 1


def test_long_tables_say_that_they_are_cut():
    many = [entry(f"t{n:04}") for n in range(300)]
    html = documents.table(many, EN)
    assert len(titles(html)) == 200
    assert "The first 200 of 300 are listed" in html


def test_an_empty_library_and_an_empty_result_say_different_things():
    assert "The library is empty" in documents.table([], EN)
    assert "Nothing matches" in documents.table(ENTRIES, EN, wanted="zzz")


def event(source, outcome, **more):
    return IngestEvent(source, outcome, **more)


def test_failures_come_first_with_their_reason():
    html = documents.adding(
        [
            event("good.txt", IngestOutcome.ADDED, passages=3, done=1, total=2),
            event("bad<b>.pdf", IngestOutcome.FAILED, reason="an image only", done=2, total=2),
        ],
        EN,
        seconds=1.26,
        done=True,
    )
    assert html.index("bad&lt;b&gt;.pdf") < html.index("good.txt")
    assert "an image only" in html
    assert "Done: 2 files in 1.3 s" in html


def test_progress_tells_rate_and_time_left():
    html = documents.adding(
        [event("a", IngestOutcome.ADDED, done=3, total=10, rate=41.6, remaining_s=8.2)],
        EN,
        seconds=2,
    )
    assert "3 of 10 files · 42 passages a second · about 8 s left" in html
    assert '<progress value="3" max="10"' in html


def test_a_removal_can_be_undone():
    html = documents.removed(ENTRIES[0], EN)
    assert '“<bdi dir="ltr">Beta</bdi>” was removed.' in html
    assert 'data-undo="id-Beta"' in html

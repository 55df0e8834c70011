"""A correction sends what was changed and nothing else."""

import re

import pytest

from rag.records import Provenance
from ui.corrections import changed, form
from ui.languages import words

KNOWN = Provenance("On borders", "Kite", ("Ann Lee", "Лев Рой"), "2021-01", note="so")


def as_sent(provenance=KNOWN, **more):
    html = form(provenance, words("en"))
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', html)) | more


def test_a_form_sent_back_unchanged_changes_nothing():
    assert changed(KNOWN, as_sent()) == {}


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"title": " Borders "}, {"title": "Borders"}),
        ({"note": ""}, {"note": None}),
        ({"authors": "Ann Lee"}, {"authors": ["Ann Lee"]}),
        ({"authors": " ; A ;; B"}, {"authors": ["A", "B"]}),
        ({"authors": ""}, {"authors": []}),
        ({"languages": "xx", "id": "1"}, {}),
        ({"published": "2021-01-27", "kind": "news"}, {"published": "2021-01-27", "kind": "news"}),
    ],
)
def test_only_what_differs_is_changed(sent, expected):
    assert changed(KNOWN, as_sent(**sent)) == expected


def test_fields_that_are_not_sent_stay_as_they_are():
    assert changed(KNOWN, {}) == {}

"""Where a cited passage comes from, in a line."""

import re

from rag.records import Passage, Provenance, Role, Span
from ui.marks import credit

PASSAGE = Passage("d1", Span(0, 5), "words", "en", Role.BODY)


def test_a_title_of_hundreds_of_letters_is_cut_and_told_whole_on_demand():
    title = ("On Lighthouses " * 20).strip()
    html = credit(Provenance(title=title), "a.txt", PASSAGE)
    shown = re.search(r'<bdi[^>]* class="title" title="([^"]*)">([^<]*)<', html)
    assert shown[1] == title
    assert shown[2].endswith("…")
    assert len(shown[2]) <= 121


def test_a_usual_title_is_shown_whole():
    html = credit(Provenance(title="On borders"), "a.txt", PASSAGE)
    assert 'class="title">On borders<' in html

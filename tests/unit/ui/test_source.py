"""The source panel: whose words, where, how surely, and only sure words highlighted."""

import pytest

from rag.engine import Shown
from rag.records import (
    Citation,
    Document,
    DocumentEntry,
    Passage,
    Provenance,
    QuoteStatus,
    Role,
    Span,
    Twin,
)
from ui import source
from ui.languages import words

EN = words("en")
TEXT = "Title\n\nThe border is long.\n\n边界很长。\n"
PROVENANCE = Provenance(
    "On borders", "The Kite", ("Ann Lee",), "2021-01-27", ("en", "zh"), "article", note="made up"
)


ENTRY = DocumentEntry("d1", "a/b.txt", PROVENANCE, 2, len(TEXT))


def shown():
    return Shown(Document("d1", "a/b.txt", TEXT, PROVENANCE, original="ff"), ())


def cited(**more):
    span = Span(7, 26)
    known = {
        "number": 1,
        "document_id": "d1",
        "source": "a/b.txt",
        "provenance": PROVENANCE,
        "span": span,
        "quote": span.of(TEXT),
        "language": "en",
        "role": Role.QUOTATION,
        "speaker": "Ms Wu",
        "page": 3,
    }
    return source.at_citation(Citation(**(known | more)))


def test_the_head_says_who_where_when_in_which_language_and_what():
    html = source.panel(cited(), shown(), EN)
    for fact in (
        "On borders",
        "Ms Wu",
        "Ann Lee",
        "The Kite",
        "2021-01-27",
        "English",
        "article",
        "quoted speech",
        ">3<",
        "a/b.txt",
        "made up",
    ):
        assert fact in html
    assert '<mark class="cited" tabindex="-1">The border is long.</mark>' in html


@pytest.mark.parametrize(
    ("status", "phrase", "marked"),
    [
        (QuoteStatus.EXACT, "Exact words", True),
        (QuoteStatus.NORMALISED, "Same words, other letter forms", True),
        (QuoteStatus.ELSEWHERE, "Found in another document", False),
        (QuoteStatus.MISSING, "Words not found in the document", False),
    ],
)
def test_unsure_words_are_not_highlighted(status, phrase, marked):
    html = source.panel(cited(status=status), shown(), EN)
    assert phrase in html
    assert ("<mark" in html) is marked


def test_the_twin_stands_below_and_is_marked_in_its_place():
    html = source.panel(cited(twin=Twin(Span(28, 33), "边界很长。", "zh")), shown(), EN)
    assert 'The same in <bdi dir="ltr">中文</bdi>' in html
    assert '<mark class="twin" tabindex="-1">边界很长。</mark>' in html


def test_a_removed_document_shows_the_cited_words_alone():
    html = source.panel(cited(), None, EN)
    assert "no longer in the library" in html
    assert '<mark class="cited">The border is long.</mark>' in html


def test_steps_are_offered_where_there_is_more_than_one_citation():
    from dataclasses import replace

    assert 'data-does="next"' not in source.panel(replace(cited(), total=1), shown(), EN)
    html = source.panel(replace(cited(), position=2, total=3), shown(), EN)
    assert "2 of 3" in html
    assert 'data-does="previous"' in html


def test_a_passage_or_a_whole_document_has_no_quote_status():
    passage = Passage("d1", Span(7, 26), TEXT[7:26], "en")
    assert "quote-status" not in source.panel(source.at_passage(passage, ENTRY), shown(), EN)
    html = source.panel(source.at_document(ENTRY), shown(), EN)
    assert "quote-status" not in html
    assert "<mark" not in html


def test_what_provenance_says_is_escaped():
    bad = Provenance("<script>1</script>", "<img src=x>", ("<b>",), None, (), '"><i>', note="<u>")
    html = source.panel(source.Looking("d1", "<s>.txt", bad), shown(), EN)
    for markup in ("<script", "<img", "<b>", "<i>", "<u>", "<s>"):
        assert markup not in html

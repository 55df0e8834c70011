"""A conversation taken along keeps its words, its citations and nobody else's markup."""

import json
import re
from dataclasses import replace

import pytest

from rag.history import KeptTurn
from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Disagreement,
    Provenance,
    Role,
    Span,
)
from ui.exports import FORMATS, export

PROVENANCE = Provenance(
    title="Peace & <War>", publisher="Kite_House", authors=("Лев Рой", "A. Li"), published="2021-01"
)


def turns():
    claim = Claim("It *is* [so].", Span(0, 13), ClaimVerdict.SUPPORTED, (1,))
    cited = Citation(
        1, "d1", "a.txt", PROVENANCE, Span(0, 9), "It is\nso.", "en", Role.BODY, speaker="Ms Wu"
    )
    again = Citation(2, "d1", "a.txt", PROVENANCE, Span(20, 25), "Again", "en", Role.BODY)
    answer = Answer("Why?", AnswerVerdict.ANSWERED, "It *is* [so].", "en", (claim,), (cited, again))
    return [
        KeptTurn("t1", "c", 1, "Why <b>?", 0.0, answer),
        KeptTurn("t2", "c", 2, "And?", 0.0, None),
    ]


def test_markdown_has_real_footnotes_and_a_bibliography():
    text = export("markdown", "My # talk", turns())
    assert "# My \\# talk" in text
    assert "It \\*is\\* \\[so\\].[^1-1]" in text
    assert re.search(r"^\[\^1-1\]: “It is so\.”.*Ms Wu\. Kite\\_House\. 2021-01\.$", text, re.M)
    assert "## Sources" in text
    assert "<b>" not in text


def test_html_escapes_and_lists_the_quotes():
    text = export("html", "Talk", turns())
    assert "Why &lt;b&gt;?" in text
    assert "Peace &amp; &lt;War&gt;" in text
    assert '<a href="#note-1-1">1</a>' in text
    assert '<li value="1" id="note-1-1"><q dir="ltr">It is\nso.</q>' in text


def test_json_holds_the_whole_answer():
    told = json.loads(export("json", "Talk", turns()))
    assert told["turns"][0]["answer"]["citations"][0]["quote"] == "It is\nso."
    assert told["turns"][1]["answer"] is None


def test_bibtex_names_each_document_once():
    text = export("bibtex", "Talk", turns())
    assert text.count("@misc{d1,") == 1
    assert "author = {Лев Рой and A. Li}" in text
    assert "title = {Peace \\& <War>}" in text
    assert "publisher = {Kite\\_House}" in text


def test_csl_has_dates_in_parts_and_leaves_out_what_is_unknown():
    (item,) = json.loads(export("csl", "Talk", turns()))
    assert item["issued"] == {"date-parts": [[2021, 1]]}
    assert item["author"] == [{"literal": "Лев Рой"}, {"literal": "A. Li"}]


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_an_empty_conversation_exports_without_complaint(form):
    assert export(form, "Nothing", []).endswith("\n")


def test_an_unknown_format_is_refused():
    with pytest.raises(KeyError):
        export("docx", "Talk", [])


def test_references_carry_year_language_and_address():
    (turn, _) = turns()
    known = replace(PROVENANCE, languages=("fa",), origin="https://kite.example/a")
    (first, *_) = turn.answer.citations
    cited = replace(turn.answer, citations=(replace(first, provenance=known),))
    kept = [replace(turn, answer=cited)]
    text = export("bibtex", "Talk", kept)
    for field in ("year = {2021}", "langid = {persian}", "url = {https://kite.example/a}"):
        assert field in text
    (item,) = json.loads(export("csl", "Talk", kept))
    assert (item["language"], item["URL"]) == ("fa", "https://kite.example/a")


def doubted():
    (turn, _) = turns()
    claim = replace(turn.answer.claims[0], verdict=ClaimVerdict.UNSUPPORTED)
    answer = replace(
        turn.answer,
        verdict=AnswerVerdict.PARTLY,
        claims=(claim,),
        disagreements=(Disagreement("the *height*", ((1,), (2,))),),
    )
    return [replace(turn, answer=answer)]


def test_markdown_keeps_what_the_page_says_against_an_answer():
    text = export("markdown", "Talk", doubted())
    assert "\n*partly*\n" in text
    assert "It \\*is\\* \\[so\\].[^1-1] *(not borne out by the cited words)*" in text
    assert "*Sources disagree about the \\*height\\*:* [^1-1] against [^1-2]" in text


def test_html_keeps_what_the_page_says_against_an_answer():
    text = export("html", "Talk", doubted())
    assert "<p><em>partly</em></p>" in text
    assert "<em> (not borne out by the cited words)</em>" in text
    shown = re.sub("<[^>]+>", "", text)
    assert "Sources disagree about the *height*: 1 against 2" in shown


@pytest.mark.parametrize(
    ("form", "told"), [("markdown", "*(no citation given)*"), ("html", "<em> (no citation given)")]
)
def test_a_sentence_that_cites_nothing_is_told_so(form, told):
    turn = turns()[0]
    own = Claim("I wonder.", Span(14, 23), ClaimVerdict.UNCITED)
    answer = replace(turn.answer, claims=(*turn.answer.claims, own))
    assert export(form, "Talk", [replace(turn, answer=answer)]).count(told) == 1

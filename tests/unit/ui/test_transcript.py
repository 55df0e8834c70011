"""What a conversation shows: verdicts, sentences with their citations, and what can be done."""

import re
from dataclasses import replace
from html import escape

import pytest

from rag.history import Feedback, KeptTurn
from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Disagreement,
    Fragment,
    Hit,
    Passage,
    Provenance,
    Role,
    Searched,
    Span,
)
from ui import transcript
from ui.languages import INTERFACE, words

EN = words("en")


def citation(number, quote="Some words.", **more):
    known = {"title": f"T{number}", "publisher": "P", "published": "2021-01"} | more
    return Citation(
        number,
        f"d{number}",
        f"{number}.txt",
        Provenance(**known),
        Span(0, 11),
        quote,
        "en",
        Role.BODY,
    )


def answered(*sentences, **more):
    """An answer of (text, numbers) sentences, a paragraph each."""
    text, claims = "", []
    for words_said, numbers in sentences:
        text += "\n" if text else ""
        place = Span(len(text), len(text) + len(words_said))
        verdict = ClaimVerdict.SUPPORTED if numbers else ClaimVerdict.UNCITED
        claims.append(Claim(words_said, place, verdict, numbers))
        text += words_said
    numbers = sorted({n for _, each in sentences for n in each})
    return Answer(
        "q",
        AnswerVerdict.ANSWERED,
        text,
        "en",
        claims=tuple(claims),
        citations=tuple(citation(n) for n in numbers),
        searched=Searched(7, 132, ("en", "zh")),
        timings_ms={"total": 84.4},
        **more,
    )


def kept(answer, **more):
    return KeptTurn("t1", "c1", 1, "What is <it>?", 0.0, answer, **more)


def shown(answer, **more):
    return transcript.conversation([kept(answer, **more)], EN)


def test_every_citation_of_a_sentence_is_a_button_that_can_be_followed():
    html = shown(answered(("One.", (1,)), ("Two.", (1, 2))))
    marks = re.findall(r'<button[^>]*class="cite" data-turn="t1" data-citation="(\d)"', html)
    assert marks[:3] == ["1", "1", "2"]
    assert 'aria-label="Citation 2: T2"' in html
    assert 'title="T1 · P · 2021-01"' in html


def test_the_verdict_says_what_was_searched_and_in_what_time():
    html = shown(answered(("One.", (1,))))
    assert "verdict-answered" in html
    assert "<strong>Answered</strong>" in html
    assert "7 documents, 132 passages searched in 84 ms" in html
    assert ' · <bdi dir="ltr">English, 中文</bdi>' in html


def test_documents_left_out_for_want_of_a_date_are_counted():
    answer = answered(("One.", (1,)))
    object.__setattr__(answer, "searched", Searched(7, 9, (), undated=3))
    assert "3 documents of unknown date were left out." in shown(answer)


def test_not_found_shows_the_nearest_passages_to_look_at():
    hit = Hit(Passage("d1", Span(0, 500), "w" * 500), 4, 0.5)
    answer = Answer(
        "q", AnswerVerdict.NOT_FOUND, "", "en", retrieved=(hit,), sources={"d1": "folder/a.txt"}
    )
    html = shown(answer)
    assert "Not in the documents" in html
    assert 'data-turn="t1" data-hit="4"' in html
    assert "folder/a.txt" in html
    assert "w" * 400 + "…" in html


def test_a_nearest_passage_begins_with_its_first_sentence_under_its_documents_title():
    text = "Ferries\n\nThe ferry to Skarv leaves at seven."
    found = (
        Hit(Passage("d1", Span(0, 6), "Russia", "en"), 1, 0.6),
        Hit(Passage("d1", Span(9, 9 + len(text)), text, "en"), 2, 0.5),
    )
    answer = Answer(
        "q", AnswerVerdict.NOT_FOUND, "", "en", retrieved=found, sources={"d1": "folder/a.txt"}
    )
    known = {"d1": Provenance(title="Sailing <times>", publisher="P", published="2021-01")}
    html = transcript.conversation([kept(answer)], EN, known=known)
    card = html[html.index('class="nearest"') :]
    assert card.count('class="hit"') == 1
    assert ">The ferry to Skarv leaves at seven.</span>" in card
    for part in ("Sailing &lt;times&gt;", "2021-01", "English"):
        assert part in card
    assert "folder/a.txt" not in card


def test_the_direct_answer_the_question_as_understood_and_a_notice_are_shown():
    html = shown(
        answered(("One.", (1,)), direct_answer="1992", understood="when was it?", notice="no model")
    )
    assert '<p dir="ltr" class="direct">1992</p>' in html or 'class="direct"' in html
    assert "Understood as: <bdi" in html
    assert "no model" in html


def test_sentences_of_other_direction_stand_in_paragraphs_of_their_own():
    html = shown(answered(("Peace.", (1,)), ("سلام بر شما", (2,))))
    assert html.count('dir="rtl"') >= 1
    claims = html[html.index('class="claims"') :]
    assert claims.index("Peace.") < claims.index("</p>") < claims.index("سلام")


def test_opposing_sides_stand_side_by_side():
    answer = answered(
        ("One.", (1,)), ("Two.", (2,)), disagreements=(Disagreement("length", ((1,), (2,))),)
    )
    html = shown(answer)
    assert html.count('class="side"') == 2
    assert "The sources disagree" in html


def disputed(wordings, one, other, **more):
    """An answer of two quoted sentences that oppose each other, and a third beside them."""
    made = answered(
        (one, (1,)),
        (other, (2,)),
        ("A third.", (3,)),
        disagreements=(Disagreement("number", ((1,), (2,)), wordings),),
        **more,
    )
    cited = (citation(1, one), citation(2, other, title="Other"), citation(3, "A third."))
    return replace(made, citations=cited)


def test_each_side_has_its_source_and_date_and_what_it_alone_has_set_off():
    html = shown(disputed(("412 m", "455 m"), "It is 412 m long.", "It is 455 m long."))
    sides = html[html.index('class="sides"') : html.index('class="claims"')]
    assert '<em class="opposed">412 m</em>' in sides
    assert '<em class="opposed">455 m</em>' in sides
    for part in ("T1", "Other", "2021-01", 'data-citation="1"', 'data-citation="2"'):
        assert part in sides


def test_what_stands_side_by_side_is_not_said_twice_but_a_models_sentences_stay():
    made = disputed(("1987", "1989"), "Opened in 1987.", "Opened in 1989.")
    claims = shown(made)[shown(made).index('class="claims"') :]
    assert "A third." in claims
    assert "Opened in" not in claims[: claims.index('class="sources"')]
    by_model = shown(replace(made, model="fake:one"))
    assert "Opened in 1987." in by_model[by_model.index('class="claims"') :]


@pytest.mark.parametrize("wordings", [(), ("412", "455"), ("", ""), ("o", "o"), ("and / or", "x")])
def test_words_that_do_not_stand_in_a_side_once_are_not_set_off(wordings):
    assert "opposed" not in shown(
        disputed(wordings, "It is long, so long.", "Oh no, it is not so.")
    )


def test_a_sentence_its_words_do_not_bear_out_is_marked_in_words():
    answer = answered(("One.", (1,)))
    doubtful = Claim("One.", Span(0, 4), ClaimVerdict.UNSUPPORTED, (1,))
    object.__setattr__(answer, "claims", (doubtful,))
    html = shown(answer)
    assert "claim-unsupported" in html
    assert "Not borne out by the cited words" in html


def test_a_reply_without_sources_claims_no_verdict():
    html = shown(answered(("Hello.", ())))
    assert "verdict" not in html
    assert "Hello." in html


def test_only_the_last_question_can_be_edited_or_asked_again():
    turns = [kept(answered(("One.", (1,)))), kept(answered(("Two.", (1,))))]
    html = transcript.conversation(turns, EN)
    assert html.count('data-does="edit"') == 1
    assert html.count('data-does="again"') == 1
    assert html.count('data-does="copy"') == 2


def test_a_stopped_turn_says_so_and_has_nothing_to_copy():
    html = shown(None)
    assert "Stopped before it was complete" in html
    assert 'data-does="copy"' not in html


def test_a_judgement_is_pressed_and_asks_why_when_bad():
    html = shown(answered(("One.", (1,))), feedback=Feedback.WRONG, comment='"so" <b>')
    assert re.search(r'data-judge="wrong" aria-pressed="true"', html)
    assert 'value="&quot;so&quot; &lt;b&gt;"' in html
    assert 'class="remark field"' not in shown(answered(("One.", (1,))), feedback=Feedback.RIGHT)


@pytest.mark.parametrize("said", ["<script>x</script>", "<img src=x onerror=x>"])
def test_questions_answers_and_titles_are_escaped(said):
    answer = answered((said, (1,)), direct_answer=said, understood=said, notice=said)
    object.__setattr__(answer, "citations", (citation(1, title=said, publisher=said),))
    html = transcript.conversation([KeptTurn("t", "c", 1, said, 0.0, answer)], EN)
    assert said not in html
    assert "<script" not in html
    assert "<img" not in html


def test_marks_of_a_streaming_answer_cannot_be_followed_yet():
    html = transcript.streaming(kept(None), [Fragment("One.", (1,)), Fragment("and more")], EN)
    assert "<button" not in html
    assert '<span class="cite pending">1</span>' in html
    assert "Searching the documents" in html


def test_an_empty_library_says_where_to_add_documents():
    assert "Add documents under Library" in transcript.empty((), EN)
    assert 'data-ask="What about &lt;x&gt;?"' in transcript.empty(["What about <x>?"], EN)


@pytest.mark.parametrize("language", sorted(INTERFACE))
def test_a_conversation_can_be_shown_in_every_language(language):
    html = transcript.conversation([kept(answered(("One.", (1,))))], words(language))
    assert words(language).answered in html
    assert words(language).number(132) in html


def test_quoted_sentences_take_the_place_of_a_model_that_broke_off():
    heard = [Fragment("The model "), Fragment("says"), Fragment("Quoted words.", (1,))]
    html = transcript.streaming(kept(None), heard, EN)
    assert "The model says" not in html
    assert "Quoted words." in html
    assert escape(EN.broke_off) in html
    for whole in (heard[:2], heard[2:]):
        assert escape(EN.broke_off) not in transcript.streaming(kept(None), whole, EN)


def test_a_question_offered_runs_the_way_of_its_own_language():
    html = transcript.empty(("Summarise “A”", "از چه می‌گوید؟"), words("ar"))
    assert re.search(r'<button dir="ltr"[^>]*>Summarise', html)
    assert re.search(r'<button dir="rtl"[^>]*>از چه', html)


def test_a_turn_to_be_replaced_says_so_and_offers_the_way_out():
    turns = [KeptTurn("t1", "c1", 1, "Why?", 0.0, None)]
    html = transcript.conversation(turns, EN, replaced="t1")
    assert escape(EN.replacing) in html
    assert 'data-does="keep"' in html
    assert 'data-does="edit"' not in html


def test_documents_that_say_it_in_the_same_words_are_counted_as_one_source():
    cited = (
        replace(citation(1, "One."), document_id="a"),
        replace(citation(2, "One."), document_id="b"),
    )
    made = replace(answered(("One.", (1, 2))), citations=cited, independent_sources=1)
    assert "1 independent source<" in shown(made)
    alone = replace(made, citations=cited[:1])
    assert "independent source" not in shown(alone)

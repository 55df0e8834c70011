"""A checked draft on the page: verdicts in words, marks to follow, what differs."""

import pytest

from rag.records import (
    CheckedDraft,
    CheckedSentence,
    Citation,
    Difference,
    DraftVerdict,
    Provenance,
    Role,
    Searched,
    Span,
)
from ui.checked import broken_off, checked, so_far
from ui.languages import INTERFACE, words

CITED = Citation(
    1, "d1", "a.txt", Provenance(title="<T>"), Span(5, 25), "It was 1903.", "en", Role.BODY
)


def sentence(text, verdict, **more):
    return CheckedSentence(text, Span(0, len(text)), verdict, **more)


DRAFT = CheckedDraft(
    "",
    (
        sentence("The lamp was lit.", DraftVerdict.SUPPORTED, citations=(CITED,)),
        sentence(
            "It was <b>1904</b>.",
            DraftVerdict.CONTRADICTED,
            citations=(CITED,),
            differences=(Difference("number", "1904", "1903"), Difference("name", "<i>", None)),
        ),
        sentence("It was blue.", DraftVerdict.ABSENT),
        sentence("Why?", DraftVerdict.ABSENT, states=False),
    ),
    Searched(2, 9, ("en",)),
)


@pytest.mark.parametrize("language", sorted(INTERFACE))
def test_every_verdict_is_said_in_words(language):
    spoken = words(language)
    html = checked(DRAFT, spoken)
    for word in (spoken.supported, spoken.contradicted, spoken.absent, spoken.no_statement):
        assert f"<strong>{word}</strong>" in html


def test_what_states_nothing_is_not_counted():
    assert "1 supported, 1 contradicted, 1 absent" in checked(DRAFT, words("en"))


def test_a_mark_says_which_words_it_stands_for():
    html = checked(DRAFT, words("en"))
    assert 'data-document="d1" data-start="5" data-end="25"' in html
    assert html.count('class="cite"') == 3  # one a sentence, one in the list of sources


def test_what_differs_is_said_in_the_words_of_both_and_nothing_passes_unescaped():
    html = checked(DRAFT, words("en"))
    draft, source, absent = (
        f'<bdi dir="ltr">{each}</bdi>' for each in ("1904", "1903", "&lt;i&gt;")
    )
    assert f"“{draft}” in the draft, “{source}” in the source" in html
    assert f"“{absent}” is not in the source" in html
    assert "<b>" not in html
    assert "<T>" not in html


def test_the_words_that_contradict_stand_beside_the_sentence():
    html = checked(DRAFT, words("en"))
    assert html.count("<blockquote") == 1
    assert "It was 1903." in html


def test_what_is_checked_so_far_stands_under_how_far_it_has_come():
    html = so_far(DRAFT.sentences[:2], "x" * 100, words("en"))
    assert "2 sentences checked" in html
    assert f'<progress value="{DRAFT.sentences[1].span.end}" max="100"' in html
    assert 'aria-busy="true"' in html
    assert html.count('class="sentence sentence-') == 2
    assert "sources" not in html


def test_what_was_checked_before_it_was_stopped_stays():
    html = broken_off(DRAFT.sentences[:1], words("en"))
    assert words("en").stopped in html
    assert "The lamp was lit." in html
    assert "progress" not in html

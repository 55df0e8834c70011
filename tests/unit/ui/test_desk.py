"""The parts behind the page over a real library: suggestions, the source panel, downloads."""

from dataclasses import replace

import gradio as gr
import pytest
from starlette.requests import Request

from rag.history import History
from rag.server.door import BROWSER_COOKIE
from rag.settings import Settings
from rag.wiring import Mode, opened
from ui.ask import ask_tab
from ui.asking import Asking
from ui.desk import Desk, owner_of
from ui.downloads import Downloads
from ui.languages import words
from ui.looking import Panel
from ui.preferences import Preferences
from ui.shelf import shelf
from ui.suggestions import suggestions

LIGHTHOUSE = """# The lighthouse at Skarv

## How the lamp was lit

The lighthouse at Skarv was lit for the first time on 4 October 1903 by Ingrid Moe, who kept it \
for thirty years. She trimmed the lamp by hand every four hours, and wrote the weather down each \
time in a book that the museum of Bodø still shows to its visitors in summer.
"""
FAREWELL = "# A farewell\n\nThe ferry to Rost was withdrawn in 1978 because of its age.\n"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk")
    (folder / "lighthouse.md").write_text(LIGHTHOUSE, "utf-8")
    (folder / "farewell.md").write_text(FAREWELL, "utf-8")
    with opened(replace(Settings(), data=folder / "data"), Mode.SERVE) as made:
        assert suggestions(made, words("en")) == []
        for _ in made.ingest([folder / "lighthouse.md", folder / "farewell.md"]):
            pass
        yield made


@pytest.fixture
def desk(engine, tmp_path):
    return Desk.over(engine, history=History(tmp_path / "c.sqlite3"))


def asked(desk, question, owner="anna"):
    """A kept turn with the engine's own answer."""
    talk = desk.history.start(owner, question)
    turn = desk.history.ask(owner, talk.id, question)
    desk.history.answer(owner, turn.id, desk.engine.ask(question))
    return desk.history.turn(owner, turn.id)


def request(owner):
    return gr.Request(cookies={BROWSER_COOKIE: owner}, session_hash="s")


def test_suggestions_come_from_titles_and_from_headings_with_text_below(engine):
    offered = suggestions(engine, words("en"))
    assert offered[0] == "What documents do you have?"
    assert "Summarise “The lighthouse at Skarv”" in offered
    assert "What is said about “How the lamp was lit”?" in offered
    assert len(offered) <= 4


def test_a_citation_shows_its_document_with_the_quote_marked(desk):
    turn = asked(desk, "When was the lighthouse at Skarv lit for the first time?")
    html = Panel(desk).text({"turn": turn.id, "citation": "1", "position": 1, "total": 2}, "anna")
    assert '<mark class="cited"' in html
    assert "4 October 1903" in html
    assert "1 of 2" in html


def test_a_retrieved_passage_can_be_looked_at_too(desk):
    turn = asked(desk, "When was the lighthouse at Skarv lit for the first time?")
    rank = turn.answer.retrieved[0].rank
    html = Panel(desk).text({"turn": turn.id, "hit": str(rank)}, "anna")
    assert '<mark class="cited"' in html


@pytest.mark.parametrize(
    "wanted",
    [
        {},
        {"turn": "nobody's", "citation": "1"},
        {"document": "no such"},
        {"turn": "T", "citation": "99"},
        {"turn": "T", "citation": "<b>"},
        {"turn": "T", "hit": "x"},
        {"turn": "T", "citation": "1", "position": "x"},
    ],
)
def test_what_cannot_be_shown_is_said_and_escaped(desk, wanted):
    turn = asked(desk, "When was the lighthouse lit?")
    asking = {name: turn.id if value == "T" else value for name, value in wanted.items()}
    html = Panel(desk).text(asking, "anna")
    assert 'role="alert"' in html
    assert "<b>" not in html


def test_somebody_elses_turn_is_not_shown(desk):
    turn = asked(desk, "When was the lighthouse lit?")
    assert 'role="alert"' in Panel(desk).text({"turn": turn.id, "citation": "1"}, "boris")


def test_a_citation_of_a_removed_document_keeps_its_words(desk):
    turn = asked(desk, "Why was the ferry to Rost withdrawn?")
    cited = next(c for c in turn.answer.citations if c.source == "farewell.md")
    desk.engine.remove(cited.document_id)
    try:
        html = Panel(desk).text({"turn": turn.id, "citation": str(cited.number)}, "anna")
        assert cited.quote.strip() in html
        suggestions(desk.engine, desk.words)
    finally:
        desk.engine.restore(cited.document_id)


def test_pages_are_for_documents_that_have_them(desk):
    entry = desk.engine.entry("lighthouse.md")
    html = Panel(desk).page({"document": entry.id}, "anna")
    assert "has no pages to show" in html


def test_a_correction_is_kept_and_shown(desk):
    entry = desk.engine.entry("farewell.md")
    html = Panel(desk).correct({"document": entry.id, "fields": {"publisher": "Rost Post"}})
    assert "Rost Post" in html
    assert "Saved." in html
    assert desk.engine.entry("farewell.md").provenance.publisher == "Rost Post"
    wrong = {"document": entry.id, "fields": {"published": "some day"}}
    assert "some day" in Panel(desk).correct(wrong)


def test_originals_are_handed_out_as_text_and_only_by_known_ids(desk):
    downloads = Downloads(desk)
    answer = downloads.original(desk.engine.entry("lighthouse.md").id)
    assert answer.body.decode() == LIGHTHOUSE
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert downloads.original("../../etc/passwd").status_code == 404


def test_a_conversation_is_handed_out_to_its_owner_alone(desk):
    turn = asked(desk, "When was the lighthouse lit?")
    downloads = Downloads(desk)

    def fetched(owner, form="markdown"):
        headers = [(b"cookie", f"{BROWSER_COOKIE}={owner}".encode())]
        scope = {"type": "http", "headers": headers}
        return downloads.conversation(turn.conversation_id, form, Request(scope))

    assert fetched("anna").status_code == 200
    assert "attachment" in fetched("anna").headers["content-disposition"]
    assert fetched("boris").status_code == 404
    assert fetched("anna", "exe").status_code == 404


def test_an_empty_question_does_nothing_and_a_real_one_is_kept_before_it_is_answered(desk):
    with gr.Blocks():
        tab, side = ask_tab(desk), shelf(desk)
        asking = Asking(desk, tab, side, gr.State(None))
    usual = Preferences()
    assert list(asking.ask("  \n", [], None, usual, None, request("anna"))) == []
    question = "When was the lighthouse at Skarv lit?"
    steps = asking.ask(question, [], None, usual, None, request("anna"))
    begun = next(steps)
    assert "Searching the documents" in begun[tab.live]
    (talk,) = desk.history.conversations("anna")
    assert begun[tab.current] == talk.id
    assert desk.history.turns("anna", talk.id)[0].answer is None
    *_, told = steps
    assert told[tab.live] == ""
    assert "4 October 1903" in told[tab.past]
    assert desk.history.turns("anna", talk.id)[0].answer is not None


def test_owners_are_told_apart_by_cookie_and_programs_by_session():
    assert owner_of(request("anna")) == "anna"
    assert owner_of(gr.Request(cookies={}, session_hash="s1")) == "session-s1"
    assert owner_of(gr.Request(cookies={}, username="lev", session_hash="s1")) == "lev"

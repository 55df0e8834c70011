"""What a reader chooses changes their answers alone, and only a model on offer is taken."""

from dataclasses import replace

import pytest

from rag.errors import UsageError
from rag.flows.write import Writing
from rag.records import Answer
from ui.desk import Desk
from ui.preferences import NO_MODEL, Depth, Models, Preferences, chosen_from
from ui.settings import settings


class Parrot:
    """A chat model that says one thing."""

    name = "fake:parrot"

    def stream(self, messages, until):
        yield "Parrots say nothing of this."


@pytest.fixture
def written(demo):
    """The demo library with a model set up for everybody."""
    asking = demo.asking
    parrot = Writing(
        Parrot(), demo.library.corpus, demo.embedder, asking.quoting, demo.settings.answer
    )
    chat = replace(demo.settings.chat, choices="openai:small, openai:large")
    engine = replace(
        demo,
        asking=replace(asking, writing=parrot),
        settings=replace(demo.settings, chat=chat),
    )
    return Models(engine)


def test_the_usual_model_comes_first_then_none_then_those_listed(written, demo):
    assert written.offered() == ["fake:parrot", NO_MODEL, "openai:small", "openai:large"]
    assert Models(demo).offered() == [NO_MODEL]


def test_nobody_names_a_model_that_is_not_on_offer_unless_typing_is_allowed(written):
    with pytest.raises(UsageError, match="openai:other"):
        written.writing("openai:other")
    with pytest.raises(UsageError, match="provider:name"):
        replace(written, typed=True).writing("nonsense")
    assert replace(written, typed=True).allows("openai:other")


def test_without_a_model_the_documents_speak_and_others_are_not_touched(written):
    assert written.tuned(Preferences(model=NO_MODEL)).writing is None
    assert written.tuned(Preferences()) is written.engine.asking
    assert written.engine.asking.writing is not None


def test_a_brief_answer_quotes_less_than_a_thorough_one(demo):
    models = Models(demo)
    question = "How does Russia see China?"

    def quoted(depth):
        *_, answer = models.tuned(Preferences(depth=depth)).stream(question)
        assert isinstance(answer, Answer)
        return answer

    brief, thorough = quoted(Depth.BRIEF), quoted(Depth.THOROUGH)
    assert 0 < len(brief.text) < len(thorough.text)
    assert brief.fingerprint != thorough.fingerprint


def test_a_chosen_depth_goes_for_a_models_answer_too(written):
    tuned = written.tuned(Preferences(depth=Depth.THOROUGH))
    usual = written.engine.settings.answer
    assert tuned.writing.settings.context_tokens == 2 * usual.context_tokens
    assert tuned.quoting.settings.max_sentences == 2 * usual.max_sentences


@pytest.mark.parametrize(
    ("sent", "chosen"),
    [
        ({}, Preferences()),
        ({"depth": "abyss", "languages": "all", "model": ""}, Preferences()),
        (
            {"depth": "brief", "languages": ["fa", "zh"], "model": "a:b"},
            Preferences("a:b", Depth.BRIEF, ("fa", "zh")),
        ),
    ],
)
def test_what_the_browser_kept_is_taken_as_far_as_it_makes_sense(sent, chosen):
    assert chosen_from(sent) == chosen


def test_the_tab_offers_what_there_is_and_says_where_questions_go(demo, written):
    html = settings(Desk.over(demo), Preferences())
    assert 'data-model="none"' in html
    assert 'name="model"' not in html
    assert 'data-language="fa"' in html
    assert "nothing is sent anywhere" in html
    local = settings(Desk.over(demo, local=True), Preferences(), person="<lev>")
    assert 'name="model"' in local
    assert "Signed in as &lt;lev&gt;" in local
    desk = replace(Desk.over(demo), models=written)
    assert "are sent to fake:parrot" in settings(desk, Preferences())
    assert "nothing is sent anywhere" in settings(desk, Preferences(model=NO_MODEL))

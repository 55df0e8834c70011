"""Evaluations are kept, opened again, compared and taken along, each for its owner alone."""

import json
import time
from dataclasses import replace
from threading import Event, Thread

import pytest

from rag.errors import InputError, NotInLibrary
from ui import figures, outcomes, runlist
from ui.languages import INTERFACE, words
from ui.runs import Runs

EN = words("en")
QUOTE = "Russia was prepared to talk through its many quarrels"
QUESTIONS = [
    {
        "id": "peskov",
        "question": "What did Dmitry Peskov say on January 24?",
        "language": "en",
        "evidence": [{"source": "01-reset-question.txt", "quote": QUOTE}],
        "tags": ["who"],
    },
    {
        "id": "cake",
        "question": "Which <cake> does the harbour master of Skarv prefer?",
        "language": "en",
        "answerable": False,
        "tags": ["none"],
    },
]


@pytest.fixture(scope="module")
def runs(demo, tmp_path_factory):
    return Runs(replace(demo, settings=replace(demo.settings, data=tmp_path_factory.mktemp("r"))))


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    path = tmp_path_factory.mktemp("q") / "my questions.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in QUESTIONS), "utf-8")
    return path


@pytest.fixture(scope="module")
def run(runs, file):
    """A finished run of anna's, and the steps it told."""
    run_id, steps = runs.begin("anna", file), []
    runs.go_on("anna", run_id, steps.append)
    assert [(each.done, each.total) for each in steps] == [(1, 2), (2, 2)]
    return run_id


def test_a_run_is_listed_for_its_owner_alone(runs, run):
    (kept,) = runs.all("anna")
    assert (kept.id, kept.name, kept.questions, kept.finished) == (run, "my-questions", 2, True)
    assert runs.all("boris") == []
    for call in (runs.report, lambda o, r: runs.file(o, r, "json")):
        with pytest.raises(NotInLibrary):
            call("boris", run)


@pytest.mark.parametrize("run_id", ["", "..", "../x", "20260101T000000-x", "/etc"])
def test_no_name_leads_out_of_the_runs(runs, run_id):
    with pytest.raises(NotInLibrary):
        runs.report("anna", run_id)


def test_a_run_is_gone_on_with_once_at_a_time(runs, file):
    run_id, first, both = runs.begin("carla", file), Event(), []

    def held(step):
        both.append("first")
        first.set()
        time.sleep(0.2)

    def go_on(observer):
        thread = Thread(target=runs.go_on, args=("carla", run_id, observer))
        thread.start()
        return thread

    one = go_on(held)
    assert first.wait(30)
    other = go_on(lambda step: both.append("other"))
    one.join()
    other.join()
    assert both == ["first", "first", "other", "other"]


def test_a_run_opened_again_asks_nothing_and_says_the_same(runs, run):
    report = runs.report("anna", run)
    shown = json.loads(runs.file("anna", run, "json").read_text("utf-8"))
    assert {name: figure.value for name, figure in report.figures.items()} == {
        name: value for name, value in shown["figures"].items() if value is not None
    }


@pytest.mark.parametrize("language", sorted(INTERFACE))
def test_figures_and_plots_are_shown_in_every_language(runs, run, language):
    spoken = words(language)
    html = figures.whole(runs.report("anna", run), run, spoken)
    for said in (spoken.by_language, spoken.by_tag, spoken.risk_answered, spoken.take_report):
        assert said in html
    assert html.count("<svg") >= 5
    assert "<cake>" not in html


def test_a_questions_answer_stands_beside_its_gold(runs, run):
    report = runs.report("anna", run)
    peskov, cake = (outcomes.both_sides(each, EN) for each in outcomes.numbered(report))
    gold = peskov.split("Expected")[1]
    assert QUOTE in gold
    assert 'data-document="01-reset-question.txt" data-start="' in gold
    assert "The documents do not answer this." in cake


def test_two_runs_are_compared(runs, run, file):
    other = runs.begin("anna", file)
    runs.go_on("anna", other, lambda _: None)
    report = runs.report("anna", other, against=run)
    assert {change.name for change in report.changes} >= {"recall@5", "first_citation_hit"}
    began = runs.all("anna")[-1].begun
    html = figures.whole(report, other, EN, compared=began)
    assert "Compared with the run of" in html
    listing = runlist.listing(runs.all("anna"), other, EN)
    assert f'data-does="compare" data-run="{run}"' in listing
    assert f'data-does="compare" data-run="{other}"' not in listing


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(runs, file):
    class LeftError(Exception):
        pass

    def leave(step):
        raise LeftError

    run_id = runs.begin("carl", file)
    with pytest.raises(LeftError):
        runs.go_on("carl", run_id, leave)
    assert not runs.all("carl")[0].finished
    steps = []
    runs.go_on("carl", run_id, steps.append)
    assert [each.done for each in steps] == [1, 2]
    assert steps[0].rate == 0.0  # it was answered before
    assert runs.all("carl")[0].finished


def test_a_bad_file_is_told_line_by_line_and_leaves_nothing(runs, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a"}\nnot json\n', "utf-8")
    with pytest.raises(InputError, match="line 2") as caught:
        runs.begin("dora", bad)
    assert len(caught.value.problems) == 2
    assert str(tmp_path) not in str(caught.value)
    assert runs.all("dora") == []

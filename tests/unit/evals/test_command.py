"""The whole evaluation over a tiny corpus: figures, files, gates, comparison."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from plain_engine import QUESTIONS, Opener

from rag.errors import InputError, UsageError
from rag.evals.command import evaluate
from rag.evals.report import EvalReport
from rag.evals.report_file import report_json
from rag.evals.splits import Split, kept_aside
from rag.evals.table import report_table

MakeSet = Callable[[str, list[object]], Path]


def value(report: EvalReport, name: str) -> float:
    return report.figures[name].value


def without_times(report: dict[str, Any]) -> str:
    text = json.dumps(report)
    value = json.loads(text)
    for question in value["questions"]:
        question["scores"].pop("ms")
    for figures in (value["figures"], *(each["figures"] for each in value["sets"].values())):
        figures.pop("ms_p50")
        figures.pop("ms_p95")
    for groups in (value["by_language"], value["by_tag"], *value["matrix"].values()):
        for group in groups.values():
            group["figures"].pop("ms_p50")
            group["figures"].pop("ms_p95")
    return json.dumps(value, sort_keys=True)


def test_figures_of_the_tiny_set_by_hand(tiny_set: Path, opener: Opener) -> None:
    report = evaluate([tiny_set], open_engine=opener)
    # Three answerable questions: en-1 and zh-1 are answered with their gold, the Russian one shares
    # one inflected word with its document, so it is found first but not answered.
    assert value(report, "recall@5") == 3 / 3
    assert value(report, "first_citation_hit") == pytest.approx(2 / 3)
    assert value(report, "answer_contains_gold") == pytest.approx(2 / 3)
    assert value(report, "correct_and_cited") == pytest.approx(2 / 3)
    assert value(report, "refused_answerable") == pytest.approx(1 / 3)
    # Two unanswerable ones: the lighthouse question is answered, the comet is not.
    assert value(report, "answered_unanswerable") == 1 / 2
    assert value(report, "answered_unanswerable_same_topic") == 1
    assert value(report, "answered_unanswerable_out_of_corpus") == 0
    answers = ["The lighthouse at Varn was lit in 1874."] * 2 + ["石桥建于1902年。"]
    assert value(report, "answer_chars") == pytest.approx(sum(map(len, answers)) / 3)
    assert value(report, "quote_exactness") == 1
    assert report.figures["recall@5"].n == 3
    assert report.by_language["zh"]["correct_and_cited"].value == 1
    assert report.by_tag["same-topic"]["answered_unanswerable"].value == 1
    assert report.matrix["ru"]["ru"]["correct_and_cited"].value == 0
    assert "auroc" in report.figures
    assert report.curve[-1][0] == 1


def test_two_runs_give_the_same_report_but_for_times(tiny_set: Path, opener: Opener) -> None:
    first = report_json(evaluate([tiny_set], open_engine=opener))
    second = report_json(evaluate([tiny_set], open_engine=opener))
    assert without_times(first) == without_times(second)


def test_a_resumed_run_gives_the_same_report(
    tiny_set: Path, tmp_path: Path, opener: Opener
) -> None:
    path = tmp_path / "predictions.jsonl"
    whole = report_json(evaluate([tiny_set], open_engine=opener, predictions=path))
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:3]), encoding="utf-8")
    opener.engines.clear()
    resumed = report_json(evaluate([tiny_set], open_engine=opener, predictions=path))
    assert len(opener.asked) == 2
    assert without_times(resumed) == without_times(whole)


def test_several_sets_have_a_macro_average(make_set: MakeSet, opener: Opener) -> None:
    easy = make_set("easy", [QUESTIONS[0]])
    hard = make_set("hard", [QUESTIONS[0], QUESTIONS[2], {**QUESTIONS[2], "id": "again"}])
    report = evaluate([easy, hard], open_engine=opener)
    values = [of_set.figures["correct_and_cited"].value for of_set in report.sets]
    assert values == pytest.approx([1, 1 / 3])
    assert value(report, "correct_and_cited") == pytest.approx((1 + 1 / 3) / 2)
    assert "macro average" in report_table(report)


def test_bad_evidence_of_all_sets_is_reported_before_any_question_is_asked(
    make_set: MakeSet, opener: Opener
) -> None:
    lost = {"id": "x", "question": "?", "evidence": [{"source": "ru/mill.txt", "quote": "nope"}]}
    with pytest.raises(InputError) as caught:
        evaluate([make_set("a", [QUESTIONS[0], lost]), make_set("b", [lost])], open_engine=opener)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "a, line 2",
        "b, line 1",
    ]
    assert opener.asked == []


def test_gates(tiny_set: Path, opener: Opener) -> None:
    demands = [
        "first_citation_hit=0.66",
        "recall@1=1",
        "answered_unanswerable=0.4",
        "correct_and_cited=0.9",
        "both_sides_shown=0.1",
    ]
    report = evaluate([tiny_set], open_engine=opener, fail_under=demands)
    assert {gate.figure: gate.failure for gate in report.failures} == {
        "answered_unanswerable": "is 0.5000",
        "correct_and_cited": "is 0.6667",
        "both_sides_shown": "could not be measured on these questions",
    }
    assert "2 of 5 gates met" in report_table(report)


@pytest.mark.parametrize(
    ("demand", "reason"),
    [
        ("recal@1=0.5", "'recal@1' is no figure"),
        ("mrr", "'mrr' is not M=X"),
        ("mrr=x", "M=X"),
        ("mrr=nan", "M=X"),
    ],
)
def test_senseless_demands_are_refused_at_once(
    tiny_set: Path, opener: Opener, demand: str, reason: str
) -> None:
    with pytest.raises(UsageError, match=reason):
        evaluate([tiny_set], open_engine=opener, fail_under=[demand])
    assert opener.engines == []


def test_a_run_is_compared_with_an_earlier_one(
    tiny_set: Path, tmp_path: Path, opener: Opener
) -> None:
    old = tmp_path / "old.json"
    evaluate([tiny_set], open_engine=opener, report=old)
    same = evaluate([tiny_set], open_engine=opener, baseline=old, max_drop=0.0)
    assert same.gates
    assert same.failures == ()
    assert {change.p_value for change in same.changes if change.p_value is not None} == {1.0}
    assert "against the baseline" in report_table(same)


def test_a_drop_beyond_the_limit_fails(tiny_set: Path, tmp_path: Path, opener: Opener) -> None:
    old, path = tmp_path / "old.json", tmp_path / "old_but_better.json"
    evaluate([tiny_set], open_engine=opener, report=old)
    report = json.loads(old.read_text(encoding="utf-8"))
    for question in report["questions"]:
        question["scores"]["correct_and_cited"] = 1.0
        question["scores"]["answered_unanswerable"] = 0.0
    path.write_text(json.dumps(report), encoding="utf-8")
    made = evaluate([tiny_set], open_engine=opener, baseline=path, max_drop=0.2)
    assert sorted(gate.figure for gate in made.failures) == [
        "answered_unanswerable",
        "correct_and_cited",
    ]
    assert "worse by 0.3333" in str(made.failures)
    relaxed = evaluate([tiny_set], open_engine=opener, baseline=path, max_drop=0.9)
    assert relaxed.failures == ()


def test_baselines_that_cannot_be_compared(tiny_set: Path, tmp_path: Path, opener: Opener) -> None:
    old = tmp_path / "old.json"
    evaluate([tiny_set], open_engine=opener, report=old)
    with pytest.raises(UsageError, match="--max-drop compares"):
        evaluate([tiny_set], open_engine=opener, max_drop=0.1)
    for senseless in (-0.1, float("nan"), float("inf")):
        with pytest.raises(UsageError, match="--max-drop"):
            evaluate([tiny_set], open_engine=opener, baseline=old, max_drop=senseless)
    with pytest.raises(InputError, match="pass --split all"):
        evaluate([tiny_set], open_engine=opener, baseline=old, split=Split.TUNING)
    for content in ("", "{}", "[]", '{"split": "all", "questions": [3]}'):
        (tmp_path / "bad.json").write_text(content, encoding="utf-8")
        with pytest.raises(InputError, match="not a report"):
            evaluate([tiny_set], open_engine=opener, baseline=tmp_path / "bad.json")
    with pytest.raises(InputError, match="No such file"):
        evaluate([tiny_set], open_engine=opener, baseline=tmp_path / "gone.json")
    report = json.loads(old.read_text(encoding="utf-8"))
    report["questions"] = []
    (tmp_path / "none.json").write_text(json.dumps(report), encoding="utf-8")
    with pytest.raises(InputError, match="shares no question"):
        evaluate([tiny_set], open_engine=opener, baseline=tmp_path / "none.json")


def test_splits_are_reported_apart(tiny_set: Path, opener: Opener) -> None:
    parts = [
        evaluate([tiny_set], open_engine=opener, split=split)
        for split in (Split.TUNING, Split.KEPT)
    ]
    tuning, kept = ({score.id for score in part.scores} for part in parts)
    assert tuning | kept == {str(each["id"]) for each in QUESTIONS}
    assert not tuning & kept
    questions = [each.question for part in parts for s in part.sets for each in s.outcomes]
    assert kept == {question.id for question in questions if kept_aside(question)}


def test_formats_with_documents_inside_are_evaluated_over_them(
    tmp_path: Path, opener: Opener
) -> None:
    text = "The mill at Orsk burnt down in 1911."
    answers = [{"text": "1911", "answer_start": text.index("1911")}]
    qas = [{"id": "1", "question": "When did the mill at Orsk burn?", "answers": answers}]
    squad = {"data": [{"title": "", "paragraphs": [{"context": text, "qas": qas}]}]}
    (tmp_path / "squad.json").write_text(json.dumps(squad), encoding="utf-8")
    report = evaluate([tmp_path / "squad.json"], open_engine=opener)
    assert value(report, "correct_and_cited") == 1


def test_unwritable_outputs_are_found_before_the_run(tiny_set: Path, opener: Opener) -> None:
    for name in ("predictions", "report", "html", "junit"):
        with pytest.raises(UsageError, match="cannot be written"):
            evaluate([tiny_set], open_engine=opener, **{name: tiny_set / "gone" / "file"})
    assert opener.engines == []


def test_junit_fails_exactly_when_a_gate_does(
    tiny_set: Path, tmp_path: Path, opener: Opener
) -> None:
    path = tmp_path / "junit.xml"
    evaluate([tiny_set], open_engine=opener, junit=path, fail_under=["mrr=0.1", "mrr=0.2"])
    assert list(ElementTree.parse(path).getroot().iter("failure")) == []
    evaluate([tiny_set], open_engine=opener, junit=path, fail_under=["refused_answerable=0.1"])
    root = ElementTree.parse(path).getroot()
    (failure,) = root.iter("failure")
    assert failure.get("message") == "refused_answerable is 0.3333"
    cases = {case.get("name"): case.findtext("system-out") or "" for case in root.iter("testcase")}
    assert cases["ru-1"].startswith("refused, yet answerable")
    assert cases["en-2"].startswith("answered, yet not answerable")


def test_the_json_report_names_every_figure_and_its_origin(
    tiny_set: Path, tmp_path: Path, opener: Opener
) -> None:
    path = tmp_path / "report.json"
    evaluate([tiny_set], open_engine=opener, report=path)
    report = json.loads(path.read_text(encoding="utf-8"))
    contract = (
        "recall@1 recall@5 recall@10 mrr first_citation_hit citation_hit citation_precision"
        " answer_contains_gold correct_and_cited refused_answerable answered_unanswerable"
        " answer_chars ms_p50 ms_p95"
    )
    assert set(contract.split()) <= {name for name, v in report["figures"].items() if v is not None}
    assert report["figures"]["both_sides_shown"] is None
    assert report["sets"]["tiny"]["fingerprint"]["settings"] == "plain"
    assert report["intervals"]["mrr"] == [1.0, 1.0]
    assert {"footnote", "python"} <= set(report["versions"])


def test_an_observer_sees_the_whole_run(tiny_set: Path, opener: Opener) -> None:
    seen: list[tuple[int, int]] = []
    evaluate(
        [tiny_set], open_engine=opener, observer=lambda each: seen.append((each.done, each.total))
    )
    assert seen == [(done, 5) for done in range(1, 6)]

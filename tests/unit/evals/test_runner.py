"""Runs that are killed, resumed, repeated or outdated."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from plain_engine import PlainEngine

from rag.errors import InputError
from rag.evals.dataset import load
from rag.evals.prediction_file import PredictionFile
from rag.evals.predictions import prediction_of
from rag.evals.questions import QuestionSet
from rag.evals.runner import Pace, Progress, run


def lines_of(
    questions: QuestionSet, engine: PlainEngine, path: Path | None, stop_after: int | None = None
) -> list[Mapping[str, Any]]:
    """The lines of a run that may be cut short."""
    kept = PredictionFile(path)
    lines = []
    for line in run(questions, engine, kept, Pace(len(questions.questions), lambda _: None)):
        lines.append(line)
        if len(lines) == stop_after:
            break
    kept.close()
    return lines


def without_times(lines: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{k: v for k, v in line.items() if k != "timings_ms"} for line in lines]


def stored(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_two_runs_give_the_same_predictions(tiny_set: Path) -> None:
    questions = load(tiny_set)
    first = lines_of(questions, PlainEngine(tiny_set / "corpus"), None)
    second = lines_of(questions, PlainEngine(tiny_set / "corpus"), None)
    assert without_times(first) == without_times(second)


def test_a_prediction_line_is_the_answer_object_with_its_id(tiny_set: Path) -> None:
    line = lines_of(load(tiny_set), PlainEngine(tiny_set / "corpus"), None)[0]
    assert (line["id"], line["set"], line["verdict"]) == ("en-1", "tiny", "answered")
    assert line["timings_ms"]["total"] > 0
    assert line["citations"][0]["quote"] == "The lighthouse at Varn was lit in 1874."
    assert prediction_of(line).citations[0].language == "en"


def test_retrieved_is_cut_at_fifty(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    text = "\n".join(f"line {number}" for number in range(80))
    (tmp_path / "corpus" / "lighthouse.txt").write_text(text, encoding="utf-8")
    (tmp_path / "questions.jsonl").write_text('{"id": "1", "question": "line"}', encoding="utf-8")
    (line,) = lines_of(load(tmp_path), PlainEngine(tmp_path / "corpus"), None)
    assert [row["rank"] for row in line["retrieved"]] == list(range(1, 51))


@pytest.mark.parametrize("torn", [b"", b'{"id": "ru-1", "set": "ti'])
def test_a_killed_run_goes_on_where_it_stopped(tiny_set: Path, tmp_path: Path, torn: bytes) -> None:
    questions, path = load(tiny_set), tmp_path / "predictions.jsonl"
    lines_of(questions, PlainEngine(tiny_set / "corpus"), path, stop_after=2)
    with path.open("ab") as file:
        file.write(torn)
    engine = PlainEngine(tiny_set / "corpus")
    resumed = lines_of(questions, engine, path)
    assert [question for question, _ in engine.asked] == [
        each.question for each in questions.questions[2:]
    ]
    assert without_times(resumed) == without_times(
        lines_of(questions, PlainEngine(tiny_set / "corpus"), None)
    )
    assert [line["id"] for line in stored(path)] == [each.id for each in questions.questions]


SLOW_RUN = """
import sys, time
from pathlib import Path
from plain_engine import PlainEngine
from rag.evals.dataset import load
from rag.evals.prediction_file import PredictionFile
from rag.evals.runner import Pace, run
questions = load(Path(sys.argv[1]))
kept = PredictionFile(Path(sys.argv[2]))
for line in run(questions, PlainEngine(Path(sys.argv[1]) / "corpus"), kept, Pace(5, print)):
    time.sleep(60 if line["id"] == "ru-1" else 0)
"""


def test_a_process_killed_for_good_leaves_a_file_to_go_on_with(
    tiny_set: Path, tmp_path: Path
) -> None:
    path = tmp_path / "predictions.jsonl"
    here = Path(__file__).parent
    environment = {**os.environ, "PYTHONPATH": f"{here}{os.pathsep}{here.parents[2]}"}
    command = [sys.executable, "-c", SLOW_RUN, str(tiny_set), str(path)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 30
        while not path.exists() or path.read_bytes().count(b"\n") < 3:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.02)
        process.kill()
    engine = PlainEngine(tiny_set / "corpus")
    resumed = lines_of(load(tiny_set), engine, path)
    assert len(engine.asked) == 2
    whole = lines_of(load(tiny_set), PlainEngine(tiny_set / "corpus"), None)
    assert without_times(resumed) == without_times(whole)


def test_other_settings_make_old_predictions_stale(tiny_set: Path, tmp_path: Path) -> None:
    questions, path = load(tiny_set), tmp_path / "predictions.jsonl"
    lines_of(questions, PlainEngine(tiny_set / "corpus"), path)
    engine = PlainEngine(tiny_set / "corpus", settings="changed")
    lines_of(questions, engine, path)
    assert len(engine.asked) == len(questions.questions)
    assert {line["fingerprint"]["settings"] for line in stored(path)} == {"changed"}


def test_another_wording_of_a_question_is_asked_again(tiny_set: Path, tmp_path: Path) -> None:
    path = tmp_path / "predictions.jsonl"
    lines_of(load(tiny_set), PlainEngine(tiny_set / "corpus"), path)
    file = tiny_set / "questions.jsonl"
    file.write_text(file.read_text(encoding="utf-8").replace("lit?", "sunk?"), encoding="utf-8")
    engine = PlainEngine(tiny_set / "corpus")
    lines_of(load(tiny_set), engine, path)
    assert [question for question, _ in engine.asked] == ["When was the lighthouse at Varn sunk?"]
    assert sorted(line["id"] for line in stored(path)) == ["en-1", "en-2", "en-3", "ru-1", "zh-1"]


def test_other_sets_in_the_file_are_left_alone(tiny_set: Path, tmp_path: Path) -> None:
    path = tmp_path / "predictions.jsonl"
    path.write_text('{"id": "en-1", "set": "another", "answer": "x"}\n', encoding="utf-8")
    lines_of(load(tiny_set), PlainEngine(tiny_set / "corpus"), path)
    assert [line["set"] for line in stored(path)] == ["another"] + ["tiny"] * 5


@pytest.mark.parametrize("content", ["hello\n", '{"id": "en-1"}\n', "[]\n", "3\n"])
def test_a_file_of_something_else_is_not_touched(tmp_path: Path, content: str) -> None:
    path = tmp_path / "notes.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=r"notes.txt, line 1: not a prediction"):
        PredictionFile(path)
    assert path.read_text(encoding="utf-8") == content


def test_text_without_a_line_end_is_not_cut_off_as_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("my notes", encoding="utf-8")
    with pytest.raises(InputError, match="not predictions"):
        PredictionFile(path)
    assert path.read_text(encoding="utf-8") == "my notes"


def test_earlier_turns_are_asked_first_unless_their_answer_is_given(tiny_set: Path) -> None:
    line = {
        "id": "1",
        "question": "And its keeper?",
        "turns": ["Where is the lighthouse at Varn?", {"question": "When?", "answer": "In 1874."}],
    }
    (tiny_set / "questions.jsonl").write_text(json.dumps(line), encoding="utf-8")
    engine = PlainEngine(tiny_set / "corpus")
    lines_of(load(tiny_set), engine, None)
    (first, no_history), (last, history) = engine.asked
    assert (first, no_history) == ("Where is the lighthouse at Varn?", ())
    assert last == "And its keeper?"
    assert [turn.answer for turn in history] == [
        "The lighthouse at Varn was lit in 1874.",
        "In 1874.",
    ]


def test_progress_counts_what_was_found_and_times_what_was_asked() -> None:
    seen: list[Progress] = []
    pace = Pace(4, seen.append)
    pace.found("s")
    pace.asked("s", 0.5)
    pace.asked("s", 1.5)
    assert [(each.done, each.total) for each in seen] == [(1, 4), (2, 4), (3, 4)]
    assert seen[0].remaining_s is None
    # Two questions in two seconds, one left.
    assert (seen[-1].rate, seen[-1].remaining_s) == (1.0, 1.0)

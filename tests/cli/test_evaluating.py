"""`footnote eval` as a process: killed and gone on with, repeated, metered, swept."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from rag.settings import load
from tests.fakes.chat_server import chat_server

COMMAND = [sys.executable, "-c", "import sys; from rag.cli import main; sys.exit(main())"]
YEARS = range(1801, 1817)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small set, and a cache of its own that shares the converted model."""
    folder = tmp_path_factory.mktemp("eval")
    cache = folder / "cache"
    cache.mkdir()
    for made in load({}, {}).settings.cache.iterdir():
        if made.name != "evaluations":
            (cache / made.name).symlink_to(made)
    corpus = folder / "harbours" / "corpus"
    corpus.mkdir(parents=True)
    for year in YEARS:
        text = f"The harbour of Town-{year} opened in {year}. Its first keeper came by ship.\n"
        (corpus / f"{year}.txt").write_text(text, encoding="utf-8")
    lines = [
        {
            "id": str(year),
            "question": f"When did the harbour of Town-{year} open?",
            "answers": [str(year)],
            "evidence": [{"source": f"{year}.txt", "quote": f"opened in {year}"}],
        }
        for year in YEARS
    ]
    questions = folder / "harbours" / "questions.jsonl"
    questions.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def whole(place: Path) -> Any:
    """The report of a run that nothing disturbed."""
    return evaluated(place)


def environment(place: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "FOOTNOTE_CACHE": str(place / "cache"), **more}


def evaluated(place: Path, *arguments: str, **more: str) -> Any:
    command = [*COMMAND, "--json", "eval", str(place / "harbours"), *arguments]
    run = subprocess.run(
        command, env=environment(place, **more), capture_output=True, check=False, timeout=500
    )
    assert run.returncode == 0, run.stderr.decode()
    return json.loads(run.stdout)


def without_times(value: Any) -> Any:
    """The report without what a clock says."""
    if isinstance(value, dict):
        return {
            k: without_times(v) for k, v in value.items() if k not in ("ms", "ms_p50", "ms_p95")
        }
    return [without_times(each) for each in value] if isinstance(value, list) else value


def test_a_killed_run_goes_on_with_the_figures_of_a_whole_one(place: Path, whole: Any) -> None:
    path = place / "predictions.jsonl"
    command = [*COMMAND, "eval", str(place / "harbours"), "--predictions", str(path)]
    with subprocess.Popen(command, env=environment(place), stdout=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + 500
        while not path.exists() or path.read_bytes().count(b"\n") < 4:
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
    kept = path.read_bytes().count(b"\n")
    assert 4 <= kept < len(YEARS)
    resumed = evaluated(place, "--predictions", str(path))
    assert without_times(resumed) == without_times(whole)
    assert whole["figures"]["correct_and_cited"] > 0.9
    assert without_times(evaluated(place)) == without_times(whole)


def test_reports_say_what_they_were_made_with(whole: Any) -> None:
    under = whole["conditions"]
    assert under["settings"]["search.lexical_weight"] == load({}, {}).settings.search.lexical_weight
    assert under["prompts"].keys() >= {"answer.md", "condense_question.md"}
    assert under["calibration"] in whole["sets"]["harbours"]["fingerprint"]["settings"]
    assert whole["versions"]["footnote"]
    assert not any("cache" in name for name in under["settings"])


def test_a_model_is_metered_and_priced(place: Path, whole: Any) -> None:
    with chat_server() as address:
        report = evaluated(
            place,
            FOOTNOTE_CHAT_MODEL="openai:say:It opened.",
            FOOTNOTE_CHAT_BASE_URL=address,
            FOOTNOTE_CHAT_INPUT_PRICE="2",
            FOOTNOTE_CHAT_OUTPUT_PRICE="8",
        )
    figures = report["figures"]
    assert figures["prompt_tokens"] > 100
    # Per million tokens: 2 for what was read, 8 for what was written.
    cost = (figures["prompt_tokens"] * 2 + figures["completion_tokens"] * 8) / 1_000_000
    assert figures["cost"] == pytest.approx(cost)
    assert figures["cost_total"] == pytest.approx(cost * report["counts"]["cost"])
    assert whole["figures"]["cost"] is None


def test_a_sweep_shares_and_its_first_row_is_the_plain_run(place: Path, whole: Any) -> None:
    file = place / "sweep.toml"
    file.write_text(
        "[grid]\nsearch.lexical_weight = [0.0, 0.5]\n"
        "[[variant]]\nname = 'refuse all'\nabstention.shift = 1.0\n",
        encoding="utf-8",
    )
    report = evaluated(place, "--sweep", str(file))
    rows = {row["name"]: row for row in report["variants"]}
    plain = whole["figures"]
    first = {k: v for k, v in rows["as set"]["figures"].items() if not k.startswith("ms_")}
    assert first == {name: plain[name] for name in first}
    assert rows["refuse all"]["figures"]["refused_answerable"] > 0.9
    assert len({str(row["fingerprints"]) for row in rows.values()}) == 4


@pytest.mark.parametrize(
    ("sweep", "reason"),
    [
        ("[grid]\nsearch.dept = [1]\n", "unknown key 'search.dept'"),
        ("[[variant]]\nname = 'x'\nabstention.shift = 'much'\n", "not a number"),
    ],
)
def test_a_sweep_of_what_cannot_be_set_is_refused(place: Path, sweep: str, reason: str) -> None:
    file = place / "wrong.toml"
    file.write_text(sweep, encoding="utf-8")
    command = [*COMMAND, "eval", str(place / "harbours"), "--sweep", str(file)]
    run = subprocess.run(command, env=environment(place), capture_output=True, check=False)
    assert run.returncode == 2
    assert reason in run.stderr.decode()

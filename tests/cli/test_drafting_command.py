"""`footnote draft-questions` as its user meets it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rag.cli import main
from rag.settings import Settings

Output = pytest.CaptureFixture[str]


def test_drafts_go_to_a_file_that_eval_reads_and_edits_are_not_lost(
    capsys: Output, demo_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "drafts.jsonl"
    data = ["--data", str(demo_settings.data)]
    command = [*data, "draft-questions", "--count", "6", "--out", str(path)]
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert told["questions"] == lines
    assert told["drafted"] == len(lines) == 6
    path.write_text(path.read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    assert main(command) == 2
    assert "--replace" in capsys.readouterr().err
    assert main([*data, "eval", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"][0]["id"] == lines[0]["id"]


def test_without_a_file_the_lines_are_the_output(capsys: Output, demo_settings: Settings) -> None:
    assert main(["--data", str(demo_settings.data), "draft-questions", "--count", "3"]) == 0
    printed = capsys.readouterr()
    assert all(json.loads(line)["question"] for line in printed.out.splitlines())
    assert "edit them before use" in printed.err


def test_what_cannot_be_drafted_is_said(capsys: Output, tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "empty")]
    assert main([*data, "draft-questions"]) == 2
    assert "footnote ingest" in capsys.readouterr().err
    assert main([*data, "draft-questions", "--count", "0"]) == 2

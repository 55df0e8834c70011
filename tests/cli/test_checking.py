"""`check`, `ask --bundle` and `verify` as scripts use them."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from rag.cli import main
from rag.settings import Settings

Output = pytest.CaptureFixture[str]

TRUE = "Dmitry Peskov speaks for President Vladimir Putin."
LIE = "The land border is longer than 5300 kilometers."
DRAFT = f"# A heading\n\n{TRUE} {LIE} Is it?\n"


def run_json(capsys: Output, settings: Settings, *arguments: str, code: int = 0) -> Any:
    assert main(["--data", str(settings.data), *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("name", ["draft.md", "draft.txt", "draft.of-no-known-kind", "draft.html"])
def test_a_draft_in_any_format(
    capsys: Output, demo_settings: Settings, tmp_path: Path, name: str
) -> None:
    draft = f"<html><body><p>{TRUE} {LIE}</p></body></html>" if name.endswith("html") else DRAFT
    (tmp_path / name).write_text(draft, encoding="utf-8")
    found = run_json(capsys, demo_settings, "check", str(tmp_path / name))
    stated = [each for each in found["sentences"] if each["states"]]
    assert [each["verdict"] for each in stated] == ["supported", "contradicted"]
    assert found["counts"] == {"supported": 1, "contradicted": 1, "absent": 0}
    assert stated[0].keys() >= {"text", "start", "end", "verdict", "citations"}
    if not name.endswith("html"):
        assert all(draft[each["start"] : each["end"]] == each["text"] for each in stated)


def test_a_draft_from_a_pipe_as_a_person_reads_it(
    capsys: Output, demo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DRAFT.encode())))
    assert main(["--data", str(demo_settings.data), "check", "-"]) == 0
    told = capsys.readouterr().out
    assert "✗ contradicted" in told
    assert "5300 kilometers ≠ 4200 kilometers" in told
    assert told.endswith("2 sentences: 1 supported, 1 contradicted, 0 absent\n")


def test_an_empty_draft_has_no_sentences(
    capsys: Output, demo_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    assert run_json(capsys, demo_settings, "check", str(tmp_path / "empty.txt"))["sentences"] == []


def test_a_bundle_is_written_and_verified(
    capsys: Output, demo_settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    question = "Who speaks for the Kremlin?"
    answer = run_json(capsys, demo_settings, "ask", question, "--bundle", str(file))
    bundle = json.loads(file.read_text(encoding="utf-8"))
    assert bundle["answer"]["citations"] == answer["citations"]
    assert bundle["evidence"][0]["before"].endswith("the Kremlin spoke first. ")
    found = run_json(capsys, demo_settings, "verify", str(file))
    assert found["holds"]
    assert {each["status"] for each in found["citations"]} == {"unchanged"}
    assert list(tmp_path.iterdir()) == [file]


def test_words_that_are_gone_fail_the_gate(
    capsys: Output, demo_settings: Settings, tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    run_json(capsys, demo_settings, "ask", "Who speaks for the Kremlin?", "--bundle", str(file))
    elsewhere = Settings(data=tmp_path / "another", cache=demo_settings.cache)
    (tmp_path / "rain.txt").write_text("It rained.\n", encoding="utf-8")
    run_json(capsys, elsewhere, "ingest", str(tmp_path / "rain.txt"))
    found = run_json(capsys, elsewhere, "verify", str(file), code=1)
    assert {each["status"] for each in found["citations"]} == {"gone"}
    assert main(["--data", str(elsewhere.data), "verify", str(file)]) == 1
    assert "gone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["check", "no-such-draft.txt"], "no-such-draft.txt"),
        (["verify", "no-such-bundle.json"], "no-such-bundle.json"),
        (["verify", __file__], "not JSON"),
        (["ask", "Who?", "--bundle", "/no/such/folder/b.json"], "cannot be written"),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    capsys: Output, demo_settings: Settings, arguments: list[str], told: str
) -> None:
    assert main(["--data", str(demo_settings.data), *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("footnote: ")
    assert told in captured.err

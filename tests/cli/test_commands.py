"""The command line as scripts use it: exit codes, one JSON value, everything else on stderr."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rag.cli import main, printing
from rag.records import IngestEvent, IngestOutcome
from rag.settings import Settings

Output = pytest.CaptureFixture[str]


def run_json(capsys: Output, settings: Settings, *arguments: str, code: int = 0) -> Any:
    assert main(["--data", str(settings.data), *arguments, "--json"]) == code
    return json.loads(capsys.readouterr().out)


def test_ask_answers_with_exact_words(capsys: Output, demo_settings: Settings) -> None:
    found = run_json(capsys, demo_settings, "ask", "Who speaks for the Kremlin?")
    assert found["verdict"] == "answered"
    citation = found["citations"][0]
    place = f"{citation['source']}:{citation['start']}-{citation['end']}"
    shown = run_json(capsys, demo_settings, "show", place)
    assert shown["text"] == citation["quote"]


def test_both_sides_of_a_disagreement_are_told(capsys: Output, demo_settings: Settings) -> None:
    question = "On what date did Russian and Chinese strategic bombers first patrol together?"
    found = run_json(capsys, demo_settings, "ask", question)
    (disagreement,) = found["disagreements"]
    cited = {each["number"]: each["source"] for each in found["citations"]}
    assert {cited[number] for side in disagreement["sides"] for number in side} == {
        "05-defence-partnership.md",
        "06-treaty-and-partner.txt",
    }
    assert main(["--data", str(demo_settings.data), "ask", question]) == 0
    told = capsys.readouterr().out
    assert f"Sources disagree about {disagreement['about']}: [1] against [2]" in told


def test_what_is_nearest_is_text_where_nothing_answers(
    capsys: Output, demo_settings: Settings
) -> None:
    assert main(["--data", str(demo_settings.data), "ask", "Who won the chess olympiad?"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("[not found]")
    assert "Nearest passages:" in told
    assert ", heading]" not in told


def test_every_field_of_the_contract_is_there(capsys: Output, demo_settings: Settings) -> None:
    found = run_json(capsys, demo_settings, "ask", "Who speaks for the Kremlin?")
    assert found.keys() >= {
        "question",
        "verdict",
        "answer",
        "direct_answer",
        "claims",
        "citations",
        "disagreements",
        "independent_sources",
        "retrieved",
        "searched",
        "language",
        "model",
        "timings_ms",
        "fingerprint",
    }
    for claim in found["claims"]:
        assert found["answer"][claim["start"] : claim["end"]] == claim["text"]


def test_what_is_not_there_is_not_found_and_no_failure(
    capsys: Output, demo_settings: Settings
) -> None:
    found = run_json(capsys, demo_settings, "ask", "How many goals did Pelé score in 1970?")
    assert found["verdict"] == "not_found"
    assert found["answer"] == ""
    assert found["citations"] == []
    assert found["retrieved"]


@pytest.mark.parametrize("question", ["", "   ", "?", "x" * 10_000, "你好", "سلام", "спасибо"])
def test_any_message_gets_a_reply(capsys: Output, demo_settings: Settings, question: str) -> None:
    found = run_json(capsys, demo_settings, "ask", question)
    assert found["answer"] or found["notice"] or found["verdict"] == "not_found"


def test_search_tells_where_scores_come_from(capsys: Output, demo_settings: Settings) -> None:
    found = run_json(capsys, demo_settings, "search", "S-400", "--depth", "3")
    assert [hit["rank"] for hit in found["retrieved"]] == [1, 2, 3]
    assert {"dense", "lexical"} <= set(found["retrieved"][0]["scores"])


def test_filters_narrow_the_search(capsys: Output, demo_settings: Settings) -> None:
    only = run_json(capsys, demo_settings, "search", "S-400", "--language", "ru")
    assert {hit["language"] for hit in only["retrieved"]} == {"ru"}
    early = run_json(capsys, demo_settings, "search", "S-400", "--until", "2019")
    assert {hit["source"] for hit in early["retrieved"]} == {"03-repost-thread.txt"}


def test_sources_lists_the_library(capsys: Output, demo_settings: Settings) -> None:
    listed = run_json(capsys, demo_settings, "sources")["documents"]
    assert len(listed) == 7
    assert all(document["passages"] > 0 for document in listed)


def test_ingest_update_remove(capsys: Output, tmp_path: Path) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "a.txt").write_text("The bridge opened in 1932.\n", encoding="utf-8")
    (folder / "b.bin").write_bytes(b"\0\1")
    (folder / "c.pdf").write_bytes(b"%PDF-1.4 broken")
    data = ["--data", str(tmp_path / "data"), "--json"]

    def ingest(code: int, *more: str) -> Any:
        assert main([*data, "ingest", str(folder), *more]) == code
        return json.loads(capsys.readouterr().out)

    first = ingest(1)
    assert (first["added"], first["updated"]) == (1, 0)
    assert [item["source"] for item in first["failed"]] == ["c.pdf"]
    assert [item["source"] for item in first["skipped"]] == ["b.bin"]
    (folder / "c.pdf").unlink()
    assert ingest(0)["unchanged"] == 1
    (folder / "a.txt").write_text("The bridge opened in 1933.\n", encoding="utf-8")
    assert ingest(0)["updated"] == 1
    (folder / "a.txt").unlink()
    assert ingest(0, "--prune")["removed"] == 1
    assert main([*data, "sources"]) == 0
    assert json.loads(capsys.readouterr().out) == {"documents": []}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["show", "no-such.txt"], 2),
        (["ingest", "/no/such/path"], 2),
        (["sources", "remove"], 2),
        (["eval", "/no/such/questions.jsonl"], 2),
        (["search", "x", "--since", "yesterday"], 2),
    ],
)
def test_wrong_usage_is_told_in_one_line(
    capsys: Output, demo_settings: Settings, arguments: list[str], code: int
) -> None:
    assert main(["--data", str(demo_settings.data), *arguments]) == code
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("footnote: ")
    assert "Traceback" not in captured.err


def test_a_newer_library_is_refused(capsys: Output, tmp_path: Path) -> None:
    import sqlite3

    assert main(["--data", str(tmp_path), "sources"]) in (0, 2)
    with sqlite3.connect(tmp_path / "library.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 999")
    assert main(["--data", str(tmp_path), "sources"]) == 3


def test_doctor_finds_the_demo_library_well(capsys: Output, demo_settings: Settings) -> None:
    findings = run_json(capsys, demo_settings, "doctor")["findings"]
    assert findings
    assert all(finding["ok"] for finding in findings)


def test_two_runs_give_the_same_answers(demo_settings: Settings) -> None:
    question = "How long is the border between Russia and China?"
    command = "import sys; from rag.cli import main; sys.exit(main())"
    arguments = ["--data", str(demo_settings.data), "--json", "ask", question]
    runs = [
        subprocess.run(
            [sys.executable, "-c", command, *arguments],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    ]
    first, second = ({**json.loads(run), "timings_ms": {}} for run in runs)
    assert first == second


def test_help_is_instant() -> None:
    best = min(_seconds("--help") for _ in range(3))
    assert best < 0.3


def test_ask_as_a_process_is_quick(demo_settings: Settings) -> None:
    best = min(
        _seconds("--data", str(demo_settings.data), "ask", "Who speaks for the Kremlin?")
        for _ in range(3)
    )
    assert best < 2.5


def _seconds(*arguments: str) -> float:
    """Processor seconds of a whole process: the wall clock tells of its neighbours too."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", "import sys; from rag.cli import main; sys.exit(main())"]
    subprocess.run([*command, *arguments], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_a_second_folder_takes_no_place_of_the_first(capsys: Output, tmp_path: Path) -> None:
    """Its file of the same source gets its folder's name, and keeps it, however it is edited."""
    data = ["--data", str(tmp_path / "data"), "--json"]
    written = {"harbour": "The harbour master keeps gulls.", "mill": "The miller keeps terns."}
    for folder, words in written.items():
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "notes.txt").write_text(words, encoding="utf-8")

    def ingest(folder: str, *more: str) -> dict[str, int]:
        assert main([*data, "ingest", str(tmp_path / folder), *more]) == 0
        told = json.loads(capsys.readouterr().out)
        return {name: told[name] for name in ("added", "updated", "unchanged", "removed")}

    def texts() -> dict[str, str]:
        assert main([*data, "sources"]) == 0
        listed = [each["source"] for each in json.loads(capsys.readouterr().out)["documents"]]
        found = {}
        for source in listed:
            assert main([*data, "show", source]) == 0
            found[source] = json.loads(capsys.readouterr().out)["text"]
        return found

    once = {"added": 1, "updated": 0, "unchanged": 0, "removed": 0}
    again = {"added": 0, "updated": 0, "unchanged": 1, "removed": 0}
    assert [ingest("harbour"), ingest("mill")] == [once, once]
    assert texts() == {"notes.txt": written["harbour"], "mill/notes.txt": written["mill"]}
    assert [ingest("mill", "--prune"), ingest("harbour", "--prune")] == [again, again]
    (tmp_path / "mill/notes.txt").write_text("The miller keeps owls.", encoding="utf-8")
    assert ingest("mill")["updated"] == 1
    (tmp_path / "harbour").rename(tmp_path / "port")
    (tmp_path / "port/notes.txt").write_text("The port keeps gulls.", encoding="utf-8")
    assert ingest("port")["updated"] == 1
    assert texts() == {
        "notes.txt": "The port keeps gulls.",
        "mill/notes.txt": "The miller keeps owls.",
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "06-treaty-and-partner.txt:30-4"],
        ["search", "x", "--depth", "0"],
        ["sources", "list", "06-treaty-and-partner.txt"],
        ["sources", "remove", "06-treaty-and-partner.txt", "--title", "x"],
        ["sources", "edit", "06-treaty-and-partner.txt", "--role", "9-5=body"],
    ],
)
def test_a_failure_is_one_json_value_too(
    capsys: Output, demo_settings: Settings, arguments: list[str]
) -> None:
    told = run_json(capsys, demo_settings, *arguments, code=2)["error"]
    assert told["message"]
    assert told["exit_code"] == 2


def test_wrong_usage_is_one_json_value_too(capsys: Output) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["ask", "--json"])
    assert json.loads(capsys.readouterr().out)["error"]["exit_code"] == 2


def test_a_draft_that_cannot_be_read_is_unusable_input(
    capsys: Output, demo_settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "draft.txt").write_bytes(bytes(range(256)))
    assert main(["--data", str(demo_settings.data), "check", str(tmp_path / "draft.txt")]) == 2


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_date_filter_says_how_many_documents_have_no_date(
    capsys: Output, tmp_path: Path, command: str
) -> None:
    (tmp_path / "undated.txt").write_text("The heron nests by the weir.", encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert main([*data, "ingest", str(tmp_path / "undated.txt")]) == 0
    assert main([*data, command, "Where does the heron nest?", "--since", "2020"]) == 0
    assert "their date is not known: 1" in capsys.readouterr().out
    assert main([*data, "--json", command, "Where does the heron nest?", "--since", "2020"]) == 0
    assert json.loads(capsys.readouterr().out)["searched"]["undated"] == 1


def test_context_begins_and_ends_with_whole_words(capsys: Output, tmp_path: Path) -> None:
    words = " ".join(f"word{number}" for number in range(400))
    (tmp_path / "long.txt").write_text(words, encoding="utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert main([*data, "ingest", str(tmp_path / "long.txt")]) == 0
    place = words.index("word200")
    assert main([*data, "show", f"long.txt:{place}-{place + 7}"]) == 0
    shown = capsys.readouterr().out.splitlines()[-1]
    assert shown.startswith("…word")
    assert shown.endswith("…")
    assert "⟦word200⟧" in shown
    around = shown.strip("…").replace("⟦", "").replace("⟧", "").split()
    assert set(around) <= set(words.split())


@pytest.mark.parametrize("steering", ["\x1b[2J", "\x9b31m", "\x1a"])
def test_words_of_a_document_do_not_steer_the_terminal(
    capsys: Output, tmp_path: Path, steering: str
) -> None:
    text = f"The harbour of Kolm {steering}froze in 1921." + " Anna Lind was its master." * 9
    (tmp_path / "kolm.txt").write_text(f"{text}\n", "utf-8")
    data = ["--data", str(tmp_path / "data")]
    assert main([*data, "ingest", str(tmp_path / "kolm.txt")]) == 0
    asked = [["ask", "When did the harbour of Kolm freeze?"], ["search", "harbour of Kolm"]]
    for command in [*asked, ["show", "kolm.txt"]]:
        assert main([*data, *command]) == 0
        printed = capsys.readouterr().out
        assert f"\\x{ord(steering[0]):02x}" in printed
        assert not any(unicodedata.category(sign) == "Cc" for sign in printed.replace("\n", ""))
    assert main([*data, "show", "kolm.txt", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["text"].startswith(text)


def test_what_a_library_prints_during_an_ingest_is_no_result(capsys: Output) -> None:
    def chatty() -> Iterator[IngestEvent]:
        sys.stdout.write("a worker died\n")
        yield IngestEvent("pipe", IngestOutcome.SKIPPED, "a pipe")

    assert len(printing.followed(chatty())) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "a worker died" in told.err


def test_any_script_is_printed_whatever_the_terminals_encoding(demo_settings: Settings) -> None:
    command = "import sys; from rag.cli import main; sys.exit(main())"
    told = subprocess.run(
        [sys.executable, "-c", command, "--data", str(demo_settings.data), "sources"],
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        check=True,
        capture_output=True,
    ).stdout
    assert "از احتیاط تا همکاری" in told.decode("utf-8")


def test_output_that_nobody_reads_is_no_failure(demo_settings: Settings) -> None:
    command = "import sys; from rag.cli import main; sys.exit(main())"
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", command, "--data", str(demo_settings.data), "sources", "--json"],
        stdout=writing,
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")

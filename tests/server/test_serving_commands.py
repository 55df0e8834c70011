"""`footnote serve` and `footnote users` as a person runs them."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from rag.cli import main
from rag.server.accounts import FILE_NAME, Accounts

PASSWORD = "correct horse battery"


def users(folder: Path, *arguments: str) -> int:
    return main(["--data", str(folder), "users", *arguments])


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A password on standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\n"))


@pytest.mark.usefixtures("typed")
def test_people_come_and_go(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert users(folder, "add", "anna") == 0
    accounts = Accounts(folder / FILE_NAME)
    assert accounts.verify("anna", PASSWORD)
    capsys.readouterr()
    assert users(folder, "key", "anna", "--label", "nightly", "--json") == 0
    issued = json.loads(capsys.readouterr().out)
    assert accounts.person_of(issued["key"]).label == "nightly"
    assert users(folder, "--json") == 0
    listed = json.loads(capsys.readouterr().out)["people"]
    assert [(each["name"], each["keys"][0]["id"]) for each in listed] == [("anna", issued["id"])]
    assert issued["key"] not in json.dumps(listed)
    assert users(folder, "revoke", issued["id"]) == 0
    assert accounts.person_of(issued["key"]) is None
    assert users(folder, "remove", "anna") == 0
    assert not accounts.anybody


def test_wrong_use_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert users(folder, "add") == 2
    assert "name a person" in capsys.readouterr().err
    assert users(folder, "remove", "nobody") == 2
    assert "nobody is called 'nobody'" in capsys.readouterr().err
    assert users(folder, "revoke", "0") == 2
    assert "there is no key '0'" in capsys.readouterr().err


def test_an_open_door_is_not_opened_to_the_network(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--data", str(folder), "serve", "--host", "0.0.0.0"]) == 2
    told = capsys.readouterr().err
    assert "footnote users add" in told
    assert "--open-to-all" in told


def test_serve_answers_until_it_is_stopped(folder: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "import sys; from rag.cli import main; sys.exit(main())"]
    arguments = ["--data", str(folder), "serve", "--port", str(port)]
    with subprocess.Popen(
        [*command, *arguments], stderr=subprocess.PIPE, text=True, env=os.environ
    ) as process:
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz", process)
            asked = httpx.post(
                f"http://127.0.0.1:{port}/v1/ask", json={"question": "secret words?"}, timeout=60
            )
            assert asked.json()["verdict"] == "not_found"
        finally:
            process.send_signal(signal.SIGINT)
            said = process.communicate(timeout=30)[1]
    first, *lines = said.splitlines()
    assert f"http://127.0.0.1:{port}/v1" in first
    assert [json.loads(line)["route"] for line in lines][-1] == "/v1/ask"
    assert "secret words" not in said
    assert process.returncode == 0


def _wait_for(address: str, process: subprocess.Popen[str]) -> None:
    ends = time.monotonic() + 90
    while time.monotonic() < ends and process.poll() is None:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError(f"nothing answers at {address}")

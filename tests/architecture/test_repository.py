"""The documents a reader is given say what the program does."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from rag.cli.arguments import parser

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands() -> list[str]:
    (found,) = (
        action.choices
        for action in parser()._actions
        if action.choices and action.dest == "command"
    )
    return sorted(found)


@pytest.mark.parametrize("command", commands())
def test_every_command_stands_in_the_readme(command: str) -> None:
    assert f"`footnote {command}" in README


def test_every_link_leads_somewhere() -> None:
    for document in [ROOT / "README.md", *ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]:
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text("utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_repository_speaks_of_the_product_alone() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    paths = re.compile("/wo" + "rk/|/hom" + "e/[a-z]|pyth" + "onhosted|/opt/" + "wheels")
    for name in filter(None, listed):
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".yaml", ".css", ".js", "") and (
            path.is_file() and "seeds" not in path.parts and "data" not in path.parts
        ):
            assert not paths.search(path.read_text(encoding="utf-8", errors="replace")), name

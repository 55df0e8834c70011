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


def tracked(*patterns: str) -> list[str]:
    """The repository's files, as paths inside it."""
    command = ["git", "ls-files", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return listed.stdout.split("\0")[:-1]


def test_every_path_that_a_document_names_is_there() -> None:
    folders = "rag|ui|prompts|docs|tests|benchmarks|training|seeds"
    inside = re.compile(rf"(?<![\w./-])(?:{folders})/[\w./-]*\w")
    documents = [ROOT / name for name in tracked("*.md") if "seeds/documents/" not in name]
    assert len(documents) > 20
    for document in documents:
        for named in inside.findall(document.read_text("utf-8")):
            assert (ROOT / named).exists(), f"{document.name}: {named}"


def test_the_repository_speaks_of_the_product_alone() -> None:
    paths = re.compile("/wo" + "rk/|/hom" + "e/[a-z]|pyth" + "onhosted|/opt/" + "wheels")
    for name in tracked():
        path = ROOT / name
        if path.suffix in (".py", ".md", ".toml", ".txt", ".yaml", ".css", ".js", "") and (
            path.is_file() and "seeds" not in path.parts and "data" not in path.parts
        ):
            assert not paths.search(path.read_text(encoding="utf-8", errors="replace")), name

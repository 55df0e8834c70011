"""The word lists of drafting (words.toml), ready for looking up."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from rag.text.aligned import bare
from rag.text.lexicon import entries, phrase

LANGUAGES = ("en", "zh", "fa", "ru", "ar")


@cache
def _table() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@cache
def leaning_openings(language: str) -> re.Pattern[str]:
    """What begins a sentence that cannot be understood without the one before."""
    return re.compile(rf"\W*(?:{_any_of(_table()['leaning'][language]['opening'])})")


@cache
def leaning_words(language: str) -> re.Pattern[str]:
    """Words that point outside the question they stand in."""
    border = "" if language == "zh" else r"(?<!\w)"
    return re.compile(rf"{border}(?:{_any_of(_table()['leaning'][language]['anywhere'])})")


@cache
def about(language: str) -> re.Pattern[str]:
    """A softening word right before a figure, with the space between."""
    border = "" if language == "zh" else r"(?<!\w)"
    return re.compile(rf"{border}(?:{_any_of(_table()['about'][language])})\s*$")


@cache
def past_forms() -> dict[str, str]:
    """Past forms of English that no rule gives, with what follows "did"."""
    pairs = (entry.split() for entry in entries(_table()["past"]["en"]))
    return dict(pairs) | {f"{base}d": base for base in entries(_table()["past"]["mute"])}


def _any_of(listing: str) -> str:
    words = sorted(set(entries(listing)), key=len, reverse=True)
    return "|".join(phrase(bare(word)) for word in words)

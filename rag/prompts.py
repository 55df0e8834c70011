"""Loads the prompts, checks their placeholders, renders them, and hashes them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from rag.errors import InputError

REFUSAL = "NOT_IN_SOURCES"
"""What a model writes when the sources hold no answer; prompt, parser and tests share it."""

PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    "answer": frozenset({"language", "example_key", "refusal", "sources", "question"}),
    "condense_question": frozenset({"conversation", "question"}),
    "judge": frozenset({"evidence", "claim"}),
}

_FIELD = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt's text with its declared placeholders."""

    name: str
    text: str

    def __post_init__(self) -> None:
        found = frozenset(_FIELD.findall(self.text))
        if found != PLACEHOLDERS[self.name]:
            missing, unknown = PLACEHOLDERS[self.name] - found, found - PLACEHOLDERS[self.name]
            problems = [f"{{{field}}} is missing" for field in sorted(missing)]
            problems += [f"{{{field}}} is not known" for field in sorted(unknown)]
            raise InputError(f"prompts/{self.name}.md has wrong placeholders", problems)

    @property
    def hash(self) -> str:
        """Short hash of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def render(self, **values: str) -> str:
        """The prompt with every placeholder filled; braces inside values stay as they are."""
        return _FIELD.sub(lambda match: values[match[1]], self.text)


@cache
def load(name: str) -> Prompt:
    """The prompt `prompts/NAME.md`; raises InputError where its placeholders are wrong."""
    return Prompt(name, files("prompts").joinpath(f"{name}.md").read_text(encoding="utf-8"))


@cache
def content_hash() -> str:
    """Short hash over every prompt's text."""
    digest = hashlib.sha256()
    for name in sorted(PLACEHOLDERS):
        digest.update(load(name).text.encode())
    return digest.hexdigest()[:12]

"""Lays out passages for a language model: short opaque keys, fenced as data, within a budget."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape

from rag import prompts
from rag.records import DocumentEntry, Hit, Passage

_LETTERS = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class Source:
    """A passage offered to a model under a key."""

    key: str
    passage: Passage
    text: str


def key_of(passage_id: str, salt: str) -> str:
    """A key of the form letter-digit-letter-digit that no document can foresee.

    Parameters: `salt` changes with the question, so that a key planted in a document means nothing.
    """
    digest = hashlib.sha256(f"{salt}\0{passage_id}".encode()).digest()
    first, second = (_LETTERS[value % len(_LETTERS)] for value in digest[:2])
    return f"{first}{digest[2] % 10}{second}{digest[3] % 10}"


def lay_out(
    hits: Sequence[Hit],
    describe: Callable[[str], DocumentEntry],
    count_tokens: Callable[[str], int],
    budget_tokens: int,
    salt: str,
) -> list[Source]:
    """The best passages that fit the budget, each as a fenced block under its key.

    What may not be quoted is not offered either.

    Parameters: `describe` gives a document's entry by id, for its title and date; keys that
    collide are left out rather than shared.
    """
    sources: list[Source] = []
    left = budget_tokens
    for hit in hits:
        if not hit.passage.role.quotable:
            continue
        key = key_of(hit.passage.id, salt)
        text = _fenced(key, hit.passage, describe(hit.passage.document_id))
        tokens = count_tokens(text)
        if tokens > left or any(source.key == key for source in sources):
            continue
        left -= tokens
        sources.append(Source(key, hit.passage, text))
    return sources


def _fenced(key: str, passage: Passage, entry: DocumentEntry) -> str:
    """Markup inside the passage is escaped so that it cannot close its own fence.

    Nor can a document have its answer refused: the marker of a refusal is taken apart in it.
    """
    about = entry.provenance
    names = {
        "title": about.title or entry.source,
        "publisher": about.publisher,
        "date": about.published,
        "role": passage.role.value,
        "speaker": passage.speaker,
    }
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in names.items() if value)
    fenced = f'<source key="{key}"{attributes}>\n{escape(passage.text, quote=False)}\n</source>'
    return fenced.replace(prompts.REFUSAL, prompts.REFUSAL.replace("_", " "))

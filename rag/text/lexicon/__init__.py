"""Word tables of the five languages, one TOML file an idea: a new language is new lines there.

Entries are comma-separated; a trailing `*` makes an entry a stem that any ending may follow.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Generic, TypeVar

from rag.text.aligned import key, plain

Value = TypeVar("Value")


@cache
def table(name: str) -> dict[str, Any]:
    """The table `name`.toml as written, read once."""
    source = resources.files(__name__).joinpath(f"{name}.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def entries(listing: str) -> list[str]:
    """The entries of one comma-separated listing."""
    return [entry.strip() for entry in listing.split(",") if entry.strip()]


class Stems(Generic[Value]):
    """Looks words up by their folded form (`get`), whole or by the longest stem of theirs."""

    def __init__(self, pairs: Iterable[tuple[str, Value]]) -> None:
        self._whole: dict[str, Value] = {}
        self._stems: dict[str, Value] = {}
        for entry, value in pairs:
            into = self._stems if entry.endswith("*") else self._whole
            into[key(entry.removesuffix("*"))] = value
        lengths = [len(stem) for stem in self._stems]
        self._lengths = range(max(lengths, default=0), min(lengths, default=1) - 1, -1)
        # Most look-ups repeat, for the words of a text are few.
        self.get: Callable[[str], Value | None] = lru_cache(maxsize=1 << 13)(self._search)

    def _search(self, word: str) -> Value | None:
        """The value of a folded word (see `aligned.key`), or None: what `get` remembers."""
        found = self._whole.get(word)
        if found is not None:
            return found
        stems = (self._stems.get(word[:length]) for length in self._lengths if length <= len(word))
        return next((value for value in stems if value is not None), None)


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[Value]):
    """A phrase found in a row of words: its value, and the index of the word after it."""

    value: Value
    next: int


class Phrases(Generic[Value]):
    """Looks up phrases of one or more words, the longest that fits; each word may be a stem."""

    def __init__(self, pairs: Iterable[tuple[str, Value]]) -> None:
        by_first: dict[str, list[tuple[list[str], Value]]] = {}
        for entry, value in pairs:
            first, *rest = entry.split()
            by_first.setdefault(first, []).append(([key(word) for word in rest], value))
        for phrases in by_first.values():
            phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._by_first = Stems(by_first.items())

    def begins(self, word: str) -> bool:
        """Whether a phrase may begin with a folded word."""
        return self._by_first.get(word) is not None

    def at(self, words: Sequence[str], index: int) -> PhraseMatch[Value] | None:
        """The longest phrase that begins with the folded word at `index`."""
        for rest, value in self._by_first.get(words[index]) or ():
            following = words[index + 1 : index + 1 + len(rest)]
            if len(following) == len(rest) and all(map(_fits, rest, following)):
                return PhraseMatch(value, index + 1 + len(rest))
        return None


def _fits(entry: str, word: str) -> bool:
    return word.startswith(entry[:-1]) if entry.endswith("*") else word == entry


def phrase(entry: str) -> str:
    """One entry as a regular expression over folded, lower-case text."""
    stem, star = entry.removesuffix("*"), entry.endswith("*")
    words = r"[\s\u200c.]+".join(
        re.escape(word.removesuffix("*")) + (r"\w*" if word.endswith("*") else "")
        for word in plain(stem).lower().split()
    )
    if star:
        return words + r"\w*"
    return words if re.search(r"[^\w]$|[㐀-鿿]$", stem) else words + r"(?!\w)"


def labelled(listings: Mapping[str, str]) -> str:
    """An alternation with one numbered group a label, in the table's order (longer forms first)."""
    return "|".join(
        "(" + "|".join(phrase(entry) for entry in entries(listing)) + ")"
        for listing in listings.values()
    )

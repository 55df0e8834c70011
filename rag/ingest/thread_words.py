"""Builds patterns from the word table of threads, over folded lower-case text."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.text.aligned import lower, plain
from rag.text.lexicon import entries, phrase, table

_BARE_SCRIPT = re.compile(r"[㐀-鿿]")


def folded(words: str) -> str:
    """The words as the patterns see them; offsets stay true."""
    return lower(plain(words))


def any_of(*path: str) -> str:
    """A pattern for any entry at `path` of the table, longest first, as whole words.

    Where the path ends at a table of languages, all of them are taken together.
    """
    value = table("threads")
    for name in path:
        value = value[name]
    listings = value.values() if isinstance(value, Mapping) else [value]
    found = sorted({entry for text in listings for entry in entries(text)}, key=len, reverse=True)
    spaced = [phrase(entry) for entry in found if not _BARE_SCRIPT.match(entry)]
    joined = [phrase(entry) for entry in found if _BARE_SCRIPT.match(entry)]
    return rf"(?:(?<!\w)(?:{'|'.join(spaced) or '(?!)'})|{'|'.join(joined) or '(?!)'})"

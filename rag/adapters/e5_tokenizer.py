"""The tokenizer of multilingual-e5: SentencePiece Unigram over normalised, space-marked words.

A Unigram model splits a word into the pieces whose log-probabilities add up highest (Kudo 2018,
"Subword Regularization"). Pieces that do not occur in a text cannot take part, so a short text is
split by a tokenizer made for it alone, in milliseconds; the whole one, which takes about a second
and 250 MB, is made once there has been more to do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rag.adapters.e5_weights import Pieces, Weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from tokenizers.normalizers import Normalizer

SPACE_MARK = "▁"
UNMATCHABLE = " "
"""Words never hold a space, so no text is ever split into a piece that does."""
SHORT_CHARACTERS = 16_000
"""As much as a single question with its passages; whoever reads more is going to read on."""
# NFKC folds the full-width tilde, SentencePiece's `nmt_nfkc` keeps it: it travels as a stand-in.
KEPT, STAND_IN = "～", "\uf8ff"


def alphabetical(pieces: Pieces) -> NDArray[np.uint32]:
    """Piece numbers in the order of the pieces' bytes: (pieces,) uint32. About half a second."""
    order = sorted(range(len(pieces)), key=pieces.__getitem__)
    return np.array(order, dtype=np.uint32)


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text as piece numbers; `offsets` are the code points (start, end) each stands for."""

    ids: list[int]
    offsets: list[tuple[int, int]]

    def __len__(self) -> int:
        return len(self.ids)


class E5Tokenizer:
    """Texts to tokens, `<s>` and `</s>` not among them; safe to share by threads.

    Markup such as `<s>` inside a text is read as ordinary characters.

    Parameters:
        pieces: the vocabulary.
        order: the same as `alphabetical(pieces)`.
    """

    def __init__(self, pieces: Pieces, order: NDArray[np.uint32]) -> None:
        self._pieces = pieces
        self._order = order.data
        self._whole: Tokenizer | None = None
        self._read_characters = 0
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> list[Tokens]:
        """Tokens of each text; half of a surrogate pair is read as a question mark."""
        texts = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        self._read_characters += sum(map(len, texts))
        if self._whole is None and self._read_characters <= SHORT_CHARACTERS:
            return self._encode_short(texts)
        encoded = self._whole_tokenizer().encode_batch(texts, add_special_tokens=False)
        return [Tokens(encoding.ids, encoding.offsets) for encoding in encoded]

    def _whole_tokenizer(self) -> Tokenizer:
        with self._lock:
            if self._whole is None:
                self._whole = word_tokenizer(_vocabulary(self._pieces), self._pieces.unknown)
            return self._whole

    def _encode_short(self, texts: Sequence[str]) -> list[Tokens]:
        normalise = normaliser().normalize_str
        words = {word for text in texts for word in normalise(text).split()}
        found = sorted({piece for word in words for piece in self._pieces_in(SPACE_MARK + word)})
        tokenizer = word_tokenizer(self._small_vocabulary(found), 0)
        numbers = [self._pieces.unknown, self._pieces.unknown, *found]
        encoded = tokenizer.encode_batch(texts, add_special_tokens=False)
        return [Tokens([numbers[n] for n in each.ids], each.offsets) for each in encoded]

    def _small_vocabulary(self, found: Sequence[int]) -> list[tuple[str, float]]:
        """An unknown piece, one with the lowest score of all (it prices unknowns), and `found`."""
        pieces = self._pieces
        lowest = float(pieces.scores.min())
        named = [(pieces[number].decode(), float(pieces.scores[number])) for number in found]
        return [(UNMATCHABLE, 0.0), (UNMATCHABLE * 2, lowest), *named]

    def _pieces_in(self, word: str) -> Iterator[int]:
        """Every ordinary piece that occurs in `word`."""
        special = self._pieces.special
        for start in range(len(word)):
            for end in range(start + 1, len(word) + 1):
                stretch = word[start:end].encode()
                at = bisect_left(self._order, stretch, key=self._pieces.__getitem__)
                piece = self._pieces[self._order[at]] if at < len(self._order) else b""
                if not piece.startswith(stretch):
                    break
                if piece == stretch and self._order[at] not in special:
                    yield self._order[at]


def hugging_face_tokenizer(weights: Weights) -> Tokenizer:
    """The whole tokenizer as a `tokenizers.Tokenizer` that knows the special tokens and adds them.

    It neither cuts nor pads.
    """
    from tokenizers import AddedToken, processors

    pieces = weights.pieces
    names = [pieces[number].decode() for number in range(len(pieces))]
    tokenizer = word_tokenizer(
        list(zip(names, pieces.scores.tolist(), strict=True)), pieces.unknown
    )
    special = [AddedToken(names[number], special=True) for number in sorted(pieces.special)]
    tokenizer.add_special_tokens(special)
    begin, end = names[pieces.begin], names[pieces.end]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}",
        pair=f"{begin} $A {end} {end} $B {end}",
        special_tokens=[(begin, pieces.begin), (end, pieces.end)],
    )
    return tokenizer


def word_tokenizer(vocabulary: list[tuple[str, float]], unknown: int) -> Tokenizer:
    """A Unigram tokenizer over `vocabulary` (piece, log-probability), without special tokens."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers

    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=unknown, byte_fallback=False))
    tokenizer.normalizer = normaliser()
    words = pre_tokenizers.WhitespaceSplit()
    marked = pre_tokenizers.Metaspace(SPACE_MARK, prepend_scheme="always")
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([words, marked])
    tokenizer.decoder = decoders.Metaspace(SPACE_MARK, prepend_scheme="always")
    return tokenizer


def normaliser() -> Normalizer:
    """SentencePiece's `nmt_nfkc`: control characters go, odd spaces become spaces, then NFKC."""
    from tokenizers import normalizers

    there, back = normalizers.Replace(KEPT, STAND_IN), normalizers.Replace(STAND_IN, KEPT)
    return normalizers.Sequence([normalizers.Nmt(), there, normalizers.NFKC(), back])


def _vocabulary(pieces: Pieces) -> list[tuple[str, float]]:
    """All pieces with their scores, the special ones out of any text's reach."""
    names = [pieces[number].decode() for number in range(len(pieces))]
    for number in pieces.special:
        names[number] = f"{UNMATCHABLE}{number}"
    return list(zip(names, pieces.scores.tolist(), strict=True))

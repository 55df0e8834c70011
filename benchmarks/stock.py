"""Libraries of any size: made-up passages whose words and vectors follow those of real ones.

Each passage has the words of the first half of one real passage and the second half of another in
the same language, in another order, so that no document is a copy of another; its vector lies
between theirs, with some noise. So the frequencies of words, the lengths and the bunched cosines of
the encoder are real; how many different words there are is not: a real corpus goes on to bring new
ones.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from rag.index import removal, writing
from rag.index.intake import Intake
from rag.index.library import Library
from rag.ingest.prepare import document_id, prepare
from rag.ports import Embedder, Vectors
from rag.records import Block, Document, Passage, Provenance, Role, Span
from rag.settings import PassageSettings
from rag.text import words
from rag.text.normalise import unbroken
from rag.text.tokens import count_tokens

CORPORA = {
    "en": "clapnq-dev-en",
    "zh": "cmrc-trial-zh",
    "fa": "pquad-validation-fa",
    "ru": "xquad-part-ru",
    "ar": "arcd-train-ar",
}
_PASSAGES_A_DOCUMENT = 40
_DOCUMENTS_A_TRANSACTION = 100
_CHARACTERS_TOGETHER = 6
_NOISE = 0.48  # its length beside a unit vector: a cosine of 0.9 to the mean of the two


@dataclass(frozen=True, slots=True, eq=False)
class Stock:
    """Real passages of one language and their vectors, (n, dimensions) float32."""

    language: str
    texts: Sequence[str]
    vectors: Vectors


def stocks(shared: Path, embedder: Embedder, each: int) -> list[Stock]:
    """Up to `each` real passages of every language, embedded."""
    found = []
    for language, name in CORPORA.items():
        texts = list(_passages(shared / "eval" / name / "corpus", each))
        found.append(Stock(language, texts, embedder.embed_passages(list(map(unbroken, texts)))))
    return found


def _passages(folder: Path, most: int) -> Iterator[str]:
    left = most
    for path in sorted(folder.rglob("*.txt")):
        for made in prepare(path.name, path.read_bytes(), PassageSettings(), count_tokens):
            for passage in made.passages:
                if left == 0:
                    return
                if passage.role is Role.BODY:
                    left -= 1
                    yield passage.text


def grow(library: Library, stock: Sequence[Stock], upto: int) -> None:
    """Write documents until the library holds `upto` passages."""
    held = library.corpus.statistics().passages
    number = held // _PASSAGES_A_DOCUMENT
    stamp = removal.stamp(datetime.now(UTC))
    with library.writing():
        while held < upto:
            with library.database.writing() as connection:
                for _ in range(_DOCUMENTS_A_TRANSACTION):
                    size = min(_PASSAGES_A_DOCUMENT, upto - held)
                    if not size:
                        break
                    made = document(stock[number % len(stock)], number, size)
                    writing.store(connection, made, words, stamp)
                    number, held = number + 1, held + size
        library.drain()


def document(of: Stock, number: int, size: int) -> Intake:
    """One made-up document of `size` passages; the same number gives the same one."""
    chance = random.Random(number)
    pairs = [(_any(chance, of), _any(chance, of)) for _ in range(size)]
    texts = [_mixed(chance, _half(of.texts[a], 0), _half(of.texts[b], 1)) for a, b in pairs]
    source = f"{of.language}/{number:06}.txt"
    text = "\n\n".join(texts)
    key = document_id(source, text)
    spans, start = [], 0
    for each in texts:
        spans.append(Span(start, start + len(each)))
        start += len(each) + 2
    year = 1960 + chance.randrange(60)
    about = Provenance(title=source, published=f"{year}", languages=(of.language,))
    blocks = tuple(Block(span, Role.BODY) for span in spans)
    passages = tuple(Passage(key, span, span.of(text), of.language) for span in spans)
    return Intake(Document(key, source, text, about, blocks), passages, _between(of, pairs, number))


def _between(of: Stock, pairs: Sequence[tuple[int, int]], seed: int) -> Vectors:
    first, second = np.array(pairs).T
    size = of.vectors.shape[1]
    noise = np.random.default_rng(seed).standard_normal((len(pairs), size)) * _NOISE / size**0.5
    mixed = of.vectors[first] + of.vectors[second]
    mixed = mixed / np.linalg.norm(mixed, axis=1, keepdims=True) + noise
    made: Vectors = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
    return made


def _any(chance: random.Random, of: Stock) -> int:
    return chance.randrange(len(of.texts))


def _mixed(chance: random.Random, first: str, second: str) -> str:
    """The words of both in another order; a script without spaces is cut every few characters."""
    together = f"{first} {second}"
    apart = " " in first.strip()
    size = _CHARACTERS_TOGETHER
    words = (
        together.split()
        if apart
        else [together[at : at + size] for at in range(0, len(together), size)]
    )
    chance.shuffle(words)
    return (" " if apart else "").join(words).strip() or "word"


def _half(text: str, which: int) -> str:
    middle = len(text) // 2
    cut = text.find(" ", middle) if " " in text else middle
    parts = (text[:cut], text[cut:]) if cut > 0 else (text, text)
    return parts[which].strip().replace("\n", " ") or text.strip()

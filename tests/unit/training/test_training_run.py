"""A small run for real: batches, resuming, export, and the product reading what was exported."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch

from rag.adapters.bundled_e5 import BundledE5
from rag.adapters.e5_tokenizer import hugging_face_tokenizer
from rag.adapters.e5_weights import Weights, load_weights
from rag.adapters.span_reader import SpanReader as ProductReader
from rag.records import Passage, Span
from training import checkpoints
from training.batches import Batches
from training.examples import read_examples
from training.export import exported
from training.mixture import Mixture, Recipe
from training.model import SpanReader
from training.reading import read_pairs
from training.schedule import Schedule
from training.sessions import torch_logits
from training.train import Run, train
from training.workers import Workers

ROWS = [
    ("en", "Where was the treaty signed?", "The treaty was signed in Geneva. It holds.", "Geneva"),
    ("ru", "Кто подписал договор?", "Договор подписал министр. Он вступил в силу.", "министр"),
    ("zh", "条约何时生效？", "条约于2011年生效。双方都批准了它。", "2011年"),
    ("fa", "پیمان کجا امضا شد؟", "پیمان در ژنو امضا شد. سپس به اجرا درآمد.", "ژنو"),
    ("ar", "أين وقعت المعاهدة؟", "وقعت المعاهدة في جنيف. ثم دخلت حيز التنفيذ.", "جنيف"),
]


@pytest.fixture(scope="module")
def weights() -> Weights:
    return load_weights()


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("questions")
    lines = [
        json.dumps(
            {
                "id": f"q{number}",
                "question": question,
                "language": language,
                "context": context,
                "context_language": language,
                "answers": [{"text": answer, "start": context.index(answer)}],
                "answerable": True,
                "group": f"article {number}",
            }
        )
        for number, (language, question, context, answer) in enumerate(ROWS)
    ]
    (folder / "pquad-all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def batches(data: Path, weights: Weights) -> Batches:
    examples = read_examples(data)
    none_known = np.full((len(examples), 1), -1)
    mixture = Mixture(examples, none_known, Recipe(shares=(("pquad", 1.0),)), seed=3)
    return Batches(mixture, hugging_face_tokenizer(weights), questions=2)


def a_run(data: Path, folder: Path, steps: int) -> Run:
    return Run(
        data=data,
        folder=folder,
        depth_weights=((1, 1.0),),
        schedule=Schedule(peak=1e-3, steps=steps, warm_up=1, fall=0),
        questions=2,
        seed=3,
        dropout=0.1,
        weight_decay=0.01,
        save_every_s=1e9,
    )


def state_of(folder: Path) -> dict[str, torch.Tensor]:
    found: dict[str, torch.Tensor] = torch.load(folder / checkpoints.LATEST, weights_only=True)[
        "model"
    ]
    return found


def test_gold_tokens_are_the_answers_words(data: Path, weights: Weights) -> None:
    made = batches(data, weights)
    tokenizer = hugging_face_tokenizer(weights)
    answers = {answer for *_, answer in ROWS}
    for step in range(6):
        batch = made.batch(step)
        for tokens, gold in zip(batch.tokens, batch.gold, strict=True):
            start, end = (int(gold[:, side].nonzero()[0]) for side in (0, 1))
            if start == 0:
                continue
            words = tokenizer.decode(tokens[start : end + 1].tolist()).strip()
            assert words.rstrip("。.") in answers


def test_a_batch_is_the_same_in_any_order(data: Path, weights: Weights) -> None:
    forwards = [batches(data, weights).batch(step).tokens for step in (0, 17)]
    made = batches(data, weights)
    backwards = [made.batch(step).tokens for step in (17, 0)]
    assert all(torch.equal(a, b) for a, b in zip(forwards, backwards[::-1], strict=True))


def test_a_run_that_was_stopped_ends_where_one_in_a_piece_does(data: Path, tmp_path: Path) -> None:
    whole, parts = tmp_path / "whole", tmp_path / "parts"
    train(a_run(data, whole, 4), Workers())
    train(a_run(data, parts, 2), Workers())
    first = state_of(parts)
    train(a_run(data, parts, 4), Workers())
    one, two = state_of(whole), state_of(parts)
    assert all(torch.equal(one[name], two[name]) for name in one)
    assert any(not torch.equal(first[name], two[name]) for name in two), "nothing was learnt"


def test_the_product_reads_what_was_exported(weights: Weights, tmp_path: Path) -> None:
    model = SpanReader(weights, [2])
    file = tmp_path / "reader.npz"
    np.savez(file, allow_pickle=False, **exported(model, 2))
    product = ProductReader(file, BundledE5(tmp_path), tmp_path)
    tokenizer = hugging_face_tokenizer(weights)
    by_torch: list[float] = []
    by_product: list[float] = []
    for language, question, context, _ in ROWS:
        passage = Passage("d", Span(0, len(context)), context, language)
        read = product.read(question, [passage])[0]
        trained = read_pairs(torch_logits(model, 2), tokenizer, [(question, context)])[0]
        assert [each.sentence.start for each in read] == [each.span[0] for each in trained]
        by_product += [each.score for each in read]
        by_torch += [each.score for each in trained]
    assert np.abs(np.array(by_product) - np.array(by_torch)).max() < 0.1 * np.ptp(by_torch) + 0.1

"""The loss against sums done by hand."""

from __future__ import annotations

from math import exp, log

import pytest
import torch

from training.loss import reading_loss


def loss(logits: list[list[float]], gold: list[list[int]], groups: list[int]) -> float:
    """The loss where start and end say the same, for passages of two tokens after the first."""
    values = torch.tensor(logits)[..., None].expand(-1, -1, 2)
    right = torch.tensor(gold, dtype=torch.bool)[..., None].expand(-1, -1, 2)
    readable = torch.ones(values.shape[:2], dtype=torch.bool)
    return float(reading_loss(values.contiguous(), readable, right, torch.tensor(groups)))


def test_one_passage_with_an_answer() -> None:
    alone = -log(exp(2) / (exp(0) + exp(2) + exp(1)))
    # Margins over the first token are the logits themselves, for its logit is 0: the same sum.
    assert loss([[0.0, 2.0, 1.0]], [[0, 1, 0]], [0]) == pytest.approx(alone, rel=1e-5)


def test_two_passages_of_one_question_compete() -> None:
    right, wrong = [0.0, 2.0, 1.0], [1.0, 3.0, 0.0]
    alone_right = -log(exp(2) / (1 + exp(2) + exp(1)))
    alone_wrong = -log(exp(1) / (exp(1) + exp(3) + exp(0)))
    # The wrong passage's margins are 3 - 1 and 0 - 1; 0 stands for "none of them".
    together = -log(exp(2) / (exp(0) + exp(2) + exp(1) + exp(2) + exp(-1)))
    expected = ((alone_right + alone_wrong) / 2 + together) / 2
    assert loss([right, wrong], [[0, 1, 0], [1, 0, 0]], [0, 0]) == pytest.approx(expected, rel=1e-5)


def test_several_right_tokens_share_the_probability() -> None:
    expected = -log((exp(2) + exp(1)) / (1 + exp(2) + exp(1)))
    assert loss([[0.0, 2.0, 1.0]], [[0, 1, 1]], [0]) == pytest.approx(expected, rel=1e-5)


def test_what_cannot_be_read_weighs_nothing() -> None:
    logits = torch.tensor([[[0.0, 0.0], [9.0, 9.0], [1.0, 1.0]]])
    gold = torch.tensor([[[False, False], [False, False], [True, True]]])
    readable = torch.tensor([[True, False, True]])
    expected = -log(exp(1) / (1 + exp(1)))
    got = float(reading_loss(logits, readable, gold, torch.tensor([0])))
    assert got == pytest.approx(expected, rel=1e-5)

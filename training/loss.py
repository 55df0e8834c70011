"""What the reader is trained to say."""

from __future__ import annotations

import torch
from torch import Tensor

FLOOR = -1e4


def reading_loss(logits: Tensor, readable: Tensor, gold: Tensor, groups: Tensor) -> Tensor:
    """The mean of two cross-entropies, of each passage alone and of a question's passages at once.

    Alone: a distribution over the passage's tokens and the first token, which is right where the
    passage holds no answer (Devlin et al. 2019 for SQuAD 2). At once: tokens of all passages of
    a question compete, each by its margin over its passage's first token, with 0 for "none of
    them" (shared normalisation, Clark and Gardner 2018); this makes scores of passages
    comparable. Several right tokens share the probability (marginal likelihood).

    Args:
        logits: (batch, tokens, 2), start and end.
        readable: (batch, tokens), true on the first token and the passage's tokens.
        gold: (batch, tokens, 2), true on right starts and ends; on the first token where the
            passage holds none.
        groups: (batch,) numbers of the questions from 0, ascending.
    """
    masked = logits.masked_fill(~readable[..., None], FLOOR)
    alone = _surprise(masked.movedim(-1, 1), gold.movedim(-1, 1)).mean()
    margins = masked - masked[:, :1]
    together = [
        _shared(margins[groups == group], gold[groups == group])
        for group in range(int(groups.max()) + 1)
    ]
    return (alone + torch.stack(together).mean()) / 2


def _shared(margins: Tensor, gold: Tensor) -> Tensor:
    """Over one question's passages: (passages, tokens, 2) margins and right tokens."""
    tokens = margins[:, 1:].reshape(-1, 2).T
    right = gold[:, 1:].reshape(-1, 2).T
    none = torch.zeros_like(tokens[:, :1])
    nothing_right = ~right.any(dim=1, keepdim=True)
    return _surprise(torch.cat((none, tokens), 1), torch.cat((nothing_right, right), 1)).mean()


def _surprise(scores: Tensor, right: Tensor) -> Tensor:
    """Negative log of the probability that falls on right places, along the last axis."""
    reached = scores.masked_fill(~right, 2 * FLOOR).logsumexp(-1)
    return scores.logsumexp(-1) - reached

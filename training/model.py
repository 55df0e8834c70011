"""The reader: the encoder with span heads at one or more depths."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from rag.adapters.e5_weights import Weights
from training.encoder import Encoder


class SpanReader(nn.Module):
    """Start and end logits for every token; the first token stands for "no answer here".

    Each of `depths` has its own pair of outputs on the hidden states after so many layers, so
    that one run shows what a shallower, quicker reader would cost (Lee et al. 2015, deeply
    supervised nets). Layers above the deepest are not built.
    """

    def __init__(self, weights: Weights, depths: Sequence[int], dropout: float = 0.0) -> None:
        super().__init__()
        self.depths = tuple(sorted(depths))
        self.encoder = Encoder(weights, self.depths[-1], dropout)
        width = weights.architecture.hidden
        self.heads = nn.ModuleDict({str(depth): _head(width) for depth in self.depths})

    def forward(self, tokens: Tensor, mask: Tensor) -> dict[int, Tensor]:
        """Logits by depth: (batch, tokens, 2), start and end, float32."""
        states = self.encoder(tokens, mask, self.depths)
        return {
            depth: self.heads[str(depth)](state).float()
            for depth, state in zip(self.depths, states, strict=True)
        }

    def trained_state(self) -> dict[str, Tensor]:
        """What training changes: everything but the frozen embeddings."""
        state = self.state_dict()
        return {name: state[name] for name in state if not name.startswith("encoder.embeddings")}

    def load_trained(self, state: dict[str, Tensor]) -> None:
        """Take over a `trained_state`; one of a deeper reader gives its lower layers.

        Raises:
            KeyError: the state lacks a tensor of this reader.
        """
        own = self.trained_state()
        self.load_state_dict({name: state[name] for name in own}, strict=False)


def _head(width: int) -> nn.Linear:
    head = nn.Linear(width, 2)
    nn.init.normal_(head.weight, std=0.02, generator=torch.Generator().manual_seed(width))
    nn.init.zeros_(head.bias)
    return head

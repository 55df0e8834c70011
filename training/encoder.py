"""The bundled E5 encoder as a trainable torch module (BERT, post-norm; Devlin et al. 2019).

Parameters carry the names of the weight file (`l0.q.w`, `l0.aln.b`, ...), so that what is trained
can be exported under the names the product reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from rag.adapters.e5_weights import Weights

MATRICES = ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the tokens of a padded batch are, so that layers spend nothing on padding.

    Attributes:
        shape: (texts, longest) of the padded batch.
        place: (n,) index of each real token in the flattened batch.
        text: (n,) which text each real token belongs to.
        mask: (texts, 1, 1, longest), true on real tokens.
    """

    shape: tuple[int, int]
    place: Tensor
    text: Tensor
    mask: Tensor

    @classmethod
    def of(cls, mask: Tensor) -> Layout:
        """From a (texts, longest) mask that is true on real tokens."""
        place = mask.flatten().nonzero()[:, 0]
        shape = (mask.shape[0], mask.shape[1])
        return cls(shape, place, place // shape[1], mask[:, None, None, :])

    def padded(self, values: Tensor) -> Tensor:
        """(n, width) values of real tokens as (texts, longest, width), zero on padding."""
        empty = values.new_zeros(self.shape[0] * self.shape[1], values.shape[1])
        return empty.index_copy(0, self.place, values).view(*self.shape, -1)

    def packed(self, values: Tensor) -> Tensor:
        """The reverse: (texts, longest, width) to (n, width)."""
        return values.reshape(-1, values.shape[-1]).index_select(0, self.place)


class SharedDropout(nn.Module):
    """Dropout that drops whole hidden units of a text, the same for all its tokens.

    One random number serves a whole row of tokens (Gal and Ghahramani 2016), which costs next to
    nothing on a CPU where one for every value costs a quarter of the step.
    """

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, values: Tensor, layout: Layout) -> Tensor:
        if not self.training or self.rate == 0.0:
            return values
        drawn = torch.rand(layout.shape[0], values.shape[1], device=values.device)
        kept = (drawn >= self.rate) / (1.0 - self.rate)
        return values * kept.to(values.dtype).index_select(0, layout.text)


class Layer(nn.Module):
    """One transformer layer on (n, width) packed tokens."""

    def __init__(self, weights: Weights, number: int, dropout: float) -> None:
        super().__init__()
        self.heads = weights.architecture.heads
        self.dropout = SharedDropout(dropout)
        self.q = _linear(weights, f"l{number}.q")
        self.k = _linear(weights, f"l{number}.k")
        self.v = _linear(weights, f"l{number}.v")
        self.ao = _linear(weights, f"l{number}.ao")
        self.fi = _linear(weights, f"l{number}.fi")
        self.fo = _linear(weights, f"l{number}.fo")
        self.aln = _norm(weights, f"l{number}.aln")
        self.oln = _norm(weights, f"l{number}.oln")

    def forward(self, hidden: Tensor, layout: Layout) -> Tensor:
        attended: Tensor = self.ao(self._attend(hidden, layout))
        hidden = self.aln(hidden + self.dropout(attended, layout))
        wide = functional.gelu(self.fi(hidden))
        result: Tensor = self.oln(hidden + self.dropout(self.fo(wide), layout))
        return result

    def _attend(self, hidden: Tensor, layout: Layout) -> Tensor:
        texts, longest = layout.shape
        query, key, value = (
            layout.padded(part(hidden)).view(texts, longest, self.heads, -1).transpose(1, 2)
            for part in (self.q, self.k, self.v)
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=layout.mask)
        return layout.packed(mixed.transpose(1, 2).reshape(texts, longest, -1))


class Encoder(nn.Module):
    """Token numbers to hidden states; the embeddings stay as bundled, only layers are trained."""

    def __init__(self, weights: Weights, layers: int, dropout: float = 0.0) -> None:
        super().__init__()
        self.embeddings = Embeddings(weights)
        self.layers = nn.ModuleList(Layer(weights, n, dropout) for n in range(layers))

    def forward(self, tokens: Tensor, mask: Tensor, depths: Sequence[int]) -> list[Tensor]:
        """Hidden states after the first `depth` layers, for each of the ascending `depths`.

        `tokens` and `mask` are (batch, tokens), the mask true on text; so are the results, with
        a last axis of the hidden width.
        """
        layout = Layout.of(mask)
        hidden = layout.packed(self.embeddings(tokens))
        states = []
        for depth, layer in enumerate(self.layers, start=1):
            hidden = layer(hidden, layout)
            if depth in depths:
                states.append(layout.padded(hidden))
        return states


class Embeddings(nn.Module):
    """Word, position and type embeddings of the bundled model, frozen."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.word = _table(weights)
        self.places = nn.Parameter(_places(weights), requires_grad=False)
        self.norm = _norm(weights, "emb.ln").requires_grad_(False)

    @torch.no_grad()
    def forward(self, tokens: Tensor) -> Tensor:
        result: Tensor = self.norm(self.word(tokens) + self.places[: tokens.shape[1]])
        return result


def layer_tensors(encoder: Encoder) -> dict[str, Tensor]:
    """The trainable tensors by their names in the weight file, for example `l0.q.w`."""
    kinds = {"weight": "w", "bias": "b"}
    tensors: dict[str, Tensor] = {}
    for name, tensor in encoder.layers.named_parameters():
        number, part, kind = name.split(".")
        tensors[f"l{number}.{part}.{kinds[kind]}"] = tensor
    return tensors


def _linear(weights: Weights, name: str) -> nn.Linear:
    matrix = torch.from_numpy(weights.floats(f"{name}.w"))
    linear = nn.Linear(matrix.shape[1], matrix.shape[0])
    linear.weight = nn.Parameter(matrix)
    linear.bias = nn.Parameter(torch.from_numpy(weights.floats(f"{name}.b")))
    return linear


def _norm(weights: Weights, name: str) -> nn.LayerNorm:
    scale = torch.from_numpy(weights.floats(f"{name}.w"))
    norm = nn.LayerNorm(len(scale), eps=weights.architecture.epsilon)
    norm.weight = nn.Parameter(scale)
    norm.bias = nn.Parameter(torch.from_numpy(weights.floats(f"{name}.b")))
    return norm


def _table(weights: Weights) -> nn.Embedding:
    sizes = weights.architecture
    table = torch.from_numpy(weights.floats("emb.word"))
    return nn.Embedding(sizes.vocabulary, sizes.hidden, _weight=table, _freeze=True)


def _places(weights: Weights) -> Tensor:
    """Position embeddings plus the embedding of the one token type in use."""
    return torch.from_numpy(weights.floats("emb.pos") + weights.floats("emb.type")[:1])

"""Builds a BERT encoder as an ONNX graph that is quick on a processor without a GPU.

The graph takes the word embeddings of sequences of one length, `words` (n, t, hidden) float32, so
that the word table (384 MB as float32) never becomes part of it and no padding mask is needed.
It adds positions itself and gives back either sentence vectors or the last hidden states.

Matrix products run on 8-bit integers. Weights get one scale for each output; they use 7 bits, so
that the 16-bit partial sums of AVX2 processors cannot overflow. Activations get one scale for each
token (Yao et al. 2022, "ZeroQuant"), made while the graph runs, so that a few large values in
one token cost the others nothing and a text's vector never depends on the texts embedded with it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from rag.adapters.e5_weights import Architecture, Floats

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

CONTRIBUTED = "com.microsoft"
OPSET = 21
FILE_FORMAT = 10
WEIGHT_LEVELS = 64
TOKEN_LEVELS = 127
ZERO_LEVEL = 128
TINY = 1e-9


class Output(StrEnum):
    """What an encoder graph gives back; the value is the output's name."""

    SENTENCES = "sentence_vectors"
    """(n, hidden): the mean of the last hidden states, of unit length."""
    TOKENS = "hidden_states"
    """(n, t, hidden): the last hidden states."""


class EncoderWeights(Protocol):
    """A source of tensors, named as in `e5_weights.Weights`; matrices are (outputs, inputs)."""

    @property
    def architecture(self) -> Architecture: ...

    def floats(self, name: str) -> Floats: ...


def build_encoder(weights: EncoderWeights, output: Output, integers: bool = True) -> ModelProto:
    """The encoder with its weights (the word table apart) as an ONNX model.

    Parameters:
        weights: where the tensors come from; each is asked for once.
        output: sentence vectors or hidden states.
        integers: 8-bit integer products (about 22 MB for multilingual-e5-small) or float32 ones.
    """
    graph = _Graph()
    linear = _IntegerLinear(graph, weights) if integers else _FloatLinear(graph, weights)
    hidden = _embeddings(graph, weights)
    for layer in range(weights.architecture.layers):
        hidden = _layer(graph, weights, linear, hidden, f"l{layer}.")
    if output is Output.SENTENCES:
        total = graph.apply("ReduceSum", hidden, graph.constant(np.array([1])), keepdims=0)
        graph.apply("LpNormalization", total, axis=-1, p=2, name=output)
    else:
        graph.apply("Identity", hidden, name=output)
    return graph.model(weights.architecture.hidden, output)


def quantised(matrix: Floats) -> tuple[NDArray[np.int8], Floats]:
    """A matrix (outputs, inputs) as (inputs, outputs) int8 and one scale for each output."""
    scales = np.maximum(np.abs(matrix).max(axis=1) / WEIGHT_LEVELS, TINY).astype(np.float32)
    levels = np.rint(matrix / scales[:, None]).astype(np.int8)
    return np.ascontiguousarray(levels.T), scales


class _Graph:
    """Nodes and constants in the order they were asked for; names are made up."""

    def __init__(self) -> None:
        from onnx import helper, numpy_helper

        self.make = helper
        self.from_array = numpy_helper.from_array
        self.nodes: list[NodeProto] = []
        self.constants: list[TensorProto] = []

    def constant(self, values: NDArray[np.generic]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(self.from_array(np.ascontiguousarray(values), name))
        return name

    def number(self, value: float) -> str:
        return self.constant(np.array(value, dtype=np.float32))

    def apply(
        self, kind: str, *inputs: str, domain: str = "", name: str = "", **attributes: Any
    ) -> str:
        """Add one operation; returns the name of its output."""
        name = name or f"{kind}{len(self.nodes)}"
        node = self.make.make_node(kind, inputs, [name], domain=domain, **attributes)
        self.nodes.append(node)
        return name

    def model(self, width: int, output: Output) -> ModelProto:
        real = self.make.np_dtype_to_tensor_dtype(np.dtype(np.float32))
        shape = ("n", width) if output is Output.SENTENCES else ("n", "t", width)
        words = self.make.make_tensor_value_info("words", real, ("n", "t", width))
        result = self.make.make_tensor_value_info(output, real, shape)
        graph = self.make.make_graph(self.nodes, "encoder", [words], [result], self.constants)
        versions = [self.make.make_opsetid("", OPSET), self.make.make_opsetid(CONTRIBUTED, 1)]
        return self.make.make_model(graph, opset_imports=versions, ir_version=FILE_FORMAT)


class _Rows(NamedTuple):
    """Activations ready for a product: their levels and, for each token, the scale to undo them."""

    levels: str
    scales: str


class _Linear(Protocol):
    def rows(self, hidden: str) -> _Rows: ...

    def product(self, rows: _Rows, name: str) -> str: ...


class _FloatLinear:
    """Plain float32 products, the yardstick for the integer ones."""

    def __init__(self, graph: _Graph, weights: EncoderWeights) -> None:
        self.graph, self.weights = graph, weights

    def rows(self, hidden: str) -> _Rows:
        return _Rows(hidden, "")

    def product(self, rows: _Rows, name: str) -> str:
        matrix = self.graph.constant(self.weights.floats(f"{name}.w").T)
        bias = self.graph.constant(self.weights.floats(f"{name}.b"))
        return self.graph.apply("Add", self.graph.apply("MatMul", rows.levels, matrix), bias)


class _IntegerLinear:
    """Products of 8-bit tokens and 7-bit weights, summed in 32 bits."""

    def __init__(self, graph: _Graph, weights: EncoderWeights) -> None:
        self.graph, self.weights = graph, weights
        self.one = graph.number(1.0)
        self.step = graph.number(1.0 / TOKEN_LEVELS)
        self.tiny = graph.number(TINY)
        self.zero = graph.constant(np.array(ZERO_LEVEL, dtype=np.uint8))
        self.last_axis = graph.constant(np.array([-1]))

    def rows(self, hidden: str) -> _Rows:
        apply = self.graph.apply
        largest = apply("ReduceMax", apply("Abs", hidden), self.last_axis, keepdims=1)
        scales = apply("Mul", apply("Max", largest, self.tiny), self.step)
        levels = apply("QuantizeLinear", apply("Div", hidden, scales), self.one, self.zero)
        return _Rows(levels, scales)

    def product(self, rows: _Rows, name: str) -> str:
        apply, constant = self.graph.apply, self.graph.constant
        matrix, scales = quantised(self.weights.floats(f"{name}.w"))
        inputs = (constant(matrix), self.one, constant(scales), self.zero)
        total = apply("MatMulIntegerToFloat", rows.levels, *inputs, domain=CONTRIBUTED)
        bias = constant(self.weights.floats(f"{name}.b"))
        return apply("Add", apply("Mul", total, rows.scales), bias)


def _embeddings(graph: _Graph, weights: EncoderWeights) -> str:
    """Words plus their positions (and the one token type in use), normalised."""
    table = weights.floats("emb.pos") + weights.floats("emb.type")[0]
    length = graph.apply("Shape", "words", start=1, end=2)
    start = graph.constant(np.array([0]))
    positions = graph.apply("Slice", graph.constant(table), start, length, start)
    return _normalised(graph, weights, graph.apply("Add", "words", positions), "emb.ln")


def _layer(graph: _Graph, weights: EncoderWeights, linear: _Linear, hidden: str, layer: str) -> str:
    """One transformer layer: attention, then feed-forward, each added and normalised."""
    heads = weights.architecture.heads
    rows = linear.rows(hidden)
    query, key, value = (linear.product(rows, f"{layer}{part}") for part in "qkv")
    context = graph.apply(
        "MultiHeadAttention", query, key, value, domain=CONTRIBUTED, num_heads=heads
    )
    attended = linear.product(linear.rows(context), f"{layer}ao")
    hidden = _normalised(graph, weights, graph.apply("Add", attended, hidden), f"{layer}aln")
    wide = graph.apply("Gelu", linear.product(linear.rows(hidden), f"{layer}fi"))
    narrow = linear.product(linear.rows(wide), f"{layer}fo")
    return _normalised(graph, weights, graph.apply("Add", narrow, hidden), f"{layer}oln")


def _normalised(graph: _Graph, weights: EncoderWeights, hidden: str, name: str) -> str:
    """Layer normalisation. Kept apart from the sum before it: the fused operation is slower."""
    scale, shift = (graph.constant(weights.floats(f"{name}.{part}")) for part in "wb")
    epsilon = weights.architecture.epsilon
    return graph.apply("LayerNormalization", hidden, scale, shift, axis=-1, epsilon=epsilon)

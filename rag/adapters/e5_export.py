"""Writes the bundled weights as a SentenceTransformer folder, for training and for comparison."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from rag.adapters.e5_tokenizer import hugging_face_tokenizer
from rag.adapters.e5_weights import Architecture, Floats, Weights, load_weights

PREFIXES = {"query": "query: ", "passage": "passage: ", "document": "passage: "}
EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
LAYER_PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}


def export_sentence_transformer(folder: Path, weights: Weights | None = None) -> Path:
    """Write the bundled model, as float32, into `folder` (made where absent); returns `folder`.

    `SentenceTransformer(str(folder))` opens it: a BERT encoder of up to 512 tokens, mean pooling
    and unit length, with the prompts "query" and "passage". About 490 MB.

    Raises:
        ModelUnavailable: the bundled weights are not installed.
    """
    weights = weights or load_weights()
    _write_encoder(folder, weights)
    _write_tokenizer(folder, weights)
    _write_modules(folder, weights.architecture)
    return folder


def hugging_face_tensors(weights: Weights) -> dict[str, Floats]:
    """Every tensor as float32 under the name that transformers' BertModel gives it.

    The bundled file has no pooler, which sentence vectors do not need; BertModel expects one and
    would fill it at random, so it is all zeros.
    """
    names = dict(EMBEDDING_NAMES)
    for layer in range(weights.architecture.layers):
        for ours, theirs in LAYER_PARTS.items():
            for kind, suffix in (("w", "weight"), ("b", "bias")):
                names[f"l{layer}.{ours}.{kind}"] = f"encoder.layer.{layer}.{theirs}.{suffix}"
    width = weights.architecture.hidden
    pooler = {"weight": np.zeros((width, width), np.float32), "bias": np.zeros(width, np.float32)}
    return {
        **{theirs: weights.floats(ours) for ours, theirs in names.items()},
        **{f"pooler.dense.{kind}": values for kind, values in pooler.items()},
    }


def _write_encoder(folder: Path, weights: Weights) -> None:
    from safetensors.numpy import save_file

    folder.mkdir(parents=True, exist_ok=True)
    _write_json(folder / "config.json", _bert_configuration(weights))
    save_file(hugging_face_tensors(weights), folder / "model.safetensors", {"format": "pt"})


def _bert_configuration(weights: Weights) -> dict[str, object]:
    sizes = weights.architecture
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "hidden_size": sizes.hidden,
        "num_hidden_layers": sizes.layers,
        "num_attention_heads": sizes.heads,
        "intermediate_size": sizes.feed_forward,
        "vocab_size": sizes.vocabulary,
        "max_position_embeddings": sizes.positions,
        "type_vocab_size": sizes.token_types,
        "layer_norm_eps": sizes.epsilon,
        "hidden_act": "gelu",
        "pad_token_id": weights.pieces.pad,
        "dtype": "float32",
    }


def _write_tokenizer(folder: Path, weights: Weights) -> None:
    hugging_face_tokenizer(weights).save(str(folder / "tokenizer.json"))
    names = {"bos": "<s>", "cls": "<s>", "eos": "</s>", "sep": "</s>", "pad": "<pad>"}
    special = {f"{role}_token": name for role, name in names.items()}
    settings = {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": weights.architecture.positions,
        "unk_token": "<unk>",
        "mask_token": "<mask>",
        **special,
    }
    _write_json(folder / "tokenizer_config.json", settings)


def _write_modules(folder: Path, sizes: Architecture) -> None:
    kinds = {"": "Transformer", "1_Pooling": "Pooling", "2_Normalize": "Normalize"}
    modules = [
        {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
        for n, (path, kind) in enumerate(kinds.items())
    ]
    _write_json(folder / "modules.json", modules)
    _write_json(folder / "sentence_bert_config.json", {"max_seq_length": sizes.positions})
    _write_json(folder / "config_sentence_transformers.json", {"prompts": PREFIXES})
    pooling = {"word_embedding_dimension": sizes.hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    (folder / "2_Normalize").mkdir(exist_ok=True)


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")

"""Any sentence-transformers model as an embedder: a folder, or a name on the model hub."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from rag.errors import ModelUnavailable
from rag.ports import Vectors

NO_LIMIT_TOKENS = 1_000_000
"""Stands for the limit of models that read texts of any length."""
_E5 = re.compile(r"(?:^|[-_])e5[-_]", re.IGNORECASE)
_E5_TASK = "Instruct: Given a question, retrieve passages that answer it\nQuery: "


@dataclass(frozen=True, slots=True)
class Prefixes:
    """What a model wants to see in front of a query and of a passage."""

    query: str = ""
    passage: str = ""


def prefixes(model: str, prompts: Mapping[str, str | None]) -> Prefixes:
    """The prefixes of a model by its own prompts or, where it has none, by its family.

    The E5 family needs "query: " and "passage: " (Wang et al. 2022), its instruct models a task
    before the query, and most of its models say so only in prose.
    """
    query = prompts.get("query") or ""
    passage = prompts.get("passage") or prompts.get("document") or ""
    name = model.rstrip("/").rpartition("/")[2]
    if query or passage or not _E5.search(name):
        return Prefixes(query, passage)
    if "instruct" in name.lower():
        return Prefixes(_E5_TASK, "")
    return Prefixes("query: ", "passage: ")


class SentenceTransformerEmbedder:
    """A sentence-transformers model behind the Embedder port; safe to share by threads.

    A folder is opened without any network. A name is looked up among the models fetched before,
    and only then fetched from the hub. Texts longer than `max_tokens` are cut at their end.

    Parameters:
        model: a folder that sentence-transformers can open, or a hub name ("owner/model").
        device: where it runs ("cpu", "cuda", ...); sentence-transformers chooses when None.
        batch_size: texts in one batch.

    Raises:
        ModelUnavailable: there is no such model, it cannot be opened, or the hub is out of reach.
    """

    def __init__(self, model: str, device: str | None = None, batch_size: int = 16) -> None:
        self._model = _opened(model, device)
        self._prefixes = prefixes(model, self._model.prompts)
        self._batch_size = batch_size
        self._lock = Lock()
        shown = Path(model).resolve().name if Path(model).is_dir() else model
        self._name = f"{shown}@{_fingerprint(self._model)}"

    @property
    def name(self) -> str:
        """The model's name with a fingerprint of its weights: a retrained model is another one."""
        return self._name

    @property
    def dimensions(self) -> int:
        return int(self._model.get_embedding_dimension())

    @property
    def max_tokens(self) -> int:
        return int(min(self._model.max_seq_length or NO_LIMIT_TOKENS, NO_LIMIT_TOKENS))

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._prefixes.query, texts)

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        return self._embed(self._prefixes.passage, texts)

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        tokenizer = self._model.tokenizer
        with self._lock:
            return [len(tokenizer.encode(_valid(t), add_special_tokens=False)) for t in texts]

    def _embed(self, prefix: str, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        # A fast tokenizer keeps its padding and truncation in itself: one caller at a time.
        with self._lock:
            vectors = self._model.encode(
                [_valid(text) for text in texts],
                prompt=prefix,
                batch_size=self._batch_size,
                normalize_embeddings=True,
                show_progress_bar=False,
            )
        return np.asarray(vectors, dtype=np.float32)


def _opened(model: str, device: str | None) -> Any:
    """The SentenceTransformer of a folder or a name, fetched only if it must be.

    Its class is known at run time alone, since importing it takes seconds; hence `Any`.
    """
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        return SentenceTransformer(model, device=device, local_files_only=True)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        if Path(model).is_dir() or not isinstance(error, OSError):
            raise _unavailable(model, error) from error
    try:
        return SentenceTransformer(model, device=device)
    except (OSError, ValueError, RuntimeError, KeyError, ImportError) as error:
        raise _unavailable(model, error) from error


def _unavailable(model: str, error: Exception) -> ModelUnavailable:
    reason = str(error).strip().partition("\n")[0]
    return ModelUnavailable(
        f"embedding model {model!r} cannot be opened ({reason}); set FOOTNOTE_EMBEDDER to "
        "'bundled', to the folder of a sentence-transformers model, or to the name of one on a "
        "model hub that this machine can reach"
    )


def _fingerprint(model: Any) -> str:
    """Eight hexadecimal digits of the first values of every parameter."""
    digest = hashlib.sha256()
    for name, parameter in model.named_parameters():
        digest.update(name.encode())
        digest.update(parameter.detach().flatten()[:64].float().cpu().numpy().tobytes())
    return digest.hexdigest()[:8]


def _valid(text: str) -> str:
    """The text with halves of surrogate pairs, which no encoding holds, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")

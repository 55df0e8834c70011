"""What the sentence-transformers adapter does before and without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.adapters.embedder import Prefixes, SentenceTransformerEmbedder, prefixes
from rag.errors import ModelUnavailable

E5 = Prefixes("query: ", "passage: ")


@pytest.mark.parametrize(
    "model",
    ["intfloat/multilingual-e5-small", "intfloat/e5-base-v2", "/models/e5-large/", "my_e5_tuned"],
)
def test_the_e5_family_needs_its_prefixes(model: str) -> None:
    assert prefixes(model, {}) == E5
    assert prefixes(model, {"query": None, "document": ""}) == E5


@pytest.mark.parametrize("model", ["BAAI/bge-m3", "e5", "org-e5-x/minilm", "/data/site5-model"])
def test_other_models_get_none_by_name(model: str) -> None:
    assert prefixes(model, {}) == Prefixes()


def test_instruct_models_get_a_task_before_the_query_alone() -> None:
    found = prefixes("intfloat/multilingual-e5-large-instruct", {})
    assert found.query.endswith("\nQuery: ")
    assert found.passage == ""


def test_a_models_own_prompts_come_first() -> None:
    assert prefixes("a/e5-b", {"query": "Q> ", "document": "D> "}) == Prefixes("Q> ", "D> ")
    assert prefixes("a/b", {"query": "Q> ", "passage": "P> ", "document": "D> "}).passage == "P> "


def test_a_folder_without_a_model_is_named_with_the_ways_out(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"cannot be opened.*FOOTNOTE_EMBEDDER") as raised:
        SentenceTransformerEmbedder(str(tmp_path))
    assert str(tmp_path) in str(raised.value)


def test_a_name_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="no such name!!"):
        SentenceTransformerEmbedder("no such name!!")

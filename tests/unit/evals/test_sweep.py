"""Sweeps: the file, the runs side by side, going on after a stop, the comparison."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from plain_engine import Opener, PlainEngine

from rag.errors import InputError
from rag.evals.command import evaluate, questions_of
from rag.evals.html.sweep import sweep_html
from rag.evals.sharing import SharedRetriever, shared
from rag.evals.spending import Price
from rag.evals.splits import Split
from rag.evals.sweep import SweepReport, run_sweep
from rag.evals.sweep_file import AS_SET, Variant, read
from rag.evals.sweep_report import sweep_json, sweep_table
from rag.ports import TokenReader, TokenStates, Vectors
from rag.records import Filters, Hit

SWEEP = """
[grid]
search.depth = [5, 10]
"search.lexical_weight" = [0.0, 0.1]

[[variant]]
name = "long passages"
passages.target_tokens = 300

[prices."openai:small"]
input = 0.5
output = 1.5
"""


def test_the_file_gives_every_combination_and_each_variant(tmp_path: Path) -> None:
    path = tmp_path / "sweep.toml"
    path.write_text(SWEEP, encoding="utf-8-sig")
    sweep = read(path)
    assert [variant.name for variant in sweep.variants] == [
        AS_SET,
        "depth=5, lexical_weight=0.0",
        "depth=5, lexical_weight=0.1",
        "depth=10, lexical_weight=0.0",
        "depth=10, lexical_weight=0.1",
        "long passages",
    ]
    assert dict(sweep.variants[1].changes) == {"search.depth": 5, "search.lexical_weight": 0.0}
    assert dict(sweep.variants[-1].changes) == {"passages.target_tokens": 300}
    assert sweep.prices == {"openai:small": Price(0.5, 1.5)}


def test_everything_wrong_with_the_file_is_said_at_once(tmp_path: Path) -> None:
    path = tmp_path / "sweep.toml"
    path.write_text(
        "[grids]\n[grid]\nsearch.depth = 3\n[[variant]]\nx = 1\n[[variant]]\nname = 'same'\n"
        "[[variant]]\nname = 'same'\na = 1\n[prices.m]\ninput = 1\n",
        encoding="utf-8",
    )
    with pytest.raises(InputError) as caught:
        read(path)
    told = "\n".join(caught.value.problems)
    for part in (
        "unknown table 'grids'",
        "search.depth is 3, not a list",
        "variant 1 has no name",
        "variant 'same' changes nothing",
        "two variants are called 'same'",
        "prices: 'm' needs numbers",
    ):
        assert part in told


@pytest.mark.parametrize(("content", "reason"), [("", "compares nothing"), ("[grid", "not TOML")])
def test_a_file_that_is_no_sweep(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "sweep.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match=reason):
        read(path)


VARIANTS = (Variant(AS_SET), Variant("blind", {"sees": "nothing"}))


class Engines:
    """Opens an engine a variant: the plain one, and one that finds no document."""

    def __init__(self, empty: Path) -> None:
        self.made: list[PlainEngine] = []
        self._empty = empty

    @contextmanager
    def __call__(self, corpus: Path | None) -> Iterator[Sequence[PlainEngine]]:
        assert corpus is not None
        made = [PlainEngine(corpus, "plain"), PlainEngine(self._empty, "blind")]
        self.made += made
        yield made

    @property
    def asked(self) -> int:
        return sum(len(engine.asked) for engine in self.made)


def swept(tiny_set: Path, tmp_path: Path, engines: Engines) -> SweepReport:
    return run_sweep(
        questions_of([tiny_set], None, Split.ALL),
        VARIANTS,
        open_variants=engines,
        prices=[None, None],
        folder=tmp_path / "kept",
        split=Split.ALL,
    )


@pytest.fixture
def engines(tmp_path: Path) -> Engines:
    (tmp_path / "nothing").mkdir()
    return Engines(tmp_path / "nothing")


def test_variants_stand_side_by_side(
    tiny_set: Path, tmp_path: Path, engines: Engines, opener: Opener
) -> None:
    report = swept(tiny_set, tmp_path, engines)
    alone = evaluate([tiny_set], open_engine=opener)
    seeing, blind = report.variants
    same = {name: figure.value for name, figure in seeing.figures.items() if "ms_" not in name}
    assert same == {name: alone.figures[name].value for name in same}
    assert blind.figures["recall@5"].value == 0
    assert blind.figures["answered_unanswerable"].value == 0
    changes = {change.name: change for change in blind.changes}
    assert changes["recall@5"].worse_by == 1
    # Three questions differ, all one way: two of the eight ways to swap sides go as far.
    assert changes["recall@5"].p_value == pytest.approx(2 / 8, abs=0.02)
    assert seeing.changes == ()


def test_a_stopped_sweep_goes_on_with_the_same_figures(
    tiny_set: Path, tmp_path: Path, engines: Engines
) -> None:
    whole = swept(tiny_set, tmp_path, engines)
    asked = engines.asked
    kept = tmp_path / "kept" / "blind" / "tiny.jsonl"
    lines = kept.read_text(encoding="utf-8").splitlines(keepends=True)
    kept.write_text("".join(lines[:2]) + lines[2][:30], encoding="utf-8")
    again = swept(tiny_set, tmp_path, engines)
    assert engines.asked - asked == 3
    assert _without_totals(sweep_json(again)) == _without_totals(sweep_json(whole))


def _without_totals(report: dict[str, Any]) -> str:
    for variant in report["variants"]:
        for figures in variant["sets"].values():
            figures["figures"] = {k: v for k, v in figures["figures"].items() if "ms_" not in k}
    return json.dumps(report)


def test_the_table_and_the_page_name_every_variant(
    tiny_set: Path, tmp_path: Path, engines: Engines
) -> None:
    report = swept(tiny_set, tmp_path, engines)
    table, page = sweep_table(report), sweep_html(report)
    for variant in VARIANTS:
        assert variant.name in table
        assert variant.name in page
    assert "ms_p50" not in table + page
    assert "http" not in page.replace("http-equiv", "")


class _Counting:
    """Counts what it is asked for."""

    name, dimensions, max_tokens = "counting", 2, 512

    def __init__(self) -> None:
        self.batches: list[tuple[str, ...]] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.batches.append(tuple(texts))
        return np.ones((len(texts), 2), np.float32)

    embed_queries = embed_passages

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [1 for _ in texts]

    def search(
        self, question: str, depth: int, filters: Filters = Filters(), *, stated: bool = False
    ) -> list[Hit]:
        self.batches.append((question, str(depth)))
        return []


def test_the_same_batch_is_embedded_once_and_another_batch_anew() -> None:
    counting = _Counting()
    embedder = shared(counting)
    for batch in (["a", "b"], ["a", "b"], ["a"]):
        assert len(embedder.embed_passages(batch)) == len(batch)
    assert counting.batches == [("a", "b"), ("a",)]


def test_an_embedder_that_shows_its_tokens_still_does_when_shared() -> None:
    class Showing(_Counting):
        def token_states(self, texts: Sequence[str]) -> list[TokenStates]:
            return [TokenStates((), np.ones((0, 2), np.float32)) for _ in texts]

    showing = shared(Showing())
    assert isinstance(showing, TokenReader)
    assert len(showing.token_states(["a", "b"])) == 2
    assert not isinstance(shared(_Counting()), TokenReader)


def test_the_same_search_is_made_once() -> None:
    counting = _Counting()
    retriever = SharedRetriever(counting)
    retriever.search("q", 5).append(None)  # type: ignore[arg-type]
    assert retriever.search("q", 5) == []
    retriever.search("q", 6)
    assert counting.batches == [("q", "5"), ("q", "6")]

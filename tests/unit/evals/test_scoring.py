"""Which questions a measure is taken over, and what a missing prediction costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.evals.figures import KIND, figures_of, macro
from rag.evals.matching import Place
from rag.evals.metrics import METRICS, Better
from rag.evals.predictions import Cited, Prediction, Retrieved
from rag.evals.questions import GoldSpan, QuestionLine, QuestionSet
from rag.evals.scoring import scored
from rag.records import AnswerVerdict, Fingerprint, Span

TEXT = "Opened in 1902 by Ada. Closed in 1950."
GOLD = (GoldSpan("a.txt", Span(10, 14), "1902"),)


def question(key: str, **fields: object) -> QuestionLine:
    return QuestionLine(key, "?", **fields)


def answered(
    key: str,
    verdict: AnswerVerdict = AnswerVerdict.ANSWERED,
    answer: str = TEXT[:22],
    citations: tuple[Cited, ...] = (Cited(1, Place("a.txt", Span(0, 22)), TEXT[:22], "en"),),
    direct_answer: str | None = None,
) -> Prediction:
    retrieved = (
        Retrieved(Place("b.txt", Span(0, 9)), 2.0, "ru"),
        Retrieved(Place("a.txt", Span(0, 30)), 1.0, "en"),
    )
    return Prediction(
        key,
        "?",
        verdict,
        answer,
        direct_answer,
        citations,
        retrieved,
        ("supported", "uncited"),
        40.0,
        Fingerprint("", "", ""),
    )


def scores_of(*pairs: tuple[QuestionLine, Prediction | None]) -> list[dict[str, float]]:
    questions = QuestionSet("s", tuple(line for line, _ in pairs))
    predictions = {line.id: made for line, made in pairs if made is not None}
    return [dict(each.scores) for each in scored(questions, predictions, {"a.txt": TEXT}.get)]


def test_a_question_with_all_gold_has_all_its_measures() -> None:
    (scores,) = scores_of(
        (
            question("1", answerable=True, answers=("1902",), evidence=GOLD),
            answered("1", direct_answer="in 1902"),
        )
    )
    assert scores["recall@1"] == 0
    assert scores["recall@5"] == 1
    assert scores["mrr"] == 1 / 2
    assert scores["correct_and_cited"] == 1
    assert scores["refused_answerable"] == 0
    assert scores["direct_em"] == 0
    # "in 1902" against "1902": precision 1/2, recall 1.
    assert scores["direct_f1"] == pytest.approx(2 / 3)
    assert scores["claims_supported"] == 1 / 2
    assert scores["ms"] == 40
    assert (scores["answerable"], scores["loss"]) == (1, 0)
    assert "answered_unanswerable" not in scores


def test_absent_gold_leaves_out_the_figures_that_need_it() -> None:
    (scores,) = scores_of((question("1"), answered("1")))
    assert set(scores) == {"answer_chars", "quote_exactness", "claims_supported", "ms"}


def test_long_form_gold_is_not_looked_for_in_the_answer() -> None:
    line = question("1", answerable=True, answers=("words",), evidence=GOLD, tags=("long-form",))
    (scores,) = scores_of((line, answered("1")))
    assert "answer_contains_gold" not in scores
    assert "correct_and_cited" not in scores
    assert "rouge_l" in scores
    # Right or wrong is then told by the citation alone.
    assert scores["loss"] == 0


def test_partly_counts_as_answered() -> None:
    can, cannot = (
        question("1", answerable=True, answers=("1902",)),
        question("2", answerable=False),
    )
    first, second = scores_of(
        (can, answered("1", AnswerVerdict.PARTLY)), (cannot, answered("2", AnswerVerdict.PARTLY))
    )
    assert first["refused_answerable"] == 0
    assert second["answered_unanswerable"] == 1


def test_a_missing_prediction_never_scores_better_than_any_answer() -> None:
    lines = [
        question("1", answerable=True, answers=("1902",), evidence=GOLD),
        question("2", answerable=False, tags=("same-topic",)),
    ]
    missing = scores_of(*((line, None) for line in lines))
    worst = scores_of(
        (lines[0], answered("1", AnswerVerdict.NOT_FOUND, "", ())), (lines[1], answered("2"))
    )
    for without, bad in zip(missing, worst, strict=True):
        for name, value in without.items():
            better = KIND[name].better if name in KIND else Better.NEITHER
            if better is Better.MORE:
                assert value <= bad[name]
            if better is Better.LESS:
                assert value >= bad[name]
    assert missing[0]["recall@5"] == 0
    assert missing[0]["nDCG@10"] == 0
    assert missing[0]["refused_answerable"] == 1
    assert missing[1]["answered_unanswerable"] == 1
    assert missing[1]["answered_unanswerable_same_topic"] == 1


def test_a_missing_prediction_stays_in_the_mean() -> None:
    line = question("1", answerable=True, answers=("1902",), evidence=GOLD)
    other = question("2", answerable=True, answers=("1902",), evidence=GOLD)
    questions = QuestionSet("s", (line, other))
    figures = figures_of(scored(questions, {"1": answered("1")}, {"a.txt": TEXT}.get))
    assert figures["citation_hit"].value == 1 / 2
    assert figures["citation_hit"].n == 2


def test_conflicts_need_both_sides() -> None:
    sides = (
        GoldSpan("a.txt", Span(10, 14), "1902", side="1902"),
        GoldSpan("a.txt", Span(33, 37), "1950", side="1950"),
    )
    line = question("1", answerable=True, evidence=sides, tags=("conflict",))
    other = Cited(2, Place("a.txt", Span(23, 38)), TEXT[23:], "en")
    (one,) = scores_of((line, answered("1")))
    (both,) = scores_of((line, answered("1", citations=(*answered("1").citations, other))))
    assert (one["both_sides_shown"], both["both_sides_shown"]) == (0, 1)


def test_the_language_of_the_gold_comes_from_the_passages_over_it() -> None:
    line = question("1", language="zh", answerable=True, evidence=GOLD)
    (score,) = scored(QuestionSet("s", (line,)), {"1": answered("1")}, {"a.txt": TEXT}.get)
    assert (score.language, score.document_language) == ("zh", "en")


def test_percentiles_of_latency_by_hand() -> None:
    lines = [question(str(number)) for number in range(5)]
    questions = QuestionSet("s", tuple(lines))
    times = [10.0, 20.0, 30.0, 40.0, 1000.0]
    predictions = {
        line.id: Prediction(
            line.id, "?", AnswerVerdict.NOT_FOUND, "", None, (), (), (), ms, Fingerprint("", "", "")
        )
        for line, ms in zip(lines, times, strict=True)
    }
    figures = figures_of(scored(questions, predictions, lambda _: None))
    assert figures["ms_p50"].value == 30
    # The 95th percentile lies 0.8 of the way from the fourth to the fifth value.
    assert figures["ms_p95"].value == pytest.approx(40 + 0.8 * 960)


def test_a_macro_average_passes_over_sets_that_lack_a_figure() -> None:
    line = question("1", answerable=True, evidence=GOLD)
    with_gold = scored(QuestionSet("a", (line,)), {"1": answered("1")}, {"a.txt": TEXT}.get)
    without = scored(QuestionSet("b", (question("1"),)), {"1": answered("1")}, {"a.txt": TEXT}.get)
    assert macro([with_gold, without])["citation_hit"].value == 1


def test_every_measure_is_described_in_the_documentation() -> None:
    text = Path(__file__).parents[3].joinpath("docs", "evaluation.md").read_text(encoding="utf-8")
    undescribed = [name for name in KIND if f"`{name}`" not in text]
    assert undescribed == []
    assert {metric.name for metric in METRICS} <= set(KIND)

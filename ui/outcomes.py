"""The questions of an evaluation: how each went, and its answer beside what was expected."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rag.evals.citing import gold_places
from rag.evals.matching import Place, touches
from rag.evals.outcomes import Went, went
from rag.evals.predictions import Prediction
from rag.evals.questions import QuestionLine
from rag.evals.report import EvalReport, Outcome
from ui.marks import stretch
from ui.provenance import verdict_word
from ui.render import Html, element, isolated, join, prose
from ui.strings import Words

_LISTED = 1_000
_TONE = {True: "good", False: "poor", None: "soft"}


def numbered(report: EvalReport) -> Sequence[Outcome]:
    """Every question of the run, by the number the page knows it by."""
    return [each for of_set in report.sets for each in of_set.outcomes]


def questions(report: EvalReport, words: Words) -> Html:
    """The questions, each to be opened; how they went can be chosen."""
    listed = numbered(report)
    count = Counter(went(each) for each in listed)
    choices = [element("option", words.everything, value="")]
    choices += [
        element("option", f"{_word(kind, words)} ({words.number(count[kind])})", value=kind.name)
        for kind in Went
        if kind in count
    ]
    more = words.fill(words.shown_of, shown=_LISTED, total=len(listed))
    return element(
        "section",
        element("h3", words.questions),
        element("select", *choices, class_="field", name="went", aria_label=words.how_it_went),
        join(_line(each, number, words) for number, each in enumerate(listed[:_LISTED])),
        element("p", more, class_="hint") if len(listed) > _LISTED else None,
        class_="outcomes",
    )


def both_sides(outcome: Outcome, words: Words) -> Html:
    """What was answered beside what should have been, every stretch to be followed."""
    return element("div", _given(outcome, words), _gold(outcome.question, words), class_="sides")


def _line(outcome: Outcome, number: int, words: Words) -> Html:
    """A question folded up; what it holds is fetched when it is opened."""
    kind = went(outcome)
    return element(
        "details",
        element(
            "summary",
            element("span", _word(kind, words), class_=f"went {_TONE[kind.good]}"),
            isolated(outcome.question.question, class_="asked"),
        ),
        data_number=number,
        data_went=kind.name,
    )


def _given(outcome: Outcome, words: Words) -> Html:
    prediction = outcome.prediction
    if prediction is None:
        return _side(words.given_answer, element("p", words.no_answer))
    return _side(
        f"{words.given_answer}: {verdict_word(prediction.verdict, words)}",
        prose("p", prediction.direct_answer, class_="direct") if prediction.direct_answer else None,
        prose("p", prediction.answer) if prediction.answer and not prediction.citations else None,
        *_cited(prediction, gold_places(outcome.question.evidence), words),
    )


def _cited(prediction: Prediction, gold: Sequence[Place], words: Words) -> list[Html]:
    return [
        _quote(each.quote, each.place, f"[{each.number}]", words, hit=touches(each.place, gold))
        for each in prediction.citations
    ]


def _gold(question: QuestionLine, words: Words) -> Html:
    quotes = [
        _quote(each.quote or "", Place(each.source, each.span), "", words)
        for each in question.evidence
        if each.source and each.span
    ]
    return _side(
        words.gold,
        *(prose("p", answer, class_="direct") for answer in question.answers),
        *quotes,
        element("p", words.not_answerable) if question.answerable is False else None,
    )


def _side(title: str, *children: Html | None) -> Html:
    return element("div", element("h4", title, class_="label"), *children, class_="side")


def _quote(quote: str, place: Place, number: str, words: Words, *, hit: bool = False) -> Html:
    """Quoted words with the way to where they stand."""
    return element(
        "blockquote",
        prose("p", quote) if quote else None,
        element(
            "button",
            f"{number} {place.source}:{place.span}".strip(),
            type="button",
            class_="action",
            dir="ltr",
            title=words.show_twin,
            **stretch(place.source, place.span),
        ),
        class_="hit-gold" if hit else None,
    )


def _word(kind: Went, words: Words) -> str:
    """How a question went as the interface calls it."""
    return {
        Went.UNPREDICTED: words.no_answer,
        Went.INVENTED: words.invented,
        Went.WRONG: words.wrong,
        Went.REFUSED: words.refused,
        Went.UNKNOWN: words.unjudged,
        Went.DECLINED: words.declined,
        Went.RIGHT: words.right,
    }[kind]

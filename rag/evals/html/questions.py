"""One question in the HTML report: what was answered beside what should have been."""

from __future__ import annotations

from collections.abc import Sequence

from rag.evals.citing import gold_places
from rag.evals.html.markup import Html, element, joined
from rag.evals.matching import Place, overlap, regions, touches
from rag.evals.outcomes import Went, went
from rag.evals.predictions import Prediction
from rag.evals.questions import QuestionLine
from rag.evals.report import Outcome

_COLOUR = {True: "went good", False: "went bad", None: "went soft"}


def question_details(outcome: Outcome) -> Html:
    """A line that opens to both sides."""
    how: Went = went(outcome)
    question = outcome.question
    return element(
        "details",
        element(
            "summary",
            element("span", how.value, class_=_COLOUR[how.good]),
            element("span", question.question, class_="asked", dir="auto"),
            element("span", f"{outcome.score.set} · {question.id}", class_="id"),
        ),
        element("div", _given(outcome), _gold(question), class_="sides"),
        data_went=how.value,
    )


def _given(outcome: Outcome) -> Html:
    prediction = outcome.prediction
    if prediction is None:
        return element("div", element("h3", "answer"), "No prediction.", class_="side")
    gold = gold_places(outcome.question.evidence)
    return element(
        "div",
        element("h3", f"answer ({prediction.verdict.value.replace('_', ' ')})"),
        *_direct(prediction),
        element("p", prediction.answer, dir="auto"),
        *(
            _quoted(
                _marked(each.quote, each.place, gold),
                each.place,
                f"[{each.number}] ",
                touches(each.place, gold),
            )
            for each in prediction.citations
        ),
        class_="side",
    )


def _direct(prediction: Prediction) -> tuple[Html, ...]:
    if prediction.direct_answer is None:
        return ()
    return (element("p", element("mark", prediction.direct_answer), dir="auto"),)


def _gold(question: QuestionLine) -> Html:
    quotes = [
        _quoted(each.quote or "", Place(each.source, each.span), "", hit=False)
        for each in question.evidence
        if each.source and each.span
    ]
    nothing = "Not answerable from these documents." if question.answerable is False else ""
    return element(
        "div",
        element("h3", "gold"),
        *(element("p", element("mark", answer), dir="auto") for answer in question.answers),
        *quotes,
        nothing,
        class_="side",
    )


def _quoted(quote: str, place: Place, number: str, hit: bool) -> Html:
    where = f"{number}{place.source}:{place.span}"
    return element(
        "blockquote",
        element("p", quote, dir="auto"),
        element("span", where, class_="place"),
        class_="hit" if hit else None,
    )


def _marked(quote: str, place: Place, gold: Sequence[Place]) -> Html:
    """The quote with the gold words in it marked."""
    parts: list[str] = []
    at = 0
    for region in regions(each for each in gold if overlap(each, place)):
        start = max(at, region.span.start - place.span.start)
        end = region.span.end - place.span.start
        parts += [quote[at:start], element("mark", quote[start:end])]
        at = end
    return joined([*parts, quote[at:]])

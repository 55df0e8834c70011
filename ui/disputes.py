"""Opposing statements side by side: the words of each source, whose they are and of when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from rag.records import Answer, Citation, Claim, Disagreement
from ui.marks import credit
from ui.render import Html, element, join, prose
from ui.strings import Words

Marking = Callable[[int], Html | None]
"""The mark to follow of a citation, by its number."""


def undisputed(given: Answer) -> Sequence[Claim]:
    """The sentences of an answer that are not quoted in a disagreement anyway.

    A model's sentences are its own words, and stay.
    """
    if given.model is not None:
        return given.claims
    disputed = {number for each in given.disagreements for side in each.sides for number in side}
    return [
        claim for claim in given.claims if not (claim.citations and disputed >= {*claim.citations})
    ]


def side_by_side(
    found: Disagreement, cited: Mapping[int, Citation], mark: Marking, words: Words
) -> Html:
    """One disagreement, what each side has that the other has not set off in its words."""
    wordings = found.wordings or ("",) * len(found.sides)
    sides = [
        _side([cited[number] for number in numbers if number in cited], opposed, mark)
        for numbers, opposed in zip(found.sides, wordings, strict=True)
    ]
    return element(
        "section",
        element("h3", words.disagreement, class_="label"),
        element("div", join(sides), class_="sides"),
        class_="disagreement",
    )


def _side(citations: Sequence[Citation], opposed: str, mark: Marking) -> Html:
    return element(
        "div", join(_statement(each, opposed, mark) for each in citations), class_="side"
    )


def _statement(citation: Citation, opposed: str, mark: Marking) -> Html:
    return prose(
        "figure",
        citation.quote,
        element(
            "blockquote",
            *_pieces(citation.quote, opposed),
            mark(citation.number),
            lang=citation.language,
        ),
        element(
            "figcaption",
            credit(citation.provenance, citation.source, citation),
            class_="credit",
        ),
    )


def _pieces(quote: str, opposed: str) -> Iterator[Html | str]:
    """The quote with the opposed words set off, where they stand in it once and are not all."""
    if quote.count(opposed) != 1 or len(opposed) * 2 > len(quote):
        yield quote
        return
    before, _, after = quote.partition(opposed)
    yield from (before, element("em", opposed, class_="opposed"), after)

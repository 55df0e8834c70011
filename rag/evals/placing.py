"""Gold spans put in their place: every quote checked against, or found in, the canonical texts.

Quotes are compared white space aside, because people copy words from pages where lines break
elsewhere; nothing else is forgiven.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from rag.errors import InputError
from rag.evals.questions import GoldSpan, QuestionLine, QuestionSet
from rag.evals.runner import OpenEngine
from rag.records import Span

TextOf = Callable[[str], str | None]
"""The canonical text of a source; None where no document is known by it."""


class Misplaced(ValueError):
    """Why a gold span has no place in the corpus."""


def placed(questions: QuestionSet, sources: Sequence[str], text_of: TextOf) -> QuestionSet:
    """The set with a span for every piece of evidence.

    `sources` are searched in order for quotes that name none; a quote that stands in several
    places counts at each of them.

    Raises InputError whose `problems` name every question with evidence that is not there.
    """
    lines: list[QuestionLine] = []
    problems: list[str] = []
    for line in questions.questions:
        try:
            evidence = [each for gold in line.evidence for each in _placed(gold, sources, text_of)]
        except Misplaced as error:
            problems.append(f"{questions.name}, {line.where}: question {line.id!r}: {error}")
        else:
            lines.append(replace(line, evidence=tuple(evidence)))
    if problems:
        raise InputError(f"{questions.name}: {len(problems)} bad line(s)", problems)
    return replace(questions, questions=tuple(lines))


def all_placed(sets: Sequence[QuestionSet], open_engine: OpenEngine) -> list[QuestionSet]:
    """Every set with its gold in place; raises InputError with the bad lines of all of them."""
    ready: list[QuestionSet] = []
    problems: list[str] = []
    for each in sets:
        with open_engine(each.corpus) as engine:
            try:
                ready.append(placed(each, engine.sources(), engine.text))
            except InputError as error:
                problems.extend(error.problems)
    if problems:
        raise InputError(f"{len(problems)} bad line(s) in the questions", problems)
    return ready


def occurrences(quote: str, text: str) -> Iterator[Span]:
    """Every place where the quote stands in the text, white space aside, from the left."""
    squeezed, offsets = _squeezed(text)
    wanted = "".join(quote.split())
    at = squeezed.find(wanted) if wanted else -1
    while at >= 0:
        yield Span(offsets[at], offsets[at + len(wanted) - 1] + 1)
        at = squeezed.find(wanted, at + len(wanted))


def _placed(gold: GoldSpan, sources: Sequence[str], text_of: TextOf) -> list[GoldSpan]:
    if gold.source is None:
        return _anywhere(gold, sources, text_of)
    text = text_of(gold.source)
    if text is None:
        raise Misplaced(f"no document is known as {gold.source!r}")
    return [_checked(gold, text)] if gold.span is not None else _found(gold, gold.source, text)


def _checked(gold: GoldSpan, text: str) -> GoldSpan:
    assert gold.span is not None
    where = f"{gold.source}:{gold.span}"
    if gold.span.end > len(text):
        raise Misplaced(f"{where} lies outside the text of {len(text)} characters")
    stands = gold.span.of(text)
    if gold.quote is not None and "".join(gold.quote.split()) != "".join(stands.split()):
        raise Misplaced(f"{where} holds {_short(stands)}, not {_short(gold.quote)}")
    return replace(gold, quote=stands)


def _found(gold: GoldSpan, source: str, text: str) -> list[GoldSpan]:
    found = _all_in(gold, source, text)
    if not found:
        raise Misplaced(f"{source} does not hold {_short(gold.quote or '')}")
    return found


def _anywhere(gold: GoldSpan, sources: Sequence[str], text_of: TextOf) -> list[GoldSpan]:
    found = [
        each
        for source in sources
        if (text := text_of(source)) is not None
        for each in _all_in(gold, source, text)
    ]
    if not found:
        raise Misplaced(f"no document holds {_short(gold.quote or '')}")
    return found


def _all_in(gold: GoldSpan, source: str, text: str) -> list[GoldSpan]:
    return [
        replace(gold, source=source, span=span, quote=span.of(text))
        for span in occurrences(gold.quote or "", text)
    ]


@lru_cache(maxsize=64)
def _squeezed(text: str) -> tuple[str, array[int]]:
    """The text without white space, and the offset each kept character came from."""
    offsets = array("I", (at for at, character in enumerate(text) if not character.isspace()))
    return "".join(text[index] for index in offsets), offsets


def _short(text: str, most: int = 60) -> str:
    return repr(text if len(text) <= most else text[: most - 1] + "…")

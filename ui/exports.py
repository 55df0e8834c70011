"""A conversation to take along: Markdown with footnotes, HTML, JSON, and what it cites."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rag.history import KeptTurn
from rag.records import Answer, AnswerVerdict, Citation, Claim, ClaimVerdict, Disagreement
from rag.wire import answer_json
from ui.bibliography import bibtex, cited, csl
from ui.provenance import byline, title_of
from ui.render import Html, element, isolated, join, prose

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")
_DOUBTS = {
    ClaimVerdict.UNSUPPORTED: "not borne out by the cited words",
    ClaimVerdict.UNCITED: "no citation given",
}
_STYLE = Html(
    "<style>body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 serif }"
    " li, footer { font-size: 0.9rem } sup a { text-decoration: none }</style>"
)


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its name on the page, the file's suffix and media type."""

    name: str
    suffix: str
    media_type: str


FORMATS = {
    "markdown": Format("Markdown", "md", "text/markdown"),
    "html": Format("HTML", "html", "text/html"),
    "json": Format("JSON", "json", "application/json"),
    "bibtex": Format("BibTeX", "bib", "application/x-bibtex"),
    "csl": Format("CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json"),
}


def export(form: str, name: str, turns: Sequence[KeptTurn]) -> str:
    """The conversation `name` in one of FORMATS. Raises KeyError for another."""
    writers: dict[str, Callable[[str, Sequence[KeptTurn]], str]] = {
        "markdown": _markdown,
        "html": _html,
        "json": _json,
        "bibtex": lambda _, kept: "\n\n".join(bibtex(kept)) + "\n",
        "csl": lambda _, kept: _dump(csl(kept)),
    }
    return writers[form](name, turns)


def _markdown(name: str, turns: Sequence[KeptTurn]) -> str:
    """Questions as headings, sentences with footnotes, then a bibliography."""
    parts = [f"# {_plain(name)}"]
    notes: list[str] = []
    for turn in turns:
        parts.append(f"## {_plain(turn.question)}")
        if turn.answer is None:
            continue
        labels = {each.number: f"{turn.position}-{each.number}" for each in turn.answer.citations}
        parts.append(_sentences(turn.answer, labels))
        notes += [
            f"[^{labels[each.number]}]: “{_plain(each.quote)}” {_plain(_reference(each))}"
            for each in turn.answer.citations
        ]
    parts += ["\n".join(notes)] if notes else []
    works = _works(turns)
    parts += ["## Sources", "\n".join(f"- {_plain(work)}" for work in works)] if works else []
    return "\n\n".join(parts) + "\n"


def _works(turns: Sequence[KeptTurn]) -> list[str]:
    """The bibliography: every document cited, once."""
    return sorted({_reference(each) for each in cited(turns)})


def _sentences(answer: Answer, labels: dict[int, str]) -> str:
    def marks(numbers: Sequence[int]) -> str:
        return "".join(f"[^{labels[n]}]" for n in numbers if n in labels)

    remarks = [f"*{_plain(each)}*" for each in _remarks(answer)]
    told = [
        _plain(each.text) + marks(each.citations) + (f" *({doubt})*" if doubt else "")
        for each, doubt in zip(answer.claims, _doubts(answer), strict=True)
    ]
    opposed = [
        f"*{_plain(_about(each))}:* {' against '.join(marks(side) for side in each.sides)}"
        for each in answer.disagreements
    ]
    return "\n\n".join((*remarks, *told, *opposed))


def _html(name: str, turns: Sequence[KeptTurn]) -> str:
    works = [element("li", isolated(work)) for work in _works(turns)]
    sources = join((element("h2", "Sources"), element("ul", join(works)))) if works else None
    told = (_html_turn(turn) for turn in turns)
    body = join((prose("h1", name), *told, element("footer", sources)))
    head = join((Html('<meta charset="utf-8">'), element("title", name), _STYLE))
    return f"<!DOCTYPE html>\n{element('html', element('head', head), element('body', body))}\n"


def _html_turn(turn: KeptTurn) -> Html:
    """A question, its answer's sentences and the notes their marks lead to."""
    question, answer = prose("h2", turn.question), turn.answer
    if answer is None:
        return question
    anchors = {each.number: f"note-{turn.position}-{each.number}" for each in answer.citations}
    sentences = [
        _html_sentence(each, doubt, anchors)
        for each, doubt in zip(answer.claims, _doubts(answer), strict=True)
    ]
    sentences += [_html_dispute(each, anchors) for each in answer.disagreements]
    notes = [
        element(
            "li",
            prose("q", each.quote),
            " ",
            isolated(_reference(each)),
            value=each.number,
            id=anchors[each.number],
        )
        for each in answer.citations
    ]
    remarks = [element("p", element("em", each)) for each in _remarks(answer)]
    return join((question, *remarks, *sentences, element("ol", join(notes)) if notes else None))


def _html_sentence(claim: Claim, doubt: str | None, anchors: Mapping[int, str]) -> Html:
    told = element("em", f" ({doubt})") if doubt else None
    return prose("p", claim.text, claim.text, *_html_marks(claim.citations, anchors), told)


def _html_dispute(found: Disagreement, anchors: Mapping[int, str]) -> Html:
    first, *others = (join(_html_marks(side, anchors)) for side in found.sides)
    against = [part for each in others for part in (" against", each)]
    return element("p", element("em", f"{_about(found)}:"), first, *against)


def _html_marks(numbers: Sequence[int], anchors: Mapping[int, str]) -> list[Html]:
    return [
        element("sup", " ", element("a", str(number), href=f"#{anchors[number]}"))
        for number in numbers
        if number in anchors
    ]


def _remarks(answer: Answer) -> list[str]:
    """What has to be known of an answer before it is read: that it is partial, or none, and why."""
    whole = answer.verdict is AnswerVerdict.ANSWERED
    verdict = None if whole else answer.verdict.value.replace("_", " ")
    return [each for each in (verdict, answer.notice) if each]


def _about(found: Disagreement) -> str:
    return f"Sources disagree about {found.about}"


def _doubts(answer: Answer) -> Iterator[str | None]:
    """What is told beside each claim of an answer; None where there is nothing to warn of."""
    for claim in answer.claims:
        doubt = answer.doubt(claim)
        yield _DOUBTS[doubt] if doubt else None


def _json(name: str, turns: Sequence[KeptTurn]) -> str:
    told = [
        {
            "question": turn.question,
            "answer": answer_json(turn.answer) if turn.answer else None,
            "feedback": turn.feedback,
            "comment": turn.comment,
        }
        for turn in turns
    ]
    return _dump({"name": name, "turns": told})


def _reference(each: Citation) -> str:
    parts = (title_of(each.provenance, each.source), *byline(each.provenance, each))
    return ". ".join(parts) + "."


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

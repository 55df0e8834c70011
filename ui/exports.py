"""A conversation to take along: Markdown with footnotes, HTML, JSON, BibTeX and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from rag.history import KeptTurn
from rag.records import Answer, Citation
from rag.wire import answer_json
from ui.provenance import byline, title_of
from ui.render import Html, element, join, prose

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|<>~&])")
_BIBTEX = re.compile(r"([\\{}%&$#_^~])")


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
        "bibtex": lambda _, kept: "\n\n".join(_bibtex(kept)) + "\n",
        "csl": lambda _, kept: _dump([_csl(each) for each in _cited(kept)]),
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
    works = sorted({_reference(each) for each in _cited(turns)})
    parts += ["## Sources", "\n".join(f"- {_plain(work)}" for work in works)] if works else []
    return "\n\n".join(parts) + "\n"


def _sentences(answer: Answer, labels: dict[int, str]) -> str:
    if not answer.claims:
        return f"*{answer.verdict.value.replace('_', ' ')}*"
    return "\n\n".join(
        _plain(claim.text) + "".join(f"[^{labels[n]}]" for n in claim.citations if n in labels)
        for claim in answer.claims
    )


def _html(name: str, turns: Sequence[KeptTurn]) -> str:
    body = join((element("h1", name), *(_html_turn(turn) for turn in turns)))
    head = join((Html('<meta charset="utf-8">'), element("title", name)))
    return f"<!DOCTYPE html>\n{element('html', element('head', head), element('body', body))}\n"


def _html_turn(turn: KeptTurn) -> Html:
    answer = turn.answer
    sentences = [
        prose("p", each.text, each.text, element("sup", ", ".join(map(str, each.citations))))
        for each in (answer.claims if answer else ())
    ]
    notes = [
        element("li", prose("q", each.quote), " ", _reference(each), value=each.number)
        for each in (answer.citations if answer else ())
    ]
    return join((element("h2", turn.question), *sentences, element("ol", join(notes))))


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


def _bibtex(turns: Sequence[KeptTurn]) -> Iterator[str]:
    for each in _cited(turns):
        known = each.provenance
        fields = {
            "title": title_of(known, each.source),
            "author": " and ".join(known.authors),
            "publisher": known.publisher,
            "date": known.published,
            "langid": each.language,
            "file": each.source,
        }
        lines = [f"  {key} = {{{_escaped(value)}}}" for key, value in fields.items() if value]
        yield f"@misc{{{each.document_id},\n" + ",\n".join(lines) + "\n}"


def _csl(each: Citation) -> dict[str, Any]:
    known = each.provenance
    item: dict[str, Any] = {
        "id": each.document_id,
        "type": "document",
        "title": title_of(known, each.source),
        "author": [{"literal": author} for author in known.authors],
        "publisher": known.publisher,
        "language": each.language,
    }
    if known.published:
        item["issued"] = {"date-parts": [[int(part) for part in known.published.split("-")]]}
    return {key: value for key, value in item.items() if value}


def _cited(turns: Sequence[KeptTurn]) -> list[Citation]:
    """One citation of each document, in order of appearance."""
    cited = [each for turn in turns if turn.answer for each in turn.answer.citations]
    return list({each.document_id: each for each in reversed(cited)}.values())[::-1]


def _reference(each: Citation) -> str:
    parts = (title_of(each.provenance, each.source), *byline(each.provenance, speaker=each.speaker))
    return ". ".join(parts) + "."


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it is."""
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _escaped(text: str) -> str:
    return _BIBTEX.sub(r"\\\1", " ".join(text.split()))


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"

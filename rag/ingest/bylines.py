"""Finds who wrote a text and who published it, from the lines where texts say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

from rag.ingest import names
from rag.ingest.edges import Edges, Line

_LONGEST_LINE = 160

_BY = regex.compile(r"(?:^|[,|·—–-]\s*)(?i:by|written by|author):?\s+(?P<names>\p{Lu}.*)")
_LABELLED = regex.compile(
    r"""(?:^|[\s|(（\[【*])(?:
        (?i:authors?|written\s+by|text\s+by|автор(?:ы|\s+статьи)?|текст)
        | 作\s?者 | 撰\s?文 | 文\s?(?=[/／]) | 本报记者 | 记者 | نویسندگان? | نویسنده | به\s+قلم
        | (?:ال)?(?:كاتب|كتاب|مؤلف|مؤلفون) | بقلم | كتبه?
        )\s*[\]】]?\s*(?:[:：/／]|(?<=记者|撰文|قلم)\s+)\s*(?P<names>\S.*)""",
    regex.VERBOSE,
)
_NAMED_ABOVE = regex.compile(r"(?i:authors?|авторы?)|作者|نویسندگان|نویسنده|المؤلفون|الباحثون")
_PUBLISHER = regex.compile(
    r"(?:(?:^|[\s|(（])(?:[来來]源|稿源|出处|منبع|(?:ال)?مصدر)|(?:^|[|(]\s*|\s{2,})(?i:source|источник))"
    r"\s*[:：]\s*(?P<name>[^|)）]+)"
)
_LONGEST_NAME = 60
_PUBLISHER_ENDS = regex.compile(
    r"\s+(?=\S{1,10}\s?[:：])|\s{2,}|[,，;；|]|\s+(?=\d{4}[-年/.])|\s*(?:责任编辑|编辑|作者)"
)
_OUTLET = regex.compile(r"^(?P<name>\p{Lu}[^,|:.]{2,50}), by (?P<names>\p{Lu}.*\p{Nd}{4}.*)")
_NAMES_END = regex.compile(
    r"\s+(?=\S{1,10}[:：])|\s[|·•]\s|\s{2,}|[,，]?\s*\b(?=\d{4}\b|\d{1,2}[./]\d{1,2}[./])"
    r"|\s(?=(?:on|for|in|at|published|updated|posted)\s)|\s*[(（\[【]"
)
_BIOGRAPHY = regex.compile(
    r"^[(（]?(?:(?:Dr|Prof|Professor)\.?\s+)?(?P<name>\p{Lu}[\p{L}'’.-]+(?:\s+\p{Lu}[\p{L}'’.-]+){1,3})"
    r"(?:,[^,]{2,60},)?\s+(?:teaches\b|writes\b|(?:is|was|works)\b(?=.{0,120}\b(?:fellow|professor|research\w*"
    r"|scholar|scientist|director|analyst|editor|writer|author|columnist|correspondent|journalist"
    r"|reporter|lecturer|student|consultant|advis[eo]r|associate|expert|candidate"
    r"|contributor)\b))"
)
_LONGEST_BIOGRAPHY = 500
_LONGEST_FURNITURE = 120
_EMPHASIS = "*_#> \t"


@dataclass(frozen=True, slots=True)
class Byline:
    """Who stands behind a text, as far as it says."""

    authors: tuple[str, ...] = ()
    publisher: str | None = None


def find(edges: Edges) -> Byline:
    """Authors and publisher from bylines and labels at the top, else from the closing lines.

    Two labels that name different people (two articles on one page) name nobody for sure.
    """
    head = [_bare(line) for line in edges.head if len(line.text) <= _LONGEST_LINE]
    tail = [_bare(line) for line in edges.tail]
    authors = _by(head) or _labelled(head) or _listed(head)
    authors = authors or _by(tail[-4:]) or _labelled(tail) or _described(tail)
    return Byline(authors, _publisher(head) or _publisher(tail))


def _bare(line: Line) -> str:
    """A line without the marks of emphasis round it."""
    return line.text.strip(_EMPHASIS)


def _by(lines: Iterable[str]) -> tuple[str, ...]:
    for line in lines:
        if (match := _BY.search(line)) and (found := _people(match["names"])):
            return found
    return ()


def _labelled(lines: Iterable[str]) -> tuple[str, ...]:
    found = [
        people
        for line in lines
        if (match := _LABELLED.search(line)) and (people := _people(match["names"]))
    ]
    return found[0] if len(set(found)) == 1 else ()


def _listed(lines: list[str]) -> tuple[str, ...]:
    """Names, one a line, under a heading that announces them."""
    for index, line in enumerate(lines):
        if _NAMED_ABOVE.fullmatch(line.rstrip(":： ")):
            found: list[str] = []
            for following in lines[index + 1 :]:
                people = names.people(following)
                if not people:
                    break
                found.extend(people)
            return tuple(dict.fromkeys(found))
    return ()


def _described(lines: Sequence[str]) -> tuple[str, ...]:
    """Names from closing notes on the authors: "Ann Lee is a fellow at ...".

    Only such notes and short leftovers (a photo's credit) may follow, so that a person the text
    itself speaks about is no author.
    """
    found: list[str] = []
    for line in reversed(lines):
        match = _BIOGRAPHY.match(line) if len(line) <= _LONGEST_BIOGRAPHY else None
        if match and names.is_name(match["name"]):
            found.append(match["name"])
        elif len(line) > _LONGEST_FURNITURE:
            break
    return tuple(dict.fromkeys(reversed(found)))


def _people(words: str) -> tuple[str, ...]:
    return names.people(_NAMES_END.split(words, maxsplit=1)[0].strip(" .,;|*_"))


def _publisher(lines: Iterable[str]) -> str | None:
    """A name under a label, or before the byline in a line such as "Outlet, by Ann Lee, 2019"."""
    for line in lines:
        outlet = _OUTLET.match(line)
        if outlet and _people(outlet["names"]):
            return outlet["name"].strip()
        if match := _PUBLISHER.search(line):
            name = _PUBLISHER_ENDS.split(match["name"], maxsplit=1)[0].strip(" .*_")
            if 1 < len(name) <= _LONGEST_NAME and not name.startswith(("http:", "https:")):
                return name
    return None

"""Knows what Word's built-in paragraph styles say of a paragraph.

Built-in styles keep their English names in every language of Word; a style that a person made
says what the style it is based on does.
"""

from __future__ import annotations

import re
from typing import Any

from rag.records import Role

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DEEPEST = 10
_ROLES = (
    (re.compile(r"heading \d|(?:sub)?title"), Role.HEADING),
    (re.compile(r"caption"), Role.CAPTION),
    (re.compile(r"(?:intense )?quote"), Role.QUOTATION),
    (re.compile(r"(?:footnote|endnote) text"), Role.NOTE),
    (
        re.compile(r"toc (?:\d|heading)|table of (?:figures|authorities)|header|footer|index \d"),
        Role.BOILERPLATE,
    ),
    (re.compile(r"bibliography"), Role.REFERENCE),
    (re.compile(r"abstract"), Role.ABSTRACT),
)


class Styles:
    """The roles of a document's paragraph styles, from its styles part."""

    def __init__(self, styles: Any) -> None:
        self._names: dict[str, str] = {}
        self._bases: dict[str, str] = {}
        for style in styles.iterchildren(f"{_W}style"):
            identity = style.get(f"{_W}styleId", "")
            self._names[identity] = _value(style, "name").lower()
            self._bases[identity] = _value(style, "basedOn")

    def role(self, paragraph: Any) -> Role:
        """What a paragraph's style or outline level says; unknown for running text."""
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            return Role.UNKNOWN
        level = _value(properties, "outlineLvl")
        if level.isdigit() and int(level) < 9:
            return Role.HEADING
        return self._of(_value(properties, "pStyle"))

    def _of(self, identity: str) -> Role:
        for _ in range(_DEEPEST):
            name = self._names.get(identity, "")
            for pattern, role in _ROLES:
                if pattern.fullmatch(name):
                    return role
            identity = self._bases.get(identity, "")
        return Role.UNKNOWN


def _value(element: Any, child: str) -> str:
    found = element.find(f"{_W}{child}")
    return "" if found is None else str(found.get(f"{_W}val", ""))

"""Roles corrected by a reader: what a stretch is, given to the passages it touches."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rag.engine import Engine
from rag.errors import UsageError
from rag.records import Passage, Role, Span
from ui.provenance import role_word
from ui.render import Html, element
from ui.strings import Words

Roles = Mapping[Span, Role]
"""What stretches of one document are."""


def form(words: Words) -> Html:
    """The form, folded away: choose a stretch of the text below, then its role."""
    choices = [element("option", role_word(role, words), value=role.value) for role in Role]
    return element(
        "details",
        element("summary", words.change_role),
        element("p", words.role_hint, class_="hint"),
        element("select", *choices, class_="field", name="role", aria_label=words.role),
        element(
            "button",
            words.set_role,
            type="button",
            class_="action",
            data_does="role",
            disabled=True,
        ),
        class_="roles more",
    )


def changed(role: Role, before: Roles, words: Words) -> Html:
    """What has just been done, and the way back."""
    back = [[span.start, span.end, role.value] for span, role in before.items()]
    return element(
        "p",
        element("span", words.fill(words.role_changed, role=role_word(role, words))),
        element(
            "button",
            words.undo,
            type="button",
            class_="action",
            data_does="roles-back",
            data_roles=json.dumps(back),
        ),
        class_="notice",
        role="status",
    )


def give(engine: Engine, document_id: str, span: Span, role: Role) -> Roles:
    """Give the passages that a stretch touches a role; what they were before.

    Raises UsageError where it touches none.
    """
    touched = _touched(engine.show(document_id).passages, span)
    if not touched:
        raise UsageError(f"no passage lies at {span}: choose words of the text")
    engine.edit(document_id, {}, {each.span: role for each in touched})
    return {each.span: each.role for each in touched}


def give_back(engine: Engine, document_id: str, sent: Sequence[Any]) -> None:
    """Give stretches the roles the page sends. Raises ValueError for anything but those."""
    engine.edit(document_id, {}, {_span(row): Role(str(row[2])) for row in sent})


def _span(row: Sequence[Any]) -> Span:
    return Span(int(row[0]), int(row[1]))


def _touched(passages: Sequence[Passage], span: Span) -> list[Passage]:
    return [each for each in passages if each.span.overlaps(span)]

"""Correcting what is known of a document: a small form, and what it sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rag.records import Provenance
from ui.render import Html, element, join
from ui.strings import Words

_SINGLE = ("title", "publisher", "published", "kind", "note")
_SEPARATOR = ";"


def form(provenance: Provenance, words: Words) -> Html:
    """The form, folded away; every field holds what is known now."""
    labels = {
        "title": words.title,
        "authors": words.author_list,
        "publisher": words.published_by,
        "published": words.published,
        "kind": words.kind,
        "note": words.note,
    }
    values = _values(provenance)
    rows = [
        element(
            "label",
            element("span", label),
            element(
                "input", type="text", class_="field", name=name, value=values[name], dir="auto"
            ),
        )
        for name, label in labels.items()
    ]
    save = element("button", words.save, type="button", class_="action", data_does="correct")
    return element(
        "details", element("summary", words.correct), join(rows), save, class_="corrections more"
    )


def changed(provenance: Provenance, sent: Mapping[str, Any]) -> dict[str, object]:
    """The fields whose value differs from what is known; an emptied one becomes unknown."""
    known = _values(provenance)
    given = {name: str(sent.get(name, known[name])).strip() for name in known}
    fields: dict[str, object] = {
        name: given[name] or None for name in _SINGLE if given[name] != known[name]
    }
    if given["authors"] != known["authors"]:
        parts = (part.strip() for part in given["authors"].split(_SEPARATOR))
        fields["authors"] = [part for part in parts if part]
    return fields


def _values(provenance: Provenance) -> dict[str, str]:
    singles = {name: getattr(provenance, name) or "" for name in _SINGLE}
    return {**singles, "authors": f"{_SEPARATOR} ".join(provenance.authors)}

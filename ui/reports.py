"""What was read from a document, in a few figures: languages, parts, speakers, problems."""

from __future__ import annotations

from collections.abc import Mapping

from rag.flows.report import Report
from rag.records import Role
from ui.languages import language_name
from ui.provenance import role_word
from ui.render import Html, element, isolated, join
from ui.strings import Words

_LEAST = 0.005
"""Shares below half a per cent are not worth a word."""


def what_was_read(report: Report, words: Words) -> Html:
    """The report on one document, folded away."""
    languages = {language_name(code): share for code, share in report.languages.items()}
    parts = {role_word(Role(role), words): share for role, share in report.roles.items()}
    facts = (
        (words.languages, _shares(languages, words)),
        (words.role, _shares(parts, words)),
        (words.speaker, ", ".join(report.speakers)),
        (words.problems, "; ".join(report.problems)),
    )
    known = [(label, value) for label, value in facts if value]
    rows = [
        element("div", element("dt", label), element("dd", isolated(value)))
        for label, value in known
    ]
    return element(
        "details",
        element("summary", words.what_was_read),
        element("dl", join(rows), class_="facts"),
        class_="more",
    )


def _shares(shares: Mapping[str, float], words: Words) -> str:
    return ", ".join(
        f"{name} {words.number(round(100 * share))}%"
        for name, share in shares.items()
        if share >= _LEAST
    )

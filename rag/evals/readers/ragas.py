"""RAGAS-style rows: `user_input`, `reference`, `reference_contexts`, and their older names.

A reference context is a quotation without a place: it is looked for in the documents asked about.
Reference answers are free text, so rows count as long-form unless they carry tags of their own.
Columns that hold what a system answered or retrieved are not gold and are passed over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rag.evals.checking import Row
from rag.evals.questions import LONG_FORM
from rag.evals.readers.found import Found

_QUESTION = ("user_input", "question")
_ANSWER = ("reference", "ground_truth", "ground_truths")
_CONTEXTS = "reference_contexts"


def speaks(fields: Mapping[str, Any]) -> bool:
    """Whether a row's keys are RAGAS's and not a question line's."""
    return "user_input" in fields or (
        "question" in fields and any(name in fields for name in (*_ANSWER, _CONTEXTS))
    )


def translate(rows: Sequence[Row], stem: str) -> Found:
    """RAGAS rows as question lines; rows without an id are numbered after `stem`."""
    numbered = enumerate(rows, start=1)
    return Found(
        "RAGAS-style rows",
        [row if row.problem else _line(row, f"{stem}-{number}") for number, row in numbered],
    )


def _line(row: Row, numbered: str) -> Row:
    fields = row.fields
    question = _first(fields, _QUESTION)
    if isinstance(question, list):
        return Row(row.where, problem="a conversation of several turns; give its last question")
    contexts = fields.get(_CONTEXTS) or []
    if not isinstance(contexts, list):
        return Row(row.where, problem=f"{_CONTEXTS} is {contexts!r}, not a list")
    answers = _first(fields, _ANSWER) or []
    line = {
        "id": fields.get("id") or numbered,
        "question": question,
        "language": fields.get("language"),
        "answers": answers if isinstance(answers, list) else [answers],
        "evidence": [{"quote": context} for context in contexts],
        "tags": fields.get("tags") or [LONG_FORM],
    }
    return Row(row.where, line)


def _first(fields: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((fields[name] for name in names if fields.get(name)), None)

"""Answers as RAGAS reads them, so that its judges can look at a run without asking again.

RAGAS is never imported here: it reports its use unless told not to, and hangs on one release of a
package. The rows are its own format: `ragas.EvaluationDataset.from_jsonl(FILE)` reads them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rag.evals.report import Outcome, SetReport


def ragas_lines(sets: Sequence[SetReport]) -> str:
    """A JSON line for every question that was answered or refused."""
    rows = [_row(outcome) for of_set in sets for outcome in of_set.outcomes]
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows if row)


def _row(outcome: Outcome) -> dict[str, Any]:
    question, prediction = outcome.question, outcome.prediction
    if prediction is None:
        return {}
    return {
        "user_input": question.question,
        "response": prediction.answer,
        "retrieved_contexts": [each.quote for each in prediction.citations],
        "reference": " | ".join(question.answers),
        "reference_contexts": [each.quote for each in question.evidence if each.quote],
    }

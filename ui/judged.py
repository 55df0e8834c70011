"""Judged answers as lines of an evaluation file.

A right answer becomes gold: its citations are the evidence, or there is none to be found where the
answer was "not in the documents". Of a wrong one only the question is certain, so its line has no
gold; the reader's comment goes along for whoever adds it.
"""

from __future__ import annotations

import json
from typing import Any

from rag.history import Feedback, History, KeptTurn
from rag.records import Answer, AnswerVerdict


def evaluation_lines(history: History, owner: str) -> str:
    """One JSON line for each turn the owner has judged."""
    lines = [_line(history, owner, turn) for turn in history.judged(owner)]
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines if line)


def _line(history: History, owner: str, turn: KeptTurn) -> dict[str, Any]:
    answer = turn.answer
    if answer is None:
        return {}
    right = turn.feedback is Feedback.RIGHT
    found = answer.verdict is not AnswerVerdict.NOT_FOUND
    return {
        "id": f"judged-{turn.id}",
        "question": turn.question,
        "language": answer.language,
        "answerable": _answerable(right=right, found=found),
        "answers": [answer.direct_answer] if right and answer.direct_answer else [],
        "evidence": _evidence(answer) if right else [],
        "tags": [f"judged-{turn.feedback}"],
        "turns": [
            {"question": earlier.question, "answer": earlier.answer.text}
            for earlier in history.turns(owner, turn.conversation_id)
            if earlier.position < turn.position and earlier.answer
        ],
        "comment": turn.comment,
    }


def _answerable(*, right: bool, found: bool) -> bool | None:
    """Known of a right answer, and of a "not found" that was wrong; else unknown."""
    if right:
        return found
    return None if found else True


def _evidence(answer: Answer) -> list[dict[str, Any]]:
    return [
        {
            "source": each.source,
            "start": each.span.start,
            "end": each.span.end,
            "quote": each.quote,
        }
        for each in answer.citations
    ]

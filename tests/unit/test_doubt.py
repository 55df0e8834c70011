"""Which verdict is told beside a claim: in an answer that cites nothing, no citation is missed."""

from __future__ import annotations

import pytest

from rag.records import (
    Answer,
    AnswerVerdict,
    Citation,
    Claim,
    ClaimVerdict,
    Provenance,
    Role,
    Span,
)

CITED = Citation(1, "d", "a.txt", Provenance(), Span(0, 4), "Yes.", "en", Role.BODY)


@pytest.mark.parametrize(
    ("verdict", "citations", "told"),
    [
        (ClaimVerdict.SUPPORTED, (CITED,), None),
        (ClaimVerdict.UNSUPPORTED, (CITED,), ClaimVerdict.UNSUPPORTED),
        (ClaimVerdict.UNSUPPORTED, (), ClaimVerdict.UNSUPPORTED),
        (ClaimVerdict.UNCITED, (CITED,), ClaimVerdict.UNCITED),
        (ClaimVerdict.UNCITED, (), None),
    ],
)
def test_what_is_told_beside_a_claim(verdict, citations, told):
    claim = Claim("Yes.", Span(0, 4), verdict)
    answer = Answer("Why?", AnswerVerdict.ANSWERED, "Yes.", "en", (claim,), citations)
    assert answer.doubt(claim) is told

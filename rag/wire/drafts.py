"""Checked drafts as the JSON of `check --json`, of the API and of other programs."""

from __future__ import annotations

from collections import Counter

from rag.records import CheckedDraft, CheckedSentence, DraftVerdict
from rag.wire.answers import citation_json
from rag.wire.parts import Json, fingerprint_json, searched_json


def draft_json(draft: CheckedDraft) -> Json:
    """A checked draft; `counts` leave out sentences that state nothing."""
    counted = Counter(each.verdict for each in draft.sentences if each.states)
    return {
        "sentences": [sentence_json(each) for each in draft.sentences],
        "counts": {verdict.value: counted[verdict] for verdict in DraftVerdict},
        "searched": searched_json(draft.searched),
        "timings_ms": {name: float(value) for name, value in draft.timings_ms.items()},
        "fingerprint": fingerprint_json(draft.fingerprint),
    }


def sentence_json(sentence: CheckedSentence) -> Json:
    """One sentence of a draft with its place there, its verdict and the words behind it."""
    return {
        "text": sentence.text,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "verdict": sentence.verdict.value,
        "states": sentence.states,
        "citations": [citation_json(citation) for citation in sentence.citations],
        "differences": [
            {"kind": each.kind, "draft": each.draft, "source": each.source}
            for each in sentence.differences
        ],
    }

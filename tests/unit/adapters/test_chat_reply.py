"""What a model says, out of what it writes: thoughts left out, however the pieces fall."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.adapters.chat_reply import said
from rag.errors import ModelUnavailable

REPLIES = {
    "Plain words.": "Plain words.",
    "<think>Perhaps [b1c2]?</think>It is so [b1c2].": "It is so [b1c2].",
    "\n<THINK>\n\n</THINK>\n\nIt is so.": "\n\nIt is so.",
    "<think>One.</think> <think>Two.</think>It is so.": "It is so.",
    "[THINK]Perhaps.[/THINK]是的。": "是的。",
    "◁think▷Perhaps.◁/think▷Да.": "Да.",
    "<|channel|>analysis<|message|>Hm.<|end|><|channel|>final<|message|>بله": "بله",
    "Less < more [sic] and <thin> lines": "Less < more [sic] and <thin> lines",
    "It has a tag <think> in it": "It has a tag <think> in it",
    "Ends on <": "Ends on <",
}


@given(st.sampled_from(sorted(REPLIES)), st.data())
def test_thoughts_are_left_out_at_every_split(written: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(written)), max_size=6)))
    pieces = [written[a:b] for a, b in zip([0, *cuts], [*cuts, len(written)], strict=True)]
    assert "".join(said("x:y", pieces)) == REPLIES[written]
    assert "".join(said("x:y", written)) == REPLIES[written]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "wrote nothing"),
        (" \n", "wrote nothing"),
        ("<think>Hm", "no answer"),
        ("<think>Hm</think> \n", "no answer"),
        ("Hm, or not</think>It is so.", "keep it apart"),
    ],
)
def test_what_is_no_reply_is_told(written: str, reason: str) -> None:
    with pytest.raises(ModelUnavailable, match=reason):
        list(said("x:y", written))


def test_words_are_not_waited_for_longer_than_a_mark() -> None:
    pieces = iter(["The border ", "is ", "long."])
    assert next(said("x:y", pieces)) == "The border "
    assert next(pieces) == "is "

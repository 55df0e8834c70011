"""Answers begin and end with words, not with what parts them from others."""

import pytest

from rag.text.bare import bare


@pytest.mark.parametrize(
    ("words", "left"),
    [
        (",388", "388"),
        ("12 July 2019,", "12 July 2019"),
        ("(1332 - 1406م", "1332 - 1406م"),
        ("f(x)", "f(x)"),
        ("(AP)", "(AP)"),
        ("、北京，", "北京"),
        ("الرياض،", "الرياض"),
        ("„Ost“", "„Ost“"),
        ("-4 °C", "-4 °C"),
        ("J. K.", "J. K."),
        (", ;", ""),
        ("", ""),
    ],
)
def test_marks_at_the_ends_are_left_out(words: str, left: str) -> None:
    assert bare(words).of(words) == left

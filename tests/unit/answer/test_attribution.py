"""Evidence says who speaks, and never gives a commenter's words to the article."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rag.answer.attribution import attribution, speaker_named
from rag.records import Citation, Evidence, Passage, Provenance, Role, Span

ABOUT = Provenance("Ice in Kalvik", "Kalvik Post", ("Una Berg",), "2021-01-26")
CITED = Citation(1, "d", "ice.txt", ABOUT, Span(0, 4), "Ice.", "en", Role.BODY)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "Ice in Kalvik, Kalvik Post, 2021-01-26"),
        ({"speaker": "Jon Vik"}, "Jon Vik, quoted by Kalvik Post, 2021-01-26, Ice in Kalvik"),
        (
            {"speaker": "Una Berg"},
            "Ice in Kalvik, Una Berg, Kalvik Post, 2021-01-26",
        ),
        (
            {"speaker": "gull7", "role": Role.COMMENT},
            "gull7, a commenter under “Ice in Kalvik”, Kalvik Post, 2021-01-26",
        ),
        (
            {"role": Role.COMMENT, "provenance": Provenance()},
            "a commenter under “ice.txt”",
        ),
        (
            {"role": Role.UNKNOWN},
            "article or comment, not certain, in “Ice in Kalvik”, Kalvik Post, 2021-01-26",
        ),
        ({"provenance": Provenance()}, ""),
        ({"provenance": Provenance(), "speaker": "Jon Vik"}, "Jon Vik, quoted by ice.txt"),
    ],
)
def test_who_speaks(changes: dict[str, object], line: str) -> None:
    assert attribution(replace(CITED, **changes)) == line  # type: ignore[arg-type]


def test_the_speaker_is_a_stretch_of_the_quote() -> None:
    words = "According to Mira\nDesai, the rails were last replaced in 1988."
    passage = Passage("d", Span(5, 5 + len(words)), words, "en")
    assert speaker_named(Evidence(passage, passage.span, 1.0)) == "Mira\nDesai"
    unnamed = "The rails were last replaced in 1988."
    nobody = Passage("d", Span(0, len(unnamed)), unnamed, "en")
    assert speaker_named(Evidence(nobody, nobody.span, 1.0)) is None

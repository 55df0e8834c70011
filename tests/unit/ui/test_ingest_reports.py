"""The report on a document tells shares in words, and leaves out what is next to nothing."""

from rag.flows.report import Report
from ui.languages import words
from ui.reports import what_was_read


def test_shares_are_told_in_words_and_slivers_left_out():
    report = Report(
        {"en": 0.62, "zh": 0.377, "xx": 0.003},
        {"body": 0.9, "boilerplate": 0.1},
        3,
        ("Ms <Wu>",),
        (),
    )
    html = what_was_read(report, words("en"))
    assert "English 62%, 中文 38%" in html
    assert "xx" not in html
    assert "text 90%, page furniture 10%" in html
    assert "Ms &lt;Wu&gt;" in html
    assert "<summary>What was read from it</summary>" in html
    assert "متن ۹۰%" in what_was_read(report, words("fa"))

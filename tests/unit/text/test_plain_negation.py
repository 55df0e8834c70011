"""A plain yes and a plain no are told apart, and what is neither is left unjudged."""

from __future__ import annotations

import pytest

from rag.text.plain_negation import Said, said

JUDGED = [
    ("en", "The treaty was extended.", Said.YES),
    ("en", "The treaty was not extended.", Said.NO),
    ("en", "They didn't extend it.", Said.NO),
    ("en", "The treaty was hardly noticed.", Said.UNSURE),
    ("en", "It is unclear who paid.", Said.UNSURE),
    ("en", "Not only Russia signed.", Said.YES),
    ("en", "It was not unusual.", Said.UNSURE),
    ("zh", "条约延长了。", Said.YES),
    ("zh", "条约没有延长。", Said.NO),
    ("zh", "两国的看法不同。", Said.YES),
    ("zh", "门合不上。", Said.UNSURE),
    ("ru", "Договор продлён.", Said.YES),
    ("ru", "Договор не продлён.", Said.NO),
    ("ru", "Договор продлён без споров.", Said.UNSURE),
    ("fa", "پیمان تمدید شد.", Said.YES),
    ("fa", "پیمان تمدید نشد.", Said.NO),
    ("ar", "مددت المعاهدة.", Said.YES),
    ("ar", "لم تمدد المعاهدة.", Said.NO),
    ("ar", "غير معروف من دفع.", Said.UNSURE),
    ("en", "Dogs are forbidden on the platforms.", Said.UNSURE),
    ("ru", "Курить воспрещается.", Said.UNSURE),
    ("fa", "ورود سگ به سکوها ممنوع است.", Said.UNSURE),
    ("ar", "دخول الكلاب ممنوع.", Said.UNSURE),
    ("ar", "يُمنع دخول الكلاب.", Said.UNSURE),
    ("de", "Der Vertrag wurde nicht verlängert.", Said.UNSURE),
]


@pytest.mark.parametrize(("language", "sentence", "wanted"), JUDGED)
def test_what_is_said(language: str, sentence: str, wanted: Said) -> None:
    assert said(sentence, language) is wanted

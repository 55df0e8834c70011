"""What Footnote says in its own name agrees with the number it names."""

import pytest

from rag.answer.phrases import Phrase, say


@pytest.mark.parametrize(
    ("language", "count", "told"),
    [
        ("en", 1, "This library holds 1 document:"),
        ("en", 2, "This library holds 2 documents:"),
        ("ru", 21, "В библиотеке 21 документ:"),
        ("ru", 4, "В библиотеке 4 документа:"),
        ("ar", 2, "في هذه المكتبة وثيقتان:"),
        ("fa", 1, "این کتابخانه 1 سند دارد:"),
        ("de", 1, "This library holds 1 document:"),
    ],
)
def test_the_documents_of_a_library_are_counted(language, count, told):
    assert say(Phrase.LIBRARY, language, count=count) == told

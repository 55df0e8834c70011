"""Names as far as form tells, and spellings of one name in four alphabets."""

import pytest

from rag.text.facts import find
from rag.text.facts.names import Form
from rag.text.facts.skeleton import skeleton

ONE_NAME = [
    ("Putin", "Путин", "Путина", "Путиным", "پوتین", "بوتين"),
    ("Biden", "Байден", "Байдена", "بایدن", "بايدن"),
    ("Medvedev", "Медведев", "Медведевым", "مدودف", "ميدفيديف"),
    ("Gorbachev", "Горбачёв", "Горбачева", "گورباچف", "غورباتشوف"),
    ("Tesla", "Тесла", "Теслы", "تسلا"),
    ("Jinping", "Цзиньпин", "جین‌پینگ", "جينبينغ"),
    ("Zelensky", "Зеленский", "Зеленским", "زلنسکی", "زيلينسكي"),
    ("Macron", "Макрон", "Макроном", "مکرون", "ماكرون"),
]


@pytest.mark.parametrize("spellings", ONE_NAME, ids=lambda names: names[0])
def test_spellings_of_a_name_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({skeleton(spelling) for spelling in spellings}) == 1


def test_different_names_have_different_keys() -> None:
    assert len({skeleton(names[0]) for names in ONE_NAME}) == len(ONE_NAME)


def _names(text: str) -> dict[str, Form]:
    return {name.text: name.form for name in find(text).names}


def test_capitals_without_what_opens_the_sentence() -> None:
    found = find(
        "However, Russian President Vladimir Putin met J. R. Smith. Recently ties grew."
    ).names
    assert [name.text for name in found] == ["Russian", "Vladimir Putin", "J. R. Smith"]
    assert [name.addressed for name in found] == [False, True, False]


def test_cyrillic_capitals_and_small_adjectives_of_places() -> None:
    names = _names("Вчера президент России Дмитрий Песков показал российские С-400.")
    assert names == {
        "России": Form.PLACE,
        "Дмитрий Песков": Form.CAPITALS,
        "российские": Form.DEMONYM,
        "С-400": Form.DESIGNATION,
    }


def test_what_form_shows_in_chinese() -> None:
    names = _names("据安德烈·科尔图诺夫说，《中导条约》让俄罗斯和苏-35成为发展中国家的焦点。")
    assert names == {
        "安德烈·科尔图诺夫": Form.DOTTED,
        "中导条约": Form.TITLE,
        "俄罗斯": Form.PLACE,
        "苏-35": Form.DESIGNATION,
    }


def test_a_name_that_a_latin_spelling_explains() -> None:
    assert _names("هارمون نورتروب مورسه (Harmon Northrop Morse) آن را ساخت.") == {
        "هارمون نورتروب مورسه": Form.GLOSSED,
        "Harmon Northrop Morse": Form.CAPITALS,
    }


@pytest.mark.parametrize("text", ["Moscow", "Москве", "莫斯科", "مسکو", "في موسكو", "وموسكو"])
def test_known_places_have_one_key_in_every_language(text: str) -> None:
    assert [name.key for name in find(text).names] == ["moscow"]


@pytest.mark.parametrize("text", ["S-400", "С-400", "Ｓ-400"])
def test_designations_have_one_key_in_every_alphabet(text: str) -> None:
    assert [name.key for name in find(text).names] == ["S400"]


def test_case_tells_a_country_from_a_pronoun() -> None:
    assert [name.key for name in find("The US told us that U.S. law holds.").names] == [
        "usa",
        "usa",
    ]


def test_a_sentence_of_common_words_has_no_names() -> None:
    assert find("Burgeoning ties have grown. Although scientists argue, nobody knows.").names == ()

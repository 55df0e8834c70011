"""Bytes become text strictly, or the file is refused."""

from __future__ import annotations

import codecs

import pytest

from rag.errors import UnreadableFile
from rag.ingest.decode import decode, decoded

RUSSIAN = (
    "Пресс-служба сообщила, что мост через реку откроют весной, если погода не помешает"
    " строителям закончить работы. По словам инженера, дело за малым."
)
ARABIC = (
    "قالت البلدية إن الجسر سيفتح في الربيع إذا سمح الطقس للعمال بإنهاء أعمالهم في الوقت المحدد،"
    " وأضافت أن الطريق القديم سيبقى مفتوحا."
)
PERSIAN = (
    "شهرداري گفت که پل در بهار باز خواهد شد، اگر هوا به کارگران اجازه دهد که کار را به موقع"
    " تمام کنند و راه قديم نيز باز مي\u200cماند."
)
CHINESE = "市政府表示，如果天气允许工人按时完工，这座大桥将在春天开放，旧路也会继续使用。"
TRADITIONAL = "市政府表示，如果天氣允許工人按時完工，這座大橋將在春天開放，舊路也會繼續使用。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (RUSSIAN, "utf-16-le"),
        (RUSSIAN, "utf-16-be"),
        (ARABIC, "cp1256"),
        (ARABIC, "utf-16-le"),
        (PERSIAN, "cp1256"),
        (CHINESE, "gb18030"),
        (CHINESE, "utf-16-le"),
        (CHINESE, "utf-16-be"),
        (TRADITIONAL, "big5"),
        (TRADITIONAL, "gb18030"),
        ("Le président a déclaré que l’été à Noël n’était pas une fête.", "cp1252"),
        ("Przepisy wejdą w życie w przyszłym tygodniu, choć wątpliwości pozostają.", "cp1250"),
        ("Die Behörde prüft die Maßnahmen für die Bürger der Städte.", "cp1252"),
    ],
)
def test_unmarked_encodings_are_recognised(text: str, encoding: str) -> None:
    found = decoded("a.txt", text.encode(encoding))
    assert found.text == text
    assert found.guessed
    assert found.problems == (f"read as {found.encoding}",)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ],
)
def test_a_byte_order_mark_decides_and_is_dropped(mark: bytes, encoding: str) -> None:
    found = decoded("a.txt", mark + CHINESE.encode(encoding))
    assert (found.text, found.guessed) == (CHINESE, False)


@pytest.mark.parametrize(
    "data",
    [
        b"plain words with a \0 in them",
        b"\xff\xfe\x00",
        bytes(range(128, 256)) * 20,
        b"\x89\x90\x81\xfe" * 50,
        b"\x01\x02\x03\x04\x05 words",
        codecs.BOM_UTF8 + b"\xff\xff",
    ],
)
def test_what_is_not_surely_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile):
        decode("a.txt", data)


def test_a_short_text_that_fits_two_encodings_is_refused() -> None:
    words = "одного международного метро"
    with pytest.raises(UnreadableFile, match="unsure"):
        decode("a.txt", words.encode("cp1251"))


def test_a_label_decides_where_the_bytes_do_not_contradict_it() -> None:
    assert decode("a.txt", "мир".encode()) == "мир"
    assert decoded("a.html", "мир".encode("koi8-r"), "koi8-r").text == "мир"
    assert decoded("a.html", "мир, война".encode(), "windows-1251").text == "мир, война"
    assert decoded("a.html", "“мир”".encode("cp1251"), "no-such-code").text == "“мир”"


def test_latin_1_is_understood_as_browsers_do() -> None:
    assert decoded("a.html", b"\x93quoted\x94 caf\xe9", "iso-8859-1").text == "“quoted” café"


def test_a_label_is_believed_for_encodings_that_look_like_ascii() -> None:
    words = "政府は新しい方針を発表した。"
    assert decoded("a.eml", words.encode("iso2022_jp"), "iso-2022-jp").text == words


@pytest.mark.parametrize("label", ["hex", "rot13", "unicode_escape", "idna", "\0"])
def test_codecs_that_are_no_text_encodings_are_no_labels(label: str) -> None:
    assert decoded("a.html", rb"\u0041 plain", label).text == r"\u0041 plain"

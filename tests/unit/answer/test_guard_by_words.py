"""What the guard sees once it is known which word stands for which, in any two languages."""

import pytest

from rag.adapters.bundled_e5 import BundledE5
from rag.answer import guard
from rag.answer.alignment import Aligner
from rag.answer.transposed import swapped
from rag.settings import Settings
from rag.text.facts.scan import Scan


@pytest.fixture(scope="module")
def aligner() -> Aligner:
    return Aligner(BundledE5(Settings().cache, threads=1))


def kinds(aligner: Aligner, claim: str, evidence: str) -> set[str]:
    return {found.kind for found in guard.check(claim, evidence, aligned=aligner)}


def test_words_of_two_languages_find_each_other(aligner: Aligner) -> None:
    alignment = aligner(Scan("The bakery closed in winter."), Scan("Зимой пекарня закрылась."))
    bakery = [word.key for word in alignment.said].index("bakery")
    partner = alignment.partner(bakery)
    assert partner is not None
    assert alignment.shown[partner].key == "пекарня"


def test_vowel_points_do_not_hide_a_word(aligner: Aligner) -> None:
    alignment = aligner(Scan("أُغلقت الأبواب كلها."), Scan("اغلقت الابواب كلها."))
    assert alignment.best()[0] > 0.3
    assert alignment.said[0].span.of("أُغلقت الأبواب كلها.") == "أُغلقت"


LIES = [
    ("negation", "The council funds the library.", "Совет не финансирует библиотеку."),
    ("negation", "市议会资助博物馆。", "The city council does not fund the museum."),
    ("word", "The museum has an open roof.", "Крыша у музея закрытая."),
    ("word", "The ferry is faster than the train.", "العبّارة أبطأ من القطار."),
    (
        "word",
        "All villagers need the refusal of the mayor.",
        "All villagers need the advice of the mayor.",
    ),
    ("word", "博物馆的屋顶在去年夏天被暴雨毁坏。", "博物馆的屋顶在去年冬天被暴雨毁坏。"),
    ("roles", "Peru helps Norway to build a harbour.", "Norway helps Peru to build a harbour."),
    ("roles", "Россия помогает Японии строить порт.", "Japan helps Russia to build a port."),
    (
        "roles",
        "The nurse thanked the pilot in the hall.",
        "The pilot thanked the nurse in the hall.",
    ),
    (
        "speaker",
        "Maria Lindqvist said that the bridge was too narrow.",
        "По словам Ольги Тарасовой, мост был слишком узким.",
    ),
    (
        "name",
        "استقال كريم منصور من رئاسة البلدية.",
        "Henrik Vallgren resigned as mayor of the town.",
    ),
    ("name", "The bridge was opened by Joe Biden.", "Мост открыл мэр города."),
    (
        "negation",
        "The study shows that the dam leads to new floods.",
        "این بررسی نشان می‌دهد که این سد به سیلاب تازه نمی‌انجامد.",
    ),
    (
        "roles",
        "Япония достроила гавань, а Норвегия в ответ закрыла границу.",
        "Norway completed the harbour; Japan has answered by closing the border.",
    ),
    (
        "roles",
        "سربازان نروژی در کلاس‌های دانشگاه‌های ژاپن نشستند.",
        "Japanese soldiers sat in the classrooms of Norwegian universities.",
    ),
]


@pytest.mark.parametrize(("kind", "claim", "evidence"), LIES)
def test_lies_that_form_alone_does_not_show(
    aligner: Aligner, kind: str, claim: str, evidence: str
) -> None:
    assert kind in kinds(aligner, claim, evidence)


HONEST = [
    (
        "The mayor inaugurated the new bridge in spring.",
        "The mayor opened the new bridge in spring.",
    ),
    ("Учёные обнаружили следы древнего города.", "Учёные нашли следы древнего города."),
    ("科学家发现了一座古城的遗迹。", "科学家找到了一座古城的遗迹。"),
    ("The council does not fund the library.", "Совет не финансирует библиотеку."),
    ("The library goes without money from the council.", "Совет не финансирует библиотеку."),
    ("Norway was helped by Peru to build a harbour.", "Peru helps Norway to build a harbour."),
    ("Japan buys gas from Russia.", "Russia sells gas to Japan."),
    ("The roof of the museum is not closed.", "Крыша у музея открытая."),
    ("In the hall the pilot thanked the nurse.", "The pilot thanked the nurse in the hall."),
    ("博物馆的屋顶在去年冬天被暴雨毁坏了。", "去年冬天，博物馆的屋顶被暴雨毁坏。"),
    (
        "نروژ بندر را کامل کرد و ژاپن نیز مرز را بست.",
        "Norway completed the harbour; Japan has answered by closing the border.",
    ),
    (
        "سربازان ژاپنی در کلاس‌های دانشگاه‌های نروژ نشستند.",
        "Japanese soldiers sat in the classrooms of Norwegian universities.",
    ),
    ("The expert advises against a new dam.", "Эксперт не советует строить новую плотину."),
    ("Посольство Китая не дало ответа.", "В китайском посольстве не ответили."),
    ("По словам Халы Мансур, порт закрыт.", "تقول هالة منصور إن الميناء مغلق."),
    ("هنریک والگرن بر ساخت پل نظارت داشت.", "Henrik Vallgren oversaw the building of the bridge."),
]


@pytest.mark.parametrize(("claim", "evidence"), HONEST)
def test_what_is_only_said_otherwise(aligner: Aligner, claim: str, evidence: str) -> None:
    assert kinds(aligner, claim, evidence) == set()


@pytest.mark.parametrize(
    ("places", "part"),
    [
        ([0, 1, 2, 3], None),
        ([0, 3, 2, 1, 4], range(1, 4)),
        ([3, 4, 2, 0, 1], range(5)),
        ([2, 3, 0, 1], None),
        ([7, 5, 3], range(3)),
    ],
)
def test_only_parts_that_leave_a_middle_are_transposed(
    places: list[int], part: range | None
) -> None:
    assert swapped(places) == part

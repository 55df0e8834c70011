"""Rows in two languages are parted, rows of names and figures are not."""

from __future__ import annotations

import pytest

from rag.ingest.side_by_side import parted
from rag.records import Block, Role, Span

ENGLISH = (
    "The museum is open every day except Monday.",
    "The oldest clock was made in Prague in 1586.",
    "Lost items are kept for 45 days at the desk.",
)
RUSSIAN = (
    "Музей открыт ежедневно кроме понедельника.",
    "Самые старые часы изготовлены в Праге в 1586 году.",
    "Потерянные вещи хранятся 45 дней.",
)
CHINESE = ("博物馆除星期一外每天开放。", "最古老的钟于1586年在布拉格制成。", "失物在前台保管45天。")
PERSIAN = (
    "موزه هر روز به جز دوشنبه باز است.",
    "قدیمی‌ترین ساعت در سال ۱۵۸۶ در پراگ ساخته شد.",
    "اشیای گمشده ۴۵ روز نگهداری می‌شوند.",
)


def cells(*rows: str, role: Role = Role.BODY) -> list[str]:
    text = "\n".join(rows)
    blocks, start = [], 0
    for row in rows:
        blocks.append(Block(Span(start, start + len(row)), role))
        start += len(row) + 1
    return [block.span.of(text) for block in parted(text, blocks)]


@pytest.mark.parametrize("other", [RUSSIAN, CHINESE, PERSIAN])
@pytest.mark.parametrize("form", ["{}\t{}", "| {} | {} |", '"{}","{}"', "7\t{}\t{}"])
def test_each_side_of_a_bilingual_row_is_a_block(other: tuple[str, ...], form: str) -> None:
    found = cells(*(form.format(*pair) for pair in zip(ENGLISH, other, strict=True)))
    own = [words.removeprefix("7\t") for words in found]
    assert own == [words for pair in zip(ENGLISH, other, strict=True) for words in pair]


@pytest.mark.parametrize(
    "rows",
    [
        ("Moscow\tМосква", "Minsk\tМинск", "Bishkek\tБишкек"),
        tuple(f"Item {n}\t{words}" for n, words in enumerate(RUSSIAN)),
        tuple(f"{words}\t{words}" for words in ENGLISH),
        (f"{ENGLISH[0]}\t{RUSSIAN[0]}", *(f"{words}\t12\t14" for words in ENGLISH)),
    ],
)
def test_other_rows_stay_whole(rows: tuple[str, ...]) -> None:
    assert cells(*rows) == list(rows)


def test_only_what_the_text_says_is_parted() -> None:
    rows = [f"{one}\t{other}" for one, other in zip(ENGLISH, RUSSIAN, strict=True)]
    assert cells(*rows, role=Role.BOILERPLATE) == rows

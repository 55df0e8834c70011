"""Numbers said in words or in Chinese numerals: seventy percent, две тысячи, 七十, 三分之二."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rag.records import Span
from rag.text.facts import counting, units
from rag.text.facts.amounts import Number, classifiers, complete
from rag.text.facts.scan import Scan

_HAN_NUMERAL = re.compile(f"[{counting.HAN_NUMERALS}]+")
_HAN_SHARE = re.compile(f"([{counting.HAN_NUMERALS}\\d]+)分之([{counting.HAN_NUMERALS}\\d.]+)")
_HAN_RANGE = re.compile(f"[到至][{counting.HAN_NUMERALS}]")
_APPROXIMATE_HAN = frozenset("数几好上多")


def in_words(scan: Scan) -> Iterator[Number]:
    """Numbers in words of the alphabets."""
    resume = 0
    for index, piece in scan.words:
        if index < resume or not counting.begins(piece.key):
            continue
        # Arabic writes "and", "by" and "the" on to a number word, Persian does not: بسته is no six.
        if scan.persian and not counting.begins_bare(piece.key):
            continue
        if (said := counting.spoken(scan.pieces, index)) is None:
            continue
        digits, resume = Span(piece.start, scan.pieces[said.next - 1].end), said.next
        if said.unit:
            yield Number(said.value, said.unit, digits, digits)
        elif (number := complete(scan, said.value, digits)).unit is not None or not said.weak:
            yield number


def in_han(scan: Scan) -> Iterator[Number]:
    """Numbers in Chinese numerals, where they count something."""
    if not scan.han:
        return
    for match in _HAN_NUMERAL.finditer(scan.plain):
        before, following = scan.plain[match.start() - 1 : match.start()], scan.plain[match.end() :]
        value = counting.han(match[0])
        if before.isdigit() or before in _APPROXIMATE_HAN:
            continue
        if before == "第":
            yield Number(
                Decimal(value), "ordinal", Span(match.start() - 1, match.end()), Span(*match.span())
            )
        elif _counts(match[0], value, following):
            yield complete(scan, Decimal(value), Span(*match.span()))


def _counts(numeral: str, value: int, following: str) -> bool:
    """Whether Han numerals are a number here and not part of a word (十分, 万一, 五角大楼)."""
    if not any(char in "十百千万亿廿卅" for char in numeral):
        if len(numeral) > 1:
            return len(numeral) >= 4 or "〇" in numeral
    elif len(numeral) > 1 and numeral[0] not in "百千万亿":
        return True
    if following[:1] == "几" or value < 2 or numeral in "百千万亿":
        return False
    if _HAN_RANGE.match(following):
        return True
    return following[:1] in set(classifiers()) or units.after(following, 0) is not None


def shares(scan: Scan) -> Iterator[Number]:
    """百分之七十, 三分之二."""
    if "分之" not in scan.plain:
        return
    for match in _HAN_SHARE.finditer(scan.plain):
        parts, amount = _either(match[1]), _either(match[2])
        if not parts or amount is None:
            continue
        span = Span(*match.span())
        if parts == 100:
            yield Number(amount, "%", span, Span(*match.span(2)))
        else:
            yield Number(round(amount / parts, 6), None, span, span)


def _either(numeral: str) -> Decimal | None:
    if numeral[0].isdigit():
        return counting.written(numeral)
    return Decimal(counting.han(numeral)) if _HAN_NUMERAL.fullmatch(numeral) else None

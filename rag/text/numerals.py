"""Numbers in figures, reduced to one spelling whatever separates their digits."""

from __future__ import annotations

import re

# On folded text: ASCII digits, "," and "." for every separator.
PATTERN = r"\d+(?:[.,]\d+)*"
_GROUPED = re.compile(
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+"
)
_DECIMAL = re.compile(r"\d+[.,]\d+")


_FIGURES = re.compile(PATTERN)
_DATE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}")


def number_terms(token: str) -> tuple[str, ...]:
    """What a token that begins with figures is searched by; an ending ("21st") is left out.

    That is the number's plain form, or the figures of a date like 05.11.2020.
    """
    found = _FIGURES.match(token)
    figures = found[0] if found else ""
    parts = figures.split(".") if _DATE.fullmatch(figures) else [figures]
    return tuple(map(plain_number, parts))


def plain_number(figures: str) -> str:
    """One number as "1234.5": no grouping, a point for the fraction, no idle zeros.

    "1,234.5" and "1.234,5" are the same; "1,234" is grouped, as is every comma before three
    digits; "1.234" is a fraction. What reads as neither, a version or a date, stays.
    """
    if figures.isdecimal():
        return figures[1:] if len(figures) == 2 and figures[0] == "0" else figures
    if _GROUPED.fullmatch(figures):
        return _without_idle_zeros(_ungrouped(figures))
    if _DECIMAL.fullmatch(figures):
        return _without_idle_zeros(figures.replace(",", "."))
    return figures


def _ungrouped(figures: str) -> str:
    """The last kind of separator marks the fraction if both kinds occur."""
    if "," in figures and "." in figures:
        fraction = max(figures.rfind(","), figures.rfind("."))
        whole = figures[:fraction].replace(",", "").replace(".", "")
        return f"{whole}.{figures[fraction + 1 :]}"
    return figures.replace(",", "").replace(".", "")


def _without_idle_zeros(number: str) -> str:
    return number.rstrip("0").rstrip(".") if "." in number else number

"""Which form of a word a number asks for, by the plural rules of Unicode's CLDR.

A phrase writes `{count}` for a number alone and `{count:# file|# files}` for a number with the
form it asks for: one form for each category of the language, in the order of `CATEGORIES`, and
`#` where the number stands.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "en": ("one", "other"),
    "zh": ("other",),
    "fa": ("one", "other"),
    "ru": ("one", "few", "many", "other"),
    "ar": ("zero", "one", "two", "few", "many", "other"),
}
"""The categories of cardinal numbers by language, in the order a phrase writes its forms."""

_SMALL_ARABIC = {0: "zero", 1: "one", 2: "two"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A number to be filled into a phrase of a language; `shown` is how it is written there."""

    value: float
    language: str
    shown: str

    def __format__(self, forms: str) -> str:
        """The number, or the form it asks for. Raises ValueError where a form is missing."""
        if not forms:
            return self.shown
        offered = forms.split("|")
        known = CATEGORIES[self.language]
        if len(offered) != len(known):
            raise ValueError(f"{forms!r} has not the forms {', '.join(known)} of {self.language}")
        return offered[known.index(category(self.value, self.language))].replace("#", self.shown)


def category(value: float, language: str) -> str:
    """The category of a number; one with a fraction is written with it ("2.0" is no "2")."""
    return _RULES[language](value)


def _english(value: float) -> str:
    return "one" if value == 1 and isinstance(value, int) else "other"


def _chinese(_: float) -> str:
    return "other"


def _persian(value: float) -> str:
    return "one" if 0 <= value <= 1 else "other"


def _russian(value: float) -> str:
    if not isinstance(value, int):
        return "other"
    if value % 10 == 1 and value % 100 != 11:
        return "one"
    return "few" if 2 <= value % 10 <= 4 and not 12 <= value % 100 <= 14 else "many"


def _arabic(value: float) -> str:
    if value in _SMALL_ARABIC:
        return _SMALL_ARABIC[int(value)]
    if 3 <= value % 100 <= 10 and value == int(value):
        return "few"
    return "many" if value % 100 >= 11 and value == int(value) else "other"


_RULES: Mapping[str, Callable[[float], str]] = {
    "en": _english,
    "zh": _chinese,
    "fa": _persian,
    "ru": _russian,
    "ar": _arabic,
}

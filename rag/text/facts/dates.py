"""Dates of any precision in five languages and three calendars, as Gregorian facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rag.records import Span
from rag.text.facts import figures, month_names, periods, years
from rag.text.facts.calendars import Calendar, WrittenDate
from rag.text.facts.scan import Scan, first_come

_Bound = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class DateFact:
    """A date in a text, Gregorian, None for what is not said; years before our era are negative.

    `years` is how many years a year alone stands for: 10 for a decade, 100 for a century, which
    `year` begins. `calendar` is the one it was written in: a Jalali year or month reaches into
    two Gregorian ones, of which `year` and `month` are the first.
    """

    year: int | None
    month: int | None
    day: int | None
    span: Span
    years: int = 1
    calendar: Calendar = Calendar.GREGORIAN

    @property
    def iso(self) -> str:
        """ISO 8601 of the precision known: "2020-11-02", "2020-11", "2020", "--11-02", "---24"."""
        year = "-" if self.year is None else f"{'-' * (self.year < 0)}{abs(self.year):04d}"
        month = "" if self.month is None else f"-{self.month:02d}"
        day = "" if self.day is None else f"-{self.day:02d}"
        return year + (month or ("-" if day else "")) + day

    @property
    def exact(self) -> bool:
        """Whether the date has the same borders in the calendar it was written in."""
        return self.calendar is Calendar.GREGORIAN or (
            self.calendar is Calendar.JALALI and None not in (self.year, self.day)
        )

    def covers(self, other: DateFact) -> bool:
        """Whether `other` says the same or a more precise date: 2021 covers January 2021.

        Dates that another calendar blurs need only meet.
        """
        if self.year is None or other.year is None:
            return self.year is None and self._same_day_of_year(other)
        (first, last), (other_first, other_last) = self._bounds(), other._bounds()
        if self.exact and other.exact:
            return first <= other_first and other_last <= last
        return first <= other_last and other_first <= last

    def opposes(self, other: DateFact) -> bool:
        """Whether no day can be both dates."""
        if self.year is None or other.year is None:
            parts = ((self.month, other.month), (self.day, other.day))
            return any(one != two for one, two in parts if one is not None and two is not None)
        return not (self.covers(other) or other.covers(self))

    def _same_day_of_year(self, other: DateFact) -> bool:
        return self.month in (None, other.month) and self.day in (None, other.day)

    def _bounds(self) -> tuple[_Bound, _Bound]:
        year = self.year or 0
        if self.exact:
            first = (year, self.month or 1, self.day or 1)
            return first, (year + self.years - 1, self.month or 12, self.day or 31)
        if self.calendar is Calendar.HIJRI:
            return (year - 1, 1, 1), (year + self.years, 12, 31)
        if self.month is None:
            return (year, 3, 20), (year + self.years, 3, 21)
        after = (year + self.month // 12, self.month % 12 + 1, 21)
        return (year, self.month, 19), after


def find(scan: Scan) -> tuple[DateFact, ...]:
    """All dates of a text, in order; of two that overlap the more telling form is kept."""
    readers = (
        figures.numeric(scan),
        periods.find(scan),
        figures.han(scan),
        month_names.find(scan),
        years.find(scan),
    )
    written = first_come(date for reader in readers for date in reader)
    return tuple(_facts(sorted(written, key=lambda date: date.span)))


def _facts(written: list[WrittenDate]) -> Iterator[DateFact]:
    for date in written:
        if (day := date.gregorian()) is not None:
            yield DateFact(day.year, day.month, day.day, date.span, date.years, date.calendar)

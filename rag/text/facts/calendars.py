"""The three calendars that documents date by, brought to the Gregorian one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from rag.records import Span


class Calendar(StrEnum):
    """The calendar a date was written in."""

    GREGORIAN = "gregorian"
    JALALI = "jalali"
    HIJRI = "hijri"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as far as it is known; None for the parts that are not."""

    year: int | None = None
    month: int | None = None
    day: int | None = None


JALALI_YEARS = range(1200, 1500)
LAST_YEAR = 2100
# A Hijri year lasts 0.970224 solar years; the era began in July 622.
_HIJRI_YEAR, _HIJRI_EPOCH = 0.970224, 621.5774
# What a day and month without a year are converted in; another year may differ by a day.
_ANY_YEAR = 1400


def to_gregorian(written: Day, calendar: Calendar) -> Day | None:
    """The Gregorian date of what is `written`.

    A whole Jalali date is converted exactly. A year or a month alone reaches into two Gregorian
    ones: the first of the two is returned. Hijri dates keep the year alone, found by the ratio of
    the two years, which is right to within a year.

    Returns:
        The date, or None where there is no such day.
    """
    if calendar is Calendar.GREGORIAN:
        return written if _exists(written) else None
    if calendar is Calendar.HIJRI:
        return Day(int(written.year * _HIJRI_YEAR + _HIJRI_EPOCH)) if written.year else None
    return _from_jalali(written)


def _exists(written: Day) -> bool:
    return 1 <= (written.month or 1) <= 12 and 1 <= (written.day or 1) <= 31


def _from_jalali(written: Day) -> Day | None:
    from persiantools.jdatetime import JalaliDate

    if not _exists(written):
        return None
    try:
        first = JalaliDate(  # type: ignore[no-untyped-call]
            written.year or _ANY_YEAR, written.month or 1, written.day or 1
        ).to_gregorian()
    except ValueError:
        return None
    year = first.year if written.year else None
    if written.month is None:
        return Day(year)
    return Day(year, first.month, first.day if written.day else None)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as written, its parts in its own calendar.

    `years` is how many years a year alone stands for: 10 for a decade, 100 for a century.
    """

    written: Day
    span: Span
    years: int = 1
    calendar: Calendar = Calendar.GREGORIAN

    def gregorian(self) -> Day | None:
        """The date in the Gregorian calendar, None where there is no such day."""
        return to_gregorian(self.written, self.calendar)

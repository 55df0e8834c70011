"""What documents are filtered by, in a form that SQLite can compare."""

from __future__ import annotations

import calendar
import re
import unicodedata
from dataclasses import dataclass

from rag.records import Provenance

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Period:
    """The days an ISO 8601 date of any precision may mean, first and last included."""

    first: str
    last: str


def period(date: str) -> Period | None:
    """The days that "2021-01-26", "2021-01" or "2021" may mean; None for anything else."""
    parts = _DATE.fullmatch(date)
    if parts is None:
        return None
    year, month, day = (int(part) if part else None for part in parts.groups())
    if not year or (month is not None and not 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month or 12)[1]
    if day is not None and not 1 <= day <= last:
        return None
    return Period(
        f"{year:04}-{month or 1:02}-{day or 1:02}", f"{year:04}-{month or 12:02}-{day or last:02}"
    )


def folded(name: str) -> str:
    """A name as it is compared: width, case and outer spaces set aside."""
    return unicodedata.normalize("NFKC", name).casefold().strip()


@dataclass(frozen=True, slots=True)
class Facets:
    """The filterable side of a document's provenance; None where it says nothing."""

    publisher: str | None
    published: Period | None

    @classmethod
    def of(cls, provenance: Provenance) -> Facets:
        return cls(
            publisher=folded(provenance.publisher) if provenance.publisher else None,
            published=period(provenance.published) if provenance.published else None,
        )

"""Days that may be known only roughly, and periods: `2020`, `2020-S1`, `2020-Q3`, `2020-09`, `2016-07/2016-11`."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTHS_OF = {"S": 6, "Q": 3}
_PERIOD = re.compile(r"(\d{4})(?:-(?:([SQ])([1-4])|(\d{2})))?", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """A day known to the day, the month or the year.

    `text` is ISO 8601 at the precision that is known ("2021", "2021-03", "2021-03-19"); `last` is the last day of
    that span, from which alone the fact may be taken as known.
    """

    text: str
    last: date

    @classmethod
    def parse(cls, text: str) -> Day:
        """Reads "2021", "2021-03" or "2021-03-19". Raises ValueError for anything else."""
        match = _DAY.fullmatch(text)
        if not match:
            raise ValueError(f"not a day: {text!r}")
        year, month, day = match.groups()
        if day:
            return cls(text, date(int(year), int(month), int(day)))
        return cls(text, month_end(int(year), int(month or 12)))

    @property
    def first(self) -> date:
        """The first day of the span that is known."""
        year, month, day = (*(int(part) for part in self.text.split("-")), 1, 1)[:3]
        return date(year, month, day)

    @classmethod
    def of(cls, day: date) -> Day:
        return cls(day.isoformat(), day)


@dataclass(frozen=True, slots=True)
class Period:
    """A span of whole months, and the code it is written with."""

    code: str
    first: date
    last: date

    @property
    def months(self) -> int:
        """How many calendar months the period covers."""
        return (self.last.year - self.first.year) * 12 + self.last.month - self.first.month + 1

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def span(self) -> tuple[date, date]:
        """What makes two periods the same: 2020 and 2020-Q1/2020-Q4 are two codes for one span."""
        return self.first, self.last

    def to_date(self) -> Period:
        """The same period counted from the first of January: with `year_to_date`, 2020-Q3 is nine months."""
        return Period(self.code, date(self.last.year, 1, 1), self.last)


@lru_cache(maxsize=4096)
def parse_period(code: str) -> Period:
    """Reads a period code. Raises ValueError where it is none, or where an interval runs backwards."""
    first_code, slash, last_code = code.partition("/")
    first = _simple(first_code)
    if not slash:
        return first
    last = _simple(last_code)
    if last.first < first.first or last.last < first.last:
        raise ValueError(f"period ends before it begins: {code!r}")
    return Period(code, first.first, last.last)


# How often a figure is due, in months.
INTERVAL_MONTHS = {"annual": 12, "semiannual": 6, "quarterly": 3, "monthly": 1}


def regular_periods(frequency: str, first: date, last: date) -> tuple[Period, ...]:
    """The calendar periods of a frequency that end on or after the first day and on or before the last."""
    months = INTERVAL_MONTHS[frequency]
    form = {12: "{year}", 6: "{year}-S{part}", 3: "{year}-Q{part}", 1: "{year}-{part:02}"}[months]
    periods = (
        parse_period(form.format(year=year, part=part))
        for year in range(first.year, last.year + 1)
        for part in range(1, 12 // months + 1)
    )
    return tuple(period for period in periods if first <= period.last <= last)


def month_end(year: int, month: int) -> date:
    """The last day of a month. Raises ValueError for a month or year that the calendar lacks."""
    if not 1 <= month <= 12:
        raise ValueError(f"no such month: {month}")
    return date(year, month, monthrange(year, month)[1])


def months_before(day: date, months: int) -> date:
    """The end of the month that lies `months` before the month of `day`."""
    index = day.year * 12 + day.month - 1 - months
    return month_end(index // 12, index % 12 + 1)


def previous_day(day: date) -> date:
    return day - timedelta(days=1)


def _simple(code: str) -> Period:
    match = _PERIOD.fullmatch(code)
    if not match:
        raise ValueError(f"not a period: {code!r}")
    year, kind, part, month = match.groups()
    if month:
        start, length = int(month), 1
    elif kind:
        length = _MONTHS_OF[kind]
        start = (int(part) - 1) * length + 1
    else:
        start, length = 1, 12
    last = month_end(int(year), start + length - 1)
    return Period(code, date(int(year), start, 1), last)

"""What the rules look at: all tables of a publication to be, each distinct text read once.

A cell that is not in order has been reported by `check`; here it is None, and no rule judges what stands on it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import NamedTuple, TypeVar

from kh213.model.areas import LEVELS, Area, AreaChange, Areas
from kh213.model.periods import Day, Period, parse_period
from kh213.release.cells.check import Row, Rows
from kh213.release.issues import Issue
from kh213.release.schema import TABLES

Spanning = TypeVar("Spanning", Day, Period)
Slot = tuple[str, str, str, str]

WITHOUT_VALUE = frozenset("LMO")  # the statuses that say that there is no value, and why
YEARS = range(1900, 2100)  # of everything that a plan can speak of
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_FIRST_ROW = 2
_KEYS: Mapping[str, Callable[[Row], str | tuple[str, ...]]] = {
    table.name: itemgetter(*table.key) for table in TABLES.values()
}


class Breach(NamedTuple):
    """A rule broken somewhere in a row: which, at which cell, what stands there, what it was held against."""

    code: str
    column: str
    found: str = ""
    expected: str = ""

    def at(self, table: str, row: int | None) -> Issue:
        return Issue(table, self.code, row, self.column, self.found, self.expected)


class Measure(NamedTuple):
    """What the rules need to know of an indicator. `low` and `high` are its limits, 0 and 100 for a share without."""

    kind: str
    whole: bool
    low: Decimal | None
    high: Decimal | None
    level: str
    frequency: str


class Figure(NamedTuple):
    """A row of observations. `period` is the span covered; `day` its publication's, else its source's; `value` is
    rounded to a float: good enough to look for what is odd, never to decide."""

    number: int
    row: Row
    measure: Measure | None
    period: Period | None
    numerator: Decimal | None
    denominator: Decimal | None
    stated: Decimal | None
    day: Day | None
    value: float | None


@dataclass(frozen=True)
class Whole:
    """All tables as text, the spreadsheet row of each of their rows, and the day of the publication."""

    tables: Rows
    day: date
    numbers: Mapping[str, Sequence[int]] = field(default_factory=dict)

    def rows(self, table: str) -> Iterator[tuple[int, Row]]:
        """The rows of a table with their spreadsheet numbers; none where it was not handed in."""
        rows = self.tables.get(table, ())
        return zip(self.numbers.get(table) or range(_FIRST_ROW, _FIRST_ROW + len(rows)), rows, strict=True)

    @cached_property
    def measures(self) -> Mapping[str, Measure]:
        return {row["indicator_code"]: _measure(row) for _, row in self.rows("indicators")}

    @cached_property
    def sources(self) -> Mapping[str, Row]:
        return {row["source_code"]: row for _, row in self.rows("sources")}

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        published = {code: day(row["published_on"]) for code, row in self.sources.items()}
        return tuple(self._figure(number, row, published) for number, row in self.rows("observations"))

    def _figure(self, number: int, row: Row, published: Mapping[str, Day | None]) -> Figure:
        counts = read(row["numerator"]), read(row["denominator"])
        stated = read(row["obs_value"])
        return Figure(
            number,
            row,
            self.measures.get(row["indicator_code"]),
            span(row["time_period"], row["accumulation"]),
            *counts,
            stated,
            day(row["published_on"]) or published.get(row["source_code"]),
            _value(*counts, stated),
        )

    @cached_property
    def slots(self) -> tuple[tuple[Figure, ...], ...]:
        """The rows of one figure (indicator, area, accumulation, span) in the order of the file, where there are more
        than one."""
        first: dict[Slot, Figure] = {}
        more: dict[Slot, list[Figure]] = {}
        for figure in self.figures:
            slot = slot_of(figure)
            other = first.setdefault(slot, figure)
            if other is not figure:
                more.setdefault(slot, [other]).append(figure)
        return tuple(tuple(rows) for rows in more.values())

    def unit(self, code: str, on: date) -> Area | None:
        """The area that a code names on a day."""
        if (code, on) not in self._units_on:
            self._units_on[code, on] = self.areas.at(code, on)
        return self._units_on[code, on]

    @cached_property
    def _units_on(self) -> dict[tuple[str, date], Area | None]:
        return {}

    @cached_property
    def units(self) -> tuple[tuple[int, Area], ...]:
        """The spans of `areas` with their rows; none of a code of which one span cannot be read."""
        read_units = [(number, row["area_code"], _unit(row)) for number, row in self.rows("areas")]
        doubtful = {code for _, code, unit in read_units if unit is None}
        return tuple((number, unit) for number, code, unit in read_units if unit and code not in doubtful)

    @cached_property
    def areas(self) -> Areas:
        changes = (
            AreaChange(row["from_code"], row["to_code"], on, row["change_kind"])
            for _, row in self.rows("area_changes")
            if (on := whole_day(row["changed_on"]))
        )
        return Areas(tuple(unit for _, unit in self.units), tuple(changes))


def key_of(table: str, row: Row) -> tuple[str, ...]:
    """The cells by which a table knows a row."""
    cells = _KEYS[table](row)
    return (cells,) if isinstance(cells, str) else cells


def slot_of(figure: Figure) -> Slot:
    """What a row is a figure of: 2020 and 2020-Q1/2020-Q4 are one span."""
    row = figure.row
    return (
        row["indicator_code"],
        row["area_code"],
        row["accumulation"],
        _span_name(row["time_period"], row["accumulation"]),
    )


@lru_cache(maxsize=1 << 12)
def _span_name(text: str, accumulation: str) -> str:
    found = span(text, accumulation)
    return f"{found.first}/{found.last}" if found else text


@lru_cache(maxsize=1 << 17)
def read(text: str) -> Decimal | None:
    """A cell as a number; None where it is empty or none."""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=1 << 14)
def day(text: str) -> Day | None:
    """A cell as a day that may be known only roughly; None where it is empty, none, or of no plausible year."""
    return _plausible(Day.parse, text)


@lru_cache(maxsize=1 << 12)
def period(text: str) -> Period | None:
    """A cell as a period; None where it is empty, none, or of no plausible year."""
    return _plausible(parse_period, text)


@lru_cache(maxsize=1 << 12)
def span(text: str, accumulation: str) -> Period | None:
    """The period that a figure covers: from 1 January for `year_to_date`."""
    found = period(text)
    return found.to_date() if found and accumulation == "year_to_date" else found


@lru_cache(maxsize=1 << 14)
def earliest(text: str) -> date | None:
    """The first day that a cell may mean: 1 January of a year."""
    found = day(text)
    return found.first if found else None


def whole_day(text: str) -> date | None:
    """A cell as a day of the calendar; None where it is empty or none, or known only roughly."""
    found = day(text)
    return found.last if found and found.first == found.last else None


def plain(value: float) -> str:
    """A number in as few digits as a person needs, as the tables write it: `58.33`, `75800`."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def limits(measure: Measure) -> str:
    """The limits of an indicator: `1 … 63`, `≥ 0`, `≤ 100`."""
    if measure.low is not None and measure.high is not None:
        return f"{measure.low} … {measure.high}"
    return f"≥ {measure.low}" if measure.low is not None else f"≤ {measure.high}"


def outside(measure: Measure, value: Decimal) -> bool:
    """Whether a value cannot be one of the indicator's."""
    return (measure.low is not None and value < measure.low) or (measure.high is not None and value > measure.high)


def _plausible(parse: Callable[[str], Spanning], text: str) -> Spanning | None:
    try:
        found = parse(text)
    except ValueError:
        return None
    return found if found.first.year in YEARS and found.last.year in YEARS else None


def _measure(row: Row) -> Measure:
    share = row["kind"] == "share"
    low, high = read(row["value_min"]), read(row["value_max"])
    return Measure(
        row["kind"],
        row["kind"] == "rank" or (row["kind"] == "count" and row["decimals"] == "0"),
        Decimal(0) if low is None and share else low,
        Decimal(100) if high is None and share else high,
        row["reporting_level"],
        row["frequency"],
    )


def _value(numerator: Decimal | None, denominator: Decimal | None, stated: Decimal | None) -> float | None:
    if denominator is not None:
        return 100 * float(numerator) / float(denominator) if denominator and numerator is not None else None
    return None if stated is None else float(stated)


def _unit(row: Row) -> Area | None:
    begins, ends = day(row["valid_from"]), whole_day(row["valid_to"])
    unread = (row["valid_from"] and not begins) or (row["valid_to"] and not ends)
    if unread or row["area_level"] not in LEVELS:
        return None
    return Area(
        row["area_code"],
        row["name_vi"],
        row["area_type"],
        row["area_level"],
        row["parent_code"] or None,
        begins,
        ends,
    )

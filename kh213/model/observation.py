"""One published figure, and all of them as they are asked for: by what, where, when, and how often."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Any, Literal, overload

from kh213.model.periods import Day, Period


@dataclass(frozen=True, slots=True)
class Text:
    """One thing said in Vietnamese and in English; empty where nothing is said."""

    vi: str = ""
    en: str = ""

    def __bool__(self) -> bool:
        return bool(self.vi)

    def within(self, lang: str) -> str:
        return self.en if lang == "en" else self.vi


@dataclass(frozen=True, slots=True)
class Observation:
    """One published figure.

    `period` is the span that the figure covers (from 1 January for `year_to_date`); `time_period` the code as
    published. `value` is exact: 100·numerator/denominator where counts are given, else the stated value, None where
    nothing is known or where the denominator is 0. `known_on` is the day from which it may be used.
    """

    indicator_code: str
    area_code: str
    time_period: str
    period: Period
    accumulation: str
    numerator: Decimal | None
    denominator: Decimal | None
    stated: Decimal | None
    value: Fraction | None
    qualifier: str
    status: str
    published_on: Day | None
    known_on: date
    source_code: str
    note: Text

    @property
    def nothing_arose(self) -> bool:
        """A denominator of 0: neither 0 % nor missing."""
        return self.denominator == 0

    @property
    def counted(self) -> bool:
        """Whether both counts are known, so that they can be added up; where nothing arose, no numerator is needed."""
        return self.nothing_arose or (self.numerator is not None and self.denominator is not None)

    @property
    def is_figure(self) -> bool:
        return self.value is not None or self.nothing_arose


def in_force(rows: Iterable[Observation], as_of: date) -> tuple[Observation, ...]:
    """The figures that hold on a day, one for each period and accumulation, oldest period first.

    Of several rows for one period the one known last is in force (on equal days the later row of the file); one
    without a value takes the figure back. At the same end the longer span comes last, so that it wins a `[-1]`.
    """
    latest: dict[tuple[tuple[date, date], str], Observation] = {}
    for row in sorted((row for row in rows if row.known_on <= as_of), key=lambda row: row.known_on):
        latest.pop((row.period.span, row.accumulation), None)  # so that the later row also comes later in the order
        latest[row.period.span, row.accumulation] = row
    figures = [row for row in latest.values() if row.is_figure]
    return tuple(sorted(figures, key=lambda row: (row.period.last, row.period.days, row.known_on)))


# What many figures share, so that all of them can be asked for it at once.
Trait = Literal[
    "indicator_code",
    "area_code",
    "time_period",
    "accumulation",
    "period",
    "qualifier",
    "status",
    "published_on",
    "known_on",
    "source_code",
]
Traits = tuple[Any, ...]


class Observed(Sequence[Observation]):
    """All figures of a release in the order of the file. However they are kept, each method answers the same.

    A figure that is asked for twice may be two objects: they are compared with ==.
    """

    @abstractmethod
    def published(self, indicator_code: str, area_code: str, after: date | None = None) -> tuple[Observation, ...]:
        """Every row for an indicator and an area code (of periods that end `after` a day), in the order of the file."""

    @abstractmethod
    def areas_of(self, indicator_code: str) -> tuple[str, ...]:
        """The codes of all areas with a row of an indicator, by their first."""

    @abstractmethod
    def known_areas(self, indicator_code: str, as_of: date) -> Collection[str]:
        """The codes of all areas for which a figure of the indicator was known on a day."""

    @abstractmethod
    def held(self, indicator_code: str, as_of: date, *names: Trait) -> Sequence[Traits]:
        """These traits of every figure of an indicator that is in force on a day, area by area, as `in_force` gives it."""

    @abstractmethod
    def tally(self, *names: Trait) -> Mapping[Traits, int]:
        """How many rows have these traits, for all that occur together, by the first row of each."""

    @abstractmethod
    def select(self, names: Sequence[Trait], wanted: Collection[Traits]) -> Iterator[Observation]:
        """The rows whose traits are among those wanted, in the order of the file."""


class Listed(Observed):
    """Figures that are all there."""

    def __init__(self, rows: Sequence[Observation]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> Observation: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Observation]: ...
    def __getitem__(self, at: int | slice) -> Observation | Sequence[Observation]:
        return self._rows[at]

    def __iter__(self) -> Iterator[Observation]:
        return iter(self._rows)

    @cached_property
    def _series(self) -> dict[tuple[str, str], tuple[Observation, ...]]:
        series: dict[tuple[str, str], list[Observation]] = defaultdict(list)
        for row in self._rows:
            series[row.indicator_code, row.area_code].append(row)
        return {key: tuple(rows) for key, rows in series.items()}

    @cached_property
    def _areas_of(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for indicator_code, area_code in self._series:
            found[indicator_code][area_code] = None
        return {code: tuple(areas) for code, areas in found.items()}

    def published(self, indicator_code: str, area_code: str, after: date | None = None) -> tuple[Observation, ...]:
        rows = self._series.get((indicator_code, area_code), ())
        return rows if after is None else tuple(row for row in rows if row.period.last > after)

    def areas_of(self, indicator_code: str) -> tuple[str, ...]:
        return self._areas_of.get(indicator_code, ())

    def known_areas(self, indicator_code: str, as_of: date) -> Collection[str]:
        return {
            code
            for code in self.areas_of(indicator_code)
            if any(row.is_figure and row.known_on <= as_of for row in self.published(indicator_code, code))
        }

    def held(self, indicator_code: str, as_of: date, *names: Trait) -> Sequence[Traits]:
        traits, codes = _traits(names), self.areas_of(indicator_code)
        return [traits(row) for code in codes for row in in_force(self.published(indicator_code, code), as_of)]

    def tally(self, *names: Trait) -> Mapping[Traits, int]:
        return Counter(map(_traits(names), self._rows))

    def select(self, names: Sequence[Trait], wanted: Collection[Traits]) -> Iterator[Observation]:
        traits = _traits(names)
        return (row for row in self._rows if traits(row) in wanted)


def _traits(names: Sequence[Trait]) -> Callable[[Observation], Traits]:
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda row: (get(row),)

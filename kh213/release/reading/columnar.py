"""The figures of a release that has millions of them: kept by columns, each made when somebody asks for it.

The typing of a row is that of read.py, text by text; what holds for many rows is worked out over whole columns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any, overload

import numpy as np
import numpy.typing as npt

from kh213.model.observation import Observation, Observed, Trait, Traits
from kh213.model.plan import Source
from kh213.release.columns.by_column import ByColumn
from kh213.release.columns.table import Columns, Rows
from kh213.release.reading.making import Maker

_SERIES = 512  # series that stay made: what a page asks for twice; more would have to be looked through as garbage
_DENSE = 4  # so many numbers a row a table of all combinations may have, rather than sorting the rows

# On which columns a trait of a figure rests.
_RESTS_ON: Mapping[Trait, tuple[str, ...]] = {
    "indicator_code": ("indicator_code",),
    "area_code": ("area_code",),
    "time_period": ("time_period",),
    "accumulation": ("accumulation",),
    "period": ("time_period", "accumulation"),
    "qualifier": ("qualifier",),
    "status": ("obs_status",),
    "published_on": ("published_on",),
    "known_on": ("published_on", "source_code"),
    "source_code": ("source_code",),
}
_PLACE = ("indicator_code", "area_code")


def columnar(table: ByColumn, sources: Mapping[str, Source], release_day: date) -> Columnar:
    """The figures of a table of observations that has passed `check`."""
    if not isinstance(table, Columns):
        raise TypeError(type(table).__name__)
    return Columnar(table, sources, release_day)


class Columnar(Observed):
    """The figures of a table of observations; `sources` and `release_day` tell from when a figure is known.

    Nothing of it changes once it is made, and threads may share it.
    """

    def __init__(self, table: Columns, sources: Mapping[str, Source], release_day: date) -> None:
        self._table, self._sources, self._day = table, sources, release_day
        self._maker = Maker(table, sources, release_day)
        self._plain = self._maker.texts
        self._made = lru_cache(maxsize=_SERIES)(self._series)
        self._groups = lru_cache(maxsize=16)(self._grouped)

    def __len__(self) -> int:
        return len(self._table)

    @overload
    def __getitem__(self, at: int) -> Observation: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Observation]: ...
    def __getitem__(self, at: int | slice) -> Observation | Sequence[Observation]:
        rows = np.arange(len(self))[at]
        return self._maker.make(rows) if isinstance(at, slice) else self._maker.make(rows.reshape(1))[0]

    def __iter__(self) -> Iterator[Observation]:
        return self._maker.each(np.arange(len(self)))

    def __eq__(self, other: object) -> bool:
        """Whether two hold the same texts: two readings of one release are one plan."""
        if not isinstance(other, Columnar):
            return NotImplemented
        known = (self._sources, self._day) == (other._sources, other._day)
        return self is other or (known and self._table.same_as(other._table))

    __hash__ = None  # type: ignore[assignment]  # a plan is known by the key of its release

    def published(self, indicator_code: str, area_code: str, after: date | None = None) -> tuple[Observation, ...]:
        return self._made(indicator_code, area_code, after)

    def areas_of(self, indicator_code: str) -> tuple[str, ...]:
        return self._areas_of.get(indicator_code, ())

    def known_areas(self, indicator_code: str, as_of: date) -> Collection[str]:
        rows = self._of_indicator(indicator_code)
        if not len(rows):
            return ()
        known = rows[self._is_figure[rows] & (self._known_days[rows] <= as_of.toordinal())]
        codes = np.bincount(self._table.codes("area_code")[known])
        return {self._plain["area_code"][code] for code in np.flatnonzero(codes).tolist()}

    def held(self, indicator_code: str, as_of: date, *names: Trait) -> Sequence[Traits]:
        rows = self._of_indicator(indicator_code)
        if not len(rows):
            return ()
        first = np.zeros(len(self._plain["area_code"]), np.int64)  # the first row of each area
        first[self._table.codes("area_code")[rows[::-1]]] = rows[::-1]
        rows = rows[self._known_days[rows] <= as_of.toordinal()]
        area = first[self._table.codes("area_code")[rows]]
        known, ends, begins = self._known_days[rows], self._ends[rows], self._begins[rows]
        place = (self._table.codes("accumulation")[rows], begins, ends, area)
        # As in `in_force`: of the rows of one place the one known last, on equal days the later one of the file.
        order = np.lexsort((rows, known, *place))
        alike = np.logical_and.reduce([key[order][1:] == key[order][:-1] for key in place])
        last = order[np.append(~alike, True)[: len(order)]]
        last = last[self._is_figure[rows[last]]]
        last = last[np.lexsort((rows[last], known[last], (ends - begins)[last], ends[last], area[last]))]
        return list(zip(*(self._traits_of(name, rows[last]) for name in names), strict=True))

    def tally(self, *names: Trait) -> Mapping[Traits, int]:
        found: dict[Traits, int] = {}
        groups = self._groups(names)
        for traits, count in zip(groups.traits, groups.counts, strict=True):
            found[traits] = found.get(traits, 0) + count  # two texts can say the same: 2020-Q1/2020-Q4 and so on
        return found

    def select(self, names: Sequence[Trait], wanted: Collection[Traits]) -> Iterator[Observation]:
        groups = self._groups(tuple(names))
        numbers = [number for number, traits in zip(groups.numbers, groups.traits, strict=True) if traits in wanted]
        combined, _ = self._table.combined(groups.columns)
        return self._maker.each(np.flatnonzero(np.isin(combined, numbers)))

    def _series(self, indicator_code: str, area_code: str, after: date | None) -> tuple[Observation, ...]:
        number = self._number(indicator_code, area_code)
        if number is None:
            return ()
        rows = self._rows_of(number)
        return self._maker.make(rows if after is None else rows[self._ends[rows] > after.toordinal()])

    # ------------------------------------------------------------------------------------------------ which rows

    @cached_property
    def _by_place(self) -> tuple[Rows | None, Rows]:
        """The rows ordered by indicator and area (None where the file is so already), and where each pair begins."""
        numbers, below = self._table.combined(_PLACE)
        starts = np.zeros(below + 1, np.int64)
        np.cumsum(np.bincount(numbers, minlength=below), out=starts[1:])
        if bool((numbers[1:] >= numbers[:-1]).all()):
            return None, starts
        return np.argsort(numbers, kind="stable").astype(np.uint32), starts

    def _number(self, indicator_code: str, area_code: str) -> int | None:
        places = self._places
        indicator, area = places["indicator_code"].get(indicator_code), places["area_code"].get(area_code)
        return None if indicator is None or area is None else indicator * len(places["area_code"]) + area

    @cached_property
    def _places(self) -> Mapping[str, Mapping[str, int]]:
        return {name: {code: at for at, code in enumerate(self._table.texts(name))} for name in _PLACE}

    def _rows_of(self, number: int, until: int | None = None) -> Rows:
        """The rows of a pair, or of all from one to another, pair by pair, each in the order of the file."""
        order, starts = self._by_place
        begin, end = int(starts[number]), int(starts[until or number + 1])
        return np.arange(begin, end) if order is None else order[begin:end]

    def _of_indicator(self, indicator_code: str) -> Rows:
        at, width = self._places["indicator_code"].get(indicator_code), len(self._places["area_code"])
        return np.arange(0) if at is None else self._rows_of(at * width, (at + 1) * width)

    @cached_property
    def _areas_of(self) -> Mapping[str, tuple[str, ...]]:
        numbers, _, _ = _different(*self._table.combined(_PLACE))
        indicators, areas = self._plain["indicator_code"], self._plain["area_code"]
        found: dict[str, list[str]] = {}
        for number in numbers.tolist():
            indicator, area = divmod(number, len(areas))
            found.setdefault(indicators[indicator], []).append(areas[area])
        return {code: tuple(codes) for code, codes in found.items()}

    @cached_property
    def _is_figure(self) -> npt.NDArray[np.bool_]:
        """Observation.is_figure of every row."""
        given = {name: self._said(name, lambda number: number is not None) for name in self._maker.numbers}
        nothing_arose = self._said("denominator", lambda number: number == 0)
        return nothing_arose | (given["numerator"] & given["denominator"]) | given["obs_value"]

    def _said(self, column: str, true: Callable[[Any], bool]) -> npt.NDArray[np.bool_]:
        numbers = self._maker.numbers[column]
        of_texts = np.fromiter((true(numbers.build(text)) for text in numbers.texts), np.bool_, len(numbers.texts))
        return of_texts[self._table.codes(column)]

    @cached_property
    def _known_days(self) -> npt.NDArray[np.int32]:
        """Observation.known_on of every row, as an ordinal."""
        return self._of_rows("known_on", lambda day: day)

    @cached_property
    def _ends(self) -> npt.NDArray[np.int32]:
        """Observation.period.last of every row, as an ordinal."""
        return self._of_rows("period", lambda period: period.last)

    @cached_property
    def _begins(self) -> npt.NDArray[np.int32]:
        """Observation.period.first of every row, as an ordinal."""
        return self._of_rows("period", lambda period: period.first)

    def _traits_of(self, name: Trait, rows: Rows) -> list[Any]:
        """One trait of each of these rows."""
        groups = self._groups((name,))
        order = np.argsort(groups.numbers)
        numbers, _ = self._table.combined(groups.columns, rows)
        places = order[np.searchsorted(np.array(groups.numbers)[order], numbers)]
        return [groups.traits[place][0] for place in places.tolist()]

    def _of_rows(self, name: Trait, day: Callable[[Any], date]) -> npt.NDArray[np.int32]:
        groups = self._groups((name,))
        order = np.argsort(groups.numbers)
        days = np.array([day(trait).toordinal() for (trait,) in groups.traits], np.int32)[order]
        return days[np.searchsorted(np.array(groups.numbers)[order], self._table.combined(groups.columns)[0])]

    def _grouped(self, names: tuple[Trait, ...]) -> _Groups:
        columns = tuple(dict.fromkeys(column for name in names for column in _RESTS_ON[name]))
        numbers, firsts, counts = _different(*self._table.combined(columns))
        get = attrgetter(*names)
        found = ((get(row) if len(names) > 1 else (get(row),)) for row in self._maker.each(firsts))
        return _Groups(columns, numbers.tolist(), tuple(found), counts.tolist())


class _Groups:
    """Which traits occur together: by which columns, their number in `combined`, and how often, by the first row."""

    def __init__(
        self, columns: tuple[str, ...], numbers: Sequence[int], traits: tuple[Traits, ...], counts: Sequence[int]
    ) -> None:
        self.columns, self.numbers, self.traits, self.counts = columns, numbers, traits, counts


def _different(combined: npt.NDArray[np.int64], below: int) -> tuple[Rows, Rows, Rows]:
    """The different numbers by their first row, that row, and how often each occurs."""
    if below > _DENSE * len(combined):
        numbers, firsts, counts = np.unique(combined, return_index=True, return_counts=True)
    else:  # no sorting: the last that is written stays, so the rows are written from the end
        all_counts, first = np.bincount(combined, minlength=below), np.zeros(below, np.int64)
        first[combined[::-1]] = np.arange(len(combined) - 1, -1, -1)
        numbers = np.flatnonzero(all_counts)
        firsts, counts = first[numbers], all_counts[numbers]
    order = np.argsort(firsts)
    return numbers[order], firsts[order], counts[order]

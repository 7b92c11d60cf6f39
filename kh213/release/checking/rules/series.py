"""Figures among their likes: the earlier ones of the same area, and those of other areas in the same period.

Only values newly handed in are looked at: what was published once has been looked at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kh213.release.checking.rules.doubles import column
from kh213.release.checking.rules.whole import Figure, Whole, period, plain
from kh213.release.issues import Issue

ENOUGH = 5  # areas: so many do not agree by chance
_FAR = 5  # times the usual step of the series
_FAR_OF_A_SLIP = 2  # the same for a value that lost or won a decimal place
_POINTS = 30  # of a share, from one period to the next
_POINTS_OF_A_SLIP = 5  # of a share that did so
_TIMES = 8  # about a decimal place: the true figure moved a little as well
_STEPS = 2  # from which on a series has a usual step


class Series(NamedTuple):
    """What can be compared: one indicator, counted the same way over periods of the same length.

    `months` are those of the period as written: quarter after quarter of the year to date is one series.
    """

    indicator_code: str
    accumulation: str
    months: int


# The figures that hold, by the last day of the period and the area.
Columns = Mapping[date, Mapping[str, Figure]]


def columns_of(whole: Whole, fresh: Collection[int], wrong: Collection[int] = ()) -> Mapping[Series, Columns]:
    """The series that got a new row, oldest period first; of several rows for one figure the one known last.

    The rows that are `wrong` are left out.
    """
    touched = {figure.row["indicator_code"] for figure in whole.figures if figure.number in fresh}
    found: dict[Series, dict[date, dict[str, Figure]]] = defaultdict(lambda: defaultdict(dict))
    for figure in whole.figures:
        row = figure.row
        written = period(row["time_period"]) if row["indicator_code"] in touched else None
        if written is None or figure.number in wrong:
            continue
        column = found[Series(row["indicator_code"], row["accumulation"], written.months)][written.last]
        other = column.get(row["area_code"])
        if other is None or _known(other) <= _known(figure):
            column[row["area_code"]] = figure
    return {series: dict(sorted(columns.items())) for series, columns in found.items()}


def _known(figure: Figure) -> date:
    return figure.day.last if figure.day else date.max


def jump_issues(whole: Whole, series: Mapping[Series, Columns], fresh: Collection[int]) -> Iterator[Issue]:
    """New values far from the last ones of the same area."""
    for columns in series.values():
        of_area: dict[str, list[Figure]] = defaultdict(list)
        for column_ in columns.values():
            for code, figure in column_.items():
                if figure.value is not None and figure.row["qualifier"] == "eq":
                    of_area[code].append(figure)
        for figures in of_area.values():
            yield from _jumps(whole, figures, fresh)


def _jumps(whole: Whole, figures: Sequence[Figure], fresh: Collection[int]) -> Iterator[Issue]:
    steps: list[float] = []
    for before, figure in pairwise(figures):
        step = abs((figure.value or 0) - (before.value or 0))
        if figure.row["obs_status"] == "B" or not _same_unit(whole, before, figure):
            steps = []  # a series that was broken begins anew
            continue
        if figure.number in fresh and _far(before, figure, step, steps):
            yield Issue("observations", "jump", figure.number, column(figure), _in_period(figure), _in_period(before))
        steps.append(step)


def _far(before: Figure, figure: Figure, step: float, steps: Sequence[float]) -> bool:
    low, high = sorted((abs(before.value or 0), abs(figure.value or 0)))
    place_slipped = low > 0 and high >= _TIMES * low
    share = figure.measure is not None and figure.measure.kind == "share"
    if share and step <= (_POINTS_OF_A_SLIP if place_slipped else _POINTS):
        return False
    if len(steps) >= _STEPS:
        usual = (_FAR_OF_A_SLIP if place_slipped else _FAR) * median(steps)
        return step > usual and (share or step > abs(before.value or 0) / 2)
    return share or place_slipped


def _same_unit(whole: Whole, before: Figure, figure: Figure) -> bool:
    if before.period is None or figure.period is None:
        return False
    code = figure.row["area_code"]
    return whole.unit(code, before.period.last) is whole.unit(code, figure.period.last)


def _in_period(figure: Figure) -> str:
    return f"{plain(figure.value or 0)} ({figure.row['time_period']})"


def revision_issues(whole: Whole, fresh: Collection[int], wrong: Collection[int] = ()) -> Iterator[Issue]:
    """New values far from what was published of the same figure before, in a row that is not `wrong`."""
    for rows in whole.slots:
        sound = (figure for figure in rows if figure.value is not None and figure.day and figure.number not in wrong)
        valued = sorted(sound, key=_known)
        for before, figure in pairwise(valued):
            step = abs((figure.value or 0) - (before.value or 0))
            if figure.number in fresh and _far(before, figure, step, ()):
                said = f"{plain(before.value or 0)} ({before.row['published_on']})"
                yield Issue("observations", "revised_far", figure.number, column(figure), _in_period(figure), said)


def column_issues(whole: Whole, series: Mapping[Series, Columns], fresh: Collection[int]) -> Iterator[Issue]:
    """Periods in which every area has the same value, or exactly the one of the period before."""
    for columns in series.values():
        before: dict[str, dict[str, Figure]] = {}
        for day, column_ in columns.items():
            levels = _by_level(whole, day, column_)
            for level, figures in levels.items():
                new = [figure for figure in figures.values() if figure.number in fresh]
                issue = _odd(figures, before.get(level, {})) if new else None
                if issue:
                    yield Issue("observations", issue.code, new[0].number, column(new[0]), issue.found, issue.expected)
            before = {**before, **levels}


class _Odd(NamedTuple):
    code: str
    found: str
    expected: str


def _odd(figures: Mapping[str, Figure], before: Mapping[str, Figure]) -> _Odd | None:
    values = {figure.value for figure in figures.values()}
    only, text = next(iter(values)), next(iter(figures.values())).row["time_period"]
    if len(figures) >= ENOUGH and len(values) == 1 and only is not None:
        if {figure.value for figure in before.values()} == values:
            return None  # it was so before, and was looked at then
        return _Odd("everywhere_100" if only == 100 else "everywhere_same", plain(only), f"{len(figures)} ({text})")
    shared = figures.keys() & before.keys()
    if len(shared) >= ENOUGH and all(_cells(figures[code]) == _cells(before[code]) for code in shared):
        return _Odd("copied_column", f"{len(shared)} ({text})", next(iter(before.values())).row["time_period"])
    return None


def _cells(figure: Figure) -> tuple[object, ...]:
    return figure.numerator, figure.denominator, figure.stated


def _by_level(whole: Whole, day: date, figures: Mapping[str, Figure]) -> dict[str, dict[str, Figure]]:
    levels: dict[str, dict[str, Figure]] = defaultdict(dict)
    for code, figure in figures.items():
        area = whole.unit(code, day)
        if area and figure.value is not None:
            levels[area.level][code] = figure
    return dict(levels)

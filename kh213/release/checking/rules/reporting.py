"""Who reports, and when: late, no longer, or from a level that did not report before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from datetime import date

from kh213.model.periods import INTERVAL_MONTHS
from kh213.release.cells.check import Row
from kh213.release.checking.rules.series import Columns, Series
from kh213.release.checking.rules.whole import Figure, Slot, Whole, earliest, slot_of
from kh213.release.issues import Issue

_LATE = 2  # reporting intervals
_MOST = 0.5  # of those who reported before: with fewer, a period has only begun to be reported


def late_issues(whole: Whole, fresh: Collection[int]) -> Iterator[Issue]:
    """New figures first published more than two reporting intervals after the end of their period."""
    late = {slot_of(figure) for figure in whole.figures if figure.number in fresh and _late(figure)}
    first: dict[Slot, Figure] = {}  # a revision may come at any time
    for figure in whole.figures if late else ():
        slot = slot_of(figure)
        if slot in late and (slot not in first or _since(figure) < _since(first[slot])):
            first[slot] = figure
    for figure in first.values():
        if figure.number in fresh and _late(figure):
            day, text = _since(figure).isoformat(), figure.row["time_period"]
            yield Issue("observations", "late_report", figure.number, "published_on", day, text)


def _since(figure: Figure) -> date:
    """The first day on which the figure may have been out, in favour of who reported; `max` where none is stated."""
    return (earliest(figure.day.text) if figure.day else None) or date.max


def _late(figure: Figure) -> bool:
    interval = INTERVAL_MONTHS.get(figure.measure.frequency) if figure.measure else None
    if interval is None or figure.period is None or figure.day is None:
        return False
    last, since = figure.period.last, _since(figure)
    return (since.year - last.year) * 12 + since.month - last.month > _LATE * interval


def stopped_issues(whole: Whole, series: Mapping[Series, Columns], fresh: Collection[int]) -> Iterator[Issue]:
    """Areas that reported in the periods before, and are not in the newest one while others are."""
    for columns in series.values():
        days = list(columns)
        if len(days) < 2 or not any(figure.number in fresh for figure in columns[days[-1]].values()):
            continue
        newest = columns[days[-1]]
        for level, codes in _regular(whole, columns, days).items():
            missing = [code for code in codes if code not in newest and _lives_on(whole, code, days[-2], days[-1])]
            reporting = sum(code in newest for code in codes)
            if reporting and reporting >= _MOST * len(codes):
                yield from _stopped(columns[days[-2]], missing, next(iter(newest.values())), level)


def _regular(whole: Whole, columns: Columns, days: list[date]) -> dict[str, list[str]]:
    """The areas that reported in each of the last periods before the newest, two where there are two, by level."""
    codes = [set(columns[day]) for day in days[-3:-1]]
    levels: dict[str, list[str]] = defaultdict(list)
    for code in sorted(set.intersection(*codes)):
        area = whole.unit(code, days[-2])
        if area:
            levels[area.level].append(code)
    return levels


def _lives_on(whole: Whole, code: str, before: date, newest: date) -> bool:
    area = whole.unit(code, newest)
    return area is not None and area is whole.unit(code, before)


def _stopped(before: Mapping[str, Figure], missing: list[str], like: Figure, level: str) -> Iterator[Issue]:
    for code in missing:
        expected = f"{like.row['time_period']} ({level})"
        yield Issue("observations", "stopped_reporting", before[code].number, "area_code", code, expected)


def level_issues(whole: Whole, fresh: Collection[int], base: Collection[Row]) -> Iterator[Issue]:
    """The first new row of each level at which an indicator had no figures in the release before."""
    levels: dict[str, set[str]] = defaultdict(set)
    by_code: dict[str, set[str]] = defaultdict(set)
    for _, area in whole.units:
        by_code[area.code].add(area.level)
    for row in base:
        levels[row["indicator_code"]] |= by_code.get(row["area_code"], set())
    for figure in whole.figures:
        code, measure = figure.row["indicator_code"], figure.measure
        if figure.number not in fresh or not levels.get(code) or measure is None:
            continue
        for level in by_code.get(figure.row["area_code"], set()) - levels[code] - {measure.level}:
            levels[code].add(level)
            yield Issue("observations", "new_level", figure.number, "area_code", figure.row["area_code"], level)

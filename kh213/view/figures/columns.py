"""A chart as the rows of a table, for programs that draw it themselves: a slide or a document whose chart stays open to
be edited. What such a program cannot draw (a missing period, a break) is a row of its own without a figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from kh213.view.figures.chart import Chart, Point
from kh213.words import Words, formats

_NUMBER = re.compile(r"([^\d−]*)(−?\d[\d.,]*)(.*)", re.DOTALL)
_DECIMAL = {"vi": ",", "en": "."}


@dataclass(frozen=True, slots=True)
class Column:
    """One place on the axis of periods. `value` is None in a gap; `goal` and `path` (the required way) where they hold.

    `form` is how the figure is said on the page, as a number format, so that a label follows the number it stands at.
    """

    label: str
    value: float | None = None
    form: str = ""
    side: str = ""
    is_open: bool = False
    goal: float | None = None
    path: float | None = None


def columns(chart: Chart, w: Words) -> tuple[Column, ...]:
    """Figures, gaps and breaks from the earliest to the latest, and the deadline where nothing else falls on it."""
    ordered = sorted(_placed(chart, w), key=lambda each: each[:2])
    return tuple(replace(column, goal=_goal(chart, day), path=_way(chart, day)) for day, _, column in ordered)


def _placed(chart: Chart, w: Words) -> Iterator[tuple[date, int, Column]]:
    """Every column with its day; of one day a break comes first, since it says what begins there."""
    for mark in chart.breaks:
        if any(point.day < mark.day for point in chart.points):
            yield mark.day, 0, Column(w("chart.break"))
    for point in chart.points:
        yield point.day, 1, _figure(chart, point, w)
    for mark in chart.missing:
        yield mark.day, 1, Column(mark.text.partition(" (")[0])
    days = {*(point.day for point in chart.points), *(mark.day for mark in chart.missing)}
    if chart.goal and chart.goal.due not in days:
        yield chart.goal.due, 1, Column(w("chart.due", day=formats.day(w, chart.goal.due)))


def _figure(chart: Chart, point: Point, w: Words) -> Column:
    return Column(point.period, point.value, number_format(point.text, chart.unit, w), point.side, point.is_open)


def number_format(text: str, unit: str, w: Words) -> str:
    """A figure as a number format: "trên 98,5%" is `"trên "#,##0.0"%"`; a unit that the axis names is left out."""
    match = _NUMBER.fullmatch(text)
    if match is None:
        return "General"
    before, digits, after = match.groups()
    decimals = len(digits.partition(_DECIMAL[w.lang])[2])
    after = after.removeprefix(f" {unit}")
    return _quoted(before) + "#,##0" + ("." + "0" * decimals if decimals else "") + _quoted(after)


def _quoted(text: str) -> str:
    plain = text.replace('"', "")
    return f'"{plain}"' if plain else ""


def _goal(chart: Chart, day: date) -> float | None:
    """The target holds up to its deadline."""
    return chart.goal.value if chart.goal and day <= chart.goal.due else None


def _way(chart: Chart, day: date) -> float | None:
    if not chart.path:
        return None
    (start, first), (end, last) = chart.path
    return first + (last - first) * ((day - start) / (end - start)) if start <= day <= end else None

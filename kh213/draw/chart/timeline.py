"""Figures over time: a dot for each, a line where they can be compared, the target up to its deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import altair as alt

from kh213.draw.chart.axes import EDGE, value_ticks
from kh213.draw.chart.captions import captions, obstacles
from kh213.draw.chart.marks import Drawing, Row, dot, drawn, is_exact, named, painted, whisker
from kh213.draw.chart.plot import Plot
from kh213.draw.labels import TIERS
from kh213.draw.theme import Palette
from kh213.view.figures.chart import Chart
from kh213.words import Words

_AXIS_ROOM = 46
_HATCH = 7  # pixels from stroke to stroke

Layers = Sequence[alt.Chart]


def timeline(chart: Chart, w: Words, colours: Palette, top: float) -> Drawing:
    """The figures on their days, from `top` on; marks from the ground up."""
    plot = Plot.of(chart, w, top + 4)
    x, y = _time_axis(plot), _value_axis(plot, w)
    layers = (
        *_missing(plot, x, colours),
        *_breaks(plot, x, colours),
        *_path(plot, x, y, colours),
        *_line(plot, x, y, colours),
        *_goal(plot, x, y, colours),
        *_whiskers(plot, x, y, colours),
        _dots(plot, x, y, colours),
    )
    return Drawing(plot.bottom, _AXIS_ROOM, layers, tuple(captions(plot, w)), tuple(obstacles(plot)))


def _time_axis(plot: Plot) -> alt.X:
    names = plot.axis.names()
    key = "utcFormat(datum.value, '%Y-%m-%d')"
    shown = named(key, names[TIERS[-1]])
    for tier, below in reversed(list(pairwise(TIERS))):
        shown = f"width < {below} ? {named(key, names[tier])} : {shown}"
    domain = [{"expr": _utc(day)} for day in (plot.axis.first, plot.axis.last)]
    marked = ", ".join(map(_utc, plot.axis.marked()))
    return alt.X(
        "day:T",
        scale=alt.Scale(type="utc", domain=domain, range=[EDGE, {"expr": f"width - {EDGE}"}], nice=False),
        axis=alt.Axis(values={"expr": f"[{marked}]"}, labelExpr=shown, grid=False, tickSize=5, title=None),
    )


def _value_axis(plot: Plot, w: Words) -> alt.Y:
    ticks = value_ticks(w, plot.chart.kind, plot.floor, plot.ceiling)
    domain = [plot.floor, plot.ceiling]
    return alt.Y(
        "value:Q",
        scale=alt.Scale(domain=domain, range=list(plot.value_range), nice=False, zero=False),
        axis=alt.Axis(
            values=[float(tick) for tick in ticks],
            labelExpr=named("datum.value", ticks),
            grid=True,
            domain=False,
            ticks=False,
            title=None,
        ),
    )


def _missing(plot: Plot, x: alt.X, colours: Palette) -> Layers:
    rows = [{"day": day.isoformat()} for run in plot.gaps() for day in run]
    if not rows:
        return ()
    shape = _hatching(plot.column, plot.high)
    mark = drawn("missing", rows).mark_point(
        shape=shape, size=4, filled=False, strokeWidth=1, stroke=colours.hatch, opacity=1
    )
    return (mark.encode(x=x, y=alt.value(plot.top + plot.high / 2)),)


def _breaks(plot: Plot, x: alt.X, colours: Palette) -> Layers:
    rows = [{"day": day.isoformat()} for day in plot.breaks()]
    if not rows:
        return ()
    rule = drawn("breaks", rows).mark_rule(stroke=colours.muted, strokeDash=[1, 4], strokeWidth=2, strokeCap="round")
    return (rule.encode(x=x, y=alt.value(plot.top), y2=alt.value(plot.bottom)),)


def _path(plot: Plot, x: alt.X, y: alt.Y, colours: Palette) -> Layers:
    rows = [{"day": day.isoformat(), "value": value} for day, value in plot.chart.path]
    if not rows:
        return ()
    return (drawn("path", rows).mark_line(stroke=colours.muted, strokeWidth=1.25, strokeDash=[5, 4]).encode(x=x, y=y),)


def _goal(plot: Plot, x: alt.X, y: alt.Y, colours: Palette) -> Layers:
    """The target from the left to its deadline, a short upright at its end, and a thin one down to the day."""
    goal = plot.chart.goal
    if goal is None:
        return ()
    end = plot.y(goal.value)
    row = drawn("target", [{"value": goal.value, "day": goal.due.isoformat()}])
    thick, thin = row.mark_rule(stroke=colours.ink, strokeWidth=2), row.mark_rule(stroke=colours.line)
    return (
        thin.encode(x=x, y=alt.value(end), y2=alt.value(plot.bottom)),
        thick.encode(x=x, x2=alt.value(0), y=y),
        thick.encode(x=x, y=alt.value(end - 8), y2=alt.value(end + 8)),
    )


def _line(plot: Plot, x: alt.X, y: alt.Y, colours: Palette) -> Layers:
    rows = [
        {"day": point.day.isoformat(), "value": point.value, "segment": number}
        for number, segment in enumerate(plot.segments())
        for point in segment
    ]
    if not rows:
        return ()
    return (drawn("line", rows).mark_line(stroke=colours.none, strokeWidth=2).encode(x=x, y=y, detail="segment:N"),)


def _whiskers(plot: Plot, x: alt.X, y: alt.Y, colours: Palette) -> Layers:
    up, down = ("triangle-up", "triangle-down")
    low_tip, high_tip = (up, down) if plot.chart.kind == "rank" else (down, up)
    shapes = {"low": low_tip, "high": high_tip, "bound": "stroke"}
    rows: list[Row] = []
    tips: list[Row] = []
    for point in plot.chart.points:
        if is_exact(point):
            continue
        low, high, marked = whisker(point, plot.floor, plot.ceiling)
        row = {"day": point.day.isoformat(), "stroke": colours.side(point.side)}
        rows.append(row | {"value": low, "to": high})
        tips += [row | {"value": value, "shape": shapes[end]} for value, end in marked]
    if not rows:
        return ()
    colour = alt.Stroke("stroke:N", scale=None, legend=None)
    fill = alt.Fill("stroke:N", scale=None, legend=None)
    shape = alt.Shape("shape:N", scale=None, legend=None)
    mark = drawn("tips", tips).mark_point(filled=True, size=80, strokeWidth=2, opacity=1)
    return (
        drawn("ranges", rows).mark_rule(strokeWidth=2).encode(x=x, y=y, y2="to:Q", stroke=colour),
        mark.encode(x=x, y=y, stroke=colour, fill=fill, shape=shape),
    )


def _dots(plot: Plot, x: alt.X, y: alt.Y, colours: Palette) -> alt.Chart:
    rows = [dot(point, colours, plot.radius) for point in plot.chart.points]
    shape, size = alt.Shape("shape:N", scale=None, legend=None), alt.Size("size:Q", scale=None, legend=None)
    mark = drawn("figures", rows).mark_point(filled=True, strokeWidth=2, opacity=1)
    dots: alt.Chart = mark.encode(x=x, y=y, shape=shape, size=size, tooltip=alt.Tooltip("said:N"), **painted())
    return dots


def _hatching(width: float, height: float) -> str:
    """Slanting strokes that fill a column, as the path of a symbol around its middle."""
    feet = range(round(width - height / 2), round(height / 2) + 1, _HATCH)
    return "".join(f"M{-width / 2:.1f},{foot}L{width / 2:.1f},{foot - width:.1f}" for foot in feet)


def _utc(day: date) -> str:
    """Midnight in UTC, as the rows have it: a day is the same day wherever the reader is."""
    return f"utc({day.year}, {day.month - 1}, {day.day})"

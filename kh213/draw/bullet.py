"""One period: a bar from zero for the figure, a tick for the target, both labelled where they are."""

from __future__ import annotations

from collections.abc import Sequence

import altair as alt

from kh213.draw.axes import value_ticks
from kh213.draw.labels import Across, Spot, Wish, lines
from kh213.draw.marks import BOLD, QUIET, Drawing, Row, dot, drawn, due, ends, is_exact, named, painted, whisker
from kh213.draw.theme import Palette
from kh213.view.chart import Chart, Goal
from kh213.words import Words

_BAR = 22
_AXIS_ROOM = 26


def bullet(chart: Chart, w: Words, colours: Palette, top: float) -> Drawing:
    """A bar for every figure of the period, one below the other, from `top` on."""
    floor, ceiling = ends(chart)

    def at(value: float) -> Across:
        return Across(0, (value - floor) / (ceiling - floor))

    wishes = []
    y = top + 4
    if chart.goal:
        for text, style in ((w("chart.target", promise=chart.goal.text), BOLD), (due(chart.goal, w), QUIET)):
            y += lines(text, style) * style.leading
            wishes.append(Wish(text, (Spot(at(chart.goal.value), y, "center", "above"),), needed=True, style=style))
        y += 12
    first = y
    bars: list[Row] = []
    for point in chart.points:
        text = w("chart.figure", period=point.period, figure=point.text)
        bars.append(dot(point, colours) | {"from": floor, "y": y + _BAR / 2})
        y += _BAR + 6
        wishes.append(Wish(text, (Spot(at(point.value), y, "right", "below"),), needed=True, style=BOLD))
        y += lines(text, BOLD) * BOLD.leading + 14
    ticks = value_ticks(w, chart.kind, floor, ceiling)
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[floor, ceiling], nice=False, zero=False),
        axis=alt.Axis(
            values=[float(tick) for tick in ticks],
            labelExpr=named("datum.value", ticks),
            grid=False,
            domain=False,
            ticks=False,
            title=None,
        ),
    )
    pixels = alt.Y("y:Q", scale=alt.Scale(domain=[0, y], range=[0, y], nice=False, zero=False), axis=None)
    bar = drawn("figures", bars).mark_bar(height=_BAR, strokeWidth=2)
    layers = [
        _uprights("grid", [float(tick) for tick in ticks], x, (first - 6, y), colours.grid),
        bar.encode(x=x, x2="from:Q", y=pixels, tooltip=alt.Tooltip("said:N"), **painted()),
        _uprights("zero", [floor], x, (first - 6, y), colours.line),
        *_whiskers(chart, bars, x, pixels, colours),
        *(_target(chart.goal, bars, x, pixels, colours) if chart.goal else []),
    ]
    return Drawing(y, _AXIS_ROOM, layers, wishes)


def _uprights(name: str, values: Sequence[float], x: alt.X, ends: tuple[float, float], colour: str) -> alt.Chart:
    rule = drawn(name, [{"value": value} for value in values]).mark_rule(stroke=colour)
    placed: alt.Chart = rule.encode(x=x, y=alt.value(ends[0]), y2=alt.value(ends[1]))
    return placed


def _target(goal: Goal, bars: Sequence[Row], x: alt.X, y: alt.Y, colours: Palette) -> list[alt.Chart]:
    """The tick of the target across every bar; what a bar lacks is dotted from its end to the tick."""
    short = [bar | {"to": goal.value} for bar in bars if bar["shape"] == "square" and bar["value"] < goal.value]
    ticks = [{"value": goal.value, "y": bar["y"] - _BAR / 2 - 7, "to": bar["y"] + _BAR / 2 + 4} for bar in bars]
    stroke = alt.Stroke("stroke:N", scale=None, legend=None)
    dotted = (
        drawn("lacking", short).mark_rule(strokeWidth=2, strokeDash=[2, 4]).encode(x=x, x2="to:Q", y=y, stroke=stroke)
    )
    across = drawn("target", ticks).encode(x=x, y=y, y2="to:Q")
    return [
        *([dotted] if short else []),
        across.mark_rule(strokeWidth=7, stroke=colours.paper),
        across.mark_rule(strokeWidth=3, stroke=colours.ink),
    ]


def _whiskers(chart: Chart, bars: Sequence[Row], x: alt.X, y: alt.Y, colours: Palette) -> list[alt.Chart]:
    floor, ceiling = ends(chart)
    shapes = {"low": "triangle-left", "high": "triangle-right", "bound": "stroke"}
    rows: list[Row] = []
    tips: list[Row] = []
    for point, bar in zip(chart.points, bars, strict=True):
        if is_exact(point):
            continue
        low, high, marked = whisker(point, floor, ceiling)
        rows.append({"value": low, "to": high, "y": bar["y"]})
        tips += [
            {"value": value, "y": bar["y"], "shape": shapes[end], "angle": 90 if end == "bound" else 0}
            for value, end in marked
        ]
    if not rows:
        return []
    mark = drawn("tips", tips).mark_point(
        filled=True, size=90, strokeWidth=2, fill=colours.ink, stroke=colours.ink, opacity=1
    )
    shape, angle = alt.Shape("shape:N", scale=None, legend=None), alt.Angle("angle:Q", scale=None)
    return [
        drawn("ranges", rows).mark_rule(strokeWidth=2, stroke=colours.ink).encode(x=x, x2="to:Q", y=y),
        mark.encode(x=x, y=y, shape=shape, angle=angle),
    ]

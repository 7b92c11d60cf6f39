"""One period: a bar from zero for the figure, a tick for the target, both labelled where they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import altair as alt

from kh213.draw.chart.axes import value_ticks
from kh213.draw.chart.marks import BOLD, QUIET, Drawing, Row, dot, drawn, due, ends, is_exact, named, painted, whisker
from kh213.draw.labels import TIERS, Across, Spot, Style, Wish, lines
from kh213.draw.theme import Palette
from kh213.view.figures.chart import Chart, Goal
from kh213.words import Words

BAR = 22
_AXIS_ROOM = 26


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars laid out one below the other: the middles of all from `first` down to `bottom`, and their words."""

    floor: float
    ceiling: float
    first: float
    middles: tuple[float, ...]
    bottom: float
    wishes: tuple[Wish, ...]

    def at(self, value: float) -> Across:
        return Across(0, (value - self.floor) / (self.ceiling - self.floor))


def bars(chart: Chart, w: Words, top: float, least: float = TIERS[0], bold: Style = BOLD, quiet: Style = QUIET) -> Bars:
    """A bar for every figure of the period from `top` on, in a picture that is at `least` so wide."""
    empty = Bars(*ends(chart), top, (), top, ())
    wishes, middles = [], []
    y = top + 4
    if chart.goal:
        end = empty.at(chart.goal.value)
        for text, style in ((w("chart.target", promise=chart.goal.text), bold), (due(chart.goal, w), quiet)):
            y += lines(text, style, least) * style.leading
            wishes.append(Wish(text, (Spot(end, y, "center", "above"),), needed=True, style=style))
        y += 12
    first = y
    for point in chart.points:
        text = w("chart.figure", period=point.period, figure=point.text)
        middles.append(y + BAR / 2)
        y += BAR + 6
        wishes.append(Wish(text, (Spot(empty.at(point.value), y, "right", "below"),), needed=True, style=bold))
        y += lines(text, bold, least) * bold.leading + 14
    return replace(empty, first=first, middles=tuple(middles), bottom=y, wishes=tuple(wishes))


def bullet(chart: Chart, w: Words, colours: Palette, top: float) -> Drawing:
    """The bars with their axis, from `top` on."""
    laid = bars(chart, w, top)
    floor, ceiling, first, y = laid.floor, laid.ceiling, laid.first, laid.bottom
    rows: list[Row] = [
        dot(point, colours) | {"from": floor, "y": middle}
        for point, middle in zip(chart.points, laid.middles, strict=True)
    ]
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
    bar = drawn("figures", rows).mark_bar(height=BAR, strokeWidth=2)
    layers = [
        _uprights("grid", [float(tick) for tick in ticks], x, (first - 6, y), colours.grid),
        bar.encode(x=x, x2="from:Q", y=pixels, tooltip=alt.Tooltip("said:N"), **painted()),
        _uprights("zero", [floor], x, (first - 6, y), colours.line),
        *_whiskers(chart, rows, x, pixels, colours),
        *(_target(chart.goal, rows, x, pixels, colours) if chart.goal else []),
    ]
    return Drawing(y, _AXIS_ROOM, layers, laid.wishes)


def _uprights(name: str, values: Sequence[float], x: alt.X, ends: tuple[float, float], colour: str) -> alt.Chart:
    rule = drawn(name, [{"value": value} for value in values]).mark_rule(stroke=colour)
    placed: alt.Chart = rule.encode(x=x, y=alt.value(ends[0]), y2=alt.value(ends[1]))
    return placed


def _target(goal: Goal, bars: Sequence[Row], x: alt.X, y: alt.Y, colours: Palette) -> list[alt.Chart]:
    """The tick of the target across every bar; what a bar lacks is dotted from its end to the tick."""
    short = [bar | {"to": goal.value} for bar in bars if bar["shape"] == "square" and bar["value"] < goal.value]
    ticks = [{"value": goal.value, "y": bar["y"] - BAR / 2 - 7, "to": bar["y"] + BAR / 2 + 4} for bar in bars]
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

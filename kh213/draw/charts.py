"""Target against actual as a picture: a bullet for one period, dots on a line for time. Frames in, picture out.

How to read one, everywhere on the site:

- reached: a teal circle; short of it: an orange square; cannot be told: a grey diamond. Shape says it without colour.
- filled: final; open: provisional, estimated or of low reliability.
- a line through a dot: what an inexact figure may stand for; an arrow at its end: no bound is known.
- a thick line: the target, up to its deadline; thin and dashed: the way it asks for.
- a hatched column: a period without a figure, never a zero; a dotted upright: what is measured changed there.
- the line from figure to figure stops at both, and at a day with two figures: it cannot say which one it means.

There is no legend: words stand where things are, placed by `labels` for narrow and wide plots alike.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import altair as alt

from kh213.draw.axes import EDGE, TimeAxis, value_ticks
from kh213.draw.labels import TIERS, Across, Obstacle, Spot, Style, Wish, broken, placed, text_width
from kh213.draw.theme import LINE_HEIGHT, SMALL, Palette, config, palette
from kh213.view.chart import Chart, Goal, Mark, Point
from kh213.words import Words, formats

Row = dict[str, Any]
Layers = list[alt.Chart]

_PLOT = 230
_BAR = 22
_MANY = 8  # more figures than this are not all labelled

_SHAPES = {"reached": ("circle", 1.0), "short": ("square", 0.8), "none": ("diamond", 1.15)}
_TITLE = Style(size=17, bold=True)
_QUIET = Style(size=SMALL, quiet=True)
_BOLD = Style(bold=True)


def target_chart(
    chart: Chart, w: Words, dark: bool, *, stamp: str | None = None, titled: bool = False
) -> alt.LayerChart:
    """The picture of a chart in a light or dark theme, as wide as what holds it and of a fixed height.

    `stamp` stands at the top right (illustrative data); `titled` puts title and foot into the picture. It is complete
    for `st.altair_chart(figure, width="stretch", theme=None, alt=chart.alt)`.
    """
    colours = palette(dark)
    top, heading = _heading(chart, w, stamp, titled)
    draw = _bullet if chart.form == "bullet" and chart.kind != "rank" else _time
    height, layers = draw(chart, w, colours, top, heading, _foot(chart, titled))
    if stamp:
        layers.append(_frame(stamp, colours))
    return alt.layer(*layers).properties(
        width="container",
        height=height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        description=chart.alt,
        config=alt.Config.from_dict(dict(config(dark))),
        usermeta={"embedOptions": {"actions": False}},
    )


# What stands above and below the plot


def _heading(chart: Chart, w: Words, stamp: str | None, titled: bool) -> tuple[float, list[Wish]]:
    """How much room the words above the plot need on a phone, and these words."""
    y = 0.0
    wishes = []
    if stamp:
        y += LINE_HEIGHT + 8
        middle = Across(-_stamp_width(stamp) / 2, 1)
        wishes.append(Wish(stamp, (Spot(middle, y - 4, "center", "above"),), needed=True, style=_BOLD))
        y += 8
    if titled:
        y += _lines(chart.title, _TITLE) * LINE_HEIGHT * 1.2
        wishes.append(Wish(chart.title, (Spot(Across(0), y, "left", "above"),), needed=True, style=_TITLE))
        y += 4
    unit = {"rank": w("chart.rank_axis"), "share": chart.unit if titled else ""}.get(chart.kind, chart.unit)
    if unit:
        y += _lines(unit, _QUIET) * LINE_HEIGHT
        wishes.append(Wish(unit, (Spot(Across(0), y, "left", "above"),), needed=True, style=_QUIET))
    return y, wishes


def _lines(text: str, style: Style) -> int:
    return broken(text, TIERS[0], style).count("\n") + 1


def _foot(chart: Chart, titled: bool) -> Mapping[str, Any]:
    """The foot as the title of the x axis, which gets the room it needs."""
    if not titled:
        return {"title": None}
    lines = broken(chart.foot, TIERS[0] + 20, _QUIET).split("\n")
    return {"title": lines, "titleAnchor": "start", "titleAlign": "left", "titlePadding": 14}


def _stamp_width(stamp: str) -> float:
    return text_width(stamp, _BOLD) + 12


def _frame(stamp: str, colours: Palette) -> alt.Chart:
    return _drawn([{}]).mark_rect(
        x={"expr": f"width - {_stamp_width(stamp):.0f}"}, x2={"expr": "width"}, y=1, y2=LINE_HEIGHT + 8,
        filled=False, stroke=colours.ink, strokeWidth=1.5,
    )  # fmt: skip


# One period


def _bullet(
    chart: Chart, w: Words, colours: Palette, top: float, heading: list[Wish], foot: Mapping[str, Any]
) -> tuple[float, Layers]:
    floor, ceiling = _ends(chart)

    def at(value: float) -> Across:
        return Across(0, (value - floor) / (ceiling - floor))

    wishes = list(heading)
    y = top + 4
    if chart.goal:
        text = f"{w('chart.target', promise=chart.goal.text)}, {_due(chart.goal, w)}"
        y += _lines(text, _BOLD) * LINE_HEIGHT
        wishes.append(Wish(text, (Spot(at(chart.goal.value), y, "center", "above"),), needed=True, style=_BOLD))
        y += 12
    first = y
    bars: list[Row] = []
    for point in chart.points:
        text = w("chart.figure", period=point.period, figure=point.text)
        middle = y + _BAR / 2
        bars.append(_dot(point, colours) | {"y": middle, "low": floor, "period": point.period})
        end = at(point.value)
        wishes.append(Wish(text, (Spot(end, y + _BAR + 4, "right", "below"),), needed=True, style=_BOLD))
        y += _BAR + 4 + _lines(text, _BOLD) * LINE_HEIGHT + 14
    last = bars[-1]["y"] + _BAR / 2
    height = y
    ticks = value_ticks(w, chart.kind, floor, ceiling)
    x = alt.X(
        "value:Q",
        scale=alt.Scale(domain=[floor, ceiling], nice=False, zero=False),
        axis=alt.Axis(
            values=[float(tick) for tick in ticks], labelExpr=_named("datum.value", ticks), grid=True, domain=False, ticks=False, **foot
        ),
    )
    pixels = alt.Y("y:Q", scale=alt.Scale(domain=[0, height], range=[0, height], nice=False), axis=None)
    layers = [
        _drawn(bars).mark_bar(height=_BAR, strokeWidth=2, tooltip=True).encode(
            x=x, x2="low:Q", y=pixels, tooltip=alt.Tooltip("said:N"), **_painted()
        )
    ]  # fmt: skip
    layers += _whiskers_across(chart, bars, x, pixels, colours)
    layers.append(_zero(floor, x, colours, first - 6, last + 6))
    if chart.goal:
        layers += _shortfall(chart.goal, bars, x, pixels)
        tick = {"value": chart.goal.value, "y": first - 8, "to": last + 8}
        for colour, thick in ((colours.paper, 7), (colours.ink, 3)):
            layers.append(_drawn([tick]).mark_rule(strokeWidth=thick, stroke=colour).encode(x=x, y=pixels, y2="to:Q"))
    return height, layers + _words(placed(wishes, [], height), colours)


def _shortfall(goal: Goal, bars: Sequence[Row], x: alt.X, y: alt.Y) -> Layers:
    """What is lacking, dotted from the end of the bar to the target: short of it without its colour, too."""
    rows = [bar | {"to": goal.value} for bar in bars if bar["shape"] == "square" and bar["value"] < goal.value]
    if not rows:
        return []
    stroke = alt.Stroke("stroke:N", scale=None, legend=None)
    return [
        _drawn(rows).mark_rule(strokeWidth=2, strokeDash=[2, 4]).encode(x=x, x2="to:Q", y=y, stroke=stroke)
    ]


def _zero(floor: float, x: alt.X, colours: Palette, top: float, bottom: float) -> alt.Chart:
    return _drawn([{"value": floor}]).mark_rule(stroke=colours.line).encode(x=x, y=alt.value(top), y2=alt.value(bottom))


def _whiskers_across(chart: Chart, bars: Sequence[Row], x: alt.X, y: alt.Y, colours: Palette) -> Layers:
    floor, ceiling = _ends(chart)
    rows, ends = [], []
    for point, bar in zip(chart.points, bars, strict=True):
        if _is_exact(point):
            continue
        low, high = _clipped(point.low, floor, ceiling, floor), _clipped(point.high, floor, ceiling, ceiling)
        rows.append({"value": low, "to": high, "y": bar["y"]})
        ends.append({"value": low, "y": bar["y"], "shape": "triangle-left" if point.low is None else "stroke"})
        ends.append({"value": high, "y": bar["y"], "shape": "triangle-right" if point.high is None else "stroke"})
    if not rows:
        return []
    for end in ends:
        end["angle"] = 90 if end["shape"] == "stroke" else 0
    return [
        _drawn(rows).mark_rule(strokeWidth=2, stroke=colours.ink).encode(x=x, x2="to:Q", y=y),
        _drawn(ends).mark_point(filled=True, size=90, strokeWidth=2, fill=colours.ink, stroke=colours.ink, opacity=1)
        .encode(x=x, y=y, shape=alt.Shape("shape:N", scale=None, legend=None), angle=alt.Angle("angle:Q", scale=None)),
    ]  # fmt: skip


# Time


def _time(
    chart: Chart, w: Words, colours: Palette, top: float, heading: list[Wish], foot: Mapping[str, Any]
) -> tuple[float, Layers]:
    return _Time(chart, w, colours, top).drawn(heading, foot)


class _Time:
    """The drawing of one series over time: where days and values lie, and what is drawn there."""

    def __init__(self, chart: Chart, w: Words, colours: Palette, top: float) -> None:
        self.chart, self.w, self.colours = chart, w, colours
        self.top = top + 4
        self.height = self.top + _PLOT
        self.is_rank = chart.kind == "rank"
        self.floor, self.ceiling = _ends(chart)
        # Room for a label above the highest dot, and between the last rank and the axis.
        self.high, self.low = self.top + 22, self.height - (24 if self.is_rank else 0)
        self.axis = TimeAxis.of(chart, w)
        self.radius = 6.0 if len(chart.points) <= 3 * _MANY else 3.5

    def x(self, day: date) -> Across:
        share = self.axis.share(day)
        return Across(EDGE - 2 * EDGE * share, share)

    def y(self, value: float) -> float:
        share = (value - self.floor) / (self.ceiling - self.floor)
        if self.is_rank:
            return self.high + share * (self.low - self.high)
        return self.low + share * (self.high - self.low)

    def drawn(self, heading: list[Wish], foot: Mapping[str, Any]) -> tuple[float, Layers]:
        x, y = self._channels(foot)
        layers = [*self._missing(x), *self._breaks(x), *self._path(x, y), *self._goal(x, y)]
        layers += [*self._line(x, y), *self._whiskers(x, y), self._dots(x, y)]
        words = placed([*heading, *self._wishes()], self._obstacles(), self.height)
        return self.height, layers + _words(words, self.colours)

    def _channels(self, foot: Mapping[str, Any]) -> tuple[alt.X, alt.Y]:
        ticks = value_ticks(self.w, self.chart.kind, self.floor, self.ceiling)
        names = self.axis.names()
        key = "utcFormat(datum.value, '%Y-%m-%d')"
        shown = _named(key, names[TIERS[-1]])
        for tier, below in reversed(list(pairwise(TIERS))):
            shown = f"width < {below} ? {_named(key, names[tier])} : {shown}"
        x = alt.X(
            "day:T",
            scale=alt.Scale(
                type="utc",
                domain=[{"expr": _utc(day)} for day in (self.axis.first, self.axis.last)],
                range=[EDGE, {"expr": f"width - {EDGE}"}],
                nice=False,
            ),
            axis=alt.Axis(
                values={"expr": f"[{', '.join(map(_utc, self.axis.marked()))}]"}, labelExpr=shown, grid=False, tickSize=5, **foot
            ),
        )
        y = alt.Y(
            "value:Q",
            scale=alt.Scale(
                domain=[self.floor, self.ceiling],
                range=[self.high, self.low] if self.is_rank else [self.low, self.high],
                nice=False,
                zero=False,
            ),
            axis=alt.Axis(
                values=[float(tick) for tick in ticks],
                labelExpr=_named("datum.value", ticks),
                grid=True,
                domain=False,
                ticks=False,
                title=None,
            ),
        )
        return x, y

    # marks, from the ground up

    def _missing(self, x: alt.X) -> Layers:
        days = sorted({mark.day for mark in self.chart.missing})
        if not days:
            return []
        high = self.height - self.top
        shape = _hatching(self._column(), high)
        return [
            _drawn([{"day": day.isoformat()} for day in days])
            .mark_point(shape=shape, size=4, filled=False, strokeWidth=1, stroke=self.colours.hatch, opacity=1)
            .encode(x=x, y=alt.value(self.top + high / 2))
        ]

    def _column(self) -> float:
        """How wide the column of a missing period may be on a phone, next to its neighbours."""
        places = sorted({self.x(day).at(TIERS[0]) for day in self.axis.days})
        return max(4.0, min([14.0, *(0.7 * (after - before) for before, after in pairwise(places))]))

    def _breaks(self, x: alt.X) -> Layers:
        days = [{"day": day.isoformat()} for day, _ in self._break_marks()]
        if not days:
            return []
        return [
            _drawn(days).mark_rule(stroke=self.colours.muted, strokeDash=[1, 3], strokeWidth=2, strokeCap="round")
            .encode(x=x, y=alt.value(self.top), y2=alt.value(self.height))
        ]  # fmt: skip

    def _break_marks(self) -> list[tuple[date, Mark]]:
        """Where breaks are drawn: on their day, but halfway to the next figure where that is the day after one."""
        days = sorted({point.day for point in self.chart.points})
        found = []
        for mark in self.chart.breaks:
            day = mark.day
            after = [each for each in days if each >= day]
            if day - timedelta(1) in days and after:
                day += (after[0] - day) / 2
            found.append((min(max(day, self.axis.first), self.axis.last), mark))
        return found

    def _path(self, x: alt.X, y: alt.Y) -> Layers:
        if not self.chart.path:
            return []
        rows = [{"day": day.isoformat(), "value": value} for day, value in self.chart.path]
        return [
            _drawn(rows).mark_line(stroke=self.colours.muted, strokeWidth=1.25, strokeDash=[5, 4]).encode(x=x, y=y)
        ]

    def _goal(self, x: alt.X, y: alt.Y) -> Layers:
        goal = self.chart.goal
        if goal is None:
            return []
        rows = [{"value": goal.value, "day": goal.due.isoformat()}]
        end = self.y(goal.value)
        rule = _drawn(rows).mark_rule(stroke=self.colours.ink, strokeWidth=2)
        return [
            rule.encode(x=x, x2=alt.value(0), y=y),
            rule.encode(x=x, y=alt.value(end - 8), y2=alt.value(end + 8)),
            _drawn(rows).mark_rule(stroke=self.colours.line).encode(x=x, y=alt.value(end), y2=alt.value(self.height)),
        ]

    def _line(self, x: alt.X, y: alt.Y) -> Layers:
        rows = [
            {"day": point.day.isoformat(), "value": point.value, "segment": number}
            for number, segment in enumerate(segments(self.chart))
            for point in segment
        ]
        if not rows:
            return []
        return [
            _drawn(rows).mark_line(stroke=self.colours.none, strokeWidth=2).encode(x=x, y=y, detail="segment:N")
        ]

    def _whiskers(self, x: alt.X, y: alt.Y) -> Layers:
        rows, ends = [], []
        for point in self.chart.points:
            if _is_exact(point):
                continue
            low = _clipped(point.low, self.floor, self.ceiling, self.floor)
            high = _clipped(point.high, self.floor, self.ceiling, self.ceiling)
            row = {"day": point.day.isoformat(), "stroke": self.colours.side(point.side)}
            up, down = ("triangle-down", "triangle-up") if self.is_rank else ("triangle-up", "triangle-down")
            rows.append(row | {"value": low, "to": high})
            ends.append(row | {"value": low, "shape": down if point.low is None else "stroke"})
            ends.append(row | {"value": high, "shape": up if point.high is None else "stroke"})
        if not rows:
            return []
        colour = alt.Stroke("stroke:N", scale=None, legend=None)
        fill = alt.Fill("stroke:N", scale=None, legend=None)
        shape = alt.Shape("shape:N", scale=None, legend=None)
        return [
            _drawn(rows).mark_rule(strokeWidth=2).encode(x=x, y=y, y2="to:Q", stroke=colour),
            _drawn(ends).mark_point(filled=True, size=80, strokeWidth=2, opacity=1)
            .encode(x=x, y=y, stroke=colour, fill=fill, shape=shape),
        ]  # fmt: skip

    def _dots(self, x: alt.X, y: alt.Y) -> alt.Chart:
        rows = [_dot(point, self.colours, self.radius) for point in self.chart.points]
        return (
            _drawn(rows)
            .mark_point(filled=True, strokeWidth=2, opacity=1)
            .encode(
                x=x,
                y=y,
                shape=alt.Shape("shape:N", scale=None, legend=None),
                size=alt.Size("size:Q", scale=None, legend=None),
                tooltip=alt.Tooltip("said:N"),
                **_painted(),
            )
        )

    # words

    def _wishes(self) -> Iterable[Wish]:
        goal = self.chart.goal
        if goal:
            yield Wish(
                self.w("chart.target", promise=goal.text), self._beside_line(goal), needed=True, style=_BOLD
            )
        ranked = _by_weight(self.chart.points)
        yield from (self._named_point(point, needed=True) for point in ranked[:2])
        yield from self._reasons()
        if goal:
            yield Wish(_due(goal, self.w), self._beside_due(goal), needed=True, style=_QUIET)
        shown = ranked[2:4] if len(ranked) > _MANY else ranked[2:]
        yield from (self._named_point(point) for point in shown)
        if self.chart.path:
            (start, from_), (end, to) = self.chart.path
            spots = tuple(
                Spot(self.x(start + (end - start) * share), self.y(from_ + (to - from_) * share) + by, align, hang)
                for share in (0.5, 0.35, 0.65, 0.2)
                for by, align, hang in ((8, "left", "below"), (-8, "right", "above"))
            )
            yield Wish(self.w("chart.path"), spots, style=_QUIET)

    def _named_point(self, point: Point, needed: bool = False) -> Wish:
        shares_its_day = sum(each.day == point.day for each in self.chart.points) > 1
        text = self.w("chart.figure", period=point.period, figure=point.text) if shares_its_day else point.text
        x, y, off = self.x(point.day), self.y(point.value), self.radius + 3
        up, down = (Spot(x, y - off, "center", "above"), Spot(x, y + off, "center", "below"))
        beside = (Spot(x.moved(off + 2), y, "left"), Spot(x.moved(-off - 2), y, "right"))
        corners = tuple(
            Spot(x.moved(dx), y + dy, align, hang)
            for dx, align in ((2, "left"), (-2, "right"))
            for dy, hang in ((-off, "above"), (off, "below"))
        )
        far = (Spot(x, y - off - 18, "center", "above"), Spot(x, y + off + 18, "center", "below"))
        return Wish(text, (up, down, *beside, *corners, *far), needed=needed, style=_BOLD)

    def _beside_line(self, goal: Goal) -> tuple[Spot, ...]:
        y, due = self.y(goal.value), self.x(goal.due)
        sides = ((y - 4, "above"), (y + 4, "below"))
        ends = [Spot(x, at, align, hang) for x, align in ((Across(2), "left"), (due, "right")) for at, hang in sides]
        inside = [
            Spot(Across(due.base * share, due.share * share), at, "center", hang)
            for share in (0.5, 0.35, 0.65)
            for at, hang in sides
        ]
        beyond = [Spot(due.moved(8), at, "left", hang) for at, hang in sides]
        further = [Spot(Across(2), y + by, "left", hang) for by, hang in ((-24, "above"), (24, "below"))]
        return (*ends, *inside, *beyond, *further)

    def _beside_due(self, goal: Goal) -> tuple[Spot, ...]:
        """Along the upright that goes from the end of the target's line down to the axis."""
        end, x = self.y(goal.value), self.x(goal.due)
        heights = [y for y in (self.height - 14, self.height - 34, (end + self.height) / 2, end + 24) if y > end + 10]
        sides = ((5, "left"), (-5, "right"))
        return tuple(
            Spot(x.moved(dx), y, align) for y in (*heights, end - 18, end - 38) for dx, align in sides
        )

    def _reasons(self) -> Iterable[Wish]:
        for run in _runs(self.chart):
            x = self._between(run[0], run[-1])
            heights = (self.height - 4, self.top + _PLOT * 0.6, self.top + _PLOT * 0.8, self.top + 40)
            spots = tuple(Spot(x, y, "center", "above") for y in heights)
            yield Wish(self.w("value.none"), spots, needed=True, style=_QUIET, widest=70)
        for day, _ in self._break_marks():
            x = self.x(day)
            heights = (self.top, self.height - 22, self.top + _PLOT * 0.5, self.top + _PLOT * 0.7)
            spots = tuple(
                Spot(x.moved(dx), y, align, "below") for y in heights for dx, align in ((5, "left"), (-5, "right"))
            )
            yield Wish(self.w("chart.break"), spots, needed=True, style=_QUIET)

    def _between(self, first: date, last: date) -> Across:
        return self.x(first + (last - first) / 2)

    def _obstacles(self) -> list[Obstacle]:
        found = []
        for point in self.chart.points:
            x, y, r = self.x(point.day), self.y(point.value), self.radius + 2
            found.append(Obstacle(x.moved(-r), x.moved(r), y - r, y + r))
            if not _is_exact(point):
                low = self.y(_clipped(point.low, self.floor, self.ceiling, self.floor))
                high = self.y(_clipped(point.high, self.floor, self.ceiling, self.ceiling))
                found.append(Obstacle(x.moved(-4), x.moved(4), min(low, high) - 4, max(low, high) + 4))
        goal = self.chart.goal
        if goal:
            y, due = self.y(goal.value), self.x(goal.due)
            found.append(Obstacle(Across(0), due, y - 2, y + 2))
            found.append(Obstacle(due.moved(-2), due.moved(2), y - 8, y + 8))
            found.append(Obstacle(due.moved(-1), due.moved(1), y, self.height, solid=False))
        half = self._column() / 2
        for mark in self.chart.missing:
            x = self.x(mark.day)
            found.append(Obstacle(x.moved(-half), x.moved(half), self.top, self.height, solid=False))
        for day, _ in self._break_marks():
            x = self.x(day)
            found.append(Obstacle(x.moved(-2), x.moved(2), self.top, self.height, solid=False))
        ways = [[(point.day, point.value) for point in segment] for segment in segments(self.chart)]
        for way in (*ways, self.chart.path):
            for before, after in pairwise(way):
                found.extend(self._sampled(before, after))
        return found

    def _sampled(self, before: tuple[date, float], after: tuple[date, float]) -> Iterable[Obstacle]:
        """A slanting line as a row of small boxes."""
        a, b = self.x(before[0]), self.x(after[0])
        ya, yb = self.y(before[1]), self.y(after[1])
        pieces = max(2, min(24, round(abs(b.at(TIERS[-1]) - a.at(TIERS[-1])) / 8)))
        for n in range(pieces + 1):
            share = n / pieces
            x = Across(a.base + (b.base - a.base) * share, a.share + (b.share - a.share) * share)
            y = ya + (yb - ya) * share
            yield Obstacle(x.moved(-3), x.moved(3), y - 3, y + 3, solid=False)


def segments(chart: Chart) -> list[list[Point]]:
    """The runs of figures that a line may join: at least two each, none across a gap, a break or a shared day."""
    if chart.form == "dots":
        return []
    shared = {day for day, n in Counter(point.day for point in chart.points).items() if n > 1}
    runs: list[list[Point]] = [[]]
    for point in sorted(chart.points, key=lambda point: point.day):
        if point.day in shared:
            runs.append([])
            continue
        if runs[-1] and _parted(chart, runs[-1][-1].day, point.day):
            runs.append([])
        runs[-1].append(point)
    return [run for run in runs if len(run) > 1]


def _parted(chart: Chart, before: date, after: date) -> bool:
    missing = any(before <= mark.day <= after for mark in chart.missing)
    return missing or any(before < mark.day <= after for mark in chart.breaks)


def _runs(chart: Chart) -> list[list[date]]:
    """The days of missing periods, grouped where no figure lies between them: one word is enough for each group."""
    days = sorted({mark.day for mark in chart.missing})
    runs: list[list[date]] = []
    for day in days:
        if runs and not any(runs[-1][-1] < point.day < day for point in chart.points):
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _by_weight(points: Sequence[Point]) -> list[Point]:
    """The last, the first, the lowest, the highest, then the rest: the order in which figures get their labels."""
    lowest, highest = (pick(points, key=lambda point: point.value) for pick in (min, max))
    ordered = [points[-1], points[0], lowest, highest, *points]
    seen: set[int] = set()
    return [point for point in ordered if not (id(point) in seen or seen.add(id(point)))]  # type: ignore[func-returns-value]


# Shared by both forms


def _ends(chart: Chart) -> tuple[float, float]:
    """The ends of the value axis: those of the chart, and further where something would lie outside of them."""
    known = [value for point in chart.points for value in (point.value, point.low, point.high) if value is not None]
    known += [chart.goal.value] if chart.goal else []
    known += [value for _, value in chart.path]
    return min(chart.floor, *known), max(chart.ceiling, *known)


def _is_exact(point: Point) -> bool:
    return point.low is None and point.high is None


def _clipped(bound: float | None, floor: float, ceiling: float, unbounded: float) -> float:
    return unbounded if bound is None else min(max(bound, floor), ceiling)


def _due(goal: Goal, w: Words) -> str:
    return w("chart.due", day=formats.day(w, goal.due))


def _dot(point: Point, colours: Palette, radius: float = 6.0) -> Row:
    colour = colours.side(point.side)
    shape, share = _SHAPES[point.side]
    return {
        "day": point.day.isoformat(),
        "value": point.value,
        "shape": shape,
        "size": round(share * (2 * radius) ** 2),
        "fill": colours.paper if point.is_open else colour,
        "stroke": colour,
        "said": point.said,
    }


def _painted() -> dict[str, Any]:
    return {
        "fill": alt.Fill("fill:N", scale=None, legend=None),
        "stroke": alt.Stroke("stroke:N", scale=None, legend=None),
    }


def _hatching(width: float, height: float) -> str:
    """Slanting strokes that fill a column, as the path of a symbol around its middle."""
    strokes = []
    y = -height / 2 + width
    while y <= height / 2:
        strokes.append(f"M{-width / 2:.1f},{y:.1f}L{width / 2:.1f},{y - width:.1f}")
        y += 7
    return "".join(strokes)


def _words(words: Iterable[Any], colours: Palette) -> Layers:
    """The words in their places, each with a rim of paper so that it can be read across a line."""
    rows = []
    for word in words:
        row = {key: value for key, value in asdict(word).items() if key not in {"x", "style", "below"}}
        row |= {"base": round(word.x.base, 2), "share": round(word.x.share, 5), "y": round(word.y, 1)}
        row |= {"size": word.style.size, "weight": 600 if word.style.bold else 400}
        row |= {"fill": colours.muted if word.style.quiet else colours.ink}
        row["below"] = None if word.below == float("inf") else word.below
        rows.append(row)
    shown = "width >= datum.least && (datum.below === null || width < datum.below) ? 1 : 0"
    place: dict[str, Any] = {
        "x": {"expr": "datum.base + datum.share * width"},
        "y": {"expr": "datum.y"},
        "text": {"expr": "datum.text"},
        "align": {"expr": "datum.align"},
        "baseline": "middle",
        "fontSize": {"expr": "datum.size"},
        "fontWeight": {"expr": "datum.weight"},
        "opacity": {"expr": shown},
        "lineBreak": "\n",
        "lineHeight": LINE_HEIGHT,
        "tooltip": None,
    }
    rim = _drawn(rows).mark_text(
        **place, fill=colours.paper, stroke=colours.paper, strokeWidth=4, strokeJoin="round"
    )
    return [rim, _drawn(rows).mark_text(**place, fill={"expr": "datum.fill"})]


def _drawn(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.InlineData(values=list(rows)))


def _named(key: str, names: Mapping[str, Any]) -> str:
    """An expression that looks a text up: Vega never formats a number or a day itself."""
    return f"{json.dumps(names, ensure_ascii=False)}[{key}]"


def _utc(day: date) -> str:
    return f"utc({day.year}, {day.month - 1}, {day.day})"

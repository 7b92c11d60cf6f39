"""A chart on a sheet of a known width: the same marks, words and places as on the page (page.py), as SVG.

On the page Vega draws, for any width. Where a picture stands alone its width is known, and it must also be right at 200
pixels and with another type than ours, so it is laid out here, with the same plot and the same words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil

from shapely import box

from kh213.draw.chart.axes import value_ticks
from kh213.draw.chart.bullet import BAR, bars
from kh213.draw.chart.captions import captions, obstacles
from kh213.draw.chart.marks import is_exact, whisker
from kh213.draw.chart.plot import Plot
from kh213.draw.labels import Across, Obstacle, Spot, Style, Wish, placed_at
from kh213.draw.paper.paths import hatched
from kh213.draw.paper.picture import FEW_WORDS
from kh213.draw.paper.sheet import AIR, Ink, Piece, Sheet
from kh213.draw.theme import SMALL, TEXT
from kh213.view.figures.chart import Chart, Goal, Point
from kh213.words import Words

_NEEDED = 2  # of the words on a small picture: the target and the last figure
_HATCH = 6  # pixels from stroke to stroke


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a chart lies on its sheet: from `left` across `width`; `grown` is how large its words are."""

    left: float
    width: float
    grown: float
    stamp: str

    @classmethod
    def on(cls, sheet: Sheet, left: float, width: float, stamp: str) -> _Room:
        return cls(left, width, min(max(sheet.across / 700, 0.85), 1.1), stamp)

    def corners(self, top: float, bottom: float) -> Wish:
        """The stamp wherever there is room for it."""
        ends = (Across(-2, 1), "right"), (Across(2), "left")
        spots = [(y, hang, end) for y, hang in ((top, "below"), (bottom - 4, "above")) for end in ends]
        return Wish(self.stamp, tuple(Spot(x, y, align, hang) for y, hang, (x, align) in spots), style=Style(bold=True))

    def measured(self, style: Style) -> Style:
        """How large words are to be thought: they may be shown in a type that runs wider than ours."""
        return replace(style, size=ceil(style.size * self.grown * AIR))

    def ink(self, sheet: Sheet, style: Style) -> Ink:
        size = round((SMALL if style.quiet else TEXT) * self.grown, 1)
        fill = sheet.colours.muted if style.quiet else sheet.colours.ink
        return Ink(size, fill, bold=style.bold, rim=sheet.colours.paper)


def draw_chart(sheet: Sheet, chart: Chart, w: Words, left: float, top: float, width: float, stamp: str = "") -> float:
    """Draws a chart from `left` across `width`, from `top` on. Gives back where it ends.

    `stamp` stands in a free corner: the mark of invented figures, so that it is not cut off with what stands above.
    """
    room = _Room.on(sheet, left, width, stamp)
    # One rank has no bar: first place is not a length.
    draw = _bars if chart.form == "bullet" and chart.kind != "rank" else _timeline
    return draw(sheet, chart, w, room, top)


def _say(
    sheet: Sheet, room: _Room, wishes: Iterable[Wish], marks: Iterable[Obstacle], top: float, bottom: float
) -> None:
    """The words in their places; on a small picture only the first of them insist on one."""
    wanted = [
        replace(wish, style=room.measured(wish.style), widest=wish.widest * room.grown * AIR)
        for wish in (*wishes, *([room.corners(top, bottom)] if room.stamp else []))
    ]
    if sheet.across < FEW_WORDS:
        wanted = [replace(wish, needed=wish.needed and n < _NEEDED) for n, wish in enumerate(wanted)]
    for word in placed_at(wanted, tuple(marks), room.width, bottom):
        anchor = {"left": "start", "center": "middle", "right": "end"}[word.align]
        ink = replace(room.ink(sheet, word.style), anchor=anchor)
        for n, line in enumerate(word.text.split("\n")):
            sheet.centred(line, room.left + word.x.at(room.width), word.y + n * word.style.leading, ink)


# ------------------------------------------------------------------------------------------------ one period


def _bars(sheet: Sheet, chart: Chart, w: Words, room: _Room, top: float) -> float:
    laid = bars(chart, w, top, room.width, *(room.measured(style) for style in (Style(bold=True), _QUIET)))
    colours = sheet.colours

    def x(value: float) -> float:
        return room.left + laid.at(value).at(room.width)

    ticks = value_ticks(w, chart.kind, laid.floor, laid.ceiling)
    for value, colour in (*((float(tick), colours.grid) for tick in ticks), (laid.floor, colours.line)):
        _line(sheet, [(x(value), laid.first - 6), (x(value), laid.bottom)], stroke=colour)
    for point, y in zip(chart.points, laid.middles, strict=True):
        colour, start = colours.side(point.side), x(laid.floor)
        bar = box(start, y - BAR / 2, x(point.value), y + BAR / 2)
        fill = colours.paper if point.is_open else colour
        sheet.layer([Piece(_closed(bar.exterior.coords), point.said)], fill=fill, stroke=colour, stroke_width=2)
        if chart.goal and point.side == "short" and point.value < chart.goal.value:
            lacking = [(x(point.value), y), (x(chart.goal.value), y)]
            _line(sheet, lacking, stroke=colour, stroke_width=2, stroke_dasharray="2 4")
        if not is_exact(point):
            low, high, tips = whisker(point, laid.floor, laid.ceiling)
            _line(sheet, [(x(low), y), (x(high), y)], stroke=colours.ink, stroke_width=2)
            for value, end in tips:
                _end(sheet, (x(value), y), end, (1, 0), colours.ink)
        if chart.goal:
            tick = [(x(chart.goal.value), y - BAR / 2 - 7), (x(chart.goal.value), y + BAR / 2 + 4)]
            _line(sheet, tick, stroke=colours.paper, stroke_width=7)
            _line(sheet, tick, stroke=colours.ink, stroke_width=3)
    _say(sheet, room, laid.wishes, (), laid.first, laid.bottom)
    return _named_values(sheet, room, {x(float(tick)): text for tick, text in ticks.items()}, laid.bottom)


def _named_values(sheet: Sheet, room: _Room, names: dict[float, str], bottom: float) -> float:
    """The values under their axis, none outside of the chart: the first, the last, and of the others what has room."""
    ink = replace(room.ink(sheet, _QUIET), anchor="middle", rim="")
    order = sorted(names)
    taken: list[tuple[float, float]] = []
    for x in dict.fromkeys((*order[:1], *order[-1:], *order)):
        half = ink.width(names[x]) / 2
        middle = min(max(x, room.left + half), room.left + room.width - half)
        if all(middle + half + 4 < low or middle - half - 4 > high for low, high in taken):
            sheet.word(names[x], middle, bottom + ink.leading, ink)
            taken.append((middle - half, middle + half))
    return bottom + ink.leading * 1.4


# ------------------------------------------------------------------------------------------------ over time


def _timeline(sheet: Sheet, chart: Chart, w: Words, room: _Room, top: float) -> float:
    plot = Plot.of(chart, w, top)
    ticks = value_ticks(w, chart.kind, plot.floor, plot.ceiling)
    ink = replace(room.ink(sheet, _QUIET), anchor="end", rim="")
    gutter = max(map(ink.width, ticks.values())) + 6
    room = replace(room, left=room.left + gutter, width=room.width - gutter)
    plot = Plot.of(chart, w, top, high=min(max(sheet.across * 0.36, 170), 290), least=room.width)
    left, right = room.left, room.left + room.width
    for tick, text in ticks.items():
        y = plot.y(float(tick))
        _line(sheet, [(left, y), (right, y)], stroke=sheet.colours.grid)
        sheet.centred(text, left - 6, y, ink)
    _time(sheet, plot, room)
    for goal in (chart.goal,) if chart.goal else ():
        _goal(sheet, plot, room, goal)
    for point in chart.points:
        _whisker(sheet, plot, room, point)
    for point in chart.points:
        _dot(sheet, point, _x(plot, room, point), plot.y(point.value), plot.radius)
    _say(sheet, room, captions(plot, w), obstacles(plot), plot.top, plot.bottom)
    return _named_days(sheet, plot, room)


def _x(plot: Plot, room: _Room, point: Point) -> float:
    return room.left + plot.x(point.day).at(room.width)


def _time(sheet: Sheet, plot: Plot, room: _Room) -> None:
    """What lies behind the figures: missing periods, breaks, the required way, and the line from figure to figure."""
    colours = sheet.colours
    for day in (day for run in plot.gaps() for day in run):
        middle, half = room.left + plot.x(day).at(room.width), plot.column / 2
        column = box(middle - half, plot.top, middle + half, plot.bottom)
        sheet.shape(hatched([column], _HATCH), fill="none", stroke=colours.hatch)
    for day in plot.breaks():
        middle = room.left + plot.x(day).at(room.width)
        ends = [(middle, plot.top), (middle, plot.bottom)]
        _line(sheet, ends, stroke=colours.muted, stroke_width=2, stroke_dasharray="1 4", stroke_linecap="round")
    way = [(room.left + plot.x(day).at(room.width), plot.y(value)) for day, value in plot.chart.path]
    _line(sheet, way, stroke=colours.muted, stroke_width=1.25, stroke_dasharray="5 4")
    for run in plot.segments():
        _line(
            sheet, [(_x(plot, room, point), plot.y(point.value)) for point in run], stroke=colours.none, stroke_width=2
        )
    _line(sheet, [(room.left, plot.bottom), (room.left + room.width, plot.bottom)], stroke=colours.line)


def _goal(sheet: Sheet, plot: Plot, room: _Room, goal: Goal) -> None:
    """The target from the left to its deadline, a short upright at its end, and a thin one down to the day."""
    end, y = room.left + plot.x(goal.due).at(room.width), plot.y(goal.value)
    _line(sheet, [(end, y), (end, plot.bottom)], stroke=sheet.colours.line)
    _line(sheet, [(room.left, y), (end, y)], stroke=sheet.colours.ink, stroke_width=2)
    _line(sheet, [(end, y - 8), (end, y + 8)], stroke=sheet.colours.ink, stroke_width=2)


def _whisker(sheet: Sheet, plot: Plot, room: _Room, point: Point) -> None:
    """What an inexact figure may stand for; on a scale of ranks low is up."""
    if is_exact(point):
        return
    x, colour = _x(plot, room, point), sheet.colours.side(point.side)
    low, high, tips = whisker(point, plot.floor, plot.ceiling)
    _line(sheet, [(x, plot.y(low)), (x, plot.y(high))], stroke=colour, stroke_width=2)
    for value, end in tips:
        _end(sheet, (x, plot.y(value)), end, (0, 1 if plot.chart.kind == "rank" else -1), colour)


def _dot(sheet: Sheet, point: Point, x: float, y: float, r: float) -> None:
    """A circle: reached; a square: short of it; a diamond: cannot be told. Open where it may still change."""
    colour = sheet.colours.side(point.side)
    half, long = r * 0.9, r * 1.25
    path = {
        "reached": f"M{x - r:.1f} {y:.1f}a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0z",
        "short": f"M{x - half:.1f} {y - half:.1f}h{2 * half:g}v{2 * half:g}h{-2 * half:g}z",
        "none": f"M{x:.1f} {y - long:.1f}l{long:g} {long:g}l{-long:g} {long:g}l{-long:g} {-long:g}z",
    }[point.side]
    fill = sheet.colours.paper if point.is_open else colour
    sheet.layer([Piece(path, point.said)], fill=fill, stroke=colour, stroke_width=2)


def _named_days(sheet: Sheet, plot: Plot, room: _Room) -> float:
    """The periods under the axis, and their years; gives back where they end."""
    ink = replace(room.ink(sheet, _QUIET), anchor="middle", rim="")
    names = plot.axis.fitting(room.width / (room.grown * AIR))
    for day in plot.axis.days:
        x, said = room.left + plot.x(day).at(room.width), names[day.isoformat()]
        if any(said):
            _line(sheet, [(x, plot.bottom), (x, plot.bottom + 5)], stroke=sheet.colours.line)
        for n, line in enumerate(said):
            half = ink.width(line) / 2
            middle = min(max(x, half + 1), sheet.across - half - 1)
            sheet.word(line, middle, plot.bottom + 5 + ink.leading * (n + 1), ink)
    return plot.bottom + 5 + ink.leading * (max(map(len, names.values())) + 0.4)


# ------------------------------------------------------------------------------------------------ paths

_QUIET = Style(size=SMALL, quiet=True)


def _line(sheet: Sheet, points: Iterable[tuple[float, float]], **style: object) -> None:
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    sheet.layer([Piece(f"M{path}" if path else "")], fill="none", **style)


def _closed(points: Iterable[tuple[float, ...]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points) + "z"


def _end(sheet: Sheet, at: tuple[float, float], end: str, up: tuple[int, int], colour: str) -> None:
    """The end of a whisker: a short stroke at a known bound, else an arrow. `up` is where values grow."""
    (x, y), (right, down) = at, up
    if end == "bound":
        _line(sheet, [(x - 5 * down, y - 5 * right), (x + 5 * down, y + 5 * right)], stroke=colour, stroke_width=2)
        return
    way = 5 if end == "high" else -5
    corners = [(x + way * right, y + way * down), (x + 5 * down, y + 5 * right), (x - 5 * down, y - 5 * right)]
    sheet.layer([Piece(_closed(corners))], fill=colour)

"""The words of a chart over time: which there are, where each would best stand, and what is in their way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from kh213.draw.chart.marks import BOLD, QUIET, due, is_exact, whisker
from kh213.draw.chart.plot import Plot
from kh213.draw.labels import TIERS, Across, Obstacle, Spot, Wish
from kh213.view.figures.chart import Goal, Point
from kh213.words import Words

_ALL_NAMED = 8  # where there are more figures, only the first, last, lowest and highest are
_NARROW = 64  # the widest line of a word about a missing period

_CENTRE, _RIGHT_OF, _LEFT_OF = "center", "left", "right"


def captions(plot: Plot, w: Words) -> Iterable[Wish]:
    """The words in the order in which they may choose their places."""
    chart, goal = plot.chart, plot.chart.goal
    first_of_all, rest = _by_weight(chart.points)
    if goal:
        yield Wish(w("chart.target", promise=goal.text), _along(plot, goal), needed=True, style=BOLD)
    yield from (_figure(plot, w, point, needed=True) for point in first_of_all[:2])
    for run in plot.gaps():
        yield Wish(w("value.none"), _in_gap(plot, run), needed=True, style=QUIET, widest=_NARROW)
    for day in plot.breaks():
        yield Wish(w("chart.break"), _at_break(plot, day), needed=True, style=QUIET)
    if goal:
        yield Wish(due(goal, w), _at_due(plot, goal), needed=True, style=QUIET)
    yield from (_figure(plot, w, point) for point in first_of_all[2:])
    if len(chart.points) <= _ALL_NAMED:
        yield from (_figure(plot, w, point) for point in rest)
    if chart.path:
        yield Wish(w("chart.path"), _along_path(plot), style=QUIET)


def obstacles(plot: Plot) -> Iterable[Obstacle]:
    """What words keep clear of: dots, whiskers and the target; lines where they can."""
    reach = plot.radius + 2
    for point in plot.chart.points:
        x, y = plot.x(point.day), plot.y(point.value)
        yield Obstacle(x.moved(-reach), x.moved(reach), y - reach, y + reach)
        if not is_exact(point):
            ends = sorted(plot.y(end) for end in whisker(point, plot.floor, plot.ceiling)[:2])
            yield Obstacle(x.moved(-5), x.moved(5), ends[0] - 7, ends[1] + 7)
    goal = plot.chart.goal
    if goal:
        y, end = plot.y(goal.value), plot.x(goal.due)
        yield Obstacle(Across(0), end, y - 2, y + 2)
        yield Obstacle(end.moved(-2), end.moved(2), y - 8, y + 8)
        yield Obstacle(end.moved(-1), end.moved(1), y, plot.bottom, solid=False)
    half = plot.column / 2
    uprights = [(day, half) for run in plot.gaps() for day in run] + [(day, 2) for day in plot.breaks()]
    for day, wide in uprights:
        x = plot.x(day)
        yield Obstacle(x.moved(-wide), x.moved(wide), plot.top, plot.bottom, solid=False)
    for way in (*([(point.day, point.value) for point in run] for run in plot.segments()), plot.chart.path):
        for before, after in pairwise(way):
            yield from _slanting(plot, before, after)


def _slanting(plot: Plot, before: tuple[date, float], after: tuple[date, float]) -> Iterable[Obstacle]:
    """A line as a row of small boxes."""
    a, b = plot.x(before[0]), plot.x(after[0])
    start, end = plot.y(before[1]), plot.y(after[1])
    pieces = max(2, min(24, round(abs(b.at(TIERS[-1]) - a.at(TIERS[-1])) / 8)))
    for share in (n / pieces for n in range(pieces + 1)):
        x = Across(a.base + (b.base - a.base) * share, a.share + (b.share - a.share) * share)
        y = start + (end - start) * share
        yield Obstacle(x.moved(-3), x.moved(3), y - 3, y + 3, solid=False)


def _by_weight(points: Sequence[Point]) -> tuple[list[Point], list[Point]]:
    """The last, first, lowest and highest figure, each once; and the others."""
    lowest = min(points, key=lambda point: point.value)
    highest = max(points, key=lambda point: point.value)
    weighty: list[Point] = []
    for point in (points[-1], points[0], lowest, highest):
        if point not in weighty:
            weighty.append(point)
    return weighty, [point for point in points if point not in weighty]


def _figure(plot: Plot, w: Words, point: Point, needed: bool = False) -> Wish:
    """A figure by its dot; with its period where its day does not tell which one it is."""
    shares_its_day = sum(each.day == point.day for each in plot.chart.points) > 1
    text = w("chart.figure", period=point.period, figure=point.text) if shares_its_day else point.text
    x, y, off = plot.x(point.day), plot.y(point.value), plot.radius + 3
    spots: tuple[Spot, ...] = (
        Spot(x, y - off, _CENTRE, "above"),
        Spot(x, y + off, _CENTRE, "below"),
        Spot(x.moved(off + 2), y, _RIGHT_OF),
        Spot(x.moved(-off - 2), y, _LEFT_OF),
        *(
            Spot(x.moved(by), y + down, align, hang)
            for by, align in ((2, _RIGHT_OF), (-2, _LEFT_OF))
            for down, hang in ((-off, "above"), (off, "below"))
        ),
    )
    if needed:
        spots += (Spot(x, y - off - 18, _CENTRE, "above"), Spot(x, y + off + 18, _CENTRE, "below"))
    return Wish(text, spots, needed=needed, style=BOLD)


def _along(plot: Plot, goal: Goal) -> tuple[Spot, ...]:
    """On the target's line or under it: at its beginning, its end, between, beyond, or a little off."""
    y, end = plot.y(goal.value), plot.x(goal.due)
    sides = ((y - 4, "above"), (y + 4, "below"))
    ends = ((Across(2), _RIGHT_OF), (end.moved(-4), _LEFT_OF))
    between = ((Across(end.base * share, end.share * share), _CENTRE) for share in (0.5, 0.35, 0.65))
    beyond = ((end.moved(8), _RIGHT_OF),)
    near = [Spot(x, at, align, hang) for x, align in (*ends, *between, *beyond) for at, hang in sides]
    return (*near, *(Spot(Across(2), y + by, _RIGHT_OF, hang) for by, hang in ((-24, "above"), (24, "below"))))


def _at_due(plot: Plot, goal: Goal) -> tuple[Spot, ...]:
    """Along the upright from the end of the target's line down to the axis."""
    end, x = plot.y(goal.value), plot.x(goal.due)
    low = plot.bottom - 14
    heights = [low, low - 20, *(end + (low - end) * share for share in (0.75, 0.5, 0.25))]
    heights = [y for y in heights if y > end + 12] + [end - 18, end - 38]
    return tuple(Spot(x.moved(by), y, align) for y in heights for by, align in ((5, _RIGHT_OF), (-5, _LEFT_OF)))


def _in_gap(plot: Plot, run: Sequence[date]) -> tuple[Spot, ...]:
    x = plot.x(run[0] + (run[-1] - run[0]) / 2)
    heights = (plot.bottom - 4, plot.top + plot.high * 0.6, plot.top + plot.high * 0.8, plot.top + 40)
    return tuple(Spot(x, y, _CENTRE, "above") for y in heights)


def _at_break(plot: Plot, day: date) -> tuple[Spot, ...]:
    x = plot.x(day)
    heights = (plot.top, plot.bottom - 22, plot.top + plot.high * 0.5, plot.top + plot.high * 0.7)
    return tuple(
        Spot(x.moved(by), y, align, "below") for y in heights for by, align in ((5, _RIGHT_OF), (-5, _LEFT_OF))
    )


def _along_path(plot: Plot) -> tuple[Spot, ...]:
    (start, begun), (end, reached) = plot.chart.path
    places = [(plot.x(start + (end - start) * share), plot.y(begun + (reached - begun) * share)) for share in _SHARES]
    return tuple(
        Spot(x, y + by, align, hang)
        for x, y in places
        for by, align, hang in ((8, _RIGHT_OF, "below"), (-8, _LEFT_OF, "above"))
    )


_SHARES = (0.5, 0.35, 0.65, 0.2)

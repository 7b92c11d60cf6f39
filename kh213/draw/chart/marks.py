"""What both forms of a chart are made of: rows, colours and shapes of figures, whiskers, and words in their places."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import altair as alt

from kh213.draw.labels import Obstacle, Style, Wish, Word
from kh213.draw.theme import SMALL, Palette
from kh213.view.figures.chart import Chart, Goal, Point
from kh213.words import Words, formats

Row = dict[str, Any]

BOLD = Style(bold=True)
QUIET = Style(size=SMALL, quiet=True)

# A shape for each side, and the share of its square that makes it look as large as the others.
SHAPES = {"reached": ("circle", 1.0), "short": ("square", 0.8), "none": ("diamond", 1.15)}
_ARROW = 0.04  # of the axis: the least way on which an arrow can be seen


@dataclass(frozen=True, slots=True)
class Drawing:
    """A plot of `height` pixels with `axis_room` under it, and the words that still want a place in it."""

    height: float
    axis_room: float
    layers: Sequence[alt.Chart]
    wishes: Sequence[Wish]
    obstacles: Sequence[Obstacle] = ()


def drawn(name: str, rows: Sequence[Row]) -> alt.Chart:
    """A layer of rows under a name of their own.

    What has a name stays where it is: Altair gathers nameless rows, and Streamlit offers these as the chart's data.
    """
    return alt.Chart(alt.InlineData(name=name, values=list(rows)))


def ends(chart: Chart) -> tuple[float, float]:
    """The ends of the value axis: those of the chart, and further where something would lie outside of them."""
    known = [value for point in chart.points for value in (point.value, point.low, point.high) if value is not None]
    known += [chart.goal.value] if chart.goal else []
    known += [value for _, value in chart.path]
    floor, ceiling = min(chart.floor, *known), max(chart.ceiling, *known)
    return floor, ceiling if ceiling > floor else floor + 1


def due(goal: Goal, w: Words) -> str:
    return w("chart.due", day=formats.day(w, goal.due))


def dot(point: Point, colours: Palette, radius: float = 6.0) -> Row:
    colour = colours.side(point.side)
    shape, share = SHAPES[point.side]
    return {
        "day": point.day.isoformat(),
        "value": point.value,
        "shape": shape,
        "size": round(share * (2 * radius) ** 2),
        "fill": colours.paper if point.is_open else colour,
        "stroke": colour,
        "said": point.said,
    }


def painted() -> dict[str, Any]:
    return {
        "fill": alt.Fill("fill:N", scale=None, legend=None),
        "stroke": alt.Stroke("stroke:N", scale=None, legend=None),
    }


def is_exact(point: Point) -> bool:
    return point.low is None and point.high is None


def whisker(point: Point, floor: float, ceiling: float) -> tuple[float, float, list[tuple[float, str]]]:
    """From where to where an inexact figure may lie, and which ends are marked how: bound, or open to low or high.

    An end at the figure itself is marked by its dot, and an arrow that would have no room beside it is left out.
    """
    low = floor if point.low is None else min(max(point.low, floor), ceiling)
    high = ceiling if point.high is None else min(max(point.high, floor), ceiling)
    room = _ARROW * (ceiling - floor)
    marked = [
        (value, open_end if bound is None else "bound")
        for value, bound, open_end in ((low, point.low, "low"), (high, point.high, "high"))
        if abs(value - point.value) > (room if bound is None else 0)
    ]
    return low, high, marked


def written(words: Iterable[Word], colours: Palette) -> list[alt.Chart]:
    """The words in their places, each with a rim of paper so that it can be read across a line."""
    rows = [
        {
            "text": word.text,
            "base": round(word.x.base, 2),
            "share": round(word.x.share, 5),
            "y": round(word.y, 1),
            "align": word.align,
            "size": word.style.size,
            "leading": word.style.leading,
            "weight": 600 if word.style.bold else 400,
            "fill": colours.muted if word.style.quiet else colours.ink,
            "least": word.least,
            "below": None if word.below == float("inf") else word.below,
        }
        for word in words
    ]
    # Words of other widths are empty, not transparent: what cannot be seen would still ask for room.
    shown = "width >= datum.least && (datum.below === null || width < datum.below) ? datum.text : ''"
    place: dict[str, Any] = {
        "x": {"expr": "datum.base + datum.share * width"},
        "y": {"expr": "datum.y"},
        "text": {"expr": shown},
        "align": {"expr": "datum.align"},
        "baseline": "middle",
        "fontSize": {"expr": "datum.size"},
        "fontWeight": {"expr": "datum.weight"},
        "lineHeight": {"expr": "datum.leading"},
        "tooltip": None,
    }
    rim: dict[str, Any] = {"fill": colours.paper, "stroke": colours.paper, "strokeWidth": 4, "strokeJoin": "round"}
    return [
        drawn("words", rows).mark_text(**place, **rim),
        drawn("words", rows).mark_text(**place, fill={"expr": "datum.fill"}),
    ]


def named(key: str, names: Mapping[str, Any]) -> str:
    """An expression that looks a text up: Vega never formats a number or a day itself."""
    return f"{json.dumps(names, ensure_ascii=False)}[{key}]"

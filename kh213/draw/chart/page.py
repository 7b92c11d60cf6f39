"""Target against actual as a picture: a bullet for one period, dots on a line for time. Frames in, picture out.

How to read one, everywhere on the site:

- reached: a teal circle; short of it: an orange square; cannot be told: a grey diamond. Shape says it without colour.
- filled: final; open: provisional, estimated or of low reliability.
- a bar: one figure, in the same colours, filled or open; what it lacks is dotted from its end to the target.
- a line through a figure: what an inexact one may stand for; an arrow at its end: no bound is known.
- a thick line or tick: the target, up to its deadline; thin and dashed: the way it asks for.
- a hatched column: a period without a figure, never a zero; a dotted upright: what is measured changed there.
- the line from figure to figure stops at both, and at a day with two figures: it cannot say which one it means.

There is no legend: words stand where things are, in places worked out for narrow and wide plots (`labels`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import altair as alt

from kh213.draw.chart.bullet import bullet
from kh213.draw.chart.marks import BOLD, QUIET, drawn, written
from kh213.draw.chart.timeline import timeline
from kh213.draw.labels import TIERS, Across, Spot, Style, Wish, lines, placed, text_width
from kh213.draw.theme import PADDING, Palette, config, palette
from kh213.view.figures.chart import Chart
from kh213.words import Words

_KEPT = 400  # specifications
_TITLE = Style(size=17, bold=True)


def target_chart(
    chart: Chart, w: Words, dark: bool, *, stamp: str | None = None, titled: bool = False
) -> alt.LayerChart:
    """The picture of a chart in a light or dark theme, as wide as what holds it and of a fixed height.

    `stamp` stands at the top right (illustrative data); `titled` puts title and foot into the picture. It is complete
    for `st.altair_chart(figure, width="stretch", theme=None, alt=chart.alt)`.
    """
    colours = palette(dark)
    top, heading = _heading(chart, w, stamp, titled)
    # One rank has no bar: first place is not a length.
    draw = bullet if chart.form == "bullet" and chart.kind != "rank" else timeline
    drawing = draw(chart, w, colours, top)
    foot = [_fixed(chart.foot, QUIET, Spot(Across(0), drawing.height + drawing.axis_room, "left", "below"))]
    words = placed([*heading, *drawing.wishes, *(foot if titled else [])], drawing.obstacles, drawing.height)
    layers = [*drawing.layers, *written(words, colours), *([_frame(stamp, colours)] if stamp else [])]
    return alt.LayerChart(
        layer=layers,
        width="container",
        height=drawing.height,
        autosize=alt.AutoSizeParams(type="fit-x", contains="padding"),
        description=chart.alt,
        padding=dict(PADDING),  # said here too: Streamlit puts one of its own where there is none
        config=alt.Config.from_dict(dict(config(dark))),
        usermeta={"embedOptions": {"actions": False}},
    )


@lru_cache(maxsize=_KEPT)
def chart_spec(chart: Chart, w: Words, dark: bool, stamp: str) -> Mapping[str, Any]:
    """The picture as a Vega-Lite specification, checked once and kept: it is shared, so never to be changed."""
    found: dict[str, Any] = target_chart(chart, w, dark, stamp=stamp or None).to_dict()
    return found


def _heading(chart: Chart, w: Words, stamp: str | None, titled: bool) -> tuple[float, list[Wish]]:
    """How much room the words above the plot need on a phone, and these words."""
    y = 0.0
    wishes = []
    if stamp:
        middle = Across(-_stamp_width(stamp) / 2, 1)
        wishes.append(_fixed(stamp, BOLD, Spot(middle, BOLD.leading + 4, "center", "above")))
        y += BOLD.leading + 16
    if titled:
        y += lines(chart.title, _TITLE) * _TITLE.leading
        wishes.append(_fixed(chart.title, _TITLE, Spot(Across(0), y, "left", "above")))
        y += 4
    unit = _unit(chart, w, titled)
    if unit:
        y += lines(unit, QUIET) * QUIET.leading
        wishes.append(_fixed(unit, QUIET, Spot(Across(0), y, "left", "above")))
    return y, wishes


def _unit(chart: Chart, w: Words, titled: bool) -> str:
    """What the numbers of the axis count; the percent sign already stands at each of them."""
    if chart.kind == "rank":
        return w("chart.rank_axis")
    return "" if chart.kind == "share" and not titled else chart.unit


def _fixed(text: str, style: Style, spot: Spot) -> Wish:
    return Wish(text, (spot,), needed=True, style=style)


def _stamp_width(stamp: str) -> float:
    return min(text_width(stamp, BOLD) + 12, TIERS[0])


def _frame(stamp: str, colours: Palette) -> alt.Chart:
    left = f"width - {_stamp_width(stamp):.0f}"
    rect: alt.Chart = drawn("stamp", [{}]).mark_rect(
        x={"expr": left}, x2={"expr": "width"}, y=1, y2=BOLD.leading + 7,
        filled=False, stroke=colours.ink, strokeWidth=1.5,
    )  # fmt: skip
    return rect

"""What stands in place of a moving picture until the app has come, and without scripts: the same as plain SVG.

The colours are variables of the page's stylesheet (site/theme.py), so one drawing serves light, dark and paper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

import vl_convert

from kh213.draw.chart.page import chart_spec
from kh213.draw.html import html
from kh213.draw.map.page import drawing
from kh213.draw.map.shapes import UNITS, Drawing, Outline, Ring
from kh213.draw.theme import Palette, palette
from kh213.view.figures.chart import Chart
from kh213.view.map.page import MapPage, Place
from kh213.words import Words

# Pixels across: phones of 320, 360, 390 and 430, tablets, the full page. The widest that fits is shown.
WIDTHS = (288, 328, 358, 398, 560, 728, 900, 1080)
_KEPT = 400  # pictures, some 80 KB each


@lru_cache(maxsize=_KEPT)
def still_chart(chart: Chart, w: Words, stamp: str) -> str:
    """The very chart that the app draws, for each width: 0.1 to 0.3 s a width, so only once for a publication."""
    names = {getattr(palette(dark=False), each.name): each.name for each in fields(Palette)}
    drawn = [_coloured(_svg(chart, w, stamp, width), names, n) for n, width in enumerate(WIDTHS)]
    return html("still_chart.html", alt=chart.alt, drawings=drawn)


@lru_cache(maxsize=1)
def fitting() -> str:
    """The style that shows the widest drawing that fits, and no other."""
    shown = [
        f"@container (min-width:{width}px){{.kh-still svg:nth-child({n}){{display:none}}.kh-still svg:nth-child({n + 1}){{display:block}}}}"
        for n, width in enumerate(WIDTHS)
        if n
    ]
    return ".kh-still svg{display:none}.kh-still svg:first-child{display:block}" + "".join(shown)


def _svg(chart: Chart, w: Words, stamp: str, width: int) -> str:
    spec = {**chart_spec(chart, w, dark=False, stamp=stamp), "width": width}
    return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))


def _coloured(svg: str, names: Mapping[str, str], number: int) -> str:
    """With variables for colours, without what only a program of Vega's reads, with names of its own for its parts."""
    text = re.sub(
        r"#[0-9a-f]{6}\b", lambda found: f"var(--c-{names[found[0]]})" if found[0] in names else found[0], svg
    )
    text = re.sub(r' (?:aria-[a-z]+|role|xmlns:xlink|version)="[^"]*"', "", text)
    text = re.sub(r"""(id="|url\(#)""", rf"\g<1>c{number}-", text)
    return re.sub(r"\d+\.\d{3,}", lambda found: f"{float(found[0]):.2f}".rstrip("0").rstrip("."), text)


@dataclass(frozen=True, slots=True)
class Area:
    """One area of a still map: its shape, its class, its figure, and where that stands (in per cent) and has room (in
    units of the plane).
    """

    place: Place
    path: str
    href: str
    room: str
    left: str
    top: str


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a district beside its squares, or in the middle of its outline."""

    text: str
    left: str
    top: str
    below: bool


def still_map(page: MapPage, w: Words, stamp: str, picked: str, links: Mapping[str, str]) -> str:
    """The map as the app first shows it; `links` are where a click on an area leads, `picked` is marked."""
    drawn = drawing(page)
    if drawn is None:
        return ""
    places = page.by_code
    west, south, east, north = (part * UNITS for part in drawn.bounds)
    across, down = east - west, north - south

    def percent(x: float, y: float) -> tuple[str, str]:
        return f"{100 * (x - west) / across:.1f}", f"{100 * (north - y) / down:.1f}"

    areas = [
        Area(
            places[shape.code],
            _path(shape.rings),
            links.get(shape.code, ""),
            f"{2 * shape.room / UNITS:.2f}",
            *percent(shape.x, shape.y),
        )
        for shape in drawn.shapes
        if shape.code in places
    ]
    groups = [group for group in drawn.groups if group.code in page.districts]
    return html(
        "still_map.html",
        w=w,
        view=page,
        stamp=stamp,
        areas=areas,
        picked=next((area.path for area in areas if area.place.code == picked), ""),
        names=[
            Name(page.districts[each.code], *percent(each.x, each.y), each.below) for each in groups if not page.within
        ],
        edges=_edges(page, drawn, groups),
        box=f"{west:.0f} {-north:.0f} {across:.0f} {down:.0f}",
        ratio=f"{across / down:.4f}",
        squares=f"{across / UNITS:.2f}",
        geographic=drawn.geographic,
    )


def _edges(page: MapPage, drawn: Drawing, groups: list[Outline]) -> str:
    lines = [_line(ring) for ring in drawn.lines]
    blocks = [_path(group.rings) for group in groups] if page.level == "commune" else []
    return "".join((*blocks, *lines))


def _path(rings: list[list[Ring]]) -> str:
    return "".join(f"{_line(ring)}z" for part in rings for ring in part)


def _line(ring: Ring) -> str:
    return "".join(_moves(ring))


def _moves(ring: Ring) -> Iterator[str]:
    """The steps of a ring as a path; its numbers run north, those of a picture down."""
    for n in range(0, len(ring), 2):
        yield f"{'M' if n == 0 else 'l'}{ring[n]} {-ring[n + 1]}"

"""A map as a picture that stands alone: a view in, SVG out, for slides, print and pages without JavaScript.

The same classes, colours and marks as on the page: slanted lines: no figure; a dot: nothing arose; a thick dashed edge:
the published figure is too rough to tell. Up to 960 pixels the words keep their size; beyond, everything grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import ceil

import shapely
from shapely import affinity, box
from shapely.geometry.base import BaseGeometry

from kh213.draw.map.ground import ground_map, swatch
from kh213.draw.map.outlines import Outlines, outlines
from kh213.draw.paper.picture import FULL, Look, foot, heading, stamp, stamp_size
from kh213.draw.paper.picture import look as sized
from kh213.draw.paper.sheet import Ink, Sheet
from kh213.draw.theme import Fill, Palette, fills, palette
from kh213.view.embed.map import StaticMap
from kh213.view.map.page import LegendRow

_STRIP = 560  # from here the legend may be a strip
_STEP = 3.0
_EDGE = 2  # pixels: the stroke around the outermost areas

_Colours = Mapping[str, Fill]


def static_map_svg(picture: StaticMap, width: int, dark: bool = False) -> str:
    """The picture, `width` pixels across."""
    across = min(width, FULL)
    colours, tones = palette(dark), fills(dark)
    sheet, look = Sheet(across, colours), sized(across, colours)
    room = across - 2 * look.margin
    page = picture.page
    top = heading(sheet, look, picture.stamp, page.finding, picture.subtitle) + look.text.size * 0.8
    ground = outlines(page, room)
    if ground:
        top, ends = _legend(sheet, look, page.legend, tones, ground, top)
        top = max(_map(sheet, look, picture, ground.moved(look.margin, top), tones), ends)
    else:
        top = _legend_list(sheet, look, page.legend, tones, top)
    down = foot(sheet, look, (*picture.notes, picture.source), top + look.text.size)
    return sheet.svg(width=width, down=down, title=page.finding, description=picture.description, lang=picture.lang)


def map_alone(picture: StaticMap, across: int, colours: Palette, tones: _Colours, *, tips: bool) -> str:
    """The map without the words around it, for a page that says them itself; "" where there is no drawing."""
    sheet, look = Sheet(across, colours, tips=tips), sized(across, colours)
    ground = outlines(picture.page, across - 2 * _EDGE)
    if ground is None:
        return ""
    down = _map(sheet, look, picture, ground.moved(_EDGE, look.name * 1.8 if ground.tile else _EDGE), tones)
    title, description = picture.page.finding, picture.description
    return sheet.svg(width=across, down=down + _EDGE, title=title, description=description, lang=picture.lang)


def class_alone(code: str, colours: Palette, tones: _Colours) -> str:
    """The colour and mark of one class, for a legend whose words say what it is."""
    sheet = Sheet(24, colours)
    swatch(sheet, code, tones, box(1, 1, 23, 15))
    return sheet.svg(width=24, down=16, title="", description="", lang="")


# ------------------------------------------------------------------------------------------------ legend


_Form = Callable[[Sheet, Look, Sequence[LegendRow], _Colours, float], float]


def _legend(
    sheet: Sheet, look: Look, rows: Sequence[LegendRow], tones: _Colours, ground: Outlines, top: float
) -> tuple[float, float]:
    """The legend as a list, into whose free side the map may reach, or as a strip: whichever takes less height.

    Gives back where the map begins, and where the legend ends.
    """
    forms: list[_Form] = [_legend_list, _legend_strip] if sheet.across >= _STRIP else [_legend_list]

    def begins(form: _Form) -> float:
        trial = Sheet(sheet.across, sheet.colours)
        form(trial, look, rows, tones, top)
        return _first_free(look, ground, trial.taken, top)

    best = min(forms, key=begins)
    return begins(best), best(sheet, look, rows, tones, top)


def _first_free(look: Look, ground: Outlines, taken: Sequence[BaseGeometry], top: float) -> float:
    """How far up the map can go without touching what is written: no district, nor its name above it."""
    name = look.name * 1.8 if ground.tile else 0
    beside, words = look.text.size, shapely.union_all(list(taken))
    rooms = []
    for shape in ground.moved(look.margin, 0).districts.values():
        left, upper, right, lower = shape.bounds
        rooms.append(box(left - beside, upper - name, right + beside, lower))
    whole, found = shapely.union_all(rooms), top + name
    while affinity.translate(whole, 0, found).intersects(words):
        found += _STEP
    return found


def _legend_list(sheet: Sheet, look: Look, rows: Sequence[LegendRow], tones: _Colours, top: float) -> float:
    """A class a line: its colour, how many, what it means."""
    ink, high = look.strong, round(look.strong.size)
    wide = high * 1.5
    first = look.margin + wide + high * 0.5
    second = first + max(ink.width(row.areas) for row in rows) + high * 0.4
    right = sheet.across - look.margin if sheet.across < _STRIP else max(sheet.across * 0.52, second + 120)
    for row in rows:
        lower = top + ink.leading - 2
        swatch(sheet, row.code, tones, box(look.margin, lower - high, look.margin + wide, lower))
        sheet.column(row.areas, first, top, second - first, ink)
        words = f"{row.label} ({row.span})" if row.span else row.label
        ends = sheet.column(words, second, top, right - second, Ink(ink.size, ink.fill))
        top = max(ends, top + ink.leading) + 1
    return top


def _legend_strip(sheet: Sheet, look: Look, rows: Sequence[LegendRow], tones: _Colours, top: float) -> float:
    """A strip of colours with the words under them, in as many rows as it takes."""
    room = sheet.across - 2 * look.margin
    least = look.small.size * 8.5
    across = ceil(len(rows) / ceil(len(rows) * least / room))
    wide = min(room / across, look.small.size * 16)
    high, gap = look.small.size, 3
    for start in range(0, len(rows), across):
        ends = []
        for at, row in enumerate(rows[start : start + across]):
            left = look.margin + at * wide
            swatch(sheet, row.code, tones, box(left, top, left + wide - gap, top + high))
            under = top + high + 3
            under = sheet.column(row.areas, left, under, wide - gap, look.strong)
            under = sheet.column(row.label, left, under, wide - 3 * gap, Ink(look.small.size, look.text.fill))
            ends.append(sheet.column(row.span, left, under, wide - 3 * gap, look.small) if row.span else under)
        top = max(ends) + gap
    return top


# ------------------------------------------------------------------------------------------------ the map


def _map(sheet: Sheet, look: Look, picture: StaticMap, ground: Outlines, tones: _Colours) -> float:
    """The map where it lies; gives back where it ends."""
    taken = ground_map(sheet, picture.page, ground, tones, look.name)
    if picture.stamp:
        _second_stamp(sheet, look, picture.stamp, ground, [*taken, *ground.districts.values()])
    return max([ground.top + ground.height, *(room.bounds[3] for room in taken)])


def _second_stamp(sheet: Sheet, look: Look, text: str, ground: Outlines, taken: Sequence[BaseGeometry]) -> None:
    """The mark once more in a free corner of the map, so that it is not cut off with the head."""
    wide, high = stamp_size(look.strong, text)
    left, right = ground.left, ground.left + ground.width - wide
    top, bottom = ground.top, ground.top + ground.height - high
    words = [*taken, *sheet.taken]
    for x, y in ((right, bottom), (left, bottom), (left, top), (right, top)):
        if not any(box(x - 4, y - 4, x + wide + 4, y + high + 4).intersects(shape) for shape in words):
            stamp(sheet, look.strong, text, x, y)
            return

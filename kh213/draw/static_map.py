"""A map as a picture that stands alone: a view in, SVG out, for slides, print and pages without JavaScript.

The same classes, colours and marks as on the page: slanted lines: no figure; a dot: nothing arose; a thick dashed edge:
the published figure is too rough to tell. Up to 960 pixels the words keep their size; beyond, everything grows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

import shapely
from shapely import affinity, box
from shapely.geometry.base import BaseGeometry

from kh213.draw.outlines import Outlines, outlines
from kh213.draw.sheet import Ink, Sheet
from kh213.draw.static_ground import ground_map, swatch
from kh213.draw.theme import Fill, Palette, fills, palette
from kh213.view.map import LegendRow
from kh213.view.static_map import StaticMap

LEAST, MOST = 200, 2400  # pixels across
_FULL = 960  # the widest sheet that is laid out anew
_STRIP = 560  # from here the legend may be a strip
_STEP = 3.0

_Colours = Mapping[str, Fill]


@dataclass(frozen=True, slots=True)
class _Look:
    """Sizes and colours that follow from the width and the theme."""

    margin: int
    title: Ink
    text: Ink
    small: Ink
    strong: Ink
    name: float


def static_map_svg(picture: StaticMap, width: int, dark: bool = False) -> str:
    """The picture, `width` pixels across."""
    across = min(width, _FULL)
    colours, tones = palette(dark), fills(dark)
    sheet, look = Sheet(across, colours), _look(across, colours)
    room = across - 2 * look.margin
    page = picture.page
    top = _head(sheet, look, picture, room) + look.text.size * 0.8
    ground = outlines(page, room)
    if ground:
        top, ends = _legend(sheet, look, page.legend, tones, ground, top)
        top = max(_map(sheet, look, picture, ground.moved(look.margin, top), tones), ends)
    else:
        top = _legend_list(sheet, look, page.legend, tones, top)
    down = _foot(sheet, look, picture, top + look.text.size, room)
    return sheet.svg(width=width, down=down, title=page.finding, description=picture.description, lang=picture.lang)


def _look(across: float, colours: Palette) -> _Look:
    margin, title, text, small = next(
        sizes
        for least, sizes in ((860, (24, 27, 16, 13)),
            (600, (22, 24, 15, 12.5)), (440, (18, 21, 14.5, 12.5)), (300, (14, 18, 13, 12)), (0, (10, 15, 12, 11)))
        if across >= least
    )  # fmt: skip
    return _Look(
        margin=int(margin),
        title=Ink(title, colours.ink, bold=True),
        text=Ink(text, colours.ink),
        small=Ink(small, colours.muted),
        strong=Ink(small + 1, colours.ink, bold=True),
        name=min(max(across / 70, 9), 13.5),
    )


# ------------------------------------------------------------------------------------------------ words around it


def _head(sheet: Sheet, look: _Look, picture: StaticMap, room: float) -> float:
    """The mark of invented figures, the finding, what is shown. Gives back where the next thing may begin."""
    left = top = float(look.margin)
    if picture.stamp:
        _stamp(sheet, look, picture.stamp, left, top)
        top += look.strong.leading + look.text.size * 0.9
    top = sheet.column(picture.page.finding, left, top, room, look.title, even=True) + look.text.size * 0.3
    for said in picture.subtitle:
        top = sheet.column(said, left, top, room, look.text) + 2
    return top


def _stamp(sheet: Sheet, look: _Look, text: str, left: float, top: float) -> None:
    ink = look.strong
    wide, high = _stamp_size(look, text)
    sheet.rectangle(left, top, wide, high, fill=sheet.colours.paper, stroke=ink.fill, stroke_width=1.5)
    sheet.word(text, left + wide / 2, top + ink.size * 1.14, replace(ink, anchor="middle"))


def _stamp_size(look: _Look, text: str) -> tuple[float, float]:
    return look.strong.width(text) + look.strong.size, look.strong.leading + 4


def _foot(sheet: Sheet, look: _Look, picture: StaticMap, top: float, room: float) -> float:
    left = look.margin
    sheet.rectangle(left, top, room, 0.8, fill=sheet.colours.line)
    top += look.small.size * 0.6
    for said in (*picture.notes, picture.source):
        top = sheet.column(said, left, top, room, look.small) + 2
    return top + look.margin * 0.7


# ------------------------------------------------------------------------------------------------ legend


_Form = Callable[[Sheet, _Look, Sequence[LegendRow], _Colours, float], float]


def _legend(
    sheet: Sheet, look: _Look, rows: Sequence[LegendRow], tones: _Colours, ground: Outlines, top: float
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


def _first_free(look: _Look, ground: Outlines, taken: Sequence[BaseGeometry], top: float) -> float:
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


def _legend_list(sheet: Sheet, look: _Look, rows: Sequence[LegendRow], tones: _Colours, top: float) -> float:
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


def _legend_strip(sheet: Sheet, look: _Look, rows: Sequence[LegendRow], tones: _Colours, top: float) -> float:
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


def _map(sheet: Sheet, look: _Look, picture: StaticMap, ground: Outlines, tones: _Colours) -> float:
    """The map where it lies; gives back where it ends."""
    taken = ground_map(sheet, picture.page, ground, tones, look.name)
    if picture.stamp:
        _second_stamp(sheet, look, picture.stamp, ground, [*taken, *ground.districts.values()])
    return max([ground.top + ground.height, *(room.bounds[3] for room in taken)])


def _second_stamp(sheet: Sheet, look: _Look, text: str, ground: Outlines, taken: Sequence[BaseGeometry]) -> None:
    """The mark once more in a free corner of the map, so that it is not cut off with the head."""
    wide, high = _stamp_size(look, text)
    left, right = ground.left, ground.left + ground.width - wide
    top, bottom = ground.top, ground.top + ground.height - high
    words = [*taken, *sheet.taken]
    for x, y in ((right, bottom), (left, bottom), (left, top), (right, top)):
        if not any(box(x - 4, y - 4, x + wide + 4, y + high + 4).intersects(shape) for shape in words):
            _stamp(sheet, look, text, x, y)
            return

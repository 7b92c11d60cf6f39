"""The map in a picture that stands alone: areas in their colours, their marks and figures, the districts by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import shapely
from shapely import Point, box
from shapely.geometry.base import BaseGeometry

from kh213.draw.map.outlines import Outlines
from kh213.draw.paper.paths import hatched, path
from kh213.draw.paper.sheet import Ink, Piece, Sheet, lines
from kh213.draw.theme import Fill
from kh213.view.map.change import CHANGED
from kh213.view.map.page import MapPage, Place
from kh213.view.map.scale import MISSING, NOTHING, UNCLEAR

_LEAST_DIGITS = 8.5
_BOLD_FROM = 13.5  # larger figures carry the picture
_NAMED_FROM = 260  # the narrowest sheet with names on it
_MOST_FIT = 0.7  # of the figures: with room for fewer of them none is shown
_NAMED_TILE = 50  # pixels: the smallest square with a name in it
_SMALL_ISLAND = 4.0  # pixels across half of it: smaller ones get a ring
_RING = 6.0
_SHARED = 0.1  # of a name: what another may cover

_Colours = Mapping[str, Fill]
_Taken = list[BaseGeometry]


def ground_map(sheet: Sheet, page: MapPage, ground: Outlines, tones: _Colours, name: float) -> _Taken:
    """Draws the map where `ground` lies on the sheet, names in the size `name`; gives back the room of its words."""
    _areas(sheet, page, ground, tones)
    taken = _figures(sheet, page, ground, tones)
    return taken + (_names(sheet, page, ground, name, taken) if sheet.across >= _NAMED_FROM else [])


def swatch(sheet: Sheet, code: str, tones: _Colours, shape: BaseGeometry) -> None:
    """A class in the legend: its colour and its mark, as on the map."""
    _fill(sheet, code, [Piece(path(shape))], tones)
    if code == MISSING:
        _hatching(sheet, [shape], 6)
    if code == NOTHING:
        _left, upper, _right, lower = shape.bounds
        _dots(sheet, [shape.centroid.coords[0]], (lower - upper) * 0.28)


def _areas(sheet: Sheet, page: MapPage, ground: Outlines, tones: _Colours) -> None:
    """From the back: colours, marks, the edges of districts, and the edges of what cannot be told."""
    by_step: dict[str, list[str]] = {}
    for code in ground.areas:
        if code in page.by_code:
            by_step.setdefault(page.by_code[code].step, []).append(code)

    def pieces(step: str) -> list[Piece]:
        codes = by_step.get(step, ())
        return [Piece(path(ground.areas[code], ground.fine), _tip(page, page.by_code[code])) for code in codes]

    edged = (UNCLEAR, CHANGED)
    for step in by_step:
        if step not in edged:
            _fill(sheet, step, pieces(step), tones)
    tile = ground.tile or 20
    _hatching(sheet, [ground.areas[code] for code in by_step.get(MISSING, ())], min(max(tile * 0.4, 4), 8))
    _dots(sheet, [ground.middles[code] for code in by_step.get(NOTHING, ())], min(max(tile * 0.13, 1.2), 4))
    edges = [Piece(path(shape, ground.fine)) for shape in ground.districts.values()]
    weight = max(min(sheet.across / 500, 1.8), 0.8) * (1 if ground.tile else 0.6)
    sheet.layer(edges, fill="none", stroke=sheet.colours.ink, stroke_width=f"{weight:.2g}", stroke_linejoin="round")
    for step in edged:
        _fill(sheet, step, pieces(step), tones)
    _rings(sheet, page, ground, tones)


def _rings(sheet: Sheet, page: MapPage, ground: Outlines, tones: _Colours) -> None:
    """Around an island too small to be seen, in its colour."""
    for code in ground.islands & page.by_code.keys():
        left, upper, right, lower = ground.areas[code].bounds
        if max(right - left, lower - upper) < 2 * _SMALL_ISLAND:
            ring = Point((left + right) / 2, (upper + lower) / 2).buffer(_RING, quad_segs=6)
            sheet.shape(ring, fill=tones[page.by_code[code].step].colour, stroke=sheet.colours.ink)
            sheet.shape(ground.areas[code], fill="none", stroke=sheet.colours.ink, stroke_width=0.75)


def _tip(page: MapPage, place: Place) -> str:
    """What a pointer is told where the picture is opened by itself."""
    name = place.name if page.level == "district" else f"{place.name}, {place.district}"
    return f"{name}: {place.figure}" + (f" ({place.said})" if place.said else "")


def _fill(sheet: Sheet, step: str, pieces: Iterable[Piece], tones: _Colours) -> None:
    edge = {"stroke": sheet.colours.line, "stroke_width": 0.75}
    if step == UNCLEAR:
        edge = {"stroke": sheet.colours.ink, "stroke_width": 2, "stroke_dasharray": "4 2.5"}
    if step == CHANGED:
        edge = {"stroke": sheet.colours.ink, "stroke_width": 1, "stroke_dasharray": "1.5 2"}
    sheet.layer(pieces, fill=tones[step].colour, **edge)


def _hatching(sheet: Sheet, shapes: Sequence[BaseGeometry], step: float) -> None:
    """Slanted lines: no figure."""
    sheet.shape(hatched(shapes, step), fill="none", stroke=sheet.colours.hatch)


def _dots(sheet: Sheet, points: Iterable[tuple[float, ...]], radius: float) -> None:
    """A dot: nothing arose."""
    found = [Piece(path(Point(point).buffer(radius, quad_segs=4))) for point in points]
    sheet.layer(found, fill=sheet.colours.ink)


def _figures(sheet: Sheet, page: MapPage, ground: Outlines, tones: _Colours) -> _Taken:
    """The figure on every area that has room for it; in a large square its name too."""
    least, share, most = (11, 0.62, 21) if page.level == "district" else (_LEAST_DIGITS, 0.42, 13)
    base = min(max((ground.tile or 24) * share, least), most)
    named = page.level == "commune" and ground.tile >= _NAMED_TILE
    found: list[tuple[Place, tuple[float, float], Ink]] = []
    wanted = 0
    for code, shape in ground.areas.items():
        place = page.by_code.get(code)
        if place is None:
            continue
        x, y = ground.middles[code]
        if named:
            _tile_name(sheet, place, (x, y), ground.tile, tones)
            y += ground.tile * 0.27
        wanted += bool(place.brief)
        ink = _fitting(place.brief, shape, (x, y), base, tones[place.step].text) if place.brief else None
        if ink:
            found.append((place, (x, y), ink))
    if ground.tile and len(found) < _MOST_FIT * wanted:
        return []  # a few figures among many squares would look like all that there are
    for place, at, ink in found:
        sheet.centred(place.brief, *at, ink)
    return [_room(place.brief, at, ink, 0.7) for place, at, ink in found]


def _tile_name(sheet: Sheet, place: Place, at: tuple[float, float], tile: float, tones: _Colours) -> None:
    """The name of a commune in the upper part of its square, or in the middle where there is no figure."""
    rim = sheet.colours.paper if place.step == MISSING else ""
    ink = Ink(round(tile * 0.36) / 2, tones[place.step].text, anchor="middle", rim=rim)
    said = lines(place.bare, tile * 0.9, ink, even=True)[:3]
    middle = at[1] - (tile * 0.12 if place.brief else 0)
    for n, line in enumerate(said):
        sheet.centred(line, at[0], middle + (n - (len(said) - 1) / 2) * ink.size * 1.12, ink)


def _fitting(text: str, shape: BaseGeometry, at: tuple[float, float], base: float, fill: str) -> Ink | None:
    """The largest size in which a figure has room within its area; None where it has none."""
    size = round(base * 2) / 2
    while size >= _LEAST_DIGITS:
        ink = Ink(size, fill, bold=size >= _BOLD_FROM, anchor="middle")
        if shape.covers(_room(text, at, ink, 0.7)):
            return ink
        size -= 0.5
    return None


def _names(sheet: Sheet, page: MapPage, ground: Outlines, size: float, figures: Sequence[BaseGeometry]) -> _Taken:
    """The districts by name, each where it touches least; one that would cover another is left out."""
    ink = Ink(size, sheet.colours.ink, bold=True, anchor="middle", rim=sheet.colours.paper)
    words = [room.buffer(2, join_style="mitre") for room in figures]  # the rim of a name hides what it touches
    drawn = shapely.union_all(list(ground.districts.values()) if ground.tile else words)
    taken: _Taken = []
    for code, at in sorted(ground.names.items(), key=lambda item: item[1][1]):
        name = page.districts.get(code, "")
        spot = _best(name, _spots(sheet, ground, code, at, name, ink), ink, drawn, [*sheet.taken, *taken])
        room = _room(name, spot, ink, 1.0)
        if name and not any(room.intersection(other).area > _SHARED * room.area for other in taken):
            taken.append(room)
            sheet.centred(name, *spot, ink)
    return taken


def _best(
    name: str, spots: Sequence[tuple[float, float]], ink: Ink, drawn: BaseGeometry, taken: _Taken
) -> tuple[float, float]:
    """The first of the places where least is covered; near another name one could be taken for the other."""

    def cost(spot: tuple[float, float]) -> float:
        room = _room(name, spot, ink, 1.0)
        wide = room.buffer(ink.size * 0.3, join_style="mitre")
        return drawn.intersection(room).area + 20 * sum(wide.intersection(other).area for other in taken)

    costs = [cost(spot) + order for order, spot in enumerate(spots)]
    return spots[costs.index(min(costs))]


def _spots(
    sheet: Sheet, ground: Outlines, code: str, at: tuple[float, float], name: str, ink: Ink
) -> list[tuple[float, float]]:
    """Over a block of squares, under it, beside it; within boundaries, and a line up or down."""
    half, size = ink.width(name) / 2, ink.size
    left, upper, right, lower = ground.districts[code].bounds
    over, under, half_way = at[1] - size * 0.7, lower + size * 0.8, (upper + lower) / 2
    if ground.tile:
        spots = [
            (at[0], over),
            (left + half, over),
            (right - half, over),
            ((left + right) / 2, under),
            (left + half, under),
            (right - half, under),
            (right + half + size * 0.4, half_way),
            (left - half - size * 0.4, half_way),
        ]
    else:
        spots = [(at[0], at[1] + size * way) for way in (0, -1.1, 1.1, -1.6, 1.6)]
    return [(min(max(x, half + 2), sheet.across - half - 2), y) for x, y in spots]


def _room(text: str, at: tuple[float, float], ink: Ink, tall: float) -> BaseGeometry:
    """The box of a line centred at a point, `tall` as a part of its size."""
    x, y = at
    half, high = ink.width(text) / 2, ink.size * tall / 2
    return box(x - half, y - high, x + half, y + high)

"""What a static map is drawn on, in pixels: the shapes that the page's map has too (shapes.py).

x runs east, y south, from the upper left corner of the map. Pure geometry: nothing here knows a figure or a colour.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import shapely
from shapely import MultiPolygon, Point, Polygon, affinity
from shapely.geometry.base import BaseGeometry

from kh213.draw.map import shapes as map_shapes
from kh213.view.map.page import MapPage

_TALLEST = 1.1  # of the width: no map is higher
_LARGEST = 72.0  # pixels: no square is larger
_UNSEEN = 0.5  # pixels
_LINE = 2  # points: no ring has so few
_Place = Callable[[npt.ArrayLike], npt.NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The areas of a map and the districts around them, by code. `tile` is the side of a square, 0 on boundaries.

    `names` is where the name of a district has its place: on the upper edge of its block of squares, or, on
    boundaries, in its middle. `middles` is where a figure has most room.
    """

    areas: Mapping[str, BaseGeometry]
    districts: Mapping[str, BaseGeometry]
    names: Mapping[str, tuple[float, float]]
    middles: Mapping[str, tuple[float, float]]
    islands: frozenset[str]
    tile: float
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0

    @property
    def fine(self) -> int:
        """Into how many parts a pixel is divided: coastlines have many points."""
        return 10 if self.tile else 5

    def moved(self, left: float, top: float) -> Outlines:
        """The same further right and further down."""

        def shapes(each: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
            return {code: affinity.translate(shape, left, top) for code, shape in each.items()}

        def points(each: Mapping[str, tuple[float, float]]) -> dict[str, tuple[float, float]]:
            return {code: (x + left, y + top) for code, (x, y) in each.items()}

        return replace(
            self,
            areas=shapes(self.areas),
            districts=shapes(self.districts),
            names=points(self.names),
            middles=points(self.middles),
            left=self.left + left,
            top=self.top + top,
        )


def outlines(page: MapPage, width: float) -> Outlines | None:
    """What the areas of a page are drawn on across a width; None where nothing has just these areas."""
    drawing = _drawing(page)
    return None if drawing is None else _in_pixels(drawing, width)


def _drawing(page: MapPage) -> map_shapes.Drawing | None:
    within = page.places[0].district_code if page.within and page.places else ""
    if page.layer:
        parents = tuple((place.code, place.district_code) for place in page.places)
        return map_shapes.of_layer(page.layer, parents, within)
    return map_shapes.of_grid(page.grid, page.level, within) if page.grid and page.places else None


def _in_pixels(drawing: map_shapes.Drawing, width: float) -> Outlines:
    groups = drawing.groups or drawing.shapes  # boundaries of districts stand for themselves
    all_shapes = {each.code: _shape(each) for each in (*drawing.shapes, *groups)}
    west, south, east, north = shapely.total_bounds(list(all_shapes.values())).tolist()
    scale = min(width / (east - west), width * _TALLEST / (north - south))
    if not drawing.geographic:
        scale = min(scale, _LARGEST / map_shapes.UNITS)
    left = width - (east - west) * scale  # to the right, so that the legend has room beside it

    def place(points: npt.ArrayLike) -> npt.NDArray[np.float64]:
        found: npt.NDArray[np.float64] = (np.asarray(points, float) - (west, north)) * (scale, -scale) + (left, 0)
        return found

    areas = {each.code: shapely.transform(_shape(each), place) for each in drawing.shapes}
    districts = {each.code: shapely.transform(_shape(each), place) for each in groups}
    if drawing.geographic:
        areas = _simpler(areas)
        parts = {
            code: [areas[each.code] for each in drawing.shapes if code in (each.group, each.code)] for code in districts
        }
        districts = {code: shapely.union_all(found) for code, found in parts.items()}
    return Outlines(
        areas=areas,
        districts=districts,
        names=_points(groups, place),
        middles=_points(drawing.shapes, place),
        islands=frozenset(each.code for each in drawing.shapes if each.island),
        tile=0 if drawing.geographic else scale * map_shapes.UNITS,
        width=width,
        height=(north - south) * scale,
    )


def _simpler(areas: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    """Without the points that cannot be seen; neighbours keep their common edge."""
    found = shapely.coverage_simplify(list(areas.values()), _UNSEEN)
    return dict(zip(areas, found.tolist(), strict=True))


def _shape(outline: map_shapes.Outline) -> BaseGeometry:
    """The polygons of an outline: its rings are a first point and then the steps from point to point.

    Whole numbers can make a thin strip cross itself, or leave two points of it: such a one is mended, or left out.
    """
    parts = []
    for rings in outline.rings:
        outer, *inner = (np.cumsum(np.reshape(ring, (-1, 2)), axis=0) for ring in rings)
        if len(outer) > _LINE:
            parts.append(Polygon(outer, [ring for ring in inner if len(ring) > _LINE]))
    whole = MultiPolygon(parts)
    if not whole.is_valid:
        whole = MultiPolygon([part for part in _parts(shapely.make_valid(whole)) if isinstance(part, Polygon)])
    if whole.is_empty:
        return Point(outline.x, outline.y).buffer(1, quad_segs=1)
    return whole.geoms[0] if len(whole.geoms) == 1 else whole


def _parts(shape: BaseGeometry) -> Iterator[BaseGeometry]:
    for part in getattr(shape, "geoms", ()):
        yield from _parts(part) if hasattr(part, "geoms") else (part,)


def _points(found: Iterable[map_shapes.Outline], place: _Place) -> dict[str, tuple[float, float]]:
    return {each.code: (float(x), float(y)) for each in found for x, y in [place((each.x, each.y))]}

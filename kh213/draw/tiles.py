"""The squares of a tile grid as geometry: communes, the blocks of their districts, hatching, dots.

One unit is one tile; x runs east, y north. Pure geometry: nothing here knows a figure or a colour.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, TypeVar

import geopandas as gpd
from shapely import LineString, MultiLineString, Point, Polygon, box, set_precision
from shapely.geometry.base import BaseGeometry
from shapely.ops import polylabel, unary_union

from kh213.release.grids import Grid

Shape = TypeVar("Shape", bound=BaseGeometry)

_GAP = 0.05  # on each side of a square, so that neighbours stay apart
_STRIPE = 0.3  # between two hatch lines, along x
_DOT = 0.13
_DECIMALS = 0.01
_NAME = 1.4  # free rows above a block, for its name: one row is too low on a phone


@lru_cache(maxsize=8)
def squares(grid: Grid) -> gpd.GeoDataFrame:
    """One square a commune, side by side: columns area_code, district_code, geometry. Do not change it: it is kept."""
    down = _shifts(grid)
    rows = [
        {
            "area_code": tile.area_code,
            "district_code": tile.district_code,
            "geometry": _square(tile.col, tile.row + down[tile.district_code]),
        }
        for tile in grid.tiles
    ]
    return gpd.GeoDataFrame(rows, geometry="geometry")


@lru_cache(maxsize=8)
def blocks(grid: Grid) -> gpd.GeoDataFrame:
    """One block a district, its communes dissolved: columns area_code (the district's), geometry."""
    dissolved = squares(grid)[["district_code", "geometry"]].dissolve(by="district_code", as_index=False)
    return dissolved.rename(columns={"district_code": "area_code"})


def inset(shape: BaseGeometry, by: float = _GAP) -> BaseGeometry:
    """The shape a little smaller, with its corners as they are."""
    return _rounded(shape.buffer(-by, join_style="mitre"))


def hatch(shapes: Iterable[BaseGeometry]) -> MultiLineString:
    """Slanted lines, each within its shape; they lie on one pattern, so that neighbours hatch as one."""
    return MultiLineString([line for shape in shapes for line in _stripes(shape)])


def dot(shape: BaseGeometry) -> Polygon:
    """A dot in the middle of a shape."""
    x, y = middle(shape)
    return _rounded(Point(x, y).buffer(_DOT, quad_segs=5))


def middle(shape: BaseGeometry) -> tuple[float, float]:
    """The point farthest from the edges: where a word has most room."""
    inside = polylabel(shape, tolerance=0.05) if isinstance(shape, Polygon) else shape.representative_point()
    return float(inside.x), float(inside.y)


def top(shape: BaseGeometry) -> tuple[float, float]:
    """The middle of the upper edge, where the name of a block stands."""
    left, _, right, upper = shape.bounds
    band = shape.intersection(box(left, upper - 0.5, right, upper))
    return float((band.bounds[0] + band.bounds[2]) / 2), float(upper)


def bounds(grid: Grid) -> tuple[float, float, float, float]:
    """West, south, east, north of all squares."""
    west, south, east, north = squares(grid).total_bounds
    return float(west), float(south), float(east), float(north)


def outline(grid: Grid, level: str, area_code: str) -> BaseGeometry | None:
    """The shape of one area of a level; None for one that is not drawn."""
    frame = blocks(grid) if level == "district" else squares(grid)
    found = frame.loc[frame["area_code"] == area_code, "geometry"]
    return None if found.empty else found.iloc[0]


def feature(shape: BaseGeometry, **properties: str) -> dict[str, Any]:
    """A GeoJSON feature."""
    return {"type": "Feature", "properties": properties, "geometry": shape.__geo_interface__}


def _shifts(grid: Grid) -> dict[str, float]:
    """By how many rows each block is moved south of its place in the grid, so that a name has room above it."""
    ends: dict[str, tuple[int, int, int, int]] = {}
    for tile in grid.tiles:
        left, right, upper, lower = ends.get(tile.district_code, (tile.col, tile.col, tile.row, tile.row))
        ends[tile.district_code] = min(left, tile.col), max(right, tile.col), min(upper, tile.row), max(lower, tile.row)
    down: dict[str, float] = {}
    for code, (left, right, upper, _) in sorted(ends.items(), key=lambda item: item[1][2]):
        above = [
            (other, bottom)
            for other in down
            for west, east, _, bottom in [ends[other]]
            if west <= right and left <= east and bottom < upper
        ]
        free = [down[other] + _NAME - (upper - bottom - 1) for other, bottom in above]
        down[code] = round(max([0.0, *free]), 2)
    return down


def _square(col: float, row: float) -> Polygon:
    return box(col, -row - 1, col + 1, -row)


def _stripes(shape: BaseGeometry) -> list[LineString]:
    left, lower, right, upper = shape.bounds
    height = upper - lower
    # A line y = x − k reaches over the shape for every k from (left − upper) to (right − lower).
    first, last = int((left - upper) // _STRIPE), int((right - lower) // _STRIPE) + 1
    lines = unary_union(
        [
            LineString([(lower + k * _STRIPE, lower), (lower + k * _STRIPE + height, upper)])
            for k in range(first, last + 1)
        ]
    ).intersection(shape)
    parts = getattr(lines, "geoms", [lines])
    return [_rounded(part) for part in parts if isinstance(part, LineString) and part.length > _DOT]


def _rounded(shape: Shape) -> Shape:
    return set_precision(shape, _DECIMALS)

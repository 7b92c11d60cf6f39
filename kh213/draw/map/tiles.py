"""The squares of a tile grid as geometry: communes, the blocks of their districts, places for names.

One unit is one tile; x runs east, y north. Pure geometry: nothing here knows a figure or a colour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import geopandas as gpd
from shapely import Polygon, box, set_precision
from shapely.geometry.base import BaseGeometry

from kh213.release.grids import Grid

Shape = TypeVar("Shape", bound=BaseGeometry)

_GAP = 0.05  # on each side of a square, so that neighbours stay apart
_DECIMALS = 0.01
_WIDE, _HIGH = 3.6, 1.0  # what the name of a district takes where a tile is smallest, on a phone
_NEAR = 0.02  # less than this is no overlap: blocks share edges


@lru_cache(maxsize=8)
def squares(grid: Grid) -> gpd.GeoDataFrame:
    """One square a commune, side by side: columns area_code, district_code, geometry. Do not change it: it is kept."""
    rows = [
        {
            "area_code": tile.area_code,
            "district_code": tile.district_code,
            "geometry": box(tile.col, -tile.row - 1, tile.col + 1, -tile.row),
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


@dataclass(frozen=True, slots=True)
class NamePlace:
    """Where the name of a block stands: centred on x, resting on y, or hanging from it where it is below its block."""

    x: float
    y: float
    below: bool

    @property
    def box(self) -> Polygon:
        """The room it takes where tiles are smallest."""
        lower = self.y - _HIGH if self.below else self.y
        return box(self.x - _WIDE / 2, lower, self.x + _WIDE / 2, lower + _HIGH)


@lru_cache(maxsize=8)
def names(grid: Grid) -> Mapping[str, NamePlace]:
    """A place for the name of each district, by code: as near as can be to the middle of its upper edge or, where
    another block or name is in the way, of its lower one. Since 2025 there are no districts: the one block is the
    province, whose name the picture need not bear. Do not change what is given out: it is kept.
    """
    shapes = dict(zip(blocks(grid)["area_code"], blocks(grid)["geometry"], strict=True))
    west, _, east, _ = squares(grid).total_bounds
    taken = list(shapes.values())
    found: dict[str, NamePlace] = {}
    for code, shape in sorted(shapes.items(), key=lambda item: (-item[1].bounds[3], item[1].bounds[0])):
        places = [*_along(shape, below=False), *_along(shape, below=True)]
        inside = [place for place in places if west <= place.x - _WIDE / 2 and place.x + _WIDE / 2 <= east]
        free = (place for place in inside if not any(_overlap(place.box, other) for other in taken))
        found[code] = next(free, places[0])
        taken.append(found[code].box)
    return found


def bounds(grid: Grid) -> tuple[float, float, float, float]:
    """West, south, east, north of all squares, and of the names that stand below their blocks."""
    west, south, east, north = squares(grid).total_bounds
    lowest = min([south, *(place.y - _HIGH for place in names(grid).values() if place.below)])
    return float(west), float(lowest), float(east), float(north)


def _along(shape: BaseGeometry, *, below: bool) -> list[NamePlace]:
    """Places along the upper or the lower edge of a block, the middle one first."""
    left, lower, right, upper = shape.bounds
    y = lower if below else upper
    edge = shape.intersection(box(left, lower, right, lower + 0.5) if below else box(left, upper - 0.5, right, upper))
    first, _, last, _ = edge.bounds
    middle_of = (first + last) / 2
    steps = round((last - first) * 5)
    xs = sorted((first + step / 10 for step in range(2 * steps + 1)), key=lambda x: abs(x - middle_of))
    return [NamePlace(round(x, 2), float(y), below) for x in xs]


def _overlap(one: BaseGeometry, other: BaseGeometry) -> bool:
    return one.intersection(other).area > _NEAR


def _rounded(shape: Shape) -> Shape:
    return set_precision(shape, _DECIMALS)

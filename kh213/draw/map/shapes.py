"""What a map draws, on a plane: the shapes of its areas, the outlines around them, where words have room.

Squares of the tile grid are one unit wide; an installed layer is laid flat around its own middle and made a hundred
units long, so that both are drawn by the same hand. Kept per grid or layer: do not change what is given out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely
from shapely import LineString, MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from kh213.draw.map import tiles
from kh213.release.boundaries.layers import Layer, neighbours
from kh213.release.grids import Grid

UNITS = 100  # of what is sent, to one unit of the plane: a hundredth of a square
_KM_A_DEGREE = 111.2
_ALONE = 0.04  # of its outline, that a shape may share and still be an island
_NAME = 1.0  # above the northern blocks, for their names
_MARGIN = 0.3  # around squares
_SIZE = 100.0  # units of the plane that a map of outlines is long
_PART = 0.03  # of its size, around outlines
_FINE = 1 / 2500  # of its size: less than half a pixel where the whole picture is in view
_SPECK = 2.0  # times that, the side of the smallest islet that is drawn

Ring = list[int]


@dataclass(frozen=True, slots=True)
class Outline:
    """One area: its rings (one list a polygon), a point where a word has most room, and how much, as a radius.

    `island` says that it hardly touches another area, so that it may need help to be seen; `below` that the point is
    one to hang a name from, not to rest it on.
    """

    code: str
    group: str
    rings: list[list[Ring]]
    x: int
    y: int
    room: int
    island: bool = False
    below: bool = False


@dataclass(frozen=True, eq=False)
class Drawing:
    """Areas with the districts they lie in; `bounds` are west, south, east, north in plane units.

    `lines` are the edges between districts on a layer, without the coast, which every area draws itself.
    """

    shapes: tuple[Outline, ...]
    groups: tuple[Outline, ...]
    bounds: tuple[float, float, float, float]
    geographic: bool
    lines: tuple[Ring, ...] = ()


@lru_cache(maxsize=64)
def of_grid(grid: Grid, level: str, within: str = "") -> Drawing:
    """The squares of a grid, or its blocks at district level; of one district where it is given."""
    blocks = dict(_rows(tiles.blocks(grid)))
    parents = {tile.area_code: tile.district_code for tile in grid.tiles}
    if level == "district":
        shown = [_outline(code, code, shape) for code, shape in blocks.items()]
    else:
        shown = [
            _outline(code, parents[code], tiles.inset(shape))
            for code, shape in _rows(tiles.squares(grid))
            if within in {"", parents[code]}
        ]
    groups = tuple(
        _named(code, shape, tiles.names(grid)[code]) for code, shape in blocks.items() if within in {"", code}
    )
    west, south, east, north = blocks[within].bounds if within else tiles.bounds(grid)
    room = _NAME if len(groups) > 1 else 0.0  # one block is the province, or the district looked into
    bounds = (west - _MARGIN, south - _MARGIN, east + _MARGIN, north + room + _MARGIN)
    return Drawing(tuple(shown), groups, bounds, geographic=False)


@lru_cache(maxsize=64)
def of_layer(layer: Layer, parents: tuple[tuple[str, str], ...], within: str = "") -> Drawing:
    """The outlines of a layer; `parents` gives the district of every area. At district level there are no edges.

    They are as fine as the eye can tell where the whole picture is in view, so that a large file is no large page.
    """
    group_of = dict(parents)
    flat = _flat(layer)
    shown = {code: shape for code, shape in flat.items() if within in {"", group_of.get(code, "")}}
    west, south, east, north = _resized(shown)
    light = _light(shown, _SIZE * _FINE)
    shapes = tuple(
        _outline(code, group_of.get(code, ""), shape, island=_alone(flat, layer, code)) for code, shape in light.items()
    )
    districts = _districts(light, group_of) if layer.level == "commune" else {}
    groups = tuple(_outline(code, code, shape) for code, shape in districts.items())
    room = _PART * _SIZE
    bounds = (west - room, south - room, east + room, north + room)
    return Drawing(shapes, groups, bounds, geographic=True, lines=tuple(_between(districts)))


def _resized(shapes: dict[str, BaseGeometry]) -> tuple[float, float, float, float]:
    """Makes the longer side of all shapes together _SIZE units long, in place; their bounds."""
    west, south, east, north = shapely.total_bounds(list(shapes.values())).tolist()
    scale = _SIZE / max(east - west, north - south)
    for code, shape in shapes.items():
        shapes[code] = shapely.transform(shape, lambda points: points * scale)
    return west * scale, south * scale, east * scale, north * scale


def _light(shapes: Mapping[str, BaseGeometry], fine: float) -> Mapping[str, BaseGeometry]:
    """Simplified as a coverage, so that neighbours keep one edge, and without islets too small to be seen."""
    simpler = shapely.coverage_simplify(list(shapes.values()), fine)
    return {code: _without_specks(shape, fine) for code, shape in zip(shapes, simpler, strict=True)}


def _without_specks(shape: BaseGeometry, fine: float) -> BaseGeometry:
    parts = sorted(_parts(shape), key=lambda part: part.area, reverse=True)
    return MultiPolygon([part for n, part in enumerate(parts) if not n or part.area > (_SPECK * fine) ** 2])


def _districts(shapes: Mapping[str, BaseGeometry], group_of: Mapping[str, str]) -> Mapping[str, BaseGeometry]:
    members: dict[str, list[BaseGeometry]] = {}
    for code, shape in shapes.items():
        members.setdefault(group_of.get(code, ""), []).append(shape)
    return {code: shapely.coverage_union_all(parts) for code, parts in members.items() if code}


def _between(districts: Mapping[str, BaseGeometry]) -> Iterable[Ring]:
    """The lines in which districts meet, each once."""
    for code, shape in districts.items():
        others = shapely.union_all([other.boundary for name, other in districts.items() if name > code])
        met = shapely.line_merge(shape.boundary.intersection(others))
        yield from (_steps(line.coords) for line in getattr(met, "geoms", [met]) if isinstance(line, LineString))


def _flat(layer: Layer) -> Mapping[str, BaseGeometry]:
    """In kilometres: good to a thousandth over a province, and neighbours keep their edges."""
    west, south, east, north = layer.bounds
    middle = np.array([(west + east) / 2, (south + north) / 2])
    size = np.array([_KM_A_DEGREE * math.cos(math.radians(float(middle[1]))), _KM_A_DEGREE])

    def move(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        moved: npt.NDArray[np.float64] = (points - middle) * size
        return moved

    return {code: shapely.transform(shape, move) for code, shape in layer.shapes.items()}


def _alone(flat: Mapping[str, BaseGeometry], layer: Layer, code: str) -> bool:
    others = [flat[other].boundary for other in neighbours(layer, code) if other in flat]
    edge = flat[code].boundary
    return not others or float(edge.intersection(shapely.union_all(others)).length) < _ALONE * float(edge.length)


def _outline(code: str, group: str, shape: BaseGeometry, *, island: bool = False) -> Outline:
    largest = max(_parts(shape), key=lambda part: part.area)
    circle = shapely.maximum_inscribed_circle(largest, tolerance=max(largest.length / 500, 0.01))
    x, y = circle.coords[0]
    return Outline(code, group, _rings(shape), _int(x), _int(y), _int(circle.length), island)


def _named(code: str, shape: BaseGeometry, name: tiles.NamePlace) -> Outline:
    """A block of squares, with the place of its name beside it."""
    return Outline(code, code, _rings(shape), _int(name.x), _int(name.y), 0, below=name.below)


def _rings(shape: BaseGeometry) -> list[list[Ring]]:
    """Every ring as whole numbers: the first point, then the steps from point to point. It closes itself."""
    return [[_steps(ring.coords[:-1]) for ring in (part.exterior, *part.interiors)] for part in _parts(shape)]


def _steps(points: Iterable[tuple[float, ...]]) -> Ring:
    whole = np.rint(np.asarray([point[:2] for point in points]) * UNITS).astype(int)
    steps = np.diff(whole, axis=0, prepend=np.zeros((1, 2), dtype=int))
    moved = steps[(steps != 0).any(axis=1)]  # two points that fall together are one
    return [int(each) for each in moved.ravel()]


def _parts(shape: BaseGeometry) -> list[Polygon]:
    parts: list[Polygon] = [part for part in getattr(shape, "geoms", [shape]) if isinstance(part, Polygon)]
    return parts


def _rows(frame: gpd.GeoDataFrame) -> Iterable[tuple[str, BaseGeometry]]:
    return zip(frame["area_code"], frame["geometry"], strict=True)


def _int(value: float) -> int:
    return round(value * UNITS)

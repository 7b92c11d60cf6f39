"""Which outlines the site may draw for a day: as installed, dissolved from communes, or merged from an earlier day.

A merger, a new name or another parent can be followed from an installed file; a unit made by a split cannot, and then
no layer covers the day: the page falls back to the tile grid and says so (docs/decisions/0021).
"""

from __future__ import annotations

import json
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from pathlib import Path

import geopandas as gpd
import shapely
from shapely.geometry.base import BaseGeometry

from kh213.model.areas import Area, Areas
from kh213.model.periods import previous_day

FOLDER = "boundaries"
LEVELS = ("district", "commune")
ABOUT = "kh213"  # the member of the GeoJSON that says where it comes from

# Why no layer covers a day: nothing is installed; no unit of that level is in force; a unit was made by a split; what
# is installed is of a later day, or of other units.
REASONS = ("none_installed", "no_units", "split", "other_units")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, eq=False)
class Layer:
    """The outlines of the units of one level in force on a day.

    `shapes` maps area codes, in their order, to Polygon or MultiPolygon in longitude and latitude (WGS 84, five
    decimals); neighbours share their edges exactly. `valid_from` is the day of the installed file that they come from;
    `dissolved` says that they were put together from units of an earlier day or a lower level. `missing` names units in
    force that the file did not have. `licence` and `source` are to be shown with every picture of it.
    """

    level: str
    valid_from: date
    licence: str
    source: str
    shapes: Mapping[str, BaseGeometry]
    missing: tuple[str, ...] = ()
    dissolved: bool = False

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """West, south, east, north."""
        west, south, east, north = shapely.total_bounds(list(self.shapes.values())).tolist()
        return west, south, east, north

    def frame(self) -> gpd.GeoDataFrame:
        """A new frame with the columns area_code and geometry, in EPSG:4326."""
        columns = {"area_code": list(self.shapes), "geometry": list(self.shapes.values())}
        return gpd.GeoDataFrame(columns, geometry="geometry", crs="EPSG:4326")

    @cached_property
    def _touching(self) -> Mapping[str, frozenset[str]]:
        sides: dict[tuple[tuple[float, ...], ...], set[str]] = defaultdict(set)
        for code, shape in self.shapes.items():
            for side in _sides(shape):
                sides[side].add(code)
        found: dict[str, set[str]] = {code: set() for code in self.shapes}
        for codes in sides.values():
            for code in codes:
                found[code] |= codes - {code}
        return {code: frozenset(others) for code, others in found.items()}


@dataclass(frozen=True, slots=True)
class NotCovered:
    """Why there is no layer (one of REASONS), and which units in force cannot be drawn for that reason."""

    reason: str
    area_codes: tuple[str, ...] = ()


def layers(root: Path) -> tuple[Layer, ...]:
    """Every usable layer installed in a data folder, oldest first; one that cannot be used is logged and left out."""
    return _read(stamp(root))


def layer_for(root: Path, areas: Areas, day: date, level: str) -> Layer | NotCovered:
    """The outlines of the units of a level ("district", "commune") in force on a day, or why there are none.

    Cached by the stamps of the installed files: the same object while they stay. Never to be changed by the caller.
    """
    return _layer_for(stamp(root), areas, _since(areas, day), level)


def neighbours(layer: Layer, code: str) -> tuple[str, ...]:
    """The codes of the units that share an edge with one, in their order; a corner alone is none. Empty if unknown."""
    return tuple(sorted(layer._touching.get(code, ())))  # noqa: SLF001  the layer keeps what it costs to find


# ------------------------------------------------------------------------------------------------ files

Stamp = tuple[tuple[Path, int, int], ...]


def stamp(root: Path) -> Stamp:
    """Path, time and size of every installed file: while they stay, so do the layers."""
    found = []
    for level in LEVELS:
        for path in (root / FOLDER).glob(f"*/{level}.geojson"):
            try:
                stat = path.stat()
            except OSError:
                continue
            found.append((path, stat.st_mtime_ns, stat.st_size))
    return tuple(sorted(found))


@lru_cache(maxsize=4)
def _read(files: Stamp) -> tuple[Layer, ...]:
    found = []
    for path, _, _ in files:
        try:
            found.append(read_layer(path))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, shapely.errors.GEOSException) as error:
            _log.warning("boundaries %s/%s left out: %s", path.parent.name, path.name, error)
    return tuple(sorted(found, key=lambda layer: (layer.valid_from, layer.level)))


def read_layer(path: Path) -> Layer:
    """One installed file. Raises OSError, ValueError, KeyError or TypeError where it is none."""
    content = json.loads(path.read_bytes())
    about = content[ABOUT]
    shapes = {
        str(feature["properties"]["area_code"]): shapely.from_geojson(json.dumps(feature["geometry"]))
        for feature in content["features"]
    }
    valid_from = date.fromisoformat(about["valid_from"])
    if about["level"] != path.stem or valid_from.isoformat() != path.parent.name:
        raise ValueError("not of the day or the level that its place says")
    if not shapes or not about["licence"] or not about["source"]:
        raise ValueError("no shapes, no licence or no source")
    missing = tuple(str(code) for code in about["missing"])
    return Layer(path.stem, valid_from, str(about["licence"]), str(about["source"]), _ordered(shapes), missing)


# ------------------------------------------------------------------------------------------------ days


def _since(areas: Areas, day: date) -> date:
    """The last day up to this one on which any unit began: between two of them nothing changes."""
    return max((b for area in areas.spans if (b := _begin(area)) <= day), default=date.min)


def _begin(area: Area) -> date:
    return area.valid_from.last if area.valid_from else date.min


@lru_cache(maxsize=16)
def _layer_for(files: Stamp, areas: Areas, day: date, level: str) -> Layer | NotCovered:
    installed = _read(files)
    units = areas.on(day, level)
    if not units:
        return NotCovered("no_units")
    if not installed:
        return NotCovered("none_installed", tuple(unit.code for unit in units))
    own = [_followed(base, areas, units, day) for base in _nearest(installed, level, day)]
    exact = next((found for found in own if isinstance(found, Layer) and not found.dissolved), None)
    if exact:
        return exact
    below = _layer_for(files, areas, day, "commune") if level == "district" else None
    if isinstance(below, Layer):
        return _of_communes(below, areas, units, day)
    reasons = [found for found in (*own, below) if isinstance(found, NotCovered)]
    merged = next((found for found in own if isinstance(found, Layer)), None)
    split = next((found for found in reasons if found.reason == "split"), None)
    return merged or split or NotCovered("other_units", tuple(unit.code for unit in units))


def _nearest(installed: Iterable[Layer], level: str, day: date) -> Iterator[Layer]:
    """Those of a level: of that day or before, the newest first; then of later days, the oldest first."""
    own = [layer for layer in installed if layer.level == level]
    yield from sorted((layer for layer in own if layer.valid_from <= day), key=lambda x: x.valid_from, reverse=True)
    yield from (layer for layer in own if layer.valid_from > day)


def _followed(base: Layer, areas: Areas, units: Sequence[Area], day: date) -> Layer | NotCovered:
    """The units of a day put together from an installed layer of another."""
    made: dict[str, frozenset[str]] = {}
    torn = []
    for unit in units:
        parts = _made_from(areas, unit, day, base.valid_from)
        if parts is None:
            return NotCovered("other_units", (unit.code,))
        if not parts:
            torn.append(unit.code)
        made[unit.code] = parts
    claimed = [part for parts in made.values() for part in parts]
    torn += [code for code, parts in made.items() if any(claimed.count(part) > 1 for part in parts)]
    if torn:
        return NotCovered("split", tuple(sorted(set(torn))))
    return _dissolved(base, base.level, made, plain=all(parts == {code} for code, parts in made.items()))


def _made_from(areas: Areas, unit: Area, day: date, base: date) -> frozenset[str] | None:
    """The units of the base day that a unit is exactly made of; empty after a split, None where nothing leads there."""
    if base > day:
        return frozenset({unit.code}) if areas.same_territory(unit.code, day, base) else None
    found: set[str] = set()
    waiting = [unit]
    while waiting:
        later = waiting.pop()
        if later.in_force(base):
            found.add(later.code)
            continue
        links = areas.made_of(later)
        if any(link.kind == "split" for link in links):
            return frozenset()
        before = areas.predecessors(later) or _unlinked(areas, later)
        if not before or _begin(later) <= base:
            return None
        waiting.extend(before)
    return frozenset(found)


def _unlinked(areas: Areas, unit: Area) -> tuple[Area, ...]:
    """What the code named the day before a span that no link begins."""
    before = areas.at(unit.code, previous_day(_begin(unit))) if unit.valid_from else None
    return (before,) if before else ()


def _of_communes(base: Layer, areas: Areas, districts: Sequence[Area], day: date) -> Layer:
    made = {d.code: frozenset(unit.code for unit in areas.on(day, base.level, d.code)) for d in districts}
    return _dissolved(base, "district", made, plain=False)


def _dissolved(base: Layer, level: str, made: Mapping[str, frozenset[str]], *, plain: bool) -> Layer:
    """The units that all parts are there for; the others are missing rather than drawn too small."""
    whole = {code: parts for code, parts in made.items() if parts and parts <= base.shapes.keys()}
    shapes = {code: _union([base.shapes[part] for part in sorted(parts)]) for code, parts in whole.items()}
    missing = tuple(sorted(made.keys() - whole.keys()))
    return Layer(level, base.valid_from, base.licence, base.source, _ordered(shapes), missing, dissolved=not plain)


def _union(shapes: Sequence[BaseGeometry]) -> BaseGeometry:
    return shapes[0] if len(shapes) == 1 else shapely.orient_polygons(shapely.coverage_union_all(shapes))


def _ordered(shapes: Mapping[str, BaseGeometry]) -> dict[str, BaseGeometry]:
    return {code: shapes[code] for code in sorted(shapes)}


def _sides(shape: BaseGeometry) -> Iterator[tuple[tuple[float, ...], ...]]:
    """Every straight piece of every ring, its ends in an order that both sides of it agree on."""
    for ring in shapely.get_rings(shapely.get_parts(shape)):  # a MultiPolygon itself has none
        points = [tuple(point) for point in shapely.get_coordinates(ring).tolist()]
        for a, b in pairwise(points):
            yield (a, b) if a < b else (b, a)

"""Shapes that should fit together, made to fit: pure functions over arrays of polygons in longitude and latitude.

Nothing here knows names or files. Work is done in a plane of metres that is a plain scaling of the degrees, so that a
straight edge stays straight and comes back exactly; areas in it are good to 0.5 % over a province.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

Shapes = npt.NDArray[np.object_]

DECIMALS = 5  # about 1 m
WIRE = 45_000  # bytes, gzipped, of one layer: what a page sends to each reader
# Gaps wider than this are left open: they may be a unit that is not in the file, or a water that belongs to none.
# The widest of the 549 gaps between the communes of a real file is 163 m.
GAP_WIDTH_M = 250.0
# Above this share of the whole, overlaps are not inaccuracy: two layers, or two years, lie in one file.
MOST_OVERLAP = 0.05
# A unit that mending would change by more than this was not drawn inaccurately; it lies on top of another.
MOST_CHANGE = 0.5
# Roughly a factor of 1.4 each; 10 m is less than a hundredth of a pixel on a map of a province.
TOLERANCES_M = (10, 15, 20, 30, 40, 60, 80, 120, 160, 240, 320, 480, 640, 960, 1280, 2000)
_ROUNDS = 6
_POLYGONS = (3, 6)


class Unmendable(Exception):
    """What cannot be made to fit: why ("shape", "overlap", "vanished", "coverage", "detail"), and which, by place."""

    def __init__(self, why: str, places: Sequence[int] = (), share: float = 0.0) -> None:
        self.why, self.places, self.share = why, tuple(places), share
        super().__init__(why, places)


@dataclass(frozen=True)
class Mended:
    """A clean coverage on the grid of DECIMALS, and what it took."""

    shapes: Shapes
    repaired: int
    overlap_km2: float
    gap_km2: float
    gaps_filled: int
    gaps_left: int
    gap_width_m: float = GAP_WIDTH_M


@dataclass(frozen=True)
class Drawn:
    """A coverage light enough to be sent: the tolerance it took and what it left out."""

    shapes: Shapes
    tolerance_m: float
    islets_left_out: int
    gzipped: int


@dataclass(frozen=True, slots=True)
class Plane:
    """Metres per degree, east and north, at one latitude of the WGS 84 ellipsoid (series of NGA TR 8350.2)."""

    east: float
    north: float

    @classmethod
    def at(cls, latitude: float) -> Plane:
        p = math.radians(latitude)
        east = 111412.84 * math.cos(p) - 93.5 * math.cos(3 * p) + 0.118 * math.cos(5 * p)
        north = 111132.92 - 559.82 * math.cos(2 * p) + 1.175 * math.cos(4 * p)
        return cls(east, north)

    @classmethod
    def of(cls, shapes: Shapes) -> Plane:
        _, south, _, north = shapely.total_bounds(shapes)
        return cls.at(float(south + north) / 2)

    def metres(self, shapes: Shapes) -> Shapes:
        return _moved(shapes, lambda points: points * [self.east, self.north])

    def degrees(self, shapes: Shapes) -> Shapes:
        """Back, on the grid of DECIMALS."""
        return _moved(shapes, lambda points: np.round(points / [self.east, self.north], DECIMALS))


def _moved(shapes: Shapes, move: Callable[[npt.NDArray[np.float64]], npt.NDArray[np.float64]]) -> Shapes:
    moved: Shapes = np.asarray(shapely.transform(shapes, move), dtype=object)
    return moved


def valid(shapes: Shapes) -> tuple[Shapes, int]:
    """Every shape valid, polygons only, and how many were not. Raises Unmendable for those that leave nothing."""
    flat: Shapes = shapely.force_2d(shapes)
    finite = np.array([bool(np.isfinite(shapely.get_coordinates(shape)).all()) for shape in flat])
    if not finite.all():
        raise Unmendable("shape", np.flatnonzero(~finite).tolist())
    broken = ~shapely.is_valid(flat)
    whole = flat.copy()
    whole[broken] = [_polygons(shape) for shape in shapely.make_valid(flat[broken], method="structure")]
    lost = shapely.is_empty(whole) | (shapely.area(whole) == 0)
    if lost.any():
        raise Unmendable("shape", np.flatnonzero(lost).tolist())
    return whole, int(broken.sum())


def _polygons(shape: shapely.Geometry) -> shapely.Geometry:
    if shapely.get_type_id(shape) in _POLYGONS:
        return shape
    parts = shapely.get_parts(shape)
    return shapely.union_all(parts[np.isin(shapely.get_type_id(parts), _POLYGONS)])


def mended(shapes: Shapes, gap_width_m: float = GAP_WIDTH_M) -> Mended:
    """A coverage: no overlap, no narrow gap, neighbours share their edges, on the grid. Raises Unmendable."""
    whole, repaired = valid(shapes)
    plane = Plane.of(whole)
    before = plane.metres(whole)
    covered = shapely.union_all(before)
    total = float(shapely.area(before).sum())
    overlap = total - covered.area
    if overlap > MOST_OVERLAP * total:
        raise Unmendable("overlap", share=overlap / total)
    clean = _on_grid(before, plane, gap_width_m)
    after = plane.metres(clean)
    changed = np.abs(shapely.area(after) - shapely.area(before)) > MOST_CHANGE * shapely.area(before)
    if changed.any():
        raise Unmendable("vanished", np.flatnonzero(changed).tolist())
    left = holes(shapely.coverage_union_all(after))
    gaps = holes(covered)
    still = shapely.area(left).sum()
    return Mended(
        clean,
        repaired,
        overlap_km2=max(overlap, 0.0) / 1e6,
        gap_km2=max(float(shapely.area(gaps).sum() - still), 0.0) / 1e6,
        gaps_filled=max(len(gaps) - len(left), 0),
        gaps_left=len(left),
        gap_width_m=gap_width_m,
    )


def _on_grid(shapes: Shapes, plane: Plane, gap_width_m: float) -> Shapes:
    """Cleaned and rounded, over and over: rounding may make two edges cross that cleaning had just parted."""
    for _ in range(_ROUNDS):
        clean = shapely.coverage_clean(shapes, gap_width=gap_width_m)  # type: ignore[attr-defined]
        rounded = plane.degrees(clean)
        if (gone := shapely.is_empty(rounded)).any():
            raise Unmendable("vanished", np.flatnonzero(gone).tolist())
        if is_coverage(rounded):
            return rounded
        shapes = plane.metres(valid(rounded)[0])
    raise Unmendable("coverage")


def is_coverage(shapes: Shapes) -> bool:
    """Whether all are valid, none overlap, and neighbours have the same points along their common edges."""
    return bool(shapely.is_valid(shapes).all() and shapely.coverage_is_valid(shapes))


def holes(shape: shapely.Geometry) -> Shapes:
    """The enclosed empty places of a shape in metres, as polygons; what is under 1 m² comes from rounding."""
    rings = [
        shapely.polygons(shapely.get_interior_ring(part, place))
        for part in shapely.get_parts(shape)
        for place in range(shapely.get_num_interior_rings(part))
    ]
    return np.array([ring for ring in rings if shapely.area(ring) > 1], dtype=object)


def drawn(shapes: Shapes, codes: Sequence[str], wire: int = WIRE) -> Drawn:
    """The most exact simplification of a coverage that fits the wire. Raises Unmendable("detail") where none does."""
    plane = Plane.of(shapes)
    metres = plane.metres(shapes)
    parts = int(shapely.get_num_geometries(metres).sum())
    left_out = 0
    for tolerance in TOLERANCES_M:
        # Visvalingam and Whyatt's order of points is one for all tolerances: each step goes on from the one before.
        kept = _without_islets(metres, float(tolerance) ** 2)
        left_out += parts - int(shapely.get_num_geometries(kept).sum())
        metres = shapely.coverage_simplify(kept, tolerance)
        parts = int(shapely.get_num_geometries(metres).sum())
        if shapely.get_num_coordinates(metres).sum() > wire:
            continue  # a point takes 4 to 6 bytes
        # Simplifying takes points away and moves none, so what comes back lies on the grid that it came from.
        simple = shapely.orient_polygons(plane.degrees(metres))
        size = len(gzip.compress(collection(simple, codes), 9, mtime=0))
        if size <= wire and is_coverage(simple) and not shapely.is_empty(simple).any():
            return Drawn(simple, float(tolerance), left_out, size)
    raise Unmendable("detail")


def _without_islets(shapes: Shapes, least: float) -> Shapes:
    """Without detached parts smaller than the triangles that simplifying removes; each unit keeps its largest part."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    size = shapely.area(parts)
    largest = np.zeros(len(parts), dtype=bool)
    largest[[max(np.flatnonzero(owner == unit), key=lambda part: size[part]) for unit in range(len(shapes))]] = True
    small = np.flatnonzero((size < least) & ~largest)
    tree = shapely.STRtree(parts)
    alone = [part for part in small if len(tree.query(parts[part], predicate="intersects")) == 1]
    if not alone:
        return shapes
    keep = np.ones(len(parts), dtype=bool)
    keep[alone] = False
    return np.array([shapely.multipolygons(parts[keep & (owner == unit)]) for unit in range(len(shapes))], dtype=object)


def collection(shapes: Shapes, codes: Sequence[str], **members: object) -> bytes:
    """A GeoJSON FeatureCollection (RFC 7946), compact, with the members given before its features."""
    features = [
        {"type": "Feature", "properties": {"area_code": code}, "geometry": json.loads(shapely.to_geojson(shape))}
        for code, shape in zip(codes, shapes, strict=True)
    ]
    whole = {"type": "FeatureCollection", **members, "features": features}
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()

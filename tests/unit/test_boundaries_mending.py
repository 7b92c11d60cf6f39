"""Shapes that should fit are made to fit: no overlap, no gap, common edges, on the grid, light enough."""

import gzip
from itertools import combinations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from kh213.release.boundaries.mending import (
    DECIMALS,
    Plane,
    Shapes,
    Unmendable,
    collection,
    drawn,
    holes,
    is_coverage,
    mended,
)
from tests.boundary_files import SIDE, square

METRE = 1 / 111_000
CODES = [f"{place:05}" for place in range(9)]


def grid(grow: float = 0.0) -> Shapes:
    return np.array([square(place, grow) for place in range(9)], dtype=object)


def on_the_grid(shapes: Shapes) -> bool:
    points = shapely.get_coordinates(shapes)
    return bool((points == np.round(points, DECIMALS)).all())


def test_overlaps_are_resolved_and_measured() -> None:
    clean = mended(grid(20 * METRE))
    assert is_coverage(clean.shapes)
    # 6 inner sides of 11.07 km from south to north, 37.4 m wide, and 6 of 10.38 km from west to east, 39.9 m wide
    assert clean.overlap_km2 == pytest.approx(6 * (11.07 * 0.0374 + 10.38 * 0.0399), rel=0.01)
    assert (clean.gap_km2, clean.gaps_filled, clean.gaps_left) == (0, 0, 0)


def test_narrow_gaps_are_filled_and_measured_and_wide_ones_are_left() -> None:
    shapes = grid()
    x, y = square(4).centroid.coords[0]
    shapes[4] = (
        shapes[4]
        .difference(shapely.box(x, y, x + 0.001, y + 0.01))
        .difference(shapely.box(x - 0.03, y - 0.03, x - 0.01, y - 0.01))
    )
    clean = mended(shapes)
    assert (clean.gaps_filled, clean.gaps_left) == (1, 1)
    assert clean.gap_km2 == pytest.approx(0.104 * 1.107, rel=0.02)


def test_points_that_only_one_neighbour_has_are_given_to_both() -> None:
    shapes = grid()
    shapes[0] = shapely.segmentize(shapes[0], SIDE / 7)
    assert not is_coverage(shapes)
    assert is_coverage(mended(shapes).shapes)


def test_shapes_that_cross_themselves_are_counted_and_made_valid() -> None:
    shapes = grid()
    west, south, east, north = square(8).bounds
    shapes[8] = shapely.Polygon(
        [(west, south), (east, south), (east, north), (west, north), (west + SIDE / 2, south - METRE)]
    )
    clean = mended(shapes)
    assert clean.repaired == 1
    assert shapely.is_valid(clean.shapes).all()


@pytest.mark.parametrize(
    ("place", "shape", "why"),
    [
        (3, shapely.Polygon([(107, 21), (107.1, 21.1), (107, 21), (107, 21)]), "shape"),
        (3, shapely.from_wkt("POLYGON ((107 21, 107.1 inf, 107 21.1, 107 21))"), "shape"),
        (3, square(4).buffer(-0.04), "vanished"),
        (3, shapely.box(107, 21, 107.3, 21.3), "overlap"),
    ],
)
def test_what_cannot_be_mended_is_said(place: int, shape: shapely.Geometry, why: str) -> None:
    shapes = grid()
    shapes[place] = shape
    with pytest.raises(Unmendable) as failed:
        mended(shapes)
    assert failed.value.why == why


def test_the_tolerance_is_the_smallest_that_fits_the_wire() -> None:
    rng = np.random.default_rng(213)
    fine = shapely.segmentize(grid(), SIDE / 400)
    points = np.unique(shapely.get_coordinates(fine).round(9), axis=0)
    shift = {tuple(point): rng.normal(0, 3 * METRE, 2) for point in points.tolist()}
    rough = shapely.transform(fine, lambda c: np.array([p + shift[tuple(p)] for p in c.round(9)]))
    clean = mended(np.asarray(rough, dtype=object)).shapes
    wide, narrow = drawn(clean, CODES, 60_000), drawn(clean, CODES, 4_000)
    assert wide.tolerance_m < narrow.tolerance_m
    for found, most in ((wide, 60_000), (narrow, 4_000)):
        assert found.gzipped == len(gzip.compress(collection(found.shapes, CODES), 9, mtime=0)) <= most
        assert is_coverage(found.shapes)
        assert on_the_grid(found.shapes)
    with pytest.raises(Unmendable, match="detail"):
        drawn(clean, CODES, 300)


def test_islets_below_the_tolerance_are_left_out_but_never_a_whole_unit() -> None:
    shapes = grid()
    islets = [shapely.box(108 + n / 100, 21, 108 + n / 100 + 0.0005, 21.0005) for n in range(60)]
    shapes[0] = shapely.multipolygons([shapes[0], *islets])
    shapes[8] = shapely.box(109, 21, 109.0005, 21.0005)
    light = drawn(shapes, CODES, len(gzip.compress(collection(shapes, CODES), 9)) - 400)
    assert light.islets_left_out == 60
    assert shapely.get_num_geometries(light.shapes).tolist() == [1] * 9
    assert not shapely.is_empty(light.shapes).any()


def test_rings_run_as_geojson_wants_them() -> None:
    assert all(shapely.is_ccw(shape.exterior) for shape in drawn(grid(), CODES).shapes)


def test_the_plane_measures_as_the_ellipsoid_does() -> None:
    plane = Plane.at(21)
    # Length of a degree at 21° N on WGS 84, from its closed formulas
    assert plane.east == pytest.approx(103_970, abs=15)
    assert plane.north == pytest.approx(110_717, abs=15)


# ---------------------------------------------------------------------------------------------- whatever comes


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(4, 40), st.floats(0, 60), st.integers(1, 8))
def test_any_jittered_tessellation_comes_out_as_a_clean_coverage(
    seed: int, count: int, metres: float, pieces: int
) -> None:
    """Cells of a Voronoi diagram of 0.5°, cut into pieces, every point of every cell moved by itself."""
    rng = np.random.default_rng(seed)
    sites = shapely.MultiPoint(rng.uniform([107, 21], [107.5, 21.5], (count, 2)))
    whole = shapely.box(107, 21, 107.5, 21.5)
    cells = [cell.intersection(whole) for cell in shapely.voronoi_polygons(sites, extend_to=whole).geoms]
    cells = [shapely.segmentize(cell, 0.5 / pieces) for cell in cells if cell.area > 1e-4]
    jittered = np.array(
        [shapely.transform(cell, lambda c: _moved(rng, c, metres * METRE)) for cell in cells], dtype=object
    )
    try:
        clean = mended(jittered)
    except Unmendable as refused:
        assert refused.why == "vanished"  # noqa: PT017  a sliver of a cell may go
        return
    codes = [f"{place:05}" for place in range(len(cells))]
    light = drawn(clean.shapes, codes)
    for shapes in (clean.shapes, light.shapes):
        assert is_coverage(shapes)
        assert on_the_grid(shapes)
        assert not shapely.is_empty(shapes).any()
        metric = Plane.of(shapes).metres(shapes)
        assert shapely.area(metric).sum() == pytest.approx(shapely.union_all(metric).area, rel=1e-9)
        crossing = [shapely.intersection(a, b).area for a, b in combinations(metric, 2)]
        assert max(crossing, default=0) < 1
    assert clean.gaps_left == len(holes(shapely.union_all(Plane.of(clean.shapes).metres(clean.shapes))))


def _moved(rng: np.random.Generator, points: np.ndarray, by: float) -> np.ndarray:
    moved = points + rng.normal(0, by / 3, points.shape)
    moved[-1] = moved[0]
    return moved

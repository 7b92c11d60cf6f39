"""The tile grids: the communes of their day, each once, where they lie; districts as blocks; squares that stay.

What the ground says (who borders whom, what lies west of what) is computed from files that are for tests only and no
part of the project: without ../shared those tests are skipped, and say so.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from shapely import Point, Polygon
from shapely.geometry.base import BaseGeometry

from kh213.draw.map import tiles
from kh213.release.grids import Grid, grid_for, read_grids
from kh213.release.reading.read import read_plan

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
AREAS = read_plan(ROOT / "data" / "releases" / "2026-11-22").areas
GRIDS = read_grids(ROOT / "data")
DAYS = [grid.valid_from.isoformat() for grid in GRIDS]
G2019, G2020, G2024, G2025 = GRIDS
WITH_DISTRICTS = (G2019, G2020, G2024)

ISLAND_DISTRICTS = {"203": "Huyện Vân Đồn", "207": "Huyện Cô Tô"}
ISLANDS_2025 = {
    "06757": "Xã Vĩnh Thực",
    "06967": "Xã Cái Chiên",
    "06994": "Đặc khu Vân Đồn",
    "07192": "Đặc khu Cô Tô",
}
PHONE, MARGINS = 358, 0.6  # what a screen of 390 pixels leaves for the picture; the free columns around its squares

on_the_ground = pytest.mark.skipif(
    not (SHARED / "boundaries").is_dir(),
    reason="NOT CHECKED against the ground: ../shared/boundaries (test data, no part of the project) is not here",
)
every_grid = pytest.mark.parametrize("grid", GRIDS, ids=DAYS)
grid_with_districts = pytest.mark.parametrize("grid", WITH_DISTRICTS, ids=DAYS[:3])

Pair = frozenset[str]


def squares(grid: Grid) -> dict[str, tuple[int, int]]:
    return {tile.area_code: (tile.col, tile.row) for tile in grid.tiles}


def blocks(grid: Grid) -> dict[str, BaseGeometry]:
    frame = tiles.blocks(grid)
    return dict(zip(frame["area_code"], frame["geometry"], strict=True))


def touching(shapes: Mapping[str, BaseGeometry]) -> set[Pair]:
    """Pairs with an edge or a corner in common."""
    return {frozenset((a, b)) for a, b in combinations(shapes, 2) if shapes[a].intersects(shapes[b])}


def named(pairs: Iterable[Pair], day: date) -> list[str]:
    return sorted(" – ".join(AREAS.at(code, day).name for code in sorted(pair)) for pair in pairs)


# The communes of the day


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [("2019-09-11", 14, 186), ("2020-01-01", 13, 177), ("2024-11-01", 13, 171), ("2025-07-01", 0, 54)],
)
def test_a_grid_has_exactly_the_communes_in_force_each_once_in_its_district(
    day: str, districts: int, communes: int
) -> None:
    grid = GRIDS[DAYS.index(day)]
    in_force = {area.code: area.parent_code for area in AREAS.on(grid.valid_from, "commune")}
    assert {tile.area_code: tile.district_code for tile in grid.tiles} == in_force
    assert len(grid.tiles) == len(set(squares(grid).values())) == communes
    assert len(set(in_force.values()) - {AREAS.province.code}) == districts


def test_every_day_since_the_plan_has_its_grid_and_no_other() -> None:
    changes = [date(2020, 1, 1), date(2024, 11, 1), date(2025, 7, 1)]
    eves = [date.fromordinal(day.toordinal() - 1) for day in changes]
    found = [grid_for(GRIDS, AREAS, day) for day in (date(2019, 9, 19), *changes, date(2026, 11, 22))]
    assert found == [G2019, G2020, G2024, G2025, G2025]
    assert [grid_for(GRIDS, AREAS, day) for day in eves] == [G2019, G2020, G2024]


# Squares that stay


@pytest.mark.parametrize(("earlier", "later"), list(pairwise(WITH_DISTRICTS)), ids=["2020", "2024"])
def test_whoever_stays_keeps_the_square(earlier: Grid, later: Grid) -> None:
    before, after = squares(earlier), squares(later)
    assert set(after) < set(before)
    assert {code: before[code] for code in after} == after


def test_the_new_ha_long_is_the_old_one_and_hoanh_bo() -> None:
    before, after = blocks(G2019), blocks(G2020)
    assert after["193"].equals(before["193"].union(before["204"]))


# A picture: blocks, islands, a silhouette


@grid_with_districts
def test_every_district_is_one_block_without_a_hole(grid: Grid) -> None:
    for code, block in blocks(grid).items():
        assert isinstance(block, Polygon), AREAS.at(code, grid.valid_from).name
        assert not block.interiors


@grid_with_districts
def test_the_mainland_hangs_together_and_the_island_districts_lie_apart(grid: Grid) -> None:
    found = blocks(grid)
    assert {code: AREAS.at(code, grid.valid_from).name for code in ISLAND_DISTRICTS} == ISLAND_DISTRICTS
    assert not [pair for pair in touching(found) if pair & set(ISLAND_DISTRICTS)]
    mainland = shapely.union_all([block for code, block in found.items() if code not in ISLAND_DISTRICTS])
    parts = sorted(shapely.get_parts(mainland), key=lambda part: -part.area)
    # The row between north and south that bears the names of Hạ Long and Tiên Yên is the only one that parts them.
    assert len(parts) == 2
    assert parts[0].distance(parts[1]) == 1


def test_in_2025_all_but_four_islands_hang_together() -> None:
    places = squares(G2025)
    assert {code: AREAS.at(code, G2025.valid_from).name for code in ISLANDS_2025} == ISLANDS_2025
    shapes = {code: shapely.box(x, y, x + 1, y + 1) for code, (x, y) in places.items()}
    assert not [pair for pair in touching(shapes) if pair & set(ISLANDS_2025)]
    mainland = shapely.union_all([shape for code, shape in shapes.items() if code not in ISLANDS_2025])
    assert isinstance(mainland, Polygon)
    assert not mainland.interiors


@pytest.mark.parametrize(("grid", "pixels"), list(zip(GRIDS, [13, 13, 13, 24], strict=True)), ids=DAYS)
def test_on_a_phone_squares_are_as_large_as_they_can_be(grid: Grid, pixels: int) -> None:
    west, _, east, _ = tiles.bounds(grid)
    assert PHONE / (east - west + MARGINS) >= pixels


@every_grid
def test_the_picture_is_as_wide_for_its_height_as_the_province(grid: Grid) -> None:
    west, south, east, north = tiles.bounds(grid)
    assert 1.5 <= (east - west) / (north - south) <= 1.8


# Names


@grid_with_districts
def test_every_name_stands_on_its_block_free_of_squares_and_of_other_names(grid: Grid) -> None:
    shapes, places = blocks(grid), tiles.names(grid)
    assert set(places) == set(shapes)
    west, south, east, north = tiles.bounds(grid)
    for code, place in places.items():
        room = place.box
        assert Point(place.x, place.y).distance(shapes[code].boundary) == pytest.approx(0)
        assert not any(room.intersection(shape).area > 0.02 for shape in shapes.values())
        assert not any(room.intersection(places[other].box).area > 0.02 for other in places if other != code)
        assert shapely.box(west, south, east, north + 1).covers(room)


def test_hoanh_bo_takes_the_place_above_so_that_ha_long_is_named_below_until_2020() -> None:
    assert tiles.names(G2019)["193"].below
    assert not tiles.names(G2020)["193"].below


def test_a_name_stands_above_where_nothing_is_in_the_way() -> None:
    below = {code for code, place in tiles.names(G2020).items() if place.below}
    assert {AREAS.at(code, G2020.valid_from).name for code in below} == {
        "Huyện Tiên Yên",
        "Huyện Đầm Hà",
        "Thành phố Cẩm Phả",
        "Thị xã Quảng Yên",
    }


# The order in which a reader goes through them


@every_grid
def test_squares_come_district_by_district_from_the_north_west_each_row_by_row(grid: Grid) -> None:
    first: dict[str, tuple[int, int]] = {}
    for tile in grid.tiles:
        place = (tile.row, tile.col)
        first[tile.district_code] = min(first.get(tile.district_code, place), place)
    wanted = sorted(grid.tiles, key=lambda tile: (first[tile.district_code], tile.row, tile.col))
    assert list(grid.tiles) == wanted


# The ground


@cache
def communes(year: int) -> gpd.GeoDataFrame:
    return gpd.read_file(SHARED / "boundaries" / f"communes_{year}_vietnam63_t50.geojson")


@cache
def ground(grid: Grid) -> dict[str, BaseGeometry]:
    """The communes of a grid as they lie, by code, made of those of 2019 or 2020; of a split one, the main part."""
    year = 2019 if grid is G2019 else 2020
    frame = communes(year)
    of_2020 = dict(zip(frame["code"], frame["geometry"], strict=True))
    if grid in (G2019, G2020):
        return of_2020
    of_2024 = joined(of_2020, successors("2020-01-01", "2024-11-01"))
    return of_2024 if grid is G2024 else joined(of_2024, successors("2024-11-01", "2025-07-01"))


def successors(before: str, after: str) -> dict[str, str]:
    with (SHARED / "areas" / "unit_successors.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["from_code"]: row["to_code"]
            for row in csv.DictReader(lines)
            if (row["from_vintage"], row["to_vintage"]) == (before, after) and "minor part" not in row["note"]
        }


def joined(shapes: Mapping[str, BaseGeometry], becomes: Mapping[str, str]) -> dict[str, BaseGeometry]:
    parts: dict[str, list[BaseGeometry]] = {}
    for code, shape in shapes.items():
        parts.setdefault(becomes[code], []).append(shape)
    return {code: shapely.union_all(found) for code, found in parts.items()}


def district_ground(grid: Grid) -> dict[str, BaseGeometry]:
    parents = {tile.area_code: tile.district_code for tile in grid.tiles}
    return joined(ground(grid), parents)


def bordering(shapes: Mapping[str, BaseGeometry], least: float = 0.003) -> set[Pair]:
    """Pairs that share more than `least` degrees of border, about 300 metres."""
    codes, found = list(shapes), set()
    tree = shapely.STRtree([shapes[code] for code in codes])
    for a, b in tree.query([shapes[code] for code in codes], predicate="dwithin", distance=0.0006).T:
        if a < b:
            edge = shapes[codes[a]].buffer(0.0006).intersection(shapes[codes[b]].buffer(0.0006))
            if edge.area / 0.0012 > least:
                found.add(frozenset((codes[a], codes[b])))
    return found


def middles(shapes: Mapping[str, BaseGeometry]) -> dict[str, tuple[float, float]]:
    """Kilometres east and south of the Greenwich equator, good enough to compare within a province."""
    return {code: (shape.centroid.x * 103.7, shape.centroid.y * -110.7) for code, shape in shapes.items()}


def reversed_pairs(
    drawn: Mapping[str, tuple[float, float]], true: Mapping[str, tuple[float, float]], apart: float, slack: float = 0
) -> tuple[set[Pair], int]:
    """Of pairs more than `apart` kilometres from each other along an axis, those drawn the other way round by more than
    `slack` squares; and how many pairs there are.
    """
    wrong: set[Pair] = set()
    total = 0
    for a, b in combinations(true, 2):
        for axis in (0, 1):
            way = true[a][axis] - true[b][axis]
            if abs(way) > apart:
                total += 1
                if (drawn[b][axis] - drawn[a][axis]) * (1 if way > 0 else -1) > slack:
                    wrong.add(frozenset((a, b)))
    return wrong, total


@on_the_ground
@grid_with_districts
def test_blocks_touch_only_where_districts_do(grid: Grid) -> None:
    neighbours = bordering(district_ground(grid))
    assert named(touching(blocks(grid)) - neighbours, grid.valid_from) == []


@on_the_ground
@grid_with_districts
def test_what_lies_west_or_north_is_drawn_west_or_north(grid: Grid) -> None:
    drawn = {code: (block.centroid.x, -block.centroid.y) for code, block in blocks(grid).items()}
    wrong, total = reversed_pairs(drawn, middles(district_ground(grid)), apart=15, slack=1)
    assert named(wrong, grid.valid_from) == []
    assert total >= 100


@on_the_ground
@grid_with_districts
def test_neighbouring_communes_are_mostly_neighbouring_squares(grid: Grid) -> None:
    neighbours, places = bordering(ground(grid)), squares(grid)
    kept = sum(near(places, pair) for pair in neighbours)
    assert kept / len(neighbours) >= 0.68


@on_the_ground
def test_in_2025_neighbours_stay_neighbours_but_for_three_pairs() -> None:
    shapes = {code: shape for code, shape in ground(G2025).items() if code not in ISLANDS_2025}
    neighbours, places = bordering(shapes), squares(G2025)
    assert len(neighbours) >= 95
    assert named({pair for pair in neighbours if not near(places, pair)}, G2025.valid_from) == [
        "Phường Bãi Cháy – Phường Hoành Bồ",
        "Phường Cao Xanh – Phường Hồng Gai",
        "Phường Mông Dương – Phường Cửa Ông",
    ]


@on_the_ground
def test_in_2025_what_lies_west_or_north_is_drawn_so_or_level() -> None:
    wrong, total = reversed_pairs(squares(G2025), middles(ground(G2025)), apart=10)
    assert total > 2000
    assert len(wrong) <= 25


def near(places: Mapping[str, tuple[int, int]], pair: Pair) -> bool:
    """Whether two squares have an edge or a corner in common."""
    (x, y), (p, q) = (places[code] for code in pair)
    return max(abs(x - p), abs(y - q)) == 1

"""A made-up province for boundary tests: 3 districts in rows, 9 communes in squares of 0.1°, two pairs of namesakes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import geopandas as gpd
import shapely
from shapely import Polygon

from kh213.model.areas import Area, AreaChange, Areas
from kh213.model.periods import Day
from kh213.release.boundaries.installing import Origin

DAY, LATER, LAST = date(2019, 9, 11), date(2020, 1, 1), date(2025, 7, 1)
WEST, SOUTH, SIDE = 107.0, 21.0, 0.1

DISTRICTS = {"193": "Thành phố Hạ Long", "194": "Huyện Đầm Hà", "195": "Thị xã Đông Triều"}
TYPES = {"Phường": "ward", "Xã": "commune", "Thị trấn": "township"}
# code: (name, district); the code's place in this order is its place in the grid, west to east, south to north
COMMUNES = {
    "06001": ("Phường Hòa Lạc", "193"),
    "06004": ("Phường Quang Trung", "193"),
    "06007": ("Phường Phương Đông", "193"),
    "06010": ("Thị trấn Đầm Hà", "194"),
    "06013": ("Xã Đầm Hà", "194"),
    "06016": ("Xã Quảng Trung", "194"),
    "06019": ("Phường Mạo Khê", "195"),
    "06022": ("Phường Quang Trung", "195"),
    "06025": ("Xã Bình Khê", "195"),
}
CODES = list(COMMUNES)


def _area(code: str, name: str, level: str, parent: str | None, since: date | None, until: date | None) -> Area:
    kinds = {"Tỉnh": "province", "Thành phố": "city", "Huyện": "district", "Thị xã": "town", **TYPES}
    kind = next(kind for word, kind in kinds.items() if name.startswith(word))
    begins = Day(since, since) if since else None
    return Area(code, name, kind, level, parent, begins, until)


def areas() -> Areas:
    """In 2020 the two Đầm Hà become one, under a new code, and Bình Khê a ward; in 2025 Mạo Khê is split."""
    eve, last_eve = date(2019, 12, 31), date(2025, 6, 30)
    ends = {"06010": eve, "06013": eve, "06025": eve, "06019": last_eve}
    return Areas(
        (
            _area("22", "Tỉnh Quảng Ninh", "province", None, None, None),
            *(_area(code, name, "district", "22", None, None) for code, name in DISTRICTS.items()),
            *(_area(code, name, "commune", parent, None, ends.get(code)) for code, (name, parent) in COMMUNES.items()),
            _area("06011", "Thị trấn Đầm Hà", "commune", "194", LATER, None),
            _area("06025", "Phường Bình Khê", "commune", "195", LATER, None),
            _area("06019", "Phường Mạo Khê", "commune", "195", LAST, None),
            _area("06020", "Phường Yên Thọ", "commune", "195", LAST, None),
        ),
        (
            AreaChange("06010", "06011", LATER, "merge"),
            AreaChange("06013", "06011", LATER, "merge"),
            AreaChange("06025", "06025", LATER, "reclassify"),
            AreaChange("06019", "06019", LAST, "split"),
            AreaChange("06019", "06020", LAST, "split"),
        ),
    )


def origin(level: str = "commune", day: date = DAY, licence: str = "CC0", source: str = "Made up") -> Origin:
    return Origin(level, day, licence, source)


def square(place: int, grow: float = 0.0) -> Polygon:
    """One square of the grid, with a point in the middle of each side as real boundaries have; larger by `grow`."""
    x, y = WEST + place % 3 * SIDE, SOUTH + place // 3 * SIDE
    whole = shapely.box(x - grow, y - grow, x + SIDE + grow, y + SIDE + grow)
    return shapely.transform(shapely.segmentize(whole, SIDE / 2 + grow + 1e-9), lambda points: points.round(9))


def communes(**columns: Sequence[Any]) -> gpd.GeoDataFrame:
    """The nine squares in WGS 84, with the names unless other columns are given."""
    cells = columns or {"ten": [name for name, _ in COMMUNES.values()], "huyen": _districts()}
    return gpd.GeoDataFrame(cells, geometry=[square(place) for place in range(9)], crs="EPSG:4326")


def _districts() -> list[str]:
    return [DISTRICTS[parent] for _, parent in COMMUNES.values()]


def districts() -> gpd.GeoDataFrame:
    shapes = [shapely.union_all([square(row * 3 + column) for column in range(3)]) for row in range(3)]
    cells = {"ma": list(DISTRICTS), "ten": list(DISTRICTS.values())}
    return gpd.GeoDataFrame(cells, geometry=shapes, crs="EPSG:4326")


def geojson(path: Path, frame: gpd.GeoDataFrame) -> Path:
    """Written as it stands, whatever its reference system: GeoJSON says nothing about it."""
    path.write_text(frame.set_crs(None, allow_override=True).to_json(drop_id=True), encoding="utf-8")
    return path


def topojson(path: Path, frame: gpd.GeoDataFrame) -> Path:
    """Each ring an arc of its own."""
    arcs, shapes = [], []
    for row in frame.itertuples():
        arcs.append([list(point) for point in row.geometry.exterior.coords])
        cells = {name: getattr(row, name) for name in frame.columns if name != "geometry"}
        shapes.append({"type": "Polygon", "arcs": [[len(arcs) - 1]], "properties": cells})
    whole = {
        "type": "Topology",
        "arcs": arcs,
        "objects": {"communes": {"type": "GeometryCollection", "geometries": shapes}},
    }
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path

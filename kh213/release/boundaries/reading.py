"""A boundary file of any usual format and reference system: its rows as text, its shapes in WGS 84."""

from __future__ import annotations

import unicodedata
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj.exceptions import CRSError, ProjError

from kh213.release.boundaries.mending import Shapes
from kh213.release.boundaries.refused import listed, refuse

SUFFIXES = (".geojson", ".json", ".topojson", ".gpkg", ".shp", ".zip")
DRIVERS = ("GeoJSON", "TopoJSON", "GPKG", "ESRI Shapefile")
MOST_BYTES = 200_000_000
MOST_ROWS = 20_000  # all communes of the country are 10,000
MOST_VERTICES = 2_000_000  # a minute's work; one million takes half of it
_BATCH = 500

# West, south, east, north of all that Viet Nam draws on its maps: the areas of use that EPSG gives for VN-2000
# (onshore, 102.14 to 109.53 E, 8.33 to 23.40 N) and the islands in the East Sea, rounded outwards.
VIET_NAM = (102.0, 6.0, 118.0, 24.0)
WGS84 = "EPSG:4326"

_UNREADABLE = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    shapely.errors.GEOSException,
    UnicodeDecodeError,
    CRSError,
)


@dataclass(frozen=True)
class Rows:
    """The rows of a file: cells as text by column, NFC and trimmed, empty where missing; shapes in degrees, WGS 84."""

    columns: Mapping[str, tuple[str, ...]]
    shapes: Shapes
    crs: str
    crs_assumed: bool = False
    recoded: bool = False  # names were UTF-8 that the file did not say it was

    def __len__(self) -> int:
        return len(self.shapes)


def read_rows(path: Path, layer: str | None = None) -> Rows:
    """Reads a file. Raises Refused: not there, too large, of another format, not polygons, not in Viet Nam."""
    _weigh(path)
    name = _layer(path, layer)
    frame = _frames(path, name)
    shapes: Shapes = np.asarray(frame.geometry.array, dtype=object)
    _polygons_only(shapes)
    columns = {str(column): tuple(map(_text, frame[column])) for column in frame.columns if column != "geometry"}
    texts, recoded = _recoded(columns)
    crs = frame.crs
    _in_degrees(crs, shapes)
    if crs is not None:
        try:
            shapes = np.asarray(frame.geometry.to_crs(WGS84).array, dtype=object)
        except (ProjError, CRSError) as error:
            raise refuse("crs_unusable", crs.name, type(error).__name__) from error
    _in_viet_nam(shapes, crs.name if crs else "—")
    return Rows(texts, shapes, crs.name if crs else "WGS 84", crs is None, recoded)


# ------------------------------------------------------------------------------------------------ what is there


def _weigh(path: Path) -> None:
    """Says that a file is too large before anything of it is read."""
    if not path.is_file():
        raise refuse("no_file", path, unreadable=True)
    if path.suffix.lower() not in SUFFIXES:
        raise refuse("not_a_format", path.suffix, ", ".join(SUFFIXES), unreadable=True)
    try:
        size = _size(path)
    except (OSError, zipfile.BadZipFile) as error:
        raise refuse("unreadable", type(error).__name__, unreadable=True) from error
    if size == 0:
        raise refuse("empty", path.name, unreadable=True)
    if size > MOST_BYTES:
        raise refuse("too_large", f"{size / 1e6:.0f} MB", f"{MOST_BYTES / 1e6:.0f} MB")
    if path.suffix.lower().endswith("json") and not _is_object(path):
        raise refuse("unreadable", path.name, unreadable=True)


def _size(path: Path) -> int:
    """What there is to read: of an archive what it unpacks to, of a shapefile all its parts."""
    if path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    if path.suffix.lower() == ".shp":
        return sum(part.stat().st_size for part in path.parent.glob(f"{path.stem}.*"))
    return path.stat().st_size


def _is_object(path: Path) -> bool:
    """Whether it begins as a JSON object does: GDAL would open other things by what is in them, links among them."""
    with path.open("rb") as file:
        return file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{")


def _layer(path: Path, wanted: str | None) -> str:
    try:
        names = [str(name) for name in pyogrio.list_layers(path)[:, 0]]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise refuse("unreadable", _short(error), unreadable=True) from error
    if wanted is not None and wanted not in names:
        raise refuse("layer_unknown", wanted, listed(names))
    if wanted is None and len(names) > 1:
        raise refuse("layer_needed", len(names), listed(names))
    if not names:
        raise refuse("empty", path.name)
    return wanted or names[0]


def _frames(path: Path, layer: str) -> gpd.GeoDataFrame:
    """All rows, in batches, so that what is too detailed is told before all of it is in memory."""
    try:
        rows = _count(path, layer)
        frames: list[gpd.GeoDataFrame] = []
        vertices = 0
        for start in range(0, rows, _BATCH):
            frame = gpd.read_file(path, layer=layer, engine="pyogrio", rows=slice(start, start + _BATCH))
            if not isinstance(frame, gpd.GeoDataFrame):  # a table without a column of shapes
                raise refuse("not_polygons", "—")
            vertices += int(shapely.get_num_coordinates(frame.geometry.array).sum())
            if vertices > MOST_VERTICES:
                raise refuse("too_many_vertices", f"> {MOST_VERTICES}", MOST_VERTICES)
            frames.append(frame)
    except _UNREADABLE as error:
        raise refuse("unreadable", _short(error), unreadable=True) from error
    return gpd.GeoDataFrame(pd.concat(frames, ignore_index=True), geometry="geometry", crs=frames[0].crs)


def _count(path: Path, layer: str) -> int:
    about: dict[str, Any] = pyogrio.read_info(path, layer=layer, force_feature_count=True)
    if about["driver"] not in DRIVERS:
        raise refuse("not_a_format", about["driver"], ", ".join(SUFFIXES), unreadable=True)
    rows = int(about["features"])
    if rows == 0:
        raise refuse("empty", path.name)
    if rows > MOST_ROWS:
        raise refuse("too_many_rows", rows, MOST_ROWS)
    return rows


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]


# ------------------------------------------------------------------------------------------------ what it says


def _text(cell: object) -> str:
    """A cell as text: whole numbers without a decimal point, no value as nothing."""
    if cell is None or cell is pd.NaT or (isinstance(cell, float) and np.isnan(cell)):
        return ""
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        cell = int(cell)
    return str(cell)


def _recoded(columns: Mapping[str, tuple[str, ...]]) -> tuple[dict[str, tuple[str, ...]], bool]:
    """UTF-8 that was read as Latin-1, as in a shapefile without a .cpg, put right: no real text survives that turn."""
    turned = {name: tuple(map(_as_utf8, cells)) for name, cells in columns.items()}
    tidy = {name: tuple(unicodedata.normalize("NFC", cell).strip() for cell in cells) for name, cells in turned.items()}
    return tidy, turned != columns


def _as_utf8(cell: str) -> str:
    if cell.isascii():
        return cell
    for wrong in ("latin-1", "cp1252"):
        try:
            return cell.encode(wrong).decode("utf-8")
        except UnicodeError:
            continue
    return cell


# ------------------------------------------------------------------------------------------------ where it lies


def _polygons_only(shapes: Shapes) -> None:
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    if empty.any():
        raise refuse("no_shape", listed([str(row + 1) for row in np.flatnonzero(empty)]))
    others = sorted({shape.geom_type for shape in shapes} - {"Polygon", "MultiPolygon"})
    if others:
        raise refuse("not_polygons", ", ".join(others))


def _in_degrees(crs: object, shapes: Shapes) -> None:
    """Numbers that cannot be degrees, in a file that says or lets one think that they are."""
    west, south, east, north = _bounds(shapes)
    geographic = crs is None or bool(getattr(crs, "is_geographic", False))
    if geographic and (west < -180 or east > 180 or south < -180 or north > 180):
        raise refuse("no_crs", f"{west:.0f} {south:.0f} {east:.0f} {north:.0f}")


def _in_viet_nam(shapes: Shapes, crs: str) -> None:
    west, south, east, north = found = _bounds(shapes)
    least_x, least_y, most_x, most_y = VIET_NAM
    if least_x <= west <= east <= most_x and least_y <= south <= north <= most_y:
        return
    where = " ".join(f"{number:.2f}" for number in found)
    if least_y <= west <= east <= most_y and least_x <= south <= north <= most_x:
        raise refuse("swapped", where)
    raise refuse("outside", where, crs)


def _bounds(shapes: Shapes) -> tuple[float, float, float, float]:
    west, south, east, north = (float(number) for number in shapely.total_bounds(shapes))
    if not np.isfinite([west, south, east, north]).all():
        raise refuse("outside", "∞", "—")
    return west, south, east, north

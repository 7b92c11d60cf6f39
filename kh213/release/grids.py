"""The tile grids: one square for each commune, drawn by hand for a set of communes. Squares, not boundaries."""

from __future__ import annotations

import csv
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from kh213.model.areas import Areas

Stamp = tuple[tuple[Path, int], ...]

HEADER = ("area_code", "district_code", "col", "row")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Tile:
    """The square of one commune: columns run east, rows run south, whole numbers from anywhere."""

    area_code: str
    district_code: str
    col: int
    row: int


@dataclass(frozen=True)
class Grid:
    """The squares of all communes in force on a day, `valid_from`, by the name of the file."""

    valid_from: date
    tiles: tuple[Tile, ...]


def read_grids(root: Path) -> tuple[Grid, ...]:
    """Every usable grid of a data folder, oldest first; one that cannot be used is logged and left out."""
    return _read(stamp(root))


def stamp(root: Path) -> Stamp:
    """Path and time of every file: while they stay, so do the grids."""
    files = sorted((root / "grids").glob("*.csv"))
    return tuple((path, path.stat().st_mtime_ns) for path in files)


def grid_for(grids: Sequence[Grid], areas: Areas, day: date) -> Grid | None:
    """The grid of the communes in force on a day; None where none has just these.

    The newest one drawn by that day is tried first, one drawn for a later day last: a grid says nothing about days,
    only which communes there are, and in which district.
    """
    earlier = [grid for grid in grids if grid.valid_from <= day]
    later = [grid for grid in grids if grid.valid_from > day]
    return next((grid for grid in [*reversed(earlier), *later] if _fits(grid, areas, day)), None)


def _fits(grid: Grid, areas: Areas, day: date) -> bool:
    """Whether the squares are those of the communes of a day: same codes, same ground, same districts."""
    first, last = sorted((day, grid.valid_from))
    districts = {tile.area_code: tile.district_code for tile in grid.tiles}
    in_force = {area.code: area.parent_code for area in areas.on(day, "commune")}
    return districts == in_force and all(areas.same_territory(code, first, last) for code in districts)


@lru_cache(maxsize=4)
def _read(files: Stamp) -> tuple[Grid, ...]:
    grids = []
    for path, _ in files:
        try:
            grids.append(read_grid(path))
        except (OSError, ValueError) as error:
            _log.warning("grid %s left out: %s", path.name, error)
    return tuple(sorted(grids, key=lambda grid: grid.valid_from))


def read_grid(path: Path) -> Grid:
    """One grid. Raises ValueError for a file that is none, or where two squares are of one commune or in one place."""
    valid_from = date.fromisoformat(path.stem)
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    if not rows or tuple(rows[0]) != HEADER:
        raise ValueError(f"columns are not {', '.join(HEADER)}")
    tiles = tuple(Tile(row["area_code"], row["district_code"], int(row["col"]), int(row["row"])) for row in rows)
    if len({tile.area_code for tile in tiles}) < len(tiles) or len({(t.col, t.row) for t in tiles}) < len(tiles):
        raise ValueError("two squares for one commune, or in one place")
    return Grid(valid_from, tiles)

"""Taking a boundary file in: read, joined, mended, then put in its place as one file, all or nothing."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from kh213.model.areas import Areas
from kh213.release.boundaries.joining import Chosen, Joined, Wanted, join
from kh213.release.boundaries.layers import ABOUT, FOLDER, layers
from kh213.release.boundaries.mending import Drawn, Mended, Plane, Shapes, Unmendable, collection, drawn, mended
from kh213.release.boundaries.reading import Rows, read_rows
from kh213.release.boundaries.refused import listed, refuse

# Square kilometres that a unit may have on average, from a ward of a city to the largest districts of the country.
_LIKELY_KM2 = {"commune": (0.05, 2_000.0), "district": (1.0, 6_000.0)}


@dataclass(frozen=True)
class Origin:
    """What the operator says about a file."""

    level: str
    valid_from: date
    licence: str
    source: str


@dataclass(frozen=True)
class Report:
    """What was taken in, what was found, what it took; kept beside the layer."""

    level: str
    valid_from: str
    rows: int
    units: int
    by_code: int
    by_name: int
    other_type: tuple[str, ...]
    unmatched: tuple[str, ...]
    elsewhere: int
    missing: tuple[str, ...]
    crs: str
    crs_assumed: bool
    recoded: bool
    repaired: int
    overlap_km2: float
    gap_km2: float
    gaps_filled: int
    gaps_left: int
    gap_width_m: float
    tolerance_m: float
    islets_left_out: int
    vertices: int
    gzipped: int
    bytes: int
    sha256: str
    file: str


def add(
    root: Path,
    areas: Areas,
    path: Path,
    origin: Origin,
    layer: str | None = None,
    chosen: Chosen | None = None,
    *,
    allow_missing: bool = False,
) -> Report:
    """Takes an operator's file in. Raises Refused with every reason; the data folder is then as it was."""
    _stated(origin)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what GDAL remarks on a file is English, and what matters is checked here
        rows = read_rows(path, layer)
    wanted = Wanted(areas, origin.level, origin.valid_from)
    joined = join(rows.columns, wanted, chosen or Chosen(), allow_missing=allow_missing)
    return install(root, wanted, rows, joined, origin, path.name)


def install(root: Path, wanted: Wanted, rows: Rows, joined: Joined, origin: Origin, file: str) -> Report:
    """Mends the rows that are units and puts them in place. Raises Refused."""
    _stated(origin)
    places = sorted((code, row) for row, code in enumerate(joined.codes) if code)
    codes = [code for code, _ in places]
    shapes: Shapes = rows.shapes[[row for _, row in places]]
    _likely(shapes, origin.level)
    clean, light = _fitted(shapes, codes, wanted)
    _where_others_are(root, light.shapes)
    told = _told(rows, joined, clean, light, file)
    about = {
        "level": origin.level,
        "valid_from": origin.valid_from.isoformat(),
        "licence": origin.licence.strip(),
        "source": origin.source.strip(),
        "missing": list(joined.missing),
        "report": told,
    }
    content = collection(light.shapes, codes, **{ABOUT: about})
    report = Report(
        level=origin.level,
        valid_from=origin.valid_from.isoformat(),
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        **told,
    )
    _put(root, origin, content, report)
    return report


def _stated(origin: Origin) -> None:
    for name, text in (("licence", origin.licence), ("source", origin.source)):
        if not text.strip():
            raise refuse("not_stated", f"--{name}", unreadable=True)


def _told(rows: Rows, joined: Joined, clean: Mended, light: Drawn, file: str) -> dict[str, Any]:
    return {
        "rows": len(rows),
        "units": len(light.shapes),
        "by_code": joined.by_code,
        "by_name": joined.by_name,
        "other_type": joined.other_type,
        "unmatched": joined.unmatched,
        "elsewhere": joined.elsewhere,
        "missing": joined.missing,
        "crs": rows.crs,
        "crs_assumed": rows.crs_assumed,
        "recoded": rows.recoded,
        "repaired": clean.repaired,
        "overlap_km2": round(clean.overlap_km2, 3),
        "gap_km2": round(clean.gap_km2, 3),
        "gaps_filled": clean.gaps_filled,
        "gaps_left": clean.gaps_left,
        "gap_width_m": clean.gap_width_m,
        "tolerance_m": light.tolerance_m,
        "islets_left_out": light.islets_left_out,
        "vertices": int(shapely.get_num_coordinates(light.shapes).sum()),
        "gzipped": light.gzipped,
        "file": file,
    }


# ------------------------------------------------------------------------------------------------ is it likely


def _fitted(shapes: Shapes, codes: Sequence[str], wanted: Wanted) -> tuple[Mended, Drawn]:
    try:
        clean = mended(shapes)
        return clean, drawn(clean.shapes, codes)
    except Unmendable as error:
        names = listed([wanted.name(codes[place]) for place in error.places])
        found = names or (f"{error.share:.0%}" if error.share else "")
        raise refuse(f"cannot_mend_{error.why}", found) from error


def _likely(shapes: Shapes, level: str) -> None:
    """Whether the size can be right: a wrong reference system may still end up inside the country."""
    mean = float(shapely.area(Plane.of(shapes).metres(shapes)).sum()) / 1e6 / len(shapes)
    least, most = _LIKELY_KM2[level]
    if not least <= mean <= most:
        raise refuse("size", f"{mean:.3g} km²", f"{least:g}–{most:g} km²")


def _where_others_are(root: Path, shapes: Shapes) -> None:
    """Whether it lies where what is already installed lies; the wrong zone of VN-2000 is off by hundreds of km."""
    others = [shape for layer in layers(root) for shape in layer.shapes.values()]
    if not others:
        return
    here, there = shapely.box(*shapely.total_bounds(shapes)), shapely.box(*shapely.total_bounds(others))
    if here.intersection(there).area < 0.5 * min(here.area, there.area):
        found, expected = (" ".join(f"{number:.2f}" for number in box.bounds) for box in (here, there))
        raise refuse("elsewhere", found, expected)


# ------------------------------------------------------------------------------------------------ in its place


def _put(root: Path, origin: Origin, content: bytes, report: Report) -> None:
    """The layer is one file that tells its own licence, so that one rename is the whole change; the report follows.

    Killed at any point, the older file or the new one is there whole. Two at once: the second is refused.
    """
    folder = root / FOLDER / origin.valid_from.isoformat()
    about = {"licence": origin.licence.strip(), "source": origin.source.strip(), "report": asdict(report)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _alone(root / FOLDER):
            for left in folder.glob(f".{origin.level}.*.tmp"):
                left.unlink()
            _replace(folder / f"{origin.level}.geojson", content)
            _replace(folder / f"{origin.level}.json", (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode())
    except OSError as error:
        raise refuse("not_written", folder, error.strerror or type(error).__name__, unreadable=True) from error


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name(f".{path.name}.tmp")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Holds the folder's lock; the system lets go of it if we are killed. Raises Refused where another has it."""
    with (folder / ".lock").open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise refuse("busy", folder, unreadable=True) from error
        yield

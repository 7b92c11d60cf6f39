"""What is asked of a national package, one step a process: `python -m tests.bench.national_steps FOLDER STEP…`.

Prints a line of JSON for each step, in the order in which they are named, all in one process: seconds, and the peak
of the process's memory until then beyond what it held before the first step. For the memory of one step alone, name
only what it needs.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pandas as pd

from kh213.export.archive import package_zip
from kh213.export.indicator import indicator_csv
from kh213.export.status import status_csv
from kh213.model.plan import Plan
from kh213.model.search import find
from kh213.model.verdict import status
from kh213.release.reading.read import read_plan
from kh213.release.reading.verbatim import verbatim
from kh213.view.area.page import area_page
from kh213.view.data import data_page
from kh213.view.frame import frame
from kh213.view.indicator import target_page
from kh213.view.map.choices import choices
from kh213.view.map.page import map_page
from kh213.view.method import method_page
from kh213.view.overview import overview
from kh213.view.reader import Reader
from kh213.words import words

FOLDER = Path(sys.argv[1]) if len(sys.argv) > 1 else Path()
PARQUET = FOLDER.with_name(f"{FOLDER.name}.parquet")
EARLIER = date(2024, 6, 30)  # before the deadline: verdicts need a baseline and a pace


def pandas_csv(folder: Path) -> pd.DataFrame:
    """The figures as text, as every reader of a CSV has to take them first."""
    return pd.read_csv(folder / "observations.csv", dtype=str, keep_default_na=False)


@cache
def _plan() -> Plan:
    return read_plan(FOLDER)


def _reader(day: date | None = None) -> Reader:
    return Reader(_plan(), words("vi"), "demo", day or _plan().release.day)


def _commune() -> str:
    return next(area.code for area in _plan().areas.spans if area.level == "commune")


def _map() -> object:
    reader = _reader()
    return map_page(reader, choices(reader, ma=next(iter(reader.plan.targets)), cap="commune"), ())


def _area() -> object:
    area = _plan().areas.history(_commune())[0]
    return area_page(_reader(), area)


def _zip() -> object:
    return package_zip(verbatim(FOLDER, _plan().release.key).files)


STEPS: Mapping[str, Callable[[], object]] = {
    "csv": lambda: pandas_csv(FOLDER),
    "write_parquet": lambda: pandas_csv(FOLDER).to_parquet(PARQUET),
    "parquet": lambda: pd.read_parquet(PARQUET),
    "read": _plan,
    "overview": lambda: overview(_reader()),
    "frame": lambda: frame(_reader(EARLIER), "overview", {}, (), official=False),
    "target": lambda: target_page(_reader(), next(iter(_plan().targets.values()))),
    "area": _area,
    "map": _map,
    "data": lambda: data_page(_reader(), verbatim(FOLDER, _plan().release.key).tables, (), (), ""),
    "method": lambda: method_page(_reader(), official=False),
    "search": lambda: find(_plan().areas, "minh hoa 07", _plan().release.day),
    "status": lambda: status(_plan(), _plan().release.day),
    "earlier": lambda: status(_plan(), EARLIER),
    "status_csv": lambda: status_csv(_plan(), _plan().release.day),
    "indicator_csv": lambda: indicator_csv(_plan(), next(iter(_plan().indicators))),
    "zip": _zip,
}


def main() -> None:
    """Takes the steps and tells of each."""
    before = _peak()
    for name in sys.argv[2:]:
        start, worked = time.perf_counter(), time.process_time()
        STEPS[name]()
        took, worked = time.perf_counter() - start, time.process_time() - worked
        line = {
            "step": name,
            "seconds": round(took, 3),
            "cpu": round(worked, 3),
            "mb": round((_peak() - before) / 1024),
        }
        print(json.dumps(line), flush=True)  # noqa: T201


def _peak() -> int:
    """Kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()

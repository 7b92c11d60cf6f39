"""A data folder with releases of the real plan, for tests that publish into it while a site serves it."""

import shutil
from datetime import date
from pathlib import Path

from kh213.release.cells.check import Rows
from kh213.release.publications import publishing
from kh213.release.reading.package import read_package

DATA = Path(__file__).parents[1] / "data"
REAL = DATA / "releases" / "2026-11-22"
FIRST, SECOND = date(2026, 10, 1), date(2026, 10, 15)
NAMED = "Tên sau khi sửa"  # what the second release calls the agency in charge


def first(root: Path) -> Path:
    """A data folder with the real plan, published on the day FIRST, and everything else that a site needs."""
    for name in ("grids", "demo"):
        shutil.copytree(DATA / name, root / name)
    publish(root, FIRST, read_package(REAL)[1])
    return root


def second_tables() -> Rows:
    """The tables of the real plan with one that was changed: what a reader can see on the page of tasks."""
    _, tables = read_package(REAL)
    agencies = [{**row, "name_vi": NAMED} if row["agency_code"] == "so-tt-tt" else row for row in tables["agencies"]]
    return {**tables, "agencies": agencies}


def publish(root: Path, day: date, tables: Rows) -> Path:
    """Adds a release of these tables under the names of the real plan."""
    release, _ = read_package(REAL)
    return publishing.publish(root, day, tables, release.title, release.plan_name)


def withdraw(root: Path, day: date, why: str) -> None:
    """Takes the release of that day out of use."""
    publishing.withdraw(root, day, why)

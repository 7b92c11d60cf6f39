"""A second release after the first that was published, with every kind of change that readers are told of."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from kh213.release.reading.package import describe, read_package, write_csv, write_descriptor
from kh213.release.schema import TABLES

ROOT = Path(__file__).parents[1]
FIRST = ROOT / "data" / "releases" / "2026-11-22"
OLD, NEW = "2026-11-22", "2027-01-15"
REPORT = "bao-cao-2027"

Tables = dict[str, list[dict[str, str]]]


def data_root(folder: Path) -> Path:
    """A data folder with both releases and the illustrative package, whatever the day is: both lie in the past."""
    for day, tables in ((PAST_OLD, published()), (PAST_NEW, changed())):
        write_release(folder / "releases" / day, tables)
    shutil.copytree(ROOT / "data" / "demo", folder / "demo")
    return folder


# A release is not served before its day: what a running site compares is dated before today.
PAST_OLD, PAST_NEW = "2026-01-10", "2026-02-20"


def pair(folder: Path) -> tuple[Path, Path]:
    """The first release as it was published, and the changed one after it."""
    return FIRST, write_release(folder / NEW, changed())


def write_release(folder: Path, tables: Mapping[str, list[dict[str, str]]]) -> Path:
    """A package of these tables, of the day that the folder is named after."""
    release, _ = read_package(FIRST)
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        (folder / f"{name}.csv").write_bytes(write_csv(TABLES[name], rows))
    day = date.fromisoformat(folder.name)
    write_descriptor(folder, describe(folder, day, "published", release.title, release.plan_name))
    return folder


def published() -> Tables:
    return {name: [dict(row) for row in rows] for name, rows in read_package(FIRST)[1].items()}


def changed() -> Tables:
    """A promise lowered; figures new, corrected by a later row and within a row, taken back, gone, final, said to be
    missing, confirmed; a task reported on; an agency renamed.
    """
    tables = published()
    figures = tables["observations"]
    source = {"source_code": REPORT, "title": "Báo cáo tháng 1", "publisher": "Văn phòng UBND tỉnh"}
    tables["sources"].append(row("sources", **source, published_on="2026-01-20", extent_read="full"))
    find(tables["targets"], target_code="T07")["target_value"] = "35"

    find(figures, indicator_code="dvctt4-ty-le")["obs_value"] = "36.04"
    find(figures, indicator_code="van-ban-ky-so")["obs_status"] = "A"
    figures.remove(find(figures, indicator_code="buu-cuc"))
    figures += [
        figure("dvctt4-cap-tinh", "2020", "61"),
        figure("ict-index-hang", "2020", "4", note_vi="Bảng xếp hạng được tính lại.", note_en="Computed anew."),
        figure("sipas-ty-le", "2022", "", obs_status="O", note_vi="Nguồn đã gỡ bài.", note_en="The source is gone."),
        figure("dti-hang", "2023", "", obs_status="O"),
        figure("par-index-hang", "2020", "1"),
        *(figure("dvctt4-cap-xa", "2020", value, area_code=code) for code, value in COMMUNES.items()),
    ]
    update = {"task_code": "N03", "reported_on": "2026-01-20", "task_status": "in_progress", "source_code": REPORT}
    tables["task_updates"].append(row("task_updates", **update))
    tables["agencies"][0]["name_en"] += " (new)"
    return tables


COMMUNES = {"06652": "35", "06655": "31", "06658": "40", "06661": "33", "06664": "12"}


def figure(indicator_code: str, period: str, value: str, **cells: str) -> dict[str, str]:
    known = {"accumulation": "period", "qualifier": "eq", "obs_status": "A", "published_on": "2026-01-20"}
    place = {"indicator_code": indicator_code, "area_code": "22", "time_period": period, "obs_value": value}
    return row("observations", **{**known, **place, "source_code": REPORT, **cells})


def row(table: str, **cells: str) -> dict[str, str]:
    return dict.fromkeys(TABLES[table].header, "") | cells


def find(rows: list[dict[str, str]], **cells: str) -> dict[str, str]:
    return next(row for row in rows if cells.items() <= row.items())

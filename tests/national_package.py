"""An illustrative package of a size that no province has: a whole country's communes, reporting month by month.

Every figure, name and code is invented, and each row says so. The promises are those of a real release, moved to a
later deadline. The model knows three levels: here the country stands in the place of the province, its 34 provinces
in that of the districts. Same seed and part, same bytes; rows are written one by one, so that making the package needs
no memory to speak of.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random

from kh213.model.periods import month_end
from kh213.model.plan import Text
from kh213.release.cells.check import Row
from kh213.release.reading.package import descriptor_of, read_package, write_descriptor, write_table
from kh213.release.schema import TABLES

PROVINCES, COMMUNES = 34, 3_321  # of Viet Nam since 1 July 2025; names and codes below are invented
DAY = date(2026, 2, 1)
COUNTRY = "00"
MONTHS = [f"{year}-{month:02}" for year in range(2021, 2026) for month in range(1, 13)]
_DUE = "2025"
_SOURCE = "minh-hoa"
_MARK = {"note_vi": "Số liệu minh họa.", "note_en": "Illustrative figure."}
_LATER = {"note_vi": "Số liệu minh họa. Sửa số đã báo cáo, xem kỳ trước.", "note_en": "Illustrative figure, revised."}
_CARRIED = ("agencies", "content_groups", "solutions")


def write_national(base: Path, folder: Path, part: float = 1.0, seed: int = 213) -> Path:
    """Writes the package with `part` of the provinces and communes into a new folder; `base` gives the promises."""
    release, rows = read_package(base)
    folder.mkdir(parents=True)
    tables = _tables(rows, part)
    proofs = {}
    for table in TABLES.values():
        lines = _figures(tables, seed) if table.name == "observations" else tables[table.name]
        proofs[table.name] = write_table(folder, table, lines)
    title = Text("Số liệu minh họa của cả nước", "Illustrative figures of a whole country")
    described = descriptor_of(proofs, tables["sources"], DAY, "illustrative", title, release.plan_name)
    write_descriptor(folder, described)
    return folder


def _tables(base: Mapping[str, Sequence[Row]], part: float) -> dict[str, Sequence[Row]]:
    promised = {row["indicator_code"] for row in base["targets"]}
    carried = {name: base[name] for name in _CARRIED}
    source = {
        "source_code": _SOURCE,
        "title": "Số liệu minh họa, không phải số công bố",
        "publisher": "kh213 (tự sinh)",
        "extent_read": "full",
        "published_on": DAY.isoformat(),
    }
    cited = {row["source_code"] for name in (*_CARRIED, "targets") for row in base[name] if "source_code" in row}
    return carried | {
        "areas": list(_areas(part)),
        "area_changes": [],
        "indicators": [
            {**row, "frequency": "monthly", "reporting_level": "commune"}
            for row in base["indicators"]
            if row["indicator_code"] in promised
        ],
        "targets": [
            {**row, "due_period": _DUE, "baseline_period": "", "baseline_value": ""} for row in base["targets"]
        ],
        "related_figures": [],
        "agencies": [{**row, "area_code": ""} for row in base["agencies"]],
        "tasks": [],
        "task_updates": [],
        "sources": [source, *(row for row in base["sources"] if row["source_code"] in cited)],
    }


def _areas(part: float) -> Iterator[Row]:
    yield _area(COUNTRY, "Cả nước (minh họa)", "province", "province", "")
    provinces = max(1, round(PROVINCES * part))
    for number in range(1, provinces + 1):
        yield _area(f"{number:03}", f"Tỉnh Minh Họa {number:02}", "province", "district", COUNTRY)
    for number in range(round(COMMUNES * part)):
        parent = number % provinces + 1
        name = f"Xã Minh Họa {parent:02}.{number // provinces + 1:03}"
        yield _area(f"{number + 10_000:05}", name, "commune", "commune", f"{parent:03}")


def _area(code: str, name: str, kind: str, level: str, parent: str) -> Row:
    return {"area_code": code, "name_vi": name, "area_type": kind, "area_level": level, "parent_code": parent}


def _figures(tables: Mapping[str, Sequence[Row]], seed: int) -> Iterator[Row]:
    """Every indicator of every area in every month: counts for shares, a stated value for the rest.

    One in a thousand is missing, one in a thousand has nothing that arose, one in a hundred is revised a month later.
    """
    for indicator in tables["indicators"]:
        for area in tables["areas"]:
            rng = Random(f"{seed} {indicator['indicator_code']} {area['area_code']}")
            size = {"province": 400_000, "district": 9_000, "commune": 120}[area["area_level"]] * rng.uniform(0.5, 2)
            level, pace = rng.uniform(0.05, 0.6), rng.uniform(-0.001, 0.009)
            for number, month in enumerate(MONTHS):
                share = min(1.0, max(0.0, level + pace * number + rng.gauss(0, 0.01)))
                cells = _cells(rng, indicator["kind"], share, size)
                row = {
                    "indicator_code": indicator["indicator_code"],
                    "area_code": area["area_code"],
                    "time_period": month,
                    "accumulation": "period",
                    "qualifier": "eq",
                    "source_code": _SOURCE,
                }
                yield {**row, **cells, **_MARK, "published_on": _after(month, 1, 5)}
                if rng.random() < 0.01:
                    again = _cells(rng, indicator["kind"], share, size)
                    yield {**row, **again, **_LATER, "published_on": _after(month, 2, 20)}


def _cells(rng: Random, kind: str, share: float, size: float) -> Row:
    luck = rng.random()
    if luck < 0.001:
        return {"obs_status": "O"}
    if kind != "share":
        return {"obs_status": "A", "obs_value": str(max(1, round(share * size)))}
    if luck < 0.002:
        return {"obs_status": "A", "denominator": "0"}
    whole = max(1, round(size * rng.uniform(0.8, 1.2)))
    return {"obs_status": "A", "numerator": str(round(whole * share)), "denominator": str(whole)}


def _after(month: str, later: int, day: int) -> str:
    year, number = divmod(int(month[:4]) * 12 + int(month[5:]) - 1 + later, 12)
    return month_end(year, number + 1).replace(day=day).isoformat()

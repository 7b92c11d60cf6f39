"""Small plans for tests. Each builder gives one row of a release as it stands in the CSV, with defaults that a test
need not know; `make_plan` adds what the rows refer to, checks them as a release is checked, and types them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kh213.model.plan import Plan, PlanName, Release, Text
from kh213.model.verdict import Verdict, judge
from kh213.release.cells.check import check
from kh213.release.reading.package import describe, write_csv, write_descriptor
from kh213.release.reading.read import build_plan
from kh213.release.schema import TABLES

PROVINCE = "22"
INDICATOR = "ty-le"
RELEASE_DAY = date(2026, 11, 22)
TITLE = Text("Kế hoạch thử", "A plan for tests")
PLAN_NAME = PlanName(TITLE, Text("Thử", "Test"), None, "kh213")


def _package_name(status: str) -> str:
    return f"{'minh-hoa-' if status == 'illustrative' else ''}kh213-{RELEASE_DAY}"


@dataclass(frozen=True)
class Record:
    table: str
    row: dict[str, str]


def record(table: str, **cells: object) -> Record:
    """One row, with a word in every required text cell that is not given."""
    defaults = {column.name: "x" for column in TABLES[table].columns if column.required and not column.enum}
    given = {name: "" if cell is None else str(cell) for name, cell in cells.items()}
    return Record(table, dict.fromkeys(TABLES[table].header, "") | defaults | given)


def indicator(code: str = INDICATOR, kind: str = "share", frequency: str = "annual", **cells: object) -> Record:
    given = {"decimals": 1, "better": "higher", "reporting_level": "province", "role": "plan"} | cells
    return record("indicators", indicator_code=code, kind=kind, frequency=frequency, **given)


def target(value: object = 50, comparator: str = "ge", due: str = "2020", code: str = "T01", **cells: object) -> Record:
    given = {
        "indicator_code": INDICATOR,
        "comparator_basis": "stated",
        "due_basis": "stated",
        "source_code": "bao",
    } | cells
    return record("targets", target_code=code, comparator=comparator, target_value=value, due_period=due, **given)


def observation(
    period: str,
    value: object = None,
    known: str | None = "2021-01-15",
    of: tuple[object, object] | None = None,
    area: str = PROVINCE,
    **cells: object,
) -> Record:
    """A figure, stated as `value` or as the counts `of` (numerator, denominator), published on `known`."""
    numerator, denominator = of or (None, None)
    given = {"indicator_code": INDICATOR, "accumulation": "period", "qualifier": "eq", "obs_status": "A"}
    counts = {"numerator": numerator, "denominator": denominator, "obs_value": value}
    place = {"area_code": area, "time_period": period, "published_on": known, "source_code": "bao"}
    return record("observations", **given | counts | place | cells)


def taken_back(period: str, known: str, status: str = "O", **cells: object) -> Record:
    return observation(period, None, known, obs_status=status, **cells)


def area(
    code: str = PROVINCE,
    level: str = "province",
    name: str | None = None,
    since: str | None = None,
    until: str | None = None,
    parent: str | None = None,
) -> Record:
    kind = {"province": "province", "district": "district", "commune": "commune"}[level]
    span = {"valid_from": since, "valid_to": until, "parent_code": parent}
    return record("areas", area_code=code, name_vi=name or f"Đơn vị {code}", area_type=kind, area_level=level, **span)


def change(origin: str, to: str, on: str, kind: str = "merge") -> Record:
    return record("area_changes", from_code=origin, to_code=to, changed_on=on, change_kind=kind)


def related(indicator_code: str, target_code: str = "T01") -> Record:
    return record("related_figures", target_code=target_code, indicator_code=indicator_code)


def source(code: str = "bao", **cells: object) -> Record:
    return record("sources", **{"source_code": code, "extent_read": "full"} | cells)


def make_tables(*records: Record) -> dict[str, list[dict[str, str]]]:
    """All tables of a release; a province, a source, an indicator and a target are added where none is given."""
    tables: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
    for item in records:
        tables[item.table].append(item.row)
    if not any(row["area_level"] == "province" for row in tables["areas"]):
        tables["areas"].insert(0, area().row)
    for default in (source(), indicator(), target()):
        if not tables[default.table]:
            tables[default.table].append(default.row)
    return tables


def make_plan(*records: Record, status: str = "published") -> Plan:
    tables = make_tables(*records)
    issues = check(tables)
    if issues:
        raise AssertionError(f"not a release: {issues[:3]}")
    return build_plan(Release(_package_name(status), RELEASE_DAY, status, TITLE, PLAN_NAME, "key"), tables)


def verdict(plan: Plan, as_of: str, area_code: str = PROVINCE) -> Verdict:
    """What is said of the first target."""
    return judge(plan, next(iter(plan.targets.values())), area_code, date.fromisoformat(as_of))


def said(plan: Plan, as_of: str, area_code: str = PROVINCE) -> str:
    """The verdict's code, or its reason where it is undetermined."""
    found = verdict(plan, as_of, area_code)
    return found.reason or found.code


def write_package(
    folder: Path, *records: Record, day: date = RELEASE_DAY, status: str = "published", **replaced: bytes
) -> Path:
    """A release on disk; `replaced` gives the bytes of a table in place of its rows, described as they are."""
    folder.mkdir(parents=True)
    for name, rows in make_tables(*records).items():
        (folder / f"{name}.csv").write_bytes(replaced.get(name, write_csv(TABLES[name], rows)))
    write_descriptor(folder, describe(folder, day, status, TITLE, PLAN_NAME))
    return folder

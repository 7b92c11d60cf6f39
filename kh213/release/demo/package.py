"""The illustrative package: the promises of a real release with invented figures, each row marked as invented.

What happens in it is data (shapes.toml, drawn for Plan 213 and its areas), told by reports.py; here the
tables and the folder are made.
"""

from __future__ import annotations

import json
import os
import shutil
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from kh213.model.plan import Plan, Text
from kh213.release.cells.check import Row, Rows
from kh213.release.demo.reports import LANGUAGES, Report, Shape, Story, Teller
from kh213.release.publications.publishing import stage
from kh213.release.reading.package import DESCRIPTOR, read_package
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES

_CARRIED = ("targets", "areas", "area_changes", "agencies", "content_groups", "solutions", "tasks")


class OtherPlan(LookupError):
    """The invented curves are drawn for the targets and areas of one plan, and the release is of another."""


def write_demo(base: Path, folder: Path, seed: int = 213) -> None:
    """Writes an illustrative package for the promises of a release, all or nothing.

    An earlier illustrative package in the folder is replaced. Raises FileExistsError where the folder holds anything
    else, OtherPlan for a release of another plan than that of shapes.toml, and Unusable for a base that cannot be
    read or for figures that would not make a good release.
    """
    folder = folder.resolve()
    _refuse_anything_else(folder)
    plan, (_, rows) = read_plan(base), read_package(base)
    spec = tomllib.loads(files(__package__).joinpath("shapes.toml").read_text(encoding="utf-8"))
    if plan.release.plan_name.slug != spec["plan"]:
        raise OtherPlan(plan.release.plan_name.slug)
    tables = demo_tables(plan, rows, spec, seed)
    name = plan.release.plan_name
    title = Text(*(spec["title"][lang].format(plan=name.name.within(lang)) for lang in LANGUAGES))

    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = (folder.with_name(f".{folder.name}.{word}.{os.getpid()}") for word in ("new", "old"))
    fresh.mkdir()
    try:
        stage(fresh, tables, spec["day"], "illustrative", title, name)
        read_plan(fresh)
        _put_in_place(fresh, folder, old)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def demo_tables(plan: Plan, base: Rows, spec: Mapping[str, Any], seed: int) -> Rows:
    """All tables of the illustrative package as text; those of the plan itself are carried over as they are.

    Of the indicators and related figures only those with an (invented) figure stay, of the sources those still cited.
    """
    carried = {name: base[name] for name in _CARRIED}
    cited = {row["source_code"] for rows in carried.values() for row in rows if "source_code" in row}
    quarterly = {plan.targets[code].indicator_code for code in spec["shapes"]}
    shown = quarterly | set(spec["yearly"])
    indicators = (row for row in base["indicators"] if row["indicator_code"] in shown)
    return carried | {
        "indicators": [
            {**row, "frequency": "quarterly"} if row["indicator_code"] in quarterly else row for row in indicators
        ],
        "related_figures": [row for row in base["related_figures"] if row["indicator_code"] in shown],
        "sources": [spec["source"], *(row for row in base["sources"] if row["source_code"] in cited)],
        "observations": [*_yearly(plan, spec), *_quarterly(plan, spec, seed)],
        "task_updates": [_marked(spec, update, [update]) for update in spec["task_updates"]],
    }


def _quarterly(plan: Plan, spec: Mapping[str, Any], seed: int) -> Iterator[Row]:
    stories = [Story(**told) for told in spec["stories"]]
    for code, drawn in spec["shapes"].items():
        shape = Shape(**{"target": code, "until": spec["last_quarter"], **drawn})
        told = [story for story in stories if code in story.targets]
        reports = Teller(plan.areas, spec, seed, shape, told).reports()
        for report in sorted(reports, key=lambda it: (it.unit.code, it.time_period, it.published_on)):
            yield _observation(spec, plan.targets[code].indicator_code, shape.accumulation, report)


def _yearly(plan: Plan, spec: Mapping[str, Any]) -> Iterator[Row]:
    for indicator_code, told in spec["yearly"].items():
        for period, value, published in told["figures"]:
            report = Report(plan.areas.province, period, date.fromisoformat(published), None, value)
            yield _observation(spec, indicator_code, told["accumulation"], report)


def _observation(spec: Mapping[str, Any], indicator_code: str, accumulation: str, report: Report) -> Row:
    numerator, denominator = report.counts or ("", "")
    row = {
        "indicator_code": indicator_code,
        "area_code": report.unit.code,
        "time_period": report.time_period,
        "accumulation": accumulation,
        "numerator": str(numerator),
        "denominator": str(denominator),
        "obs_value": report.stated,
        "qualifier": report.qualifier,
        "obs_status": report.status,
        "published_on": report.published_on.isoformat(),
    }
    return _marked(spec, row, report.remarks)


def _marked(spec: Mapping[str, Any], row: Row, remarks: Iterable[Mapping[str, str]]) -> Row:
    """A row that names the illustrative source and says in both languages, before its remarks, that it is invented."""
    said = [spec["remarks"]["mark"], *remarks]
    notes = {f"note_{lang}": " ".join(remark[lang] for remark in said) for lang in LANGUAGES}
    return {**row, "source_code": spec["source"]["source_code"], **notes}


def _refuse_anything_else(folder: Path) -> None:
    """Lets a free name, an empty folder or an illustrative package pass, and nothing that could be missed."""
    if not folder.exists():
        return
    ours = {DESCRIPTOR, *(f"{name}.csv" for name in TABLES)}
    names = {entry.name for entry in folder.iterdir()} if folder.is_dir() else {folder.name}
    if names and not (names <= ours and _status(folder) == "illustrative"):
        raise FileExistsError(f"{folder} holds something other than an illustrative package; nothing was written")


def _status(folder: Path) -> str | None:
    try:
        return str(json.loads((folder / DESCRIPTOR).read_bytes())["status"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _put_in_place(fresh: Path, folder: Path, old: Path) -> None:
    if folder.exists():
        folder.rename(old)
    try:
        fresh.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)

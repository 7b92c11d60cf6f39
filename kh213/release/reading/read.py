"""A package on disk becomes a Plan: text, then checked, then typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from kh213.model.areas import Area, AreaChange, Areas
from kh213.model.periods import Day, Period, parse_period
from kh213.model.plan import (
    Agency,
    ContentGroup,
    Indicator,
    Observation,
    Plan,
    RelatedFigure,
    Release,
    Solution,
    Source,
    Target,
    Task,
    TaskUpdate,
    Text,
)
from kh213.release.cells.check import Row, Rows, check
from kh213.release.columns.by_column import ByColumn
from kh213.release.issues import Issue, Unusable
from kh213.release.reading import typed
from kh213.release.reading.package import DESCRIPTOR, read_package

T = TypeVar("T")


def read_plan(folder: Path) -> Plan:
    """Reads a release. Raises Unusable with every issue: a file missing, changed since it was published, or wrong."""
    return read_whole(folder)[0]


def read_whole(folder: Path) -> tuple[Plan, Rows]:
    """A release as a plan, and as the rows of its files. Raises Unusable as `read_plan` does."""
    release, tables = read_package(folder)
    issues = check(tables, typed_only=True)  # what was once published stays readable when the rules become stricter
    lead = release.plan_name.lead_agency_code
    if lead is not None and lead not in [row["agency_code"] for row in tables["agencies"]]:
        issues.append(
            Issue(DESCRIPTOR, "unknown_code", column="lead_agency_code", found=str(lead), expected="agencies")
        )
    if issues:
        raise Unusable(folder.name, issues)
    return build_plan(release, tables), tables


def build_plan(release: Release, tables: Rows) -> Plan:
    """Types checked rows. The tables must have passed `check`."""
    sources = _by_code(tables["sources"], "source_code", _source)
    return Plan(
        release=release,
        indicators=_by_code(tables["indicators"], "indicator_code", _indicator),
        targets=_by_code(tables["targets"], "target_code", _target),
        observations=_observations(tables["observations"], sources, release.day),
        related_figures=tuple(_related(row) for row in tables["related_figures"]),
        areas=Areas(
            tuple(_area(row) for row in tables["areas"]), tuple(_area_change(row) for row in tables["area_changes"])
        ),
        agencies=_by_code(tables["agencies"], "agency_code", _agency),
        content_groups=_by_code(tables["content_groups"], "content_group_code", _content_group),
        solutions=_by_code(tables["solutions"], "solution_code", _solution),
        sources=sources,
        tasks=_by_code(tables["tasks"], "task_code", _task),
        task_updates=tuple(_task_update(row) for row in tables["task_updates"]),
    )


def _by_code(rows: Sequence[Row], code: str, build: Callable[[Row], T]) -> Mapping[str, T]:
    return {row[code]: build(row) for row in rows}


def _text(row: Row, stem: str) -> Text:
    return Text(row[f"{stem}_vi"], row[f"{stem}_en"])


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _period(text: str) -> Period | None:
    return parse_period(text) if text else None


def _codes(text: str) -> tuple[str, ...]:
    return tuple(text.split(";")) if text else ()


def _indicator(row: Row) -> Indicator:
    return Indicator(
        code=row["indicator_code"],
        name=_text(row, "name"),
        short_name=_text(row, "short_name"),
        definition=_text(row, "definition"),
        kind=row["kind"],
        unit=_text(row, "unit_measure"),
        decimals=int(row["decimals"]),
        value_min=typed.number(row["value_min"]),
        value_max=typed.number(row["value_max"]),
        better=row["better"],
        numerator=_text(row, "numerator"),
        denominator=_text(row, "denominator"),
        level=row["reporting_level"],
        role=row["role"],
        content_group_code=row["content_group_code"] or None,
        frequency=row["frequency"],
        legal_basis=row["legal_basis"] or None,
    )


def _target(row: Row) -> Target:
    return Target(
        code=row["target_code"],
        indicator_code=row["indicator_code"],
        comparator=row["comparator"],
        comparator_basis=row["comparator_basis"],
        value=Decimal(row["target_value"]),
        due=parse_period(row["due_period"]),
        due_basis=row["due_basis"],
        baseline_period=_period(row["baseline_period"]),
        baseline_value=typed.number(row["baseline_value"]),
        quote=row["quote_vi"],
        ambiguity=_text(row, "ambiguity"),
        source_code=row["source_code"],
    )


def _observations(rows: Sequence[Row], sources: Mapping[str, Source], release_day: date) -> Sequence[Observation]:
    """All figures: made now, or of a table that is kept by columns, when they are asked for."""
    if isinstance(rows, ByColumn):
        from kh213.release.reading.columnar import columnar  # noqa: PLC0415  see package.py

        return columnar(rows, sources, release_day)
    return tuple(_observation(row, sources, release_day) for row in rows)


def _observation(row: Row, sources: Mapping[str, Source], release_day: date) -> Observation:
    numerator, denominator = typed.number(row["numerator"]), typed.number(row["denominator"])
    stated = typed.number(row["obs_value"])
    published_on = typed.day(row["published_on"])
    return Observation(
        indicator_code=row["indicator_code"],
        area_code=row["area_code"],
        time_period=row["time_period"],
        period=typed.period(parse_period(row["time_period"]), row["accumulation"]),
        accumulation=row["accumulation"],
        numerator=numerator,
        denominator=denominator,
        stated=stated,
        value=typed.value(numerator, denominator, stated),
        qualifier=row["qualifier"],
        status=row["obs_status"],
        published_on=published_on,
        known_on=typed.known_on(published_on, sources[row["source_code"]], release_day),
        source_code=row["source_code"],
        note=_text(row, "note"),
    )


def _related(row: Row) -> RelatedFigure:
    return RelatedFigure(row["target_code"], row["indicator_code"], _text(row, "why"))


def _area(row: Row) -> Area:
    return Area(
        code=row["area_code"],
        name=row["name_vi"],
        area_type=row["area_type"],
        level=row["area_level"],
        parent_code=row["parent_code"] or None,
        valid_from=typed.day(row["valid_from"]),
        valid_to=_date(row["valid_to"]),
    )


def _area_change(row: Row) -> AreaChange:
    return AreaChange(
        from_code=row["from_code"],
        to_code=row["to_code"],
        changed_on=date.fromisoformat(row["changed_on"]),
        kind=row["change_kind"],
        legal_basis=row["legal_basis"] or None,
    )


def _agency(row: Row) -> Agency:
    return Agency(
        code=row["agency_code"],
        name=_text(row, "name"),
        short_name=row["short_name_vi"] or None,
        area_code=row["area_code"] or None,
        succession=_text(row, "succession"),
    )


def _content_group(row: Row) -> ContentGroup:
    return ContentGroup(row["content_group_code"], _text(row, "name"), _text(row, "note"), row["source_code"])


def _solution(row: Row) -> Solution:
    return Solution(row["solution_code"], _text(row, "name"), _text(row, "note"), row["source_code"])


def _source(row: Row) -> Source:
    return Source(
        code=row["source_code"],
        title=row["title"],
        publisher=row["publisher"],
        url=row["url"] or None,
        published_on=typed.day(row["published_on"]),
        retrieved_on=_date(row["retrieved_on"]),
        extent_read=row["extent_read"],
        note=_text(row, "note"),
    )


def _task(row: Row) -> Task:
    return Task(
        code=row["task_code"],
        content_group_code=row["content_group_code"] or None,
        name=_text(row, "name"),
        lead_agency_code=row["lead_agency_code"] or None,
        cooperating=_codes(row["cooperating"]),
        cooperating_note=_text(row, "cooperating_note"),
        area_codes=_codes(row["area_codes"]),
        due=_period(row["due_period"]),
        quote=row["quote_vi"],
        source_code=row["source_code"],
        note=_text(row, "note"),
    )


def _task_update(row: Row) -> TaskUpdate:
    return TaskUpdate(
        task_code=row["task_code"],
        reported_on=Day.parse(row["reported_on"]),
        status=row["task_status"],
        note=_text(row, "note"),
        source_code=row["source_code"],
    )

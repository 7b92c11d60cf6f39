"""One indicator as a CSV that stands alone: names, promise and source beside each figure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kh213.export import machine
from kh213.model.figures import in_force
from kh213.model.plan import Observation, Plan, Target
from kh213.release.cells.check import Row
from kh213.release.reading.package import write_csv
from kh213.words import formats, words

COLUMNS = (
    "indicator_code",
    "indicator_name_vi",
    "indicator_name_en",
    "unit_measure_vi",
    "unit_measure_en",
    "area_code",
    "area_name_vi",
    "area_name_en",
    "area_level",
    "time_period",
    "accumulation",
    "period_first_day",
    "period_last_day",
    "numerator",
    "denominator",
    "obs_value",
    "exact_value",
    "qualifier",
    "obs_status",
    "published_on",
    "known_on",
    "in_force",
    "target_code",
    "comparator",
    "target_value",
    "due_period",
    "source_code",
    "source_title",
    "source_publisher",
    "source_url",
    "note_vi",
    "note_en",
)


def indicator_csv(plan: Plan, code: str) -> bytes:
    """Every published row of an indicator, revised and withdrawn ones too, in the order of observations.csv.

    `exact_value` is what verdicts compare: 100·numerator/denominator unrounded where counts are given, else the
    stated value. `in_force` is true for the rows that hold on the day of the release. Where several targets rest on
    the indicator, the columns of the target hold one entry each, separated by ";". Raises KeyError for an unknown code.
    """
    indicator = plan.indicators[code]
    targets = [target for target in plan.targets.values() if target.indicator_code == code]
    about = {
        "indicator_code": code,
        "indicator_name_vi": indicator.name.vi,
        "indicator_name_en": indicator.name.en,
        "unit_measure_vi": indicator.unit.vi,
        "unit_measure_en": indicator.unit.en,
        **_promise(targets),
        machine.MARK: plan.release.status,
    }
    published = tuple(plan.observed.select(("indicator_code",), {(code,)}))
    by_area: dict[str, list[Observation]] = defaultdict(list)
    for row in published:
        by_area[row.area_code].append(row)
    held = {id(row) for rows in by_area.values() for row in in_force(rows, plan.release.day)}
    rows = ({**about, **_row(plan, row, id(row) in held)} for row in published)
    return write_csv(machine.table("indicator", COLUMNS, plan.release), rows)


def _promise(targets: Sequence[Target]) -> Row:
    return {
        "target_code": ";".join(target.code for target in targets),
        "comparator": ";".join(target.comparator for target in targets),
        "target_value": ";".join(machine.number(target.value) for target in targets),
        "due_period": ";".join(target.due.code for target in targets),
    }


def _row(plan: Plan, row: Observation, held: bool) -> Row:
    source = plan.sources[row.source_code]
    return {
        **_area(plan, row),
        "time_period": row.time_period,
        "accumulation": row.accumulation,
        "period_first_day": machine.day(row.period.first),
        "period_last_day": machine.day(row.period.last),
        "numerator": machine.number(row.numerator),
        "denominator": machine.number(row.denominator),
        "obs_value": machine.number(row.stated),
        "exact_value": machine.number(row.value),
        "qualifier": row.qualifier,
        "obs_status": row.status,
        "published_on": machine.day(row.published_on),
        "known_on": machine.day(row.known_on),
        "in_force": machine.flag(held),
        "source_code": row.source_code,
        "source_title": source.title,
        "source_publisher": source.publisher,
        "source_url": source.url or "",
        "note_vi": row.note.vi,
        "note_en": row.note.en,
    }


def _area(plan: Plan, row: Observation) -> Row:
    """The area as its code named it at the end of the period; names stay empty where it named nothing then."""
    area = plan.areas.at(row.area_code, row.period.last)
    if area is None:
        return {"area_code": row.area_code}
    return {
        "area_code": area.code,
        "area_name_vi": formats.area(words("vi"), area),
        "area_name_en": formats.area(words("en"), area),
        "area_level": area.level,
    }

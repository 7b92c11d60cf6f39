"""The first release, as it lies on disk: what it lets us say of the fourteen targets, spelled out."""

from datetime import date
from pathlib import Path

import pytest

from kh213.model.plan import Plan
from kh213.model.verdict import judge, status
from kh213.release.reading.read import read_plan

RELEASE = Path(__file__).parents[2] / "data" / "releases" / "2026-11-22"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(RELEASE)


def test_one_target_is_met_and_thirteen_cannot_be_decided(plan):
    assert [(v.target.code, v.area_code, v.code, v.reason) for v in status(plan, plan.release.day)] == [
        ("T01", "22", "met", None),
        ("T02", "22", "undetermined", "only_related_figures"),
        ("T03", "22", "undetermined", "only_related_figures"),
        ("T04", "22", "undetermined", "only_related_figures"),
        ("T05", "22", "undetermined", "only_related_figures"),
        ("T06", "22", "undetermined", "only_related_figures"),
        ("T07", "22", "undetermined", "only_related_figures"),
        ("T08", "22", "undetermined", "only_related_figures"),
        ("T09", "22", "undetermined", "no_observation"),
        ("T10", "22", "undetermined", "only_related_figures"),
        ("T11", "22", "undetermined", "only_related_figures"),
        ("T12", "22", "undetermined", "no_observation"),
        ("T13", "22", "undetermined", "only_related_figures"),
        ("T14", "22", "undetermined", "no_observation"),
    ]


def test_t01_is_met_by_rank_3_of_2020_and_kept_since(plan):
    found = judge(plan, plan.targets["T01"], "22", plan.release.day)
    assert (found.figure.time_period, found.figure.value, found.gap, found.since_lost) == ("2020", 3, 0, False)
    assert (found.figure.published_on.text, found.figure.source_code) == ("2021", "vna20")
    assert (found.target.comparator, found.target.value, found.target.due.code) == ("le", 3, "2020")


def test_t01_on_other_days_follows_what_was_published_by_then(plan):
    def said(day: str) -> tuple[str, str | None]:
        found = judge(plan, plan.targets["T01"], "22", date.fromisoformat(day))
        return found.code, found.reason

    assert said("2019-08-23") == ("undetermined", "no_pace")  # rank 4, of 2016
    assert said("2019-08-24") == ("reached", None)  # rank 3, of 2019
    assert said("2020-12-31") == ("reached", None)
    assert said("2021-01-01") == ("undetermined", "none_for_due_period")
    assert said("2021-12-31") == ("met", None)


def test_there_was_no_rank_for_2021(plan):
    (row,) = [row for row in plan.published("ict-index-hang", "22") if row.time_period == "2021"]
    assert (row.status, row.value, row.is_figure) == ("M", None, False)


@pytest.mark.parametrize(
    ("day", "districts", "communes"),
    [
        ("2019-12-31", 14, 186),
        ("2020-01-01", 13, 177),
        ("2024-10-31", 13, 177),
        ("2024-11-01", 13, 171),
        ("2025-06-30", 13, 171),
        ("2025-07-01", 0, 54),
        ("2026-11-22", 0, 54),
    ],
)
def test_the_units_in_force(plan, day, districts, communes):
    on = date.fromisoformat(day)
    assert (len(plan.areas.on(on, "district")), len(plan.areas.on(on, "commune"))) == (districts, communes)


def test_every_unit_stands_under_one_that_is_in_force(plan):
    for day in (date(2019, 12, 31), *plan.areas.change_days):
        for level in ("district", "commune"):
            assert all(plan.areas.parent(unit, day) for unit in plan.areas.on(day, level))


def test_a_code_means_one_unit_at_a_time(plan):
    for day in (date(2019, 12, 31), *plan.areas.change_days):
        for area in plan.areas.spans:
            assert sum(span.in_force(day) for span in plan.areas.history(area.code)) <= 1


def test_every_span_that_ends_or_begins_says_what_became_of_it(plan):
    areas = plan.areas
    ended = [unit for unit in areas.spans if unit.valid_to and unit.level == "commune"]
    begun = [unit for unit in areas.spans if unit.valid_from]
    assert [unit for unit in ended if not areas.successors(unit)] == []
    assert [unit for unit in begun if not areas.predecessors(unit)] == []
    assert all(
        areas.at(link.from_code, link.changed_on) != areas.at(link.to_code, link.changed_on)
        or link.from_code == link.to_code
        for link in areas.changes
    )


def test_every_commune_of_today_leads_back_to_communes_of_2019_and_together_to_all_of_them(plan):
    first, today = date(2019, 12, 31), plan.release.day
    behind = {unit: plan.areas.ancestry_ends(unit, first) for unit in plan.areas.on(today, "commune")}
    assert all(behind.values())
    assert {unit for units in behind.values() for unit in units} == set(plan.areas.on(first, "commune"))


def test_06652_was_ha_phong_and_is_ha_tu(plan):
    assert plan.areas.at("06652", date(2025, 6, 30)).name == "Phường Hà Phong"
    assert plan.areas.at("06652", date(2025, 7, 1)).name == "Phường Hà Tu"
    assert not plan.areas.same_territory("06652", date(2025, 6, 30), date(2025, 7, 1))


def test_every_figure_is_of_a_unit_that_stood_at_the_end_of_its_period(plan):
    for row in plan.observations:
        assert plan.areas.at(row.area_code, row.period.last), row

"""The illustrative package: complete, marked on every row, the same for the same seed, and true to the method."""

import csv
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from frictionless import Package

from kh213.model.figures import roll_up
from kh213.model.periods import parse_period
from kh213.model.plan import Plan
from kh213.model.verdict import REASONS, VERDICTS, Verdict, status
from kh213.release.demo.package import OtherPlan, write_demo
from kh213.release.publications.publishing import stage
from kh213.release.reading.read import read_plan
from tests.builders import PLAN_NAME, TITLE, make_tables, observation

DATA = Path(__file__).parents[2] / "data"
BASE = DATA / "releases" / "2026-11-22"
QUARTERS = ["2018-Q4"] + [f"{year}-Q{number}" for year in (2019, 2020) for number in (1, 2, 3, 4)]
AFTER_DEADLINE = ["2021-Q1", "2021-Q2"]
PROVINCE = "22"


def rows(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "package"
    write_demo(BASE, folder)
    return folder


@pytest.fixture(scope="module")
def plan(demo: Path) -> Plan:
    return read_plan(demo)


@pytest.fixture(scope="module")
def observations(demo: Path) -> list[dict[str, str]]:
    return rows(demo, "observations")


@pytest.fixture(scope="module")
def verdicts(plan: Plan) -> list[Verdict]:
    """Every verdict sixty days after the end of each quarter, and on the day of the package."""
    days = [parse_period(quarter).last + timedelta(days=60) for quarter in QUARTERS + AFTER_DEADLINE]
    return [verdict for day in [*days, plan.release.day] for verdict in status(plan, day)]


def verdict_on(plan: Plan, target: str, area: str, day: str) -> Verdict:
    as_of = date.fromisoformat(day)
    return next(one for one in status(plan, as_of) if (one.target.code, one.area_code) == (target, area))


# ------------------------------------------------------------------------------------------------ the package


def test_the_same_seed_gives_the_same_bytes(demo: Path, tmp_path: Path) -> None:
    write_demo(BASE, tmp_path / "again")
    assert contents(tmp_path / "again") == contents(demo)


def test_another_seed_changes_the_figures_and_nothing_else(demo: Path, tmp_path: Path) -> None:
    write_demo(BASE, tmp_path / "other", seed=7)
    other, first = contents(tmp_path / "other"), contents(demo)
    assert {name for name in first if first[name] != other[name]} == {"observations.csv", "datapackage.json"}


def test_the_package_in_the_data_folder_is_the_one_that_the_program_writes(demo: Path) -> None:
    assert contents(DATA / "demo") == contents(demo)


def test_any_frictionless_tool_can_read_it(demo: Path) -> None:
    report = Package(str(demo / "datapackage.json")).validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:10]


def test_its_tables_stay_under_a_megabyte_and_a_half(demo: Path) -> None:
    assert sum(path.stat().st_size for path in demo.glob("*.csv")) < 1_500_000


def test_it_is_dated_after_its_last_figure_and_calls_itself_illustrative(plan: Plan) -> None:
    assert plan.release.illustrative
    assert plan.release.title.vi.startswith("Số liệu minh họa")
    assert plan.release.title.en.startswith("Illustrative figures")
    assert max(row.known_on for row in plan.observations) <= plan.release.day


def test_the_promises_are_the_real_ones_word_for_word(demo: Path) -> None:
    for table in ("targets", "areas", "area_changes", "agencies", "content_groups", "solutions", "tasks"):
        assert (demo / f"{table}.csv").read_bytes() == (BASE / f"{table}.csv").read_bytes(), table


def test_no_published_figure_is_in_it(observations: list[dict[str, str]]) -> None:
    def figure(row: dict[str, str]) -> tuple[str, ...]:
        names = ("indicator_code", "area_code", "time_period", "numerator", "denominator", "obs_value")
        return tuple(row[name] for name in names)

    real = {figure(row) for row in rows(BASE, "observations")}
    assert not [row for row in observations if figure(row) in real]


def test_every_invented_row_says_so_in_both_languages(demo: Path) -> None:
    for table in ("observations", "task_updates"):
        for row in rows(demo, table):
            assert row["source_code"] == "minh-hoa"
            assert row["note_vi"].startswith("Số liệu minh họa")
            assert row["note_en"].startswith("Illustrative figure")


def test_a_source_that_nothing_cites_is_left_out(demo: Path) -> None:
    tables = ("targets", "content_groups", "solutions", "tasks", "observations", "task_updates")
    cited = {row["source_code"] for table in tables for row in rows(demo, table)}
    assert {row["source_code"] for row in rows(demo, "sources")} == cited


# ------------------------------------------------------------------------------------------------ the figures


def test_every_promise_has_figures(plan: Plan) -> None:
    assert all(plan.published(target.indicator_code, PROVINCE) for target in plan.targets.values())


def test_no_numerator_exceeds_its_denominator(observations: list[dict[str, str]]) -> None:
    counted = [row for row in observations if row["denominator"]]
    assert all(0 <= int(row["numerator"]) <= int(row["denominator"]) for row in counted)
    assert not any(row["obs_value"] for row in counted)


def test_no_figure_is_published_before_its_period_ends(plan: Plan) -> None:
    assert all(row.published_on and row.published_on.last > row.period.last for row in plan.observations)


def test_counts_of_the_year_to_date_only_grow_within_a_year(plan: Plan) -> None:
    for target in ("T04", "T05", "T10", "T11"):
        indicator = plan.targets[target].indicator_code
        for code in plan.areas_of(indicator):
            final = {row.time_period: row for row in plan.published(indicator, code) if row.denominator}
            for earlier, later in pairwise(QUARTERS):
                if code != PROVINCE and earlier[:4] == later[:4] and {earlier, later} <= set(final):
                    assert final[earlier].denominator < final[later].denominator, (target, code, later)


@pytest.mark.parametrize("quarter", QUARTERS)
def test_only_areas_of_the_time_report(plan: Plan, quarter: str) -> None:
    merged = quarter >= "2020"
    silent_districts, silent_communes = quarter == "2020-Q4", 3 * (quarter >= "2020-Q3")
    assert reporting(plan, "T07", "district", quarter) == (13 if merged else 14) - silent_districts
    assert reporting(plan, "T08", "district", quarter) == (13 if merged else 14)
    assert reporting(plan, "T08", "commune", quarter) == (177 if merged else 186) - silent_communes
    assert reporting(plan, "T06", "district", quarter) == 0


def reporting(plan: Plan, target: str, level: str, quarter: str) -> int:
    indicator = plan.targets[target].indicator_code
    units = plan.areas.on(parse_period(quarter).last, level)
    named = {
        row.area_code for row in plan.observations if (row.indicator_code, row.time_period) == (indicator, quarter)
    }
    in_force = {unit.code for unit in units}
    levels = {area.code: area.level for area in plan.areas.spans}
    assert {code for code in named if levels[code] == level} <= in_force
    return len(named & in_force)


def test_the_merger_of_2020_breaks_the_series_of_the_units_that_it_changed(plan: Plan) -> None:
    indicator = plan.targets["T08"].indicator_code
    broken = {row.area_code for row in plan.observations if row.status == "B" and row.indicator_code == indicator}
    assert broken == {"06820", "06838", "06868", "06913", "06922", "06940", "06949", "193"}
    assert {row.time_period for row in plan.observations if row.status == "B"} == {"2020-Q1"}
    assert max(row.time_period for row in plan.published(indicator, "204")) == "2019-Q4"


def test_a_provisional_figure_is_followed_by_the_final_one(plan: Plan) -> None:
    found = 0
    for row in plan.observations:
        if row.status == "P":
            same = plan.published(row.indicator_code, row.area_code)
            final = [one for one in same if one.time_period == row.time_period and one.known_on > row.known_on]
            assert [one.status for one in final] == ["A"]
            found += 1
    assert found > 20


def test_a_quarter_without_a_report_is_a_row_without_a_value(plan: Plan) -> None:
    missing = [row for row in plan.observations if row.status == "O"]
    assert len(missing) > 10
    assert not any(row.is_figure for row in missing)


def test_one_district_falls_from_start_to_end(plan: Plan) -> None:
    series = plan.published(plan.targets["T07"].indicator_code, "202")
    assert [row.time_period for row in series] == QUARTERS
    assert series[-1].value < series[0].value / 1.5


def test_the_province_adds_up_what_it_had_by_then_and_says_so(plan: Plan) -> None:
    published = plan.published(plan.targets["T07"].indicator_code, PROVINCE)
    note = next(row.note for row in published if row.time_period == "2020-Q3")
    assert "11/13" in note.vi
    assert "11 of 13" in note.en


def test_a_figure_of_the_province_may_differ_from_what_its_parts_add_up_to(plan: Plan) -> None:
    indicator, day = plan.targets["T07"].indicator_code, date(2020, 9, 30)
    computed = roll_up(plan, indicator, plan.areas.on(day, "district"), "2020-Q3", plan.release.day, "point")
    published = next(row for row in plan.published(indicator, PROVINCE) if row.time_period == "2020-Q3")
    assert computed
    assert 0 < abs(computed.value - published.value) < 2


def test_what_is_reported_by_the_quarter_is_called_quarterly(plan: Plan) -> None:
    for target in plan.targets.values():
        expected = "annual" if target.code == "T01" else "quarterly"
        assert plan.indicators[target.indicator_code].frequency == expected


# ------------------------------------------------------------------------------------------------ the verdicts


@pytest.mark.parametrize("code", VERDICTS)
def test_every_verdict_occurs(verdicts: list[Verdict], code: str) -> None:
    assert any(verdict.code == code for verdict in verdicts)


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_occurs(verdicts: list[Verdict], reason: str) -> None:
    assert any(verdict.reason == reason for verdict in verdicts)


@pytest.mark.parametrize(
    ("target", "area", "day", "said"),
    [
        ("T03", "22", "2020-05-30", "on_track"),
        ("T08", "22", "2020-05-30", "behind"),
        ("T05", "202", "2020-05-30", "moving_away"),
        ("T02", "196", "2019-11-29", "reached"),
        ("T09", "22", "2021-09-30", "met"),
        ("T04", "22", "2021-09-30", "met_late"),
        ("T11", "22", "2021-09-30", "missed"),
        ("T02", "204", "2020-02-29", "not_in_force"),
        ("T02", "22", "2019-03-01", "no_observation"),
        ("T11", "22", "2019-03-01", "only_related_figures"),
        ("T14", "22", "2021-09-30", "none_for_due_period"),
        ("T11", "207", "2021-09-30", "no_dossiers"),
        ("T12", "22", "2021-09-30", "qualifier_cannot_decide"),
        ("T10", "200", "2021-09-30", "qualifier_cannot_decide"),
        ("T01", "22", "2020-02-29", "no_pace"),
        ("T10", "206", "2020-05-30", "no_pace"),
        ("T12", "207", "2020-11-29", "no_baseline"),
        ("T10", "206", "2019-03-01", "too_early"),
    ],
)
def test_the_stories_lead_where_they_are_meant_to(plan: Plan, target: str, area: str, day: str, said: str) -> None:
    verdict = verdict_on(plan, target, area, day)
    assert said == (verdict.reason or verdict.code)


def test_a_promise_that_was_kept_is_lost_again(plan: Plan) -> None:
    verdict = verdict_on(plan, "T03", PROVINCE, "2021-09-30")
    assert (verdict.code, verdict.since_lost) == ("met", True)


def test_the_overview_on_the_day_of_the_package_shows_all_that_can_be_said_after_the_deadline(plan: Plan) -> None:
    said = Counter(verdict.code for verdict in status(plan, plan.release.day) if verdict.area_code == PROVINCE)
    assert said == {"met": 7, "met_late": 1, "missed": 4, "undetermined": 2}


def test_task_reports_are_in_every_state_and_some_task_has_none(plan: Plan) -> None:
    assert {row.status for row in plan.task_updates} == {"not_started", "in_progress", "done", "stopped"}
    assert {row.task_code for row in plan.task_updates} < set(plan.tasks)


# ------------------------------------------------------------------------------------------------ the folder


def test_an_earlier_illustrative_package_is_replaced(tmp_path: Path, demo: Path) -> None:
    write_demo(BASE, tmp_path / "package", seed=1)
    write_demo(BASE, tmp_path / "package")
    assert contents(tmp_path / "package") == contents(demo)
    assert [path.name for path in tmp_path.iterdir()] == ["package"]


def other_things(tmp_path: Path) -> Iterator[Path]:
    real = tmp_path / "release"
    shutil.copytree(BASE, real)
    yield real
    notes = tmp_path / "notes"
    notes.mkdir()
    (notes / "note.txt").write_text("mine")
    yield notes
    mixed = tmp_path / "mixed"
    write_demo(BASE, mixed)
    (mixed / "mine.txt").write_text("mine")
    yield mixed


def test_a_folder_that_holds_anything_else_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    for folder in other_things(tmp_path):
        before = contents(folder)
        with pytest.raises(FileExistsError, match=folder.name):
            write_demo(BASE, folder)
        assert contents(folder) == before


def test_an_empty_folder_is_filled(tmp_path: Path, demo: Path) -> None:
    (tmp_path / "package").mkdir()
    write_demo(BASE, tmp_path / "package")
    assert contents(tmp_path / "package") == contents(demo)


def test_a_release_of_another_plan_has_no_illustrative_figures(tmp_path: Path) -> None:
    base = tmp_path / "base"
    stage(
        base,
        make_tables(observation("2020", 60)),
        date(2026, 5, 1),
        "published",
        TITLE,
        replace(PLAN_NAME, slug="khac"),
    )
    with pytest.raises(OtherPlan):
        write_demo(base, tmp_path / "demo")
    assert not (tmp_path / "demo").exists()

"""What is published and what illustrates it break no rule; whatever a cell holds, the rules come to an end."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh213.release.cells.check import Rows
from kh213.release.checking.rules import rules
from kh213.release.checking.rules.watch import watch
from kh213.release.checking.rules.whole import Whole
from kh213.release.reading.package import read_package
from kh213.release.reading.read import build_plan, read_plan
from kh213.release.schema import TABLES
from kh213.words import LANGUAGES, words
from kh213.words.issues import remedy, sentence
from tests.builders import area, change, indicator, observation, record, related, source, target
from tests.judged import whole

DATA = Path(__file__).parents[2] / "data"
PACKAGES = (*sorted((DATA / "releases").glob("????-??-??")), DATA / "demo")


@lru_cache
def package(folder: Path):
    return read_package(folder)


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_what_is_published_has_no_problem(folder):
    release, tables = package(folder)
    assert [issue for issue in rules(Whole(tables, release.day), TABLES.keys()) if not issue.warning] == []


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda folder: folder.name)
def test_what_is_published_handed_in_again_gives_no_warning(folder):
    release, tables = package(folder)
    assert rules(Whole(tables, release.day), TABLES.keys(), tables) == []
    assert watch(Whole(tables, release.day), TABLES.keys(), read_plan(folder), tables) == []


def test_the_illustrative_year_gives_few_warnings():
    release, tables = package(DATA / "demo")
    until_2020 = [row for row in tables["observations"] if row["published_on"] <= "2020-12-31"]
    before = {**tables, "observations": until_2020}
    issues = watch(Whole(tables, release.day), ["observations"], build_plan(release, before), before)
    assert {issue.code for issue in issues} <= {"late_report", "stopped_reporting"}  # both are told in demo/shapes.toml
    assert len(issues) <= 5


def test_the_rows_are_those_of_the_spreadsheet():
    tables = whole(observation("2019", of=(51, 50), known="2020-01-15"), observation("2020", 60))
    (issue,) = rules(Whole(tables, date(2026, 11, 22), {"observations": (7, 9)}), ["observations"])
    assert issue.row == 7


def test_tables_that_were_not_handed_in_are_not_judged():
    tables = whole(observation("2020", of=(51, 50)))
    assert rules(Whole(tables, date(2026, 11, 22)), ["tasks"]) == []
    assert rules(Whole(tables, date(2026, 11, 22)), ["indicators"]) != []  # the limits may have changed


RECORDS = (
    indicator(),
    indicator("diem", kind="score", role="context"),
    target(baseline_period="2018", baseline_value=30),
    area("22", "province"),
    area("204", "district", until="2019-12-31", parent="22"),
    area("193", "district", since="2020-01-01", parent="22"),
    change("204", "193", "2020-01-01"),
    source(url="https://bao.vn/1"),
    related("diem"),
    record("agencies", agency_code="so-tt"),
    record("tasks", task_code="N01", source_code="bao", lead_agency_code="so-tt", area_codes="193;22"),
    record("task_updates", task_code="N01", reported_on="2020-06", task_status="done", source_code="bao"),
    observation("2019", of=(20, 50), known="2020-01-15", area="204"),
    observation("2020", of=(29, 50), area="193"),
    observation("2020-Q4", 60, accumulation="year_to_date"),
    observation("2019", 5, "2020-01-15", indicator_code="diem", qualifier="approx"),
)
CELLS = st.sampled_from(
    ["", " ", "x", "0", "-1", "1.552", "6,2", "1e9", "2020", "2019-12-31", "31/12/2020", "2020-Q9", "2021/2019", "22"]
    + [
        "193",
        "204",
        "ty-le",
        "diem",
        "rank",
        "commune",
        "O",
        "approx",
        "0000-00",
        "9999-12-31",
        "0001-01-01",
        "9" * 40,
        "٣",
        "2020;",
    ]
)


@st.composite
def damaged(draw: st.DrawFn) -> Rows:
    tables = {name: [dict(row) for row in rows] for name, rows in whole(*RECORDS).items()}
    for _ in range(draw(st.integers(1, 3))):
        row = draw(st.sampled_from([row for rows in tables.values() for row in rows]))
        row[draw(st.sampled_from(sorted(row)))] = draw(CELLS)
    return tables


@given(damaged())
def test_no_cell_stops_the_rules_and_every_breach_can_be_said(tables):
    good = whole(*RECORDS)
    plan = build_plan(package(DATA / "demo")[0], good)
    day = date(2026, 11, 22)
    issues = rules(Whole(tables, day), TABLES.keys(), good) + watch(Whole(tables, day), TABLES.keys(), plan, good)
    for issue in issues:
        assert issue.table in TABLES
        assert issue.row is None or 2 <= issue.row < 2 + len(tables[issue.table])
        assert issue.column is None or issue.column in TABLES[issue.table].header
        for lang in LANGUAGES:
            assert sentence(words(lang), issue)
            assert remedy(words(lang), issue)

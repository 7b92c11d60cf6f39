"""What readers download: the same figures, the same bytes."""

import csv
import io
import zipfile
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from frictionless import Package

from kh213.export import machine
from kh213.export.archive import package_zip
from kh213.export.indicator import indicator_csv
from kh213.export.status import COLUMNS, status_csv
from kh213.model.periods import Day
from kh213.release.issues import Unusable
from kh213.release.reading.package import read_package
from kh213.release.reading.read import read_plan
from kh213.release.reading.verbatim import verbatim
from tests.builders import area, indicator, make_plan, observation, source, taken_back, target, write_package

ROOT = Path(__file__).parents[2]
REAL, DEMO = ROOT / "data" / "releases" / "2026-11-22", ROOT / "data" / "demo"
GOLDEN = ROOT / "tests" / "golden"
METHOD = (
    "target_code, indicator_code, area_code, as_of, verdict, reason, deciding_period, deciding_value, qualifier, "
    "deciding_published_on, source_code, comparator, target_value, due_period, gap, baseline_period, baseline_value, "
    "expected_value, pace, observed_rate, needed_rate, since_lost, method_version"
)


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def first(plan, day: str) -> dict[str, str]:
    return read(status_csv(plan, date.fromisoformat(day)))[0]


# ------------------------------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(58), "58"),
        (Fraction(1, 8), "0.125"),
        (Fraction(-1, 200), "-0.005"),
        (Fraction(200, 3), "66.66666666666667"),
        (Fraction(-1, 3), "-0.3333333333333333"),
        (Fraction(1, 3 * 10**9), "0.0000000003333333333333333"),
        (Fraction(10**30), "1000000000000000000000000000000"),
        (Decimal("50.50"), "50.5"),
        (Fraction(0), "0"),
        (None, ""),
    ],
)
def test_a_number_is_exact_where_it_ends_and_a_double_where_it_does_not(value, text):
    assert machine.number(value) == text


def test_a_day_is_as_precise_as_it_is_known():
    assert [machine.day(Day.parse(text)) for text in ("2021", "2021-03", "2021-03-09")] == [
        "2021",
        "2021-03",
        "2021-03-09",
    ]
    assert machine.day(None) == ""


# ---------------------------------------------------------------------------------------------------- status.csv


def test_status_has_the_columns_of_the_method_in_its_order():
    assert ", ".join(COLUMNS) == METHOD


def test_status_of_the_first_release_is_the_one_kept():
    plan = read_plan(REAL)
    assert status_csv(plan, plan.release.day) == (GOLDEN / "status-2026-11-22.csv").read_bytes()


def test_a_verdict_after_the_deadline_shows_its_figure_and_the_gap():
    row = first(make_plan(target(50), observation("2020", of=(29, 60))), "2022-01-01")
    assert (row["verdict"], row["deciding_period"], row["deciding_value"]) == ("missed", "2020", "48.333333333333336")
    assert row["gap"] == "-1.6666666666666667"
    assert (row["qualifier"], row["deciding_published_on"], row["source_code"]) == ("eq", "2021-01-15", "bao")
    assert (row["comparator"], row["target_value"], row["due_period"]) == ("ge", "50", "2020")
    assert row["pace"] == row["baseline_value"] == row["since_lost"] == ""


def test_the_pace_is_shown_with_all_that_it_is_made_of():
    plan = make_plan(target(50), observation("2018", 10, "2019-02-01"), observation("2019", 30, "2020-02-01"))
    row = first(plan, "2020-06-01")
    assert row["verdict"] == "on_track"
    assert (row["baseline_period"], row["baseline_value"]) == ("2018", "10")
    b, bound, f = 10, 50, Fraction(365, 731)
    expected = b + (bound - b) * f
    assert float(row["expected_value"]) == float(expected)
    assert float(row["pace"]) == float((30 - b) / (expected - b))
    assert float(row["observed_rate"]) == 20
    assert float(row["needed_rate"]) == float(Fraction(20 * 365, 366))


def test_what_does_not_apply_is_empty_and_never_zero():
    row = first(make_plan(), "2022-01-01")
    assert {name for name, text in row.items() if text} == {
        "target_code",
        "indicator_code",
        "area_code",
        "as_of",
        "verdict",
        "reason",
        "comparator",
        "target_value",
        "due_period",
        "method_version",
    }


def test_a_promise_that_was_kept_and_lost_says_so():
    plan = make_plan(observation("2020", 60), observation("2021", 40, "2022-02-01"))
    assert first(plan, "2022-06-01")["since_lost"] == "true"


def test_a_figure_without_a_day_has_that_of_its_source():
    plan = make_plan(source(published_on="2021-03"), observation("2020", 60, known=None))
    assert first(plan, "2022-01-01")["deciding_published_on"] == "2021-03"


def test_only_a_file_of_invented_figures_carries_the_mark_and_as_its_last_column():
    invented = make_plan(observation("2020", 60), status="illustrative")
    assert first(invented, "2022-01-01")["publication_status"] == "illustrative"
    assert status_csv(invented, date(2022, 1, 1)).splitlines()[0].decode() == ",".join((*COLUMNS, "publication_status"))
    assert "publication_status" not in first(make_plan(observation("2020", 60)), "2022-01-01")
    assert machine.file_name(invented.release, "status.csv") == "minh-hoa-kh213-2026-11-22-status.csv"
    assert machine.file_name(make_plan().release, "status.csv") == "kh213-2026-11-22-status.csv"


# ------------------------------------------------------------------------------------------------- one indicator


def test_an_indicator_stands_alone_with_names_promise_and_source():
    plan = make_plan(
        source(title="Báo cáo", publisher="Sở", url="https://example.org/a"),
        observation("2020-Q3", of=(2, 3), accumulation="year_to_date"),
    )
    row = read(indicator_csv(plan, "ty-le"))[0]
    assert (row["area_code"], row["area_name_vi"], row["area_level"]) == ("22", "Đơn vị 22", "province")
    assert (row["time_period"], row["period_first_day"], row["period_last_day"]) == (
        "2020-Q3",
        "2020-01-01",
        "2020-09-30",
    )
    assert (row["numerator"], row["denominator"], row["obs_value"]) == ("2", "3", "")
    assert row["exact_value"] == "66.66666666666667"
    assert (row["target_code"], row["comparator"], row["target_value"]) == ("T01", "ge", "50")
    assert (row["source_title"], row["source_publisher"], row["source_url"]) == (
        "Báo cáo",
        "Sở",
        "https://example.org/a",
    )


def test_an_indicator_holds_every_revision_and_tells_which_row_holds():
    plan = make_plan(
        observation("2020", 60),
        observation("2020", 55, "2021-06-01"),
        taken_back("2019", "2021-01-01"),
        observation("2018", 1),
    )
    rows = read(indicator_csv(plan, "ty-le"))
    assert [(row["time_period"], row["obs_value"], row["in_force"]) for row in rows] == [
        ("2020", "60", ""),
        ("2020", "55", "true"),
        ("2019", "", ""),
        ("2018", "1", "true"),
    ]


def test_an_indicator_without_figures_has_its_header_and_no_row():
    content = indicator_csv(make_plan(), "ty-le")
    assert content.count(b"\n") == 1


def test_two_promises_on_one_indicator_stand_side_by_side_and_double_no_figure():
    plan = make_plan(target(50), target(60, code="T02"), observation("2020", 55))
    rows = read(indicator_csv(plan, "ty-le"))
    assert [(row["target_code"], row["target_value"]) for row in rows] == [("T01;T02", "50;60")]


def test_an_area_is_named_as_its_code_named_it_in_the_period():
    plan = make_plan(
        area("193", "district", "Huyện Cũ", until="2019-12-31"),
        area("193", "district", "Huyện Mới", since="2020-01-01"),
        indicator(),
        observation("2019", 10, area="193"),
        observation("2020", 20, area="193"),
    )
    assert [row["area_name_vi"] for row in read(indicator_csv(plan, "ty-le"))] == ["Huyện Cũ", "Huyện Mới"]


@pytest.mark.parametrize("folder", [REAL, DEMO], ids=lambda folder: folder.name)
def test_every_indicator_of_a_release_has_all_its_rows(folder):
    plan = read_plan(folder)
    rows = [row for code in plan.indicators for row in read(indicator_csv(plan, code))]
    assert len(rows) == len(plan.observations)


# ------------------------------------------------------------------------------------------------------ the zip


@pytest.mark.parametrize("folder", [REAL, DEMO], ids=lambda folder: folder.name)
def test_the_zip_is_the_release_and_nothing_else(folder, tmp_path):
    files = verbatim(folder, read_plan(folder).release.key).files
    packed = package_zip(files)
    assert packed == package_zip(dict(reversed(files.items())))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == sorted(path.name for path in folder.iterdir())
        assert all(entry.date_time == (1980, 1, 1, 0, 0, 0) for entry in archive.infolist())
        archive.extractall(tmp_path)
    assert all((tmp_path / name).read_bytes() == (folder / name).read_bytes() for name in files)
    assert read_package(tmp_path)[0].status == read_plan(folder).release.status


def test_any_frictionless_tool_opens_the_zip(tmp_path):
    packed = tmp_path / "package.zip"
    packed.write_bytes(package_zip(verbatim(REAL, read_plan(REAL).release.key).files))
    with zipfile.ZipFile(packed) as archive:
        archive.extractall(tmp_path / "open")
    report = Package(tmp_path / "open" / "datapackage.json").validate()
    assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])[:5]


def test_a_file_that_changed_after_the_plan_was_read_is_not_handed_on(tmp_path):
    folder = write_package(tmp_path / "2026-11-22", observation("2020", 60))
    key = read_plan(folder).release.key
    (folder / "observations.csv").write_bytes((folder / "observations.csv").read_bytes().replace(b"60", b"61"))
    with pytest.raises(Unusable):
        verbatim(folder, key)


def test_a_release_exchanged_for_another_whole_one_is_not_handed_on_under_the_old_key(tmp_path):
    folder = write_package(tmp_path / "a" / "2026-11-22", observation("2020", 60))
    other = write_package(tmp_path / "b" / "2026-11-22", observation("2020", 61))
    with pytest.raises(Unusable):
        verbatim(other, read_plan(folder).release.key)

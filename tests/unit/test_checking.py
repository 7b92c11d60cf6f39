"""A draft as a whole: completed with the newest release, judged together with it, every issue at its place."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kh213.release.checking.folder import Report, check_folder
from kh213.release.draft import dialect
from kh213.release.draft.reading import Unreadable
from kh213.release.issues import Issue
from kh213.release.publications import publishing
from kh213.release.reading.package import DESCRIPTOR, write_csv
from kh213.release.schema import TABLES
from tests.builders import Record, area, make_tables, observation, record, source, write_package

DAY = date(2026, 12, 1)
BASE = "2026-11-22"
NAMES = {"name_vi": "Kế hoạch khác", "name_en": "Another plan", "short_name_vi": "Khác", "short_name_en": "Other"}
DESCRIBED = {"title": "Số liệu khác", "title_en": "Other figures", "plan": NAMES | {"slug": "khac"}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder with one release: a figure, its source, and a source that nothing cites."""
    write_package(tmp_path / "releases" / BASE, source(), source("khac"), observation("2020", 60))
    return tmp_path


def draft(folder: Path, *records: Record, descriptor: object = None, **files: bytes) -> Path:
    """The tables of these records, and no other; `files` gives the bytes of a table in place of its rows."""
    made = folder / "draft"
    made.mkdir()
    rows: dict[str, list[dict[str, str]]] = {}
    for item in records:
        rows.setdefault(item.table, []).append(item.row)
    for name, some in rows.items():
        (made / f"{name}.csv").write_bytes(write_csv(TABLES[name], some))
    for name, content in files.items():
        (made / f"{name}.csv").write_bytes(content)
    if descriptor is not None:
        (made / DESCRIPTOR).write_text(json.dumps(descriptor), encoding="utf-8")
    return made


def whole(folder: Path, *records: Record, descriptor: object = None) -> Path:
    """All tables."""
    tables = {name: write_csv(TABLES[name], rows) for name, rows in make_tables(*records).items()}
    return draft(folder, descriptor=descriptor, **tables)


def places(issues: Sequence[Issue]) -> list[tuple[str, int | None, str | None, str]]:
    return [(issue.file, issue.row, issue.column, issue.code) for issue in issues]


def codes(report: Report) -> set[str]:
    return {issue.code for issue in report.problems}


def test_tables_not_handed_in_come_from_the_newest_release(root: Path) -> None:
    report = check_folder(draft(root, observation("2020", 60), observation("2021", 61, "2022-01-15")), root, DAY)
    assert report.problems == ()
    assert report.base
    assert report.base.folder.name == BASE
    assert report.tables
    assert list(report.tables) == list(TABLES)
    assert [row["time_period"] for row in report.tables["observations"]] == ["2020", "2021"]
    assert [row["source_code"] for row in report.tables["sources"]] == ["bao", "khac"]
    assert report.title == report.base.plan.release.title
    assert report.plan_name == report.base.plan.release.plan_name


def test_what_a_draft_takes_from_under_a_table_of_the_release_is_told_with_that_release(root: Path) -> None:
    report = check_folder(draft(root, source("khac")), root, DAY)
    assert (f"{BASE}/observations.csv", 2, "source_code", "code_taken_away") in places(report.problems)


def test_a_code_written_otherwise_is_not_said_to_be_taken_away(root: Path) -> None:
    report = check_folder(draft(root, source("BAO"), source("khac")), root, DAY)
    assert places(report.problems) == [("sources.csv", 2, "source_code", "near_code")]


def test_problems_stand_by_table_then_row_then_column(root: Path) -> None:
    figures = observation("2020-Q9", "quite"), observation("2020", 5, qualifier="about")
    report = check_folder(draft(root, *figures, source(), source("khac", url="nowhere")), root, DAY)
    assert [(file, row, column) for file, row, column, _ in places(report.problems)] == [
        ("observations.csv", 2, "time_period"),
        ("observations.csv", 2, "obs_value"),
        ("observations.csv", 3, "qualifier"),
        ("sources.csv", 3, "url"),
    ]


def test_rows_are_those_of_the_spreadsheet_whatever_lies_between(root: Path) -> None:
    header, first, second = write_csv(
        TABLES["observations"], [observation("2020", 60).row, observation("2021", "quite", "2022-01-15").row]
    ).splitlines()
    report = check_folder(draft(root, observations=b"\n".join([header, first, b"", second, b""])), root, DAY)
    assert ("observations.csv", 4, "obs_value", "not_a_number") in places(report.problems)


def test_a_table_that_cannot_be_read_is_said_and_nothing_is_concluded_from_it(root: Path) -> None:
    unreadable = draft(root, observation("2020", 60, source_code="moi"), sources=b"\x00\x01\xff\xfe\x9d" * 40)
    report = check_folder(unreadable, root, DAY)
    assert [issue.table for issue in report.problems] == ["sources"]
    assert [(issue.table, issue.code) for issue in report.warnings if issue.code == "not_judged"] == [
        ("sources", "not_judged")
    ]
    assert report.tables is None


def test_a_column_that_is_missing_is_said_once(root: Path) -> None:
    header, *lines = write_csv(TABLES["sources"], [source("bao").row, source("khac").row]).decode().splitlines()
    at = header.split(",").index("publisher")
    without = "\n".join(",".join(c for i, c in enumerate(line.split(",")) if i != at) for line in (header, *lines))
    report = check_folder(draft(root, sources=without.encode()), root, DAY)
    assert [(issue.code, issue.column) for issue in report.problems] == [("column_missing", "publisher")]


def test_a_folder_that_is_not_there_cannot_be_read(root: Path) -> None:
    with pytest.raises(Unreadable):
        check_folder(root / "nowhere", root, DAY)


def test_a_cell_with_a_problem_has_no_warning_beside_it(root: Path) -> None:
    moved = check_folder(draft(root, observation("2020", "61")), root, DAY)
    assert ("observations.csv", 2, "obs_value", "value_moved") in places(moved.warnings)
    (root / "draft" / "observations.csv").write_bytes(
        write_csv(TABLES["observations"], [observation("2020", "61,5").row])
    )
    unread = check_folder(root / "draft", root, DAY)
    assert [issue.column for issue in unread.problems] == ["obs_value"]
    assert [issue for issue in unread.warnings if issue.column == "obs_value"] == []


@pytest.mark.parametrize(
    ("column", "text", "code"),
    [
        ("published_on", "44561", "excel_serial"),
        ("qualifier", "bằng", "word_for_code"),
        ("obs_status", "", "missing_choice"),
    ],
)
def test_of_a_cell_that_is_not_in_order_nothing_else_is_concluded(
    root: Path, column: str, text: str, code: str
) -> None:
    counted = observation("2020", of=(6, 10)) if column == "qualifier" else observation("2020", 60)
    counted.row[column] = text
    if column == "obs_status":
        counted.row["obs_value"] = ""
    report = check_folder(draft(root, counted), root, DAY)
    assert places(report.problems) == [("observations.csv", 2, column, code)]


def test_a_row_whose_key_is_not_in_order_is_not_said_to_be_gone(root: Path) -> None:
    report = check_folder(draft(root, observation("2020", 60, "31/12/2021")), root, DAY)
    assert codes(report) == {"date_day_first"}
    assert "row_gone" not in {issue.code for issue in report.warnings}


def test_more_rows_gone_than_have_a_wrong_key_are_said(root: Path) -> None:
    figures = observation("2020", 60), observation("2021", 61)
    write_package(root / "releases" / "2026-11-23", source(), *figures, day=date(2026, 11, 23))
    report = check_folder(draft(root, observation("2020", 60, "31/12/2021")), root, DAY)
    assert [issue.code for issue in report.warnings].count("row_gone") == 2


def test_a_table_with_only_its_new_rows_is_a_problem_and_not_a_deletion(tmp_path: Path) -> None:
    old = [observation(str(year), 60, "2025-01-15") for year in range(2010, 2022)]
    write_package(tmp_path / "releases" / BASE, source(), *old)
    lost = check_folder(draft(tmp_path, observation("2022", 61, "2025-01-15"), *old[:5]), tmp_path, DAY)
    assert [(issue.code, issue.found, issue.expected) for issue in lost.problems] == [("rows_lost", "7", "12")]
    assert "row_gone" not in {issue.code for issue in lost.issues}
    (tmp_path / "draft" / "observations.csv").write_bytes(
        write_csv(TABLES["observations"], [item.row for item in old[:6]])
    )
    fewer = check_folder(tmp_path / "draft", tmp_path, DAY)
    assert fewer.problems == ()
    assert [issue.code for issue in fewer.warnings].count("row_gone") == 6


def test_most_rows_of_a_table_may_be_deleted_on_purpose(tmp_path: Path) -> None:
    old = [observation(str(year), 60, "2025-01-15") for year in range(2010, 2022)]
    write_package(tmp_path / "releases" / BASE, source(), *old)
    meant = check_folder(draft(tmp_path, *old[:2]), tmp_path, DAY, rows_may_go=True)
    assert meant.problems == ()
    assert [issue.code for issue in meant.warnings].count("row_gone") == 10


def test_no_figure_is_compared_with_a_row_that_has_a_problem(root: Path) -> None:
    figures = [observation("2020", 60), observation("2022", 62, "2023-01-15")]
    sound = check_folder(draft(root, *figures, observation("2021", 5, "2022-01-15")), root, DAY)
    assert [issue.row for issue in sound.warnings if issue.code == "jump"] == [3, 4]
    wrong = write_csv(TABLES["observations"], [item.row for item in (*figures, observation("2021", 5, "15/01/2022"))])
    (root / "draft" / "observations.csv").write_bytes(wrong)
    report = check_folder(root / "draft", root, DAY)
    assert [issue.row for issue in report.problems] == [4]
    assert [issue for issue in report.warnings if issue.code == "jump"] == []


def test_a_table_of_too_many_rows_is_refused_and_nothing_is_concluded_from_it(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialect, "MOST_ROWS", 1)
    figures = draft(root, observation("2020", 60), observation("2021", 61, "2022-01-15", source_code="moi"))
    report = check_folder(figures, root, DAY)
    assert places(report.problems) == [("observations.csv", None, None, "too_many_rows")]
    assert [(issue.table, issue.code) for issue in report.warnings] == [("observations", "not_judged")]
    assert report.tables is None


def test_a_sheet_without_a_column_is_not_compared_with_the_release(root: Path) -> None:
    lines = write_csv(TABLES["observations"], [observation("2020", 60).row]).decode().splitlines()
    place = lines[0].split(",").index("obs_status")
    lines = [",".join(cell for at, cell in enumerate(line.split(",")) if at != place) for line in lines]
    report = check_folder(draft(root, observations="\n".join(lines).encode()), root, DAY)
    assert [issue.code for issue in report.issues] == ["column_missing"]


# ------------------------------------------------------------------------------------------- a plan of one's own


def test_a_first_publication_needs_every_table_and_the_names_of_the_plan(tmp_path: Path) -> None:
    report = check_folder(draft(tmp_path, observation("2020", 60)), tmp_path, DAY)
    assert (DESCRIPTOR, None, None, "descriptor_missing") in places(report.problems)
    absent = {issue.table for issue in report.problems if issue.code == "table_missing"}
    assert absent == TABLES.keys() - {"observations"}
    assert (report.base, report.tables, report.title, report.plan_name) == (None, None, None, None)


def test_a_first_publication_that_has_them_is_fine(tmp_path: Path) -> None:
    report = check_folder(whole(tmp_path, observation("2020", 60), descriptor=DESCRIBED), tmp_path, DAY)
    assert report.problems == ()
    assert report.title
    assert report.plan_name
    assert (report.title.vi, report.plan_name.slug, report.plan_name.short_name.en) == (
        ("Số liệu khác", "khac", "Other")
    )


def test_nothing_of_another_plan_is_taken_over(root: Path) -> None:
    report = check_folder(draft(root, observation("2020", 60), descriptor=DESCRIBED), root, DAY)
    assert report.base is None
    assert codes(report) == {"other_plan", "table_missing"}


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("title", ""),
        ("title_en", None),
        ("plan", "Kế hoạch"),
        ("plan.short_name_vi", 213),
        ("plan.slug", "Kế hoạch 213"),
        ("plan.slug", "../../etc"),
        ("plan.lead_agency_code", 5),
    ],
)
def test_an_entry_of_the_descriptor_that_is_not_right_is_named(tmp_path: Path, entry: str, value: object) -> None:
    described: dict[str, Any] = json.loads(json.dumps(DESCRIBED))
    *outer, name = entry.split(".")
    (described[outer[0]] if outer else described)[name] = value
    report = check_folder(whole(tmp_path, descriptor=described), tmp_path, DAY)
    assert codes(report) == {"descriptor_entry"}
    assert all(str(issue.column).startswith(entry) for issue in report.problems)


def test_illustrative_figures_are_never_published_as_real(root: Path) -> None:
    report = check_folder(whole(root, descriptor=DESCRIBED | {"status": "illustrative"}), root, DAY)
    assert (DESCRIPTOR, None, "status", "draft_illustrative") in places(report.problems)


def test_the_lead_agency_must_be_one_of_the_agencies(tmp_path: Path) -> None:
    described = {**DESCRIBED, "plan": {**NAMES, "slug": "khac", "lead_agency_code": "so-tt"}}
    report = check_folder(whole(tmp_path, descriptor=described), tmp_path, DAY)
    assert places(report.problems) == [(DESCRIPTOR, None, "plan.lead_agency_code", "unknown_code")]


def test_the_lead_agency_may_come_with_the_draft(tmp_path: Path) -> None:
    described = {**DESCRIBED, "plan": {**NAMES, "slug": "khac", "lead_agency_code": "so-tt"}}
    agency = record("agencies", agency_code="so-tt")
    assert check_folder(whole(tmp_path, agency, area(), descriptor=described), tmp_path, DAY).problems == ()


# ---------------------------------------------------------------------------------------------- what it is built on


def test_after_the_only_release_was_withdrawn_one_issue_says_how_to_go_on(root: Path) -> None:
    publishing.withdraw(root, date.fromisoformat(BASE), "Nhầm cột")
    report = check_folder(draft(root, source(), source("khac")), root, DAY)
    (issue,) = report.problems
    assert (issue.code, issue.found) == ("only_withdrawn", BASE)
    assert issue.expected.startswith("agencies.csv, area_changes.csv, areas.csv, content_groups.csv, datapackage.json")


def test_an_older_release_never_slips_in_for_one_that_is_broken(root: Path) -> None:
    newer = write_package(root / "releases" / "2026-11-30", observation("2021", 61), day=date(2026, 11, 30))
    (newer / "observations.csv").write_bytes(b"changed")
    report = check_folder(draft(root, source()), root, DAY)
    assert ("2026-11-30/datapackage.json", None, None, "base_unusable") in places(report.problems)


def test_a_release_of_a_later_day_is_not_built_on(root: Path) -> None:
    write_package(root / "releases" / "2026-12-24", observation("2021", 61), day=date(2026, 12, 24))
    report = check_folder(draft(root, source(), source("khac")), root, DAY)
    assert report.base
    assert report.base.folder.name == BASE


def test_a_day_before_every_release_is_told_as_such_whatever_was_opened_before(root: Path) -> None:
    folder = draft(root, source(), source("khac"))
    assert check_folder(folder, root, DAY).problems == ()
    (issue,) = check_folder(folder, root, date(2026, 11, 21)).problems
    assert (issue.code, issue.found, issue.expected) == ("day_before_all", "2026-11-21", BASE)


def test_it_says_how_far_it_is(root: Path) -> None:
    told: list[str] = []
    check_folder(draft(root, source()), root, DAY, lambda what, _done, _total: told.append(what))
    assert {"check", "rules"} <= set(told)

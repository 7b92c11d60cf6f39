"""The header of a sheet: found where it stands, and every name told from what it may mean."""

import pytest

from kh213.release.draft.headers import head, nearest_table, table_of
from kh213.release.draft.sheets import Line
from kh213.release.schema import TABLES

SOLUTIONS = TABLES["solutions"]
HEADER = SOLUTIONS.header


def read(*rows):
    return head(SOLUTIONS, [Line(number, tuple(row)) for number, row in enumerate(rows, 1)], "solutions.csv")


def found(*rows) -> list[tuple[str, int | None, str | None, str]]:
    return [(issue.code, issue.row, issue.column, issue.found) for issue in read(*rows).issues]


def renamed(name: str, to: str) -> tuple[str, ...]:
    return tuple(to if each == name else each for each in HEADER)


def test_a_header_of_ours_has_no_issue():
    assert read(HEADER) == (HEADER, HEADER, 1, [])


def test_columns_in_another_order_are_no_issue():
    assert read(HEADER[::-1]) == (HEADER[::-1], HEADER[::-1], 1, [])


@pytest.mark.parametrize(
    "name",
    ["Name_VI", " name_vi ", "name vi", "NAME-VI", "Tên", "TÊN", "Te\u0302n", "ten", "ï»¿name_vi", "\ufeffname_vi"],
)
def test_a_name_written_differently_is_the_column_and_is_reported(name):
    header = renamed("name_vi", name)
    assert read(header).columns == HEADER
    assert found(header) == [("column_renamed", 1, "name_vi", name)]


def test_a_name_that_is_nearly_one_of_ours_is_offered():
    header = renamed("source_code", "sorce_code")
    assert read(header).columns == HEADER
    assert found(header) == [("column_like", 1, "source_code", "sorce_code")]


def test_a_near_name_never_takes_the_place_of_a_column_that_is_there():
    assert read((*HEADER, "sorce_code")).columns == (*HEADER, None)
    assert found((*HEADER, "sorce_code")) == [("column_extra", 1, None, "sorce_code")]


def test_a_column_that_is_not_there():
    assert found(HEADER[:-1]) == [("column_missing", 1, HEADER[-1], "")]


def test_a_column_of_no_table_is_not_published():
    assert found((*HEADER, "Người nhập")) == [("column_extra", 1, None, "Người nhập")]


@pytest.mark.parametrize("again", ["name_vi", "Tên"])
def test_a_column_that_is_there_twice(again):
    assert read((*HEADER, again)).columns == (*HEADER, None)
    assert found((*HEADER, again)) == [("column_repeated", 1, "name_vi", again)]


def test_titles_above_the_header_are_reported_and_blank_lines_there_are_not():
    title = ("BÁO CÁO QUÝ III", *[""] * (len(HEADER) - 1))
    rows = (title, [""] * len(HEADER), HEADER, ["G01"] * len(HEADER))
    assert found(*rows) == [("line_above_header", 1, None, "BÁO CÁO QUÝ III")]
    assert read(*rows).begins == 3


def test_data_without_a_header_are_read_by_place_where_the_cells_are_as_many():
    row = ["G01"] * len(HEADER)
    assert read(row).columns == HEADER
    assert read(row).begins == 0
    assert found(row) == [("header_missing", 1, None, " ".join(row))]
    assert read(row[:2]).columns == ()


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("observation", "observations"),
        ("observations (1)", "observations"),
        ("observations - Copy", "observations"),
        ("Số liệu", "observations"),
        ("so lieu moi", "observations"),
        ("Chỉ tiêu", "targets"),
        ("task_update", "task_updates"),
        ("Sheet1", None),
        ("bao cao", None),
    ],
)
def test_the_table_that_a_name_is_near_to(name, table):
    assert nearest_table(name) == table


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_known_by_its_columns_whatever_its_file_is_called(table):
    assert table_of([Line(1, ("Báo cáo",)), Line(2, TABLES[table].header)]) == table


def test_no_table_is_seen_where_there_is_none():
    assert table_of([Line(1, ("Họ tên", "Điện thoại"))]) is None
    assert table_of([]) is None

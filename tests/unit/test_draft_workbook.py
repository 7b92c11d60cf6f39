"""A workbook as an office keeps it: what its cells show, and what a spreadsheet hides."""

import zipfile
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kh213.release.draft import workbook
from kh213.release.draft.reading import read_draft
from kh213.release.draft.workbook import number_text
from kh213.release.issues import Issue
from kh213.release.schema import TABLES

HEADER = TABLES["observations"].header
FIGURE = ("ty-le", "22", "2020", "period", None, None, 60, "eq", "A", date(2021, 1, 15), "bao")
FILE = "so-lieu.xlsx"


@pytest.fixture
def book():
    book = Workbook()
    book.active.title = "observations"
    book.active.append(HEADER)
    book.active.append(FIGURE)
    return book


def saved(folder: Path, book: Workbook, name: str = FILE) -> Path:
    book.save(folder / name)
    return folder


def found(folder: Path) -> list[tuple[str, int | None, str | None, str, str]]:
    return [(i.code, i.row, i.column, i.found, i.expected) for i in read_draft(folder).issues]


def cell(folder: Path, column: str, row: int = 0) -> str:
    return read_draft(folder).sheets["observations"].rows()[row][column]


def computed(folder: Path, values: dict[str, str], name: str = FILE) -> None:
    """Gives formulas the values that Excel keeps beside them."""
    old = zipfile.ZipFile(BytesIO((folder / name).read_bytes()))
    with zipfile.ZipFile(folder / name, "w") as new:
        for entry in old.namelist():
            content = old.read(entry).decode("utf-8", "surrogateescape")
            for formula, value in values.items():
                content = content.replace(f"<f>{formula}</f><v />", f"<f>{formula}</f><v>{value}</v>")
                content = content.replace(f"<f>{formula}</f><v></v>", f"<f>{formula}</f><v>{value}</v>")
            new.writestr(entry, content.encode("utf-8", "surrogateescape"))


def test_a_sheet_named_after_a_table_is_that_table(tmp_path, book):
    draft = read_draft(saved(tmp_path, book))
    assert draft.issues == ()
    assert draft.sheets["observations"].file == FILE
    assert draft.sheets["observations"].lines[0].cells[:11] == (
        "ty-le", "22", "2020", "period", "", "", "60", "eq", "A", "2021-01-15", "bao",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (58.5, "58.5"),
        (0.1 + 0.2, "0.3"),
        (58.499999999999993, "58.5"),
        (1.0, "1"),
        (1552, "1552"),
        (1e21, "1" + "0" * 21),
        (1e-7, "0.0000001"),
        (-0.5, "-0.5"),
        (True, "TRUE"),
        ("06970", "06970"),
        ("58,5 ", "58,5 "),
        (date(2020, 12, 31), "2020-12-31"),
        (datetime(2020, 12, 31, 8, 30), "2020-12-31 08:30:00"),
        (time(8, 30), "08:30:00"),
        ("#DIV/0!", "#DIV/0!"),
    ],
)
def test_a_cell_is_the_text_of_what_it_shows(tmp_path, book, value, text):
    book.active["G2"] = value
    assert cell(saved(tmp_path, book), "obs_value") == text


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_a_number_is_written_in_full_and_reads_back_to_what_excel_shows(value):
    text = number_text(value)
    assert "e" not in text.lower()
    assert float(text) == pytest.approx(value, rel=1e-14, abs=0)
    assert not ("." in text and text.endswith("0"))


def test_a_formula_is_reported_at_its_cell_with_what_excel_shows(tmp_path, book):
    book.active["G2"] = "=E2/F2*100"
    computed(saved(tmp_path, book), {"E2/F2*100": "58.5"})
    assert found(tmp_path) == [("formula_cell", 2, "obs_value", "=E2/F2*100", "58.5")]
    assert cell(tmp_path, "obs_value") == "58.5"


def test_a_formula_that_was_never_computed_has_no_value(tmp_path, book):
    book.active["G2"] = '="a"&"<b>"'
    assert found(saved(tmp_path, book)) == [("formula_cell", 2, "obs_value", '="a"&"<b>"', "")]
    assert cell(tmp_path, "obs_value") == ""


def test_a_percentage_says_what_is_shown_and_what_is_stored(tmp_path, book):
    book.active["G2"] = 0.585
    book.active["G2"].number_format = "0.0%"
    assert found(saved(tmp_path, book)) == [("percent_cell", 2, "obs_value", "0.585", "58.5")]
    assert cell(tmp_path, "obs_value") == "0.585"


def test_merged_cells_are_reported_where_they_hide_blanks(tmp_path, book):
    book.active.append(FIGURE)
    book.active.merge_cells("A2:A3")
    assert found(saved(tmp_path, book)) == [("merged_cells", 2, "indicator_code", "A2:A3", "")]
    assert cell(tmp_path, "indicator_code", 1) == ""


def test_what_is_hidden_is_read_and_said(tmp_path, book):
    book.active.row_dimensions[2].hidden = True
    book.active.column_dimensions["G"].hidden = True
    book.create_sheet("targets").append(TABLES["targets"].header)
    book["targets"].sheet_state = "hidden"
    issues = read_draft(saved(tmp_path, book)).issues
    assert [(i.table, i.code, i.row, i.column) for i in issues] == [
        ("observations", "hidden_row", 2, None),
        ("observations", "hidden_column", 1, "obs_value"),
        ("targets", "hidden_sheet", None, None),
    ]
    assert all(issue.warning for issue in issues)
    assert cell(tmp_path, "obs_value") == "60"


def test_titles_and_blank_rows_keep_the_numbers_that_excel_shows(tmp_path, book):
    book.active.insert_rows(1, 2)
    book.active["A1"] = "BÁO CÁO"
    book.active.append([])
    book.active.append([])
    book.active["A6"] = "Tổng cộng"
    book.active["G6"] = 60
    assert [each[:2] for each in found(saved(tmp_path, book))] == [
        ("line_above_header", 1),
        ("totals_row", 6),
        ("blank_rows", 5),
    ]
    assert read_draft(tmp_path).sheets["observations"].numbers() == [4]


def test_formatted_cells_without_values_are_no_rows(tmp_path, book):
    book.active["Z500"].number_format = "0.0"
    assert found(saved(tmp_path, book)) == []


def test_other_sheets_are_named_unless_they_are_of_our_template(tmp_path, book):
    for name in ("Hướng dẫn", "Danh mục mã", "Nháp"):
        book.create_sheet(name).append(["x"])
    assert found(saved(tmp_path, book)) == [("sheet_ignored", None, None, "Nháp", "")]


def test_a_table_under_another_name_in_a_workbook_is_a_problem(tmp_path, book):
    book.create_sheet("Sheet2").append(TABLES["targets"].header)
    assert found(saved(tmp_path, book)) == [("not_a_table", None, None, "Sheet2", "targets")]


def test_a_workbook_of_one_sheet_may_be_named_after_the_table_itself(tmp_path, book):
    book.active.title = "Sheet1"
    assert found(saved(tmp_path, book, "observations.xlsx")) == []
    assert "observations" in read_draft(tmp_path).sheets


def test_a_workbook_without_a_table_says_which_it_may_be(tmp_path, book):
    book.active.title = "Sheet1"
    assert found(saved(tmp_path, book)) == [("no_table_sheet", None, None, "Sheet1", "observations")]


def test_a_table_in_a_workbook_and_in_a_csv(tmp_path, book):
    saved(tmp_path, book)
    (tmp_path / "observations.csv").write_text(",".join(HEADER) + "\n")
    assert read_draft(tmp_path).issues == (Issue("observations", "table_twice", found="observations.csv", file=FILE),)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "Excel 97–2003 (.xls)"),
        (b"", "BadZipFile"),
        (b"area_code,name_vi\n", "BadZipFile"),
    ],
)
def test_a_workbook_that_is_none(tmp_path, content, said):
    (tmp_path / FILE).write_bytes(content)
    assert found(tmp_path) == [("workbook_unreadable", None, None, said, "")]


def test_a_zip_that_is_no_workbook(tmp_path):
    with zipfile.ZipFile(tmp_path / FILE, "w") as archive:
        archive.writestr("a.txt", "a")
    assert [each[0] for each in found(tmp_path)] == ["workbook_unreadable"]


def test_a_workbook_that_unpacks_to_too_much_is_not_opened(tmp_path, book, monkeypatch):
    monkeypatch.setattr(workbook, "LARGEST", 1000)
    assert [each[0] for each in found(saved(tmp_path, book))] == ["file_too_large"]


def test_a_sheet_of_too_many_rows_is_refused_and_blank_ones_do_not_count(tmp_path, book, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    book.active.append([None] * 5)
    book.active.append([None] * 5)
    book.active.append(FIGURE)
    other = book.create_sheet("sources")
    other.append(TABLES["sources"].header)
    assert set(read_draft(saved(tmp_path, book)).sheets) == {"observations", "sources"}
    book["observations"].append(FIGURE)
    draft = read_draft(saved(tmp_path, book))
    assert set(draft.sheets) == {"sources"}
    assert [(i.table, i.code, i.file) for i in draft.issues] == [("observations", "too_many_rows", FILE)]


def test_progress_is_told_row_by_row(tmp_path, book):
    for _ in range(6000):
        book.active.append(FIGURE)
    told = []
    read_draft(saved(tmp_path, book), lambda *heard: told.append(heard))
    size = (tmp_path / FILE).stat().st_size
    assert [what for what, _, _ in told] == ["reading"] * 5
    assert [done for _, done, _ in told] == sorted({done for _, done, _ in told})
    assert told[-1] == ("reading", size, size)


def written() -> bytes:
    book, content = Workbook(), BytesIO()
    book.active.title = "observations"
    book.active.append(HEADER)
    book.active.append(FIGURE)
    book.save(content)
    return content.getvalue()


GOOD = written()


@settings(deadline=None)
@given(st.integers(0, len(GOOD)), st.binary(min_size=1, max_size=8))
def test_a_damaged_workbook_is_read_or_refused(tmp_path_factory, at, put):
    folder = tmp_path_factory.mktemp("damaged")
    (folder / FILE).write_bytes(GOOD[:at] + put + GOOD[at + len(put) :])
    draft = read_draft(folder)
    assert draft.sheets or draft.issues

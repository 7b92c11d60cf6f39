"""workbook.xlsx: every cell of the release, typed, and nothing that runs."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from kh213.export.sheets import is_exact
from kh213.export.status import COLUMNS, status_rows
from kh213.export.workbook import workbook
from kh213.model.verdict import status
from kh213.release.reading.package import read_package
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES
from tests.builders import observation, source, write_package

ROOT = Path(__file__).parents[2]
REAL, DEMO = ROOT / "data" / "releases" / "2026-11-22", ROOT / "data" / "demo"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def book_bytes(folder: Path) -> bytes:
    return workbook(read_plan(folder), read_package(folder)[1], LICENCE, "https://example.org")


def opened(folder: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(book_bytes(folder)))


@pytest.fixture(scope="module")
def real() -> openpyxl.Workbook:
    return opened(REAL)


@pytest.fixture(scope="module")
def demo() -> openpyxl.Workbook:
    return opened(DEMO)


def text(value: object) -> str:
    return "" if value is None else value.date().isoformat() if isinstance(value, datetime) else str(value)


def same(cell: object, published: str) -> bool:
    """Whether a cell says what the file says: 35.9 in place of 35.90 is the same number."""
    if isinstance(cell, int | float):
        return Decimal(str(cell)) == Decimal(published)
    return text(cell) == published


def differences(sheet: Worksheet, header: tuple[str, ...], rows: list[dict[str, str]]) -> list[object]:
    found = list(sheet.iter_rows(values_only=True))
    assert found[0] == header
    assert len(found) - 1 == len(rows)
    return [
        (row[name], cell)
        for row, cells in zip(rows, found[1:], strict=True)
        for name, cell in zip(header, cells, strict=True)
        if not same(cell, row.get(name, ""))
    ]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("which", ["real", "demo"])
def test_every_cell_of_every_table_is_in_it(which: str, table: str, request: pytest.FixtureRequest) -> None:
    book, folder = request.getfixturevalue(which), REAL if which == "real" else DEMO
    assert differences(book[table], TABLES[table].header, list(read_package(folder)[1][table])) == []


def test_the_verdicts_are_those_of_status_csv(real: openpyxl.Workbook) -> None:
    plan = read_plan(REAL)
    assert differences(real["status"], COLUMNS, status_rows(plan, status(plan, plan.release.day))) == []


def test_codes_are_text_numbers_are_numbers_and_whole_days_are_days(real: openpyxl.Workbook) -> None:
    areas = {row[0]: row for row in real["areas"].iter_rows(min_row=2, values_only=True)}
    assert "06970" in areas
    types = {type(cell.value) for cell in real["observations"]["G"][1:] if cell.value is not None}
    assert types == {int, float}
    days = {cell.value for cell in real["observations"]["J"][1:] if cell.value is not None}
    assert {type(day) for day in days} == {datetime, str}
    assert all(len(day) in (4, 7) for day in days if isinstance(day, str))


def test_a_figure_is_shown_with_the_decimals_that_were_published(real: openpyxl.Workbook) -> None:
    _, tables = read_package(REAL)
    for row, cell in zip(tables["observations"], real["observations"]["G"][1:], strict=True):
        places = len(row["obs_value"].partition(".")[2])
        assert not row["obs_value"] or cell.number_format == (f"0.{'0' * places}" if places else "0")


def test_headers_are_bold_frozen_and_filter(real: openpyxl.Workbook) -> None:
    for sheet in real.worksheets[1:]:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert all(cell.font.bold for cell in sheet[1])


def test_every_column_is_explained_in_both_languages(real: openpyxl.Workbook) -> None:
    rows = list(real.worksheets[1].iter_rows(min_row=2, values_only=True))
    wanted = [(table.name, column.name) for table in TABLES.values() for column in table.columns]
    assert [row[:2] for row in rows] == [*wanted, *(("status", name) for name in COLUMNS)]
    assert all(row[2] and row[4] and row[5] for row in rows)


def test_sources_are_links_and_so_is_every_name_of_a_sheet(real: openpyxl.Workbook) -> None:
    links = {cell.value: cell.hyperlink.target for cell in real["sources"]["D"] if cell.hyperlink}
    _, tables = read_package(REAL)
    assert links == {row["url"]: row["url"] for row in tables["sources"] if row["url"]}
    inner = {cell.value: cell.hyperlink.location for cell in real.worksheets[0]["A"] if cell.hyperlink}
    assert inner == {name: f"'{name}'!A1" for name in ("status", *TABLES)}


def test_the_first_sheet_says_what_it_is_when_it_is_from_and_how_to_cite_it(real: openpyxl.Workbook) -> None:
    said = "\n".join(text(cell.value) for row in real.worksheets[0] for cell in row)
    for part in ("22/11/2026", "22 November 2026", LICENCE, "https://example.org/du-lieu?ky=2026-11-22"):
        assert part in said
    assert "minh họa" not in said


def test_invented_figures_are_marked_on_every_sheet(demo: openpyxl.Workbook, real: openpyxl.Workbook) -> None:
    assert demo.worksheets[0]["A2"].value == "Số liệu minh họa"
    assert {sheet.oddHeader.center.text for sheet in demo} == {"Số liệu minh họa / Illustrative figures"}
    assert {cell.value for cell in demo["status"]["X"]} == {"publication_status", "illustrative"}
    assert {sheet.oddHeader.center.text for sheet in real} == {None}


def test_no_cell_is_a_formula_and_no_text_is_lost(tmp_path: Path) -> None:
    wild = "=1+1"
    folder = write_package(
        tmp_path / "x", source(title=wild, url="https://example.org/?a=1&b=2"), observation("2020", 60, note_vi="@x\nÀ")
    )
    book = opened(folder)
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert "f" not in kinds
    assert book["sources"]["B2"].value == wild
    assert book["observations"].cell(2, TABLES["observations"].header.index("note_vi") + 1).value == "@x\nÀ"


def test_the_same_release_gives_the_same_bytes_and_no_clock() -> None:
    first, second = book_bytes(REAL), book_bytes(REAL)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert str(date.today().year).encode() not in archive.read("docProps/core.xml").replace(b"2026-11-22", b"")


def test_a_number_is_written_with_the_digits_that_were_published() -> None:
    with zipfile.ZipFile(io.BytesIO(book_bytes(DEMO))) as archive:
        written = {name: archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")}
    _, tables = read_package(DEMO)
    values = {row["obs_value"] for row in tables["observations"] if row["obs_value"]}
    assert [value for value in values if not any(f"<v>{value}</v>".encode() in each for each in written.values())] == []


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_every_double_can_be_kept(value: float) -> None:
    assume(abs(value) > 1e-250)
    assert is_exact(format(Decimal(repr(value)), "f"))


@pytest.mark.parametrize(
    "plain", ["12345678901234567", "0.123456789012345678", "NaN", "Infinity", "1,5", "", "x", "1e5"]
)
def test_what_a_cell_cannot_keep_stays_text(plain: str) -> None:
    assert not is_exact(plain)

"""workbook.xlsx as openpyxl and LibreOffice read it."""

import csv
import math
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import httpx
import openpyxl
import pytest
from openpyxl.workbook import Workbook

from kh213.release.schema import TABLES
from tests.clients.conftest import RUNS

Save = Callable[..., Path]
Office = Callable[..., Path]
DATA = Path(__file__).parents[2] / "data"
FOLDERS = {"latest": DATA / "releases" / "2026-11-22", "demo": DATA / "demo"}


def sheet(book: Workbook, table: str) -> list[dict[str, object]]:
    header, *rows = book[table].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in rows]


def published(ky: str, table: str) -> list[dict[str, str]]:
    with (FOLDERS[ky] / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def text(value: object) -> str:
    """What a cell says, as the CSV would write it."""
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else format(Decimal(repr(value)), "f") if isinstance(value, int | float) else str(value)


def same(said: object, written: str) -> bool:
    if isinstance(said, int | float) and not isinstance(said, bool):
        return Decimal(repr(said)) == Decimal(written)
    return text(said) == written


@pytest.mark.parametrize("ky", FOLDERS)
def test_openpyxl_finds_every_cell_of_every_table(save: Save, ky: str) -> None:
    book = openpyxl.load_workbook(save(f"/data/{ky}/workbook.xlsx"))
    for table in TABLES:
        rows, expected = sheet(book, table), published(ky, table)
        assert len(rows) == len(expected)
        pairs = [(row[name], cell) for row, line in zip(rows, expected, strict=True) for name, cell in line.items()]
        assert [pair for pair in pairs if not same(*pair)] == []


def test_figures_are_numbers_days_are_days_and_codes_are_text(save: Save) -> None:
    book = openpyxl.load_workbook(save("/data/demo/workbook.xlsx"))
    figures = sheet(book, "observations")
    assert {type(row["numerator"]) for row in figures} <= {int, float, type(None)}
    assert {type(row["area_code"]) for row in figures} == {str}
    assert datetime in {type(row["published_on"]) for row in figures}
    assert "06970" in {row["area_code"] for row in sheet(book, "areas")}


@pytest.mark.parametrize("ky", FOLDERS)
def test_headers_are_frozen_and_nothing_is_a_formula(save: Save, ky: str) -> None:
    book = openpyxl.load_workbook(save(f"/data/{ky}/workbook.xlsx"))
    assert {book[table].freeze_panes for table in TABLES} <= {"A2", "B2"}
    found = [cell for each in book.worksheets for row in each.iter_rows() for cell in row if cell.data_type == "f"]
    assert found == []


def test_a_name_that_would_run_is_letters_in_excel_too(save: Save, office: Office, public_client: httpx.Client) -> None:
    path = save("/data/latest/workbook.xlsx", public_client)
    for file in (path, office(path, "xlsx")):
        book = openpyxl.load_workbook(file)
        names = {row["agency_code"]: row["name_vi"] for row in sheet(book, "agencies")}
        assert names | RUNS == names
        assert not [cell for row in book["agencies"].iter_rows() for cell in row if cell.data_type == "f"]


def test_libreoffice_opens_it_and_gives_back_the_same_cells(save: Save, office: Office) -> None:
    path = save("/data/demo/workbook.xlsx")
    ours, theirs = openpyxl.load_workbook(path), openpyxl.load_workbook(office(path, "xlsx"))
    assert ours.sheetnames == theirs.sheetnames
    for name in ours.sheetnames:
        rows, again = (list(filter(any, book[name].iter_rows(values_only=True))) for book in (ours, theirs))
        assert len(rows) == len(again)
        pairs = [pair for row, line in zip(rows, again, strict=True) for pair in zip(row, line, strict=False)]
        assert [pair for pair in pairs if not alike(*pair)] == []


def alike(ours: object, theirs: object) -> bool:
    """LibreOffice writes a number with 15 digits."""
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return math.isclose(ours, theirs, rel_tol=1e-14)
    return (ours or None) == (theirs or None)


def test_invented_figures_say_so_on_the_first_sheet(save: Save) -> None:
    first = openpyxl.load_workbook(save("/data/demo/workbook.xlsx")).worksheets[0]
    said = " ".join(str(cell) for row in first.iter_rows(values_only=True) for cell in row if cell)
    assert "Số liệu minh họa" in said

"""LibreOffice opens what is downloaded: letters, decimals and codes arrive, and nothing in a cell runs.

A headless LibreOffice takes every CSV for Latin-1 unless it is told; what it is told here (comma, quotes, UTF-8, a
column of codes as text) is what its window offers a reader who opens the file by hand.
"""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import httpx
import openpyxl
import pytest

from kh213.release.schema import TABLES
from tests.clients.conftest import RUNS

Save = Callable[..., Path]
Office = Callable[..., Path]

UTF_8 = 76
ENGLISH, VIETNAMESE = 1033, 1066
GENERAL, TEXT = 1, 2


def reading(columns: list[int], language: int = ENGLISH) -> str:
    """The options of LibreOffice's CSV reader: comma, double quote, from line 1; each column general or text."""
    formats = "/".join(f"{place}/{kind}" for place, kind in enumerate(columns, 1))
    return f"CSV:44,34,{UTF_8},1,{formats},{language},false,false,false"


def cells(workbook: Path) -> list[list[object]]:
    """What the cells hold, formulas as their text."""
    return [list(row) for row in openpyxl.load_workbook(workbook).active.iter_rows(values_only=True)]


def formulas(workbook: Path) -> list[str]:
    sheets = openpyxl.load_workbook(workbook).worksheets
    return [str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def written(path: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def same(cell: object, text: str) -> bool:
    """Whether a cell says what the file says: a number the same number, anything else the same letters."""
    if isinstance(cell, int | float):
        return cell == float(text)
    return (cell or "") == text.removeprefix("'")


@pytest.mark.parametrize("table", ["observations", "areas", "indicators", "targets", "tasks"])
@pytest.mark.parametrize("query", ["", "?excel=1"], ids=["plain", "excel"])
def test_letters_decimals_and_codes_arrive_whole(save: Save, office: Office, table: str, query: str) -> None:
    path = save(f"/data/latest/{table}.csv{query}")
    kinds = [GENERAL if column.type in ("number", "integer") else TEXT for column in TABLES[table].columns]
    header, *rows = cells(office(path, "xlsx", reading(kinds)))
    plain = written(save(f"/data/latest/{table}.csv"))
    assert header == plain[0]
    assert len(rows) == len(plain) - 1
    pairs = [pair for row, line in zip(rows, plain[1:], strict=True) for pair in zip(row, line, strict=True)]
    assert [(cell, text) for cell, text in pairs if not same(cell, text)] == []


def test_a_figure_is_a_number_and_a_code_keeps_its_zero(save: Save, office: Office) -> None:
    kinds = [GENERAL if column.type == "number" else TEXT for column in TABLES["observations"].columns]
    header, *rows = cells(office(save("/data/demo/observations.csv?excel=1"), "xlsx", reading(kinds)))
    values = [row[header.index("numerator")] for row in rows]
    assert all(isinstance(value, int | float) for value in values if value is not None)
    assert any(str(row[header.index("area_code")]).startswith("0") for row in rows)


@pytest.mark.parametrize(("query", "running"), [("", True), ("?excel=1", False)], ids=["plain", "excel"])
def test_a_name_that_would_run_runs_from_the_plain_file_only(
    save: Save, office: Office, public_client: httpx.Client, query: str, running: bool
) -> None:
    """The plain file is what was published, byte for byte; who opens it in a spreadsheet takes the other."""
    opened = office(save(f"/data/latest/agencies.csv{query}", public_client), "xlsx", f"CSV:44,34,{UTF_8},1")
    assert bool(formulas(opened)) == running
    names = [str(row[1]).removeprefix("'") for row in cells(opened)]
    if not running:
        assert set(RUNS.values()) <= set(names)


def test_the_excel_copy_is_known_as_utf_8_by_its_first_bytes(save: Save) -> None:
    assert save("/data/latest/agencies.csv?excel=1").read_bytes().startswith(b"\xef\xbb\xbfagency_code")
    assert not save("/data/latest/agencies.csv").read_bytes().startswith(b"\xef\xbb\xbf")

"""Cells and bytes of workbooks: text stays text, numbers are exact, and no clock is written into the file."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.writer.excel import ExcelWriter

from kh213.export.archive import package_zip

BOLD = Font(name="Calibri", size=11, bold=True)
TEXT = "@"

_NO_CLOCK = datetime(1980, 1, 1)
_PLAIN = re.compile(r"-?[0-9]{1,300}(\.[0-9]{1,300})?")
_LONGEST = 32_767  # letters that a cell can hold


def text_cell(sheet: WriteOnlyWorksheet, text: str, font: Font | None = None) -> WriteOnlyCell:
    """A cell that is text whatever it begins with: `=1+1` is no formula, 06970 keeps its zero."""
    visible = ILLEGAL_CHARACTERS_RE.sub("\ufffd", text)
    cell = WriteOnlyCell(sheet, visible if len(visible) <= _LONGEST else visible[: _LONGEST - 1] + "…")
    cell.data_type = "s"
    cell.number_format = TEXT
    if font:
        cell.font = font
    return cell


def number_cell(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell | None:
    """A number written with the very digits of a plain decimal; None where a spreadsheet could not keep them all."""
    if not is_exact(text):
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "n"  # openpyxl itself would write 0.5600000000000001 for 0.56
    return cell


def is_exact(text: str) -> bool:
    """Whether a text is a number that a double keeps to the last digit."""
    if not _PLAIN.fullmatch(text):
        return False
    return Decimal(repr(float(text))) == Decimal(text)


def decimals(text: str) -> int:
    """How many digits a plain decimal has after its point."""
    return len(text.partition(".")[2])


def workbook_bytes(book: Workbook) -> bytes:
    """The workbook without the moment in which it was made, neither inside nor in the zip around it."""
    book.properties.created = book.properties.modified = _NO_CLOCK
    packed = io.BytesIO()
    # Not book.save, which writes the clock over `modified`.
    ExcelWriter(book, zipfile.ZipFile(packed, "w")).save()
    with zipfile.ZipFile(packed) as archive:
        return package_zip({name: archive.read(name) for name in archive.namelist()})

"""An Excel workbook as sheets of text: what its cells show, written as a CSV of ours would have it."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from kh213.release.draft.dialect import HEAD_LINES, Fault
from kh213.release.draft.layout import Layout, layouts
from kh213.release.draft.sheets import MOST_ROWS, Line

LARGEST = 1_000_000_000  # bytes unpacked: a workbook of a few megabytes can be made to fill any memory
_EVERY = 2000  # rows between two words of progress
_DIGITS = 15  # what Excel itself computes and shows

# What the standard library and openpyxl raise on a file with any byte of it changed.
BROKEN: tuple[type[Exception], ...] = (
    BadZipFile,
    zlib.error,
    struct.error,
    ParseError,
    EOFError,
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)


class Page(NamedTuple):
    """A sheet of a workbook: its lines, blank ones between them included, and what is said of its cells.

    `faults` have the place of the column (from 0) where they are of one cell: its name is known only with the header.
    `too_long` where it holds more lines than are read.
    """

    name: str
    hidden: bool
    lines: list[Line]
    faults: list[tuple[int | None, Fault]]
    too_long: bool = False


class TooLarge(Exception):
    """A workbook that unpacks to more than is read."""


Tell = Callable[[float], None]  # which part of a workbook has been read, from 0 to 1


def _nobody(_part: float) -> None:
    """Tells nobody."""


def pages(path: Path, tell: Tell = _nobody) -> list[Page]:
    """Every sheet of a workbook. Raises one of BROKEN where it is none, and TooLarge."""
    with ZipFile(path) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > LARGEST:
            raise TooLarge(path)
        layout = layouts(archive)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts that hold no data: validation, conditional formats, headers
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return list(_pages(book, layout, tell))
        finally:
            book.close()


def _pages(book: Any, layout: Mapping[str, Layout], tell: Tell) -> Iterator[Page]:
    done, total = 0, sum(each.rows for each in layout.values()) or 1
    for sheet in book.worksheets:
        yield _page(sheet, layout[sheet.title], partial(_told, tell, done, total))
        done += layout[sheet.title].rows


def _told(tell: Tell, before: int, total: int, row: int) -> None:
    tell(min(1.0, (before + row) / total))


def _page(sheet: Any, layout: Layout, tell: Callable[[int], None]) -> Page:
    sheet.reset_dimensions()  # programs other than Excel write them wrongly, and rows would be lost
    lines: list[Line] = []
    faults: list[tuple[int | None, Fault]] = []
    filled = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number % _EVERY == 0:
            tell(number)
        lines.append(Line(number, tuple("" if cell.value is None else _text(cell.value) for cell in row)))
        faults += [(at, fault) for at, cell in enumerate(row) if (fault := _percent(number, cell))]
        filled += any(lines[-1].cells)  # Excel writes a million rows of nothing where a whole column has a colour
        if filled > MOST_ROWS + 1:
            return Page(sheet.title, sheet.sheet_state != "visible", lines[:HEAD_LINES], [], too_long=True)
    _without_end(lines)
    width = max((_width(line.cells) for line in lines), default=0)
    lines = [Line(line.number, (*line.cells[:width], *[""] * (width - len(line.cells)))) for line in lines]
    return Page(sheet.title, sheet.sheet_state != "visible", lines, [*faults, *_layout_faults(layout, lines)])


def _without_end(lines: list[Line]) -> None:
    while lines and not _width(lines[-1].cells):
        lines.pop()


def _width(cells: Sequence[str]) -> int:
    return next((at for at in range(len(cells), 0, -1) if cells[at - 1]), 0)


def _text(value: object) -> str:
    match value:
        case bool():
            return str(value).upper()
        case float():
            return number_text(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def number_text(value: float) -> str:
    """A number with the digits that Excel shows of it, without an exponent: 58.5, not 58.50000000000001; 1, not 1.0."""
    exact = Decimal(f"{value:.{_DIGITS}g}")
    return f"{exact:f}".rstrip("0").rstrip(".") if exact % 1 else f"{exact:.0f}"


def _percent(row: int, cell: Any) -> Fault | None:
    """58,5 % is 0.585 inside: the figure that people see is not the one that is stored."""
    if not isinstance(cell.value, int | float) or isinstance(cell.value, bool) or "%" not in cell.number_format:
        return None
    shown = number_text(float(Decimal(number_text(float(cell.value))) * 100))
    return Fault("percent_cell", row, _text(cell.value), shown)


def _layout_faults(layout: Layout, lines: Sequence[Line]) -> Iterator[tuple[int | None, Fault]]:
    for (row, column), formula in layout.formulas.items():
        shown = lines[row - 1].cells[column - 1] if row <= len(lines) and column <= len(lines[row - 1].cells) else ""
        yield column - 1, Fault("formula_cell", row, formula, shown)
    for merged in layout.merged:
        if merged.top <= len(lines):
            yield merged.left - 1, Fault("merged_cells", merged.top, merged.name)
    for row in layout.hidden_rows:
        if row <= len(lines) and _width(lines[row - 1].cells):
            yield None, Fault("hidden_row", row)
    for first, last in layout.hidden_columns:
        for column in range(first, min(last, len(lines[0].cells) if lines else 0) + 1):
            yield column - 1, Fault("hidden_column", 1)

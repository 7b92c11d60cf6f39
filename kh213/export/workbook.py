"""workbook.xlsx: a whole release for Excel, whatever its language: typed cells, what every column means, the verdicts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.hyperlink import Hyperlink

from kh213.export import status
from kh213.export.cell_rules import explained, is_number
from kh213.export.machine import MARK
from kh213.export.sheets import BOLD, decimals, number_cell, text_cell, workbook_bytes
from kh213.model import verdict
from kh213.model.plan import Plan
from kh213.release.cells.check import Row, Rows
from kh213.release.schema import TABLES, Column, Table
from kh213.view.citation import line, work
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, Words, formats, words

STATUS = "status"

_LINK = Font(name="Calibri", size=11, color="0563C1", underline="single")
_TITLE = Font(name="Calibri", size=14, bold=True)
_AMBER = "C55A11"  # the tabs of invented figures
_NARROW, _WIDE = 8, 48  # characters
_SAID, _LINE = 100, 15  # how wide the sentences stand, in characters, and how high a line is, in points
_FIRST_DAY = date(1900, 3, 1)  # from which on Excel's days are right: it believes in a 29 February 1900
_LONGEST_LINK = 2_000

# How the text of one cell becomes a cell of a sheet.
_Maker = Callable[[WriteOnlyWorksheet, str], WriteOnlyCell]


def workbook(plan: Plan, tables: Rows, licence: str, site: str) -> bytes:
    """The sheets: about the publication, what every column means, every verdict of its day, then the tables.

    `tables` holds the rows as text, `licence` is where its text stands, `site` the site's own address ("" if unknown).
    Header rows are frozen and filter; no cell is a formula. The same release gives the same bytes.
    """
    book = Workbook(write_only=True)
    book.properties.title = plan.release.title.vi
    book.properties.creator = plan.release.name
    _about(book, plan, tables, licence, site)
    _code_book(book, plan)
    verdicts = status.status_rows(plan, verdict.status(plan, plan.release.day))
    _sheet(book, plan, STATUS, [(name, _status_cell(name)) for name in _status_columns(plan)], verdicts)
    for table in TABLES.values():
        columns = [(column.name, _table_cell(column)) for column in table.columns]
        _sheet(book, plan, table.name, columns, tables[table.name])
    return workbook_bytes(book)


def _about(book: Workbook, plan: Plan, tables: Rows, licence: str, site: str) -> None:
    """Lines of a name and what is said of it, in both languages; the name of a sheet leads to it."""
    sheet = _new(book, plan, words("vi")("workbook.about"))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, _SAID
    lines = [line for lang in LANGUAGES for line in _about_lines(words(lang), plan, tables, licence, site)]
    for place, (name, text, font) in enumerate(lines, 1):
        sheet.row_dimensions[place].height = _LINE * max(1, -(-len(text) // _SAID)) + (4 if font is _TITLE else 0)
        first = _leading(sheet, name) if font is _LINK else text_cell(sheet, name, font)
        first.alignment = Alignment(vertical="top")
        sheet.append([first, _wrapped(sheet, text)])


def _about_lines(w: Words, plan: Plan, tables: Rows, licence: str, site: str) -> Iterator[tuple[str, str, Font | None]]:
    release = plan.release
    yield release.title.within(w.lang), "", _TITLE
    if release.illustrative:
        yield w("frame.illustrative"), w("workbook.invented"), BOLD
    yield w("data.fact_date"), formats.day(w, release.day), None
    yield w("data.fact_version"), release.day.isoformat(), None
    yield w("data.fact_licence"), f"{w('data.licence')} {licence}", None
    yield w("citing.heading"), _citation(w, plan, site), None
    yield w("workbook.reading"), w("workbook.reading_said"), None
    yield "", "", None
    yield w("workbook.sheets"), "", BOLD
    yield STATUS, w("data.take_status"), _LINK
    for table in TABLES.values():
        yield table.name, _table_said(w, table, len(tables[table.name])), _LINK
    yield "", "", None


def _citation(w: Words, plan: Plan, site: str) -> str:
    cited = work(Reader(plan, w, plan.release.day.isoformat(), plan.release.day), site)
    return line(cited, None) if cited else w("data.citation_illustrative")


def _table_said(w: Words, table: Table, count: int) -> str:
    rows = w("data.rows", n=formats.number(w, count, 0)) if count else w("data.no_rows")
    return f"{table.about.within(w.lang)}. {rows}"


def _code_book(book: Workbook, plan: Plan) -> None:
    """One row a column: its table, type and rules, and what it means in both languages."""
    w = words("vi")
    heads = [w(f"workbook.columns.{head}") for head in ("table", "column", "type", "rule", "vi", "en")]
    rows = [dict(zip(heads, line, strict=True)) for line in (*_described(), *_judged(plan))]
    _sheet(book, plan, w("workbook.code_book"), [(head, text_cell) for head in heads], rows)


def _described() -> Iterator[tuple[str, ...]]:
    for table in TABLES.values():
        for column in table.columns:
            rule = " ".join(explained(words("vi"), table, column))
            kind = words("vi")(f"data.type.{column.format or column.type}")
            yield table.name, column.name, kind, _key(table, column) + rule, column.about.vi, column.about.en


def _judged(plan: Plan) -> Iterator[tuple[str, ...]]:
    for name in _status_columns(plan):
        kind = words("vi")("data.type.number" if name in status.NUMBERS else "data.type.string")
        yield STATUS, name, kind, "", *(words(lang)(f"status_column.{name}") for lang in LANGUAGES)


def _key(table: Table, column: Column) -> str:
    return words("vi")("workbook.key") + " " if column.name in table.key else ""


def _status_columns(plan: Plan) -> tuple[str, ...]:
    return (*status.COLUMNS, MARK) if plan.release.illustrative else status.COLUMNS


# ------------------------------------------------------------------------------------------------ sheets


def _sheet(book: Workbook, plan: Plan, name: str, columns: Sequence[tuple[str, _Maker]], rows: Sequence[Row]) -> None:
    """A table with its header frozen, bold and ready to filter by; empty cells are empty."""
    sheet = _new(book, plan, name)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"
    sheet.print_title_rows = "1:1"
    for place, (head, _) in enumerate(columns, 1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = _width(head, (row.get(head, "") for row in rows))
    sheet.append([text_cell(sheet, head, BOLD) for head, _ in columns])
    for row in rows:
        sheet.append([make(sheet, row[head]) if row.get(head) else None for head, make in columns])


def _new(book: Workbook, plan: Plan, name: str) -> WriteOnlyWorksheet:
    sheet = book.create_sheet(name)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = plan.release.name, "&P/&N"
    if plan.release.illustrative:  # on the tab and on every page that is printed
        sheet.sheet_properties.tabColor = _AMBER
        sheet.oddHeader.center.text = " / ".join(words(lang)("frame.illustrative") for lang in LANGUAGES)
    return sheet


def _width(head: str, texts: Iterable[str]) -> int:
    return min(max(_NARROW, len(head) + 4, *(len(text) for text in texts), 0), _WIDE)


# ------------------------------------------------------------------------------------------------ cells


def _table_cell(column: Column) -> _Maker:
    if is_number(column):
        return _number
    if column.format == "uri":
        return _link
    return _day if "date" in (column.type, column.format) or column.format == "day" else text_cell


def _status_cell(name: str) -> _Maker:
    if name in status.NUMBERS:
        return partial(_number, shown=False)
    return _day if name in {"as_of", "deciding_published_on"} else text_cell


def _number(sheet: WriteOnlyWorksheet, text: str, *, shown: bool = True) -> WriteOnlyCell:
    """A number with the decimals that were published; text where a cell could not keep it to the last digit.

    A computed one (`shown` is false) is kept as exactly and shown as Excel likes.
    """
    cell = number_cell(sheet, text)
    if cell is None:
        return text_cell(sheet, text)
    if shown:
        places = decimals(text)
        cell.number_format = f"0.{'0' * places}" if places else "0"
    return cell


def _day(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    """A day that is known as such; text for a month or a year, which Excel would make a day of."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text_cell(sheet, text)
    if day < _FIRST_DAY:
        return text_cell(sheet, text)
    cell = WriteOnlyCell(sheet, day)
    cell.number_format = "yyyy-mm-dd"
    return cell


def _link(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = text_cell(sheet, text, _LINK)
    if len(text) <= _LONGEST_LINK:
        cell.hyperlink = text
        cell.font = _LINK
    return cell


def _leading(sheet: WriteOnlyWorksheet, name: str) -> WriteOnlyCell:
    """The name of a sheet, leading to it."""
    cell = text_cell(sheet, name, _LINK)
    cell.hyperlink = Hyperlink(ref="", location=f"'{name}'!A1")
    cell.font = _LINK
    return cell


def _wrapped(sheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
    cell = text_cell(sheet, text)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell

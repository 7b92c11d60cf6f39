"""Templates of a draft: the tables as they stand, to be extended. A draft's table is whole, so rows are added to it.

As CSVs for programs; as one workbook for people, whose cells refuse what the schema refuses, and which reads back
into the same rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties

from kh213.export.cell_rules import explained, is_number, validation
from kh213.export.sheets import BOLD, TEXT, text_cell, workbook_bytes
from kh213.model.periods import Day
from kh213.release.cells.check import Row, Rows
from kh213.release.draft.starting import CODES_SHEET, GUIDE_SHEET
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES, Column, Table
from kh213.words import LANGUAGES, Words, formats, words

WORKBOOK = "mau-so-lieu.xlsx"

_REQUIRED, _OPTIONAL = (PatternFill("solid", start_color=colour) for colour in ("FFE699", "E7E6E6"))
_NARROW, _WIDE = 12, 48  # characters
_DIGITS = 15  # what Excel keeps of a number


def csv_templates(tables: Rows) -> dict[str, bytes]:
    """The tables by file name, byte for byte as a release holds them."""
    return {f"{name}.csv": write_csv(table, tables[name]) for name, table in TABLES.items()}


def workbook_template(tables: Rows) -> bytes:
    """One .xlsx: a guide, a sheet per table with its rows and rules, and the codes with their names.

    `tables` holds the rows of all tables as text. The same rows give the same bytes.
    """
    book = Workbook(write_only=True)
    _guide(book)
    for table in TABLES.values():
        _table(book, table, tables[table.name])
    _codes(book, tables)
    return workbook_bytes(book)


def _guide(book: Workbook) -> None:
    sheet = book.create_sheet(GUIDE_SHEET)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 100
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)  # to be printed on one page
    sheet.page_setup.orientation = "landscape"
    for lang in LANGUAGES:
        w = words(lang)
        title, *lines = w("template.guide").strip().splitlines()
        sheet.append([text_cell(sheet, title, BOLD)])
        for line in lines:
            sheet.append([text_cell(sheet, line)])
        sheet.append([])
        sheet.append([text_cell(sheet, w("template.tables"), BOLD)])
        for table in TABLES.values():
            sheet.append([text_cell(sheet, table.name), text_cell(sheet, table.about.within(lang))])
        sheet.append([])


def _table(book: Workbook, table: Table, rows: Sequence[Row]) -> None:
    sheet = book.create_sheet(table.name)
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, 1):
        letter = get_column_letter(place)
        shape = sheet.column_dimensions[letter]
        shape.width = _width(column.name, (row[column.name] for row in rows))
        if not is_number(column):
            shape.number_format = TEXT  # rows still to be written, too
        rule = validation(words("vi"), table, column, letter)
        if rule:
            sheet.data_validations.append(rule)
    sheet.append([_head(sheet, table, column) for column in table.columns])
    for row in rows:
        sheet.append([_value(sheet, column, row[column.name]) for column in table.columns])


def _head(sheet: WriteOnlyWorksheet, table: Table, column: Column) -> WriteOnlyCell:
    cell = text_cell(sheet, column.name, BOLD)
    cell.fill = _REQUIRED if column.required else _OPTIONAL
    said = (" ".join((f"{column.about.within(lang)}.", *explained(words(lang), table, column))) for lang in LANGUAGES)
    note = "\n\n".join(said)
    cell.comment = Comment(note, "kh213", height=40 + 18 * (len(note) // 36), width=300)
    return cell


def _value(sheet: WriteOnlyWorksheet, column: Column, text: str) -> WriteOnlyCell | None:
    if not text:
        return None
    number = _number(text) if is_number(column) else None
    return text_cell(sheet, text) if number is None else WriteOnlyCell(sheet, number)


def _number(text: str) -> float | int | None:
    """The number that Excel may hold in place of a text: the one whose shortest form is that very text."""
    if len(text) > _DIGITS:
        return None
    try:
        number = float(text) if "." in text else int(text)
    except ValueError:
        return None
    return number if repr(number) == text else None


def _codes(book: Workbook, tables: Rows) -> None:
    w = words("vi")
    sheet = book.create_sheet(CODES_SHEET)
    sheet.freeze_panes = "A2"
    heads = [w(f"template.codes.{head}") for head in ("table", "code", "name", "belongs", "validity")]
    lines = [*_areas(w, tables["areas"]), *_named(tables)]
    for letter, width in zip("ABCDE", (16, 28, 70, 40, 20), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.auto_filter.ref = f"A1:E{len(lines) + 1}"
    sheet.append([text_cell(sheet, head, BOLD) for head in heads])
    for line in lines:
        sheet.append([text_cell(sheet, text) for text in line])


_Line = tuple[str, str, str, str, str]  # as the heads of the sheet


def _areas(w: Words, rows: Sequence[Row]) -> list[_Line]:
    """The areas with their parents; those still in force first."""
    names = {row["area_code"]: row["name_vi"] for row in sorted(rows, key=lambda row: row["valid_from"])}
    return [
        ("areas", row["area_code"], row["name_vi"], names.get(row["parent_code"], ""), _validity(w, row["valid_to"]))
        for row in sorted(rows, key=lambda row: (row["valid_to"] != "", row["area_code"]))
    ]


def _validity(w: Words, until: str) -> str:
    if not until:
        return w("template.codes.in_force")
    return w("template.codes.until", day=formats.day(w, Day.parse(until)))


# The tables whose codes other tables use: the column of the code, of its name, and of what it belongs to.
_NAMED = {
    "indicators": ("indicator_code", "short_name_vi", "unit_measure_vi"),
    "sources": ("source_code", "title", "publisher"),
    "targets": ("target_code", "quote_vi", "indicator_code"),
    "agencies": ("agency_code", "name_vi", "short_name_vi"),
    "content_groups": ("content_group_code", "name_vi", "source_code"),
    "tasks": ("task_code", "name_vi", "lead_agency_code"),
}


def _named(tables: Rows) -> Iterator[_Line]:
    for table, (code, name, belongs) in _NAMED.items():
        for row in tables[table]:
            yield table, row[code], row[name], row[belongs], ""


def _width(head: str, texts: Iterable[str]) -> int:
    return min(max(_NARROW, len(head) + 2, *(len(text) for text in texts), 0), _WIDE)

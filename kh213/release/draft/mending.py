"""A copy of a draft in which everything is mended that has one reading alone. The original is never touched."""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import NamedTuple

from kh213.release.cells.diagnosis import diagnose
from kh213.release.cells.letters import decoded, without_capitals
from kh213.release.cells.proof import mended
from kh213.release.draft.dialect import parsed
from kh213.release.draft.headers import folded, names_of, recognised
from kh213.release.draft.reading import read_draft
from kh213.release.draft.sheets import Draft, Line, Sheet
from kh213.release.draft.workbook import pages
from kh213.release.reading.package import csv_line
from kh213.release.schema import TABLES, Column

# What a file is written in, or holds twice: gone once its table is written anew, and nothing is lost with it.
_WRITTEN_ANEW = frozenset(
    {"byte_order_mark", "utf_16", "letters_windows", "letters_tcvn3", "letters_vni", "delimiter", "line_ends"}
    | {"blank_rows", "blank_cells", "header_repeated", "split_decimal"}
)
# What is written as it stands, and found again in the copy. A file with anything else is copied byte for byte.
_LEFT_TO_PEOPLE = frozenset(
    {"totals_row", "note_row", "line_above_header", "header_missing", "ragged_row"}
    | {"column_renamed", "column_like", "column_extra", "column_repeated", "column_missing", "column_unnamed"}
)
_WORKBOOKS = {".xlsx", ".xlsm"}
_NOBODYS = ("~$", ".")


class Change(NamedTuple):
    """One thing that is mended in the copy, with the row of the original; a change of a whole file has none.

    `old` and `new` are empty where a blank line or cell was left out, `new` where a repeated header was. With the code
    `capital_lost`, `new` names words that mending could not give their capitals back.
    """

    table: str
    file: str
    row: int | None
    column: str | None
    code: str
    old: str
    new: str


def fix(folder: Path, out: Path) -> list[Change]:
    """Writes the mended copy of a draft to `out`, whole or not at all; returns each change, by file, row and column.

    A table that can be mended is written as TABLE.csv; every other file is copied as it is. Raises Unreadable as
    `read_draft` does, FileExistsError where `out` holds anything, PermissionError where it lies in the draft itself,
    and OSError where it cannot be written.
    """
    draft = read_draft(folder)
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FileExistsError(out)
    if folder.resolve() in (out.resolve(), *out.resolve().parents):
        raise PermissionError(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        whole = beside / out.name
        whole.mkdir()
        changes = _write(draft, whole)
        whole.replace(out)
    finally:
        shutil.rmtree(beside)
    return changes


def _write(draft: Draft, into: Path) -> list[Change]:
    sheets = _writable(draft)
    files = {sheet.file for sheet in sheets}
    for path in sorted(draft.folder.iterdir()):
        if path.name not in files and path.is_file() and not path.is_symlink() and not path.name.startswith(_NOBODYS):
            shutil.copyfile(path, into / path.name)
    changes: list[Change] = []
    for sheet in sheets:
        lines, better = _lines(draft.folder / sheet.file, sheet), _better(sheet)
        with (into / f"{sheet.table}.csv").open("xb") as file:
            file.writelines(map(csv_line, _rewritten(sheet, lines, better, _repeated(draft, sheet))))
        changes += [
            *_of_file(draft, sheet),
            *_of_capitals(draft, sheet),
            *_of_head(sheet, lines),
            *_of_cells(sheet, better),
        ]
    return changes


def _writable(draft: Draft) -> list[Sheet]:
    """The sheets of files of which nothing that must be reported is lost when they are written anew."""
    others = {
        name
        for issue in draft.issues
        if issue.code not in _WRITTEN_ANEW | _LEFT_TO_PEOPLE
        for name in (issue.file, issue.found)  # of a table that is there twice, the other file is what was found
    }
    return [sheet for sheet in draft.sheets.values() if sheet.file not in others]


def _lines(path: Path, sheet: Sheet) -> Sequence[Line]:
    """Every line of the file, also those that carry no data."""
    if path.suffix.lower() in _WORKBOOKS:
        found = pages(path)
        return next(page.lines for page in found if len(found) == 1 or page.name.strip().lower() == sheet.table)
    letters = decoded(path.read_bytes())
    return parsed(letters.text, partial(recognised, TABLES[sheet.table])).lines if letters else ()


_Better = Sequence[Mapping[str, str]]  # what each text becomes, by the place of its column


def _better(sheet: Sheet) -> _Better:
    columns = {column.name: column for column in TABLES[sheet.table].columns}
    lines = [line.cells for line in sheet.lines if _is_whole(sheet, line.cells)]
    return [
        mended(columns[name], (cells[at] for cells in lines)) if name else {} for at, name in enumerate(sheet.columns)
    ]


def _is_whole(sheet: Sheet, cells: Sequence[str]) -> bool:
    """Whether every cell stands in its column: a line with too few or too many is left to people."""
    return len(cells) == len(sheet.columns)


def _mended(sheet: Sheet, cells: Sequence[str], better: _Better) -> Sequence[str]:
    return [better[at].get(cell, cell) for at, cell in enumerate(cells)] if _is_whole(sheet, cells) else cells


def _repeated(draft: Draft, sheet: Sheet) -> set[int | None]:
    """The rows of headers after the first."""
    place = sheet.table, sheet.file, "header_repeated"
    return {issue.row for issue in draft.issues if (issue.table, issue.file, issue.code) == place}


def _rewritten(
    sheet: Sheet, lines: Iterable[Line], better: _Better, repeated: Collection[int | None]
) -> Iterator[Sequence[str]]:
    data = {line.number: line.cells for line in sheet.lines}
    for number, cells in lines:
        if number in data:
            yield _mended(sheet, data[number], better)
        elif cells == sheet.head and number not in repeated:
            yield [_name(sheet, at) for at in range(len(cells))]
        elif number not in repeated and any(cell.strip() for cell in cells):
            yield cells


def _name(sheet: Sheet, at: int) -> str:
    """A name as the table has it, where it is written otherwise beyond doubt; one that is only like it stays."""
    written, column = sheet.head[at], sheet.columns[at]
    return column if column and names_of(sheet.table).get(folded(written)) == column else written


def _of_file(draft: Draft, sheet: Sheet) -> Iterator[Change]:
    for issue in draft.issues:
        if (issue.table, issue.file) == (sheet.table, sheet.file) and issue.code in _WRITTEN_ANEW:
            yield Change(issue.table, issue.file, issue.row, issue.column, issue.code, issue.found, issue.expected)


def _of_capitals(draft: Draft, sheet: Sheet) -> Iterator[Change]:
    """TCVN3 has no capitals with tones: which words may have had one is for a person to look at."""
    if any((issue.file, issue.code) == (sheet.file, "letters_tcvn3") for issue in draft.issues):
        words = without_capitals(cell for line in sheet.lines for cell in line.cells)
        if words:
            yield Change(sheet.table, sheet.file, None, None, "capital_lost", "", ", ".join(words))


def _of_head(sheet: Sheet, lines: Iterable[Line]) -> Iterator[Change]:
    row = next((line.number for line in lines if line.cells == sheet.head), None)
    for at, old in enumerate(sheet.head):
        new = _name(sheet, at)
        if new != old:
            yield Change(sheet.table, sheet.file, row, new, "column_renamed", old, new)


def _of_cells(sheet: Sheet, better: _Better) -> Iterator[Change]:
    columns = {column.name: column for column in TABLES[sheet.table].columns}
    codes = [
        {old: _code(columns[name], old) for old, new in texts.items() if new != old} if name else {}
        for name, texts in zip(sheet.columns, better, strict=True)
    ]
    for number, cells in sheet.lines:
        if _is_whole(sheet, cells):
            for at, old in enumerate(cells):
                if old in codes[at]:
                    name = sheet.columns[at]
                    yield Change(sheet.table, sheet.file, number, name, codes[at][old], old, better[at][old])


def _code(column: Column, text: str) -> str:
    found = diagnose(column, text)
    return found.code if found else ""

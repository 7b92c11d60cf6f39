"""The lines below a header: which carry data, and what the others are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from kh213.release.draft.headers import ENOUGH, Head, folded
from kh213.release.draft.sheets import Line
from kh213.release.issues import Issue
from kh213.release.schema import TABLES, Column

_TOTALS = frozenset(
    {
        "tong", "tong_cong", "tong_so", "cong", "cong_chung", "toan_tinh", "tong_toan_tinh", "cong_toan_tinh",
        "tong_cong_toan_tinh", "toan_huyen", "total", "grand_total", "subtotal", "sum",
    }
)  # fmt: skip
_NOTES = re.compile(
    r"(ghi_chu|luu_y|nguon|note|source|nguoi_|lap_bieu|ky_ten|thu_truong|giam_doc|chu_tich|truong_phong|ngay_|.*_ngay_)"
)
_NOTE_CELLS = 2  # “Người lập biểu” on the left, “Thủ trưởng đơn vị” on the right
_LEAST_CELLS = 4  # no table has fewer columns


def body(table: str, file: str, head: Head, lines: Sequence[Line]) -> tuple[tuple[Line, ...], list[Issue]]:
    """The lines that carry data, and an issue for every other one and for every one with too few or too many cells.

    `lines` are those below the header. A figure that its own decimal comma split is put together again; cells beyond
    the header are dropped where they are empty.
    """
    kept: list[Line] = []
    blank: list[int] = []
    trimmed: list[int] = []
    issues: list[Issue] = []
    width = len(head.columns) or max((len(line.cells) for line in lines), default=0)
    unnamed = [at for at, name in enumerate(head.cells) if not name.strip()]
    codes = _code_places(table, head)
    for line in lines:
        cells = line.cells
        code = _kind(head, codes, cells, width)
        if code == "blank_rows":
            blank.append(line.number)
        elif code:
            issues.append(Issue(table, code, line.number, found=_said(cells), file=file))
        elif len(cells) == width:
            kept.append(line)
        elif len(cells) > width and not any(cells[width:]) and not _splits(table, head, cells, width):
            trimmed.append(line.number)
            kept.append(Line(line.number, cells[:width]))
        else:
            mended, issue = _ragged(table, file, head, line, width)
            kept.append(mended)
            issues.append(issue)
    issues += _counted(table, "blank_rows", blank, file) + _counted(table, "blank_cells", trimmed, file)
    return tuple(kept), issues + _unnamed(table, file, unnamed, kept)


def _kind(head: Head, codes: Sequence[int], cells: tuple[str, ...], width: int) -> str | None:
    """What a line is that carries no data; None for one that does."""
    if not "".join(cells).strip():
        return "blank_rows"
    if _names_columns(head, cells):
        return "header_repeated"
    if any(_is_total(cells[at]) for at in codes if at < len(cells)) or _is_total(next(filter(str.strip, cells))):
        return "totals_row"
    filled = len(cells) - cells.count("")
    return "note_row" if width >= _LEAST_CELLS and filled <= _NOTE_CELLS and _is_note(cells, filled) else None


def _names_columns(head: Head, cells: Sequence[str]) -> bool:
    """Whether it is the header once more, be it without the names of some columns."""
    named = [(cell, head.cells[at] if at < len(head.cells) else "") for at, cell in enumerate(cells) if cell.strip()]
    return len(named) >= ENOUGH and all(cell == name for cell, name in named)


def _code_places(table: str, head: Head) -> list[int]:
    """Where a word for a total stands in place of what the row is of."""
    codes = {column.name for column in TABLES[table].columns if column.refers}
    return [at for at, column in enumerate(head.columns) if column in codes]


@lru_cache(maxsize=10_000)
def _is_total(text: str) -> bool:
    return folded(text) in _TOTALS


def _is_note(cells: Sequence[str], filled: int) -> bool:
    first = next(cell.strip() for cell in cells if cell.strip())
    return bool(_NOTES.match(folded(first))) or (filled == 1 and " " in first)


def _ragged(table: str, file: str, head: Head, line: Line, width: int) -> tuple[Line, Issue]:
    """The line as it was meant, where that is certain, and what is to be said of it."""
    cells = line.cells
    splits = _splits(table, head, cells, width)
    if len(splits) == 1:
        at = splits[0]
        figure = f"{cells[at]},{cells[at + 1]}"
        mended = Line(line.number, (*cells[:at], figure, *cells[at + 2 :]))
        return mended, Issue(table, "split_decimal", line.number, head.columns[at], figure, file=file)
    found, expected = str(len(cells)), str(width)
    return line, Issue(table, "ragged_row", line.number, found=found, expected=expected, file=file)


def _splits(table: str, head: Head, cells: Sequence[str], width: int) -> list[int]:
    """Where a figure may have been split in two: digits in a column of numbers, digits right of them, and the line
    obeys the rules of its columns once they are one."""
    specs = {column.name: column for column in TABLES[table].columns}
    columns = [specs.get(name) if name else None for name in head.columns]
    if len(cells) != width + 1 or len(columns) != width or _obeys(columns, cells[:width]):
        return []
    return [
        at
        for at, column in enumerate(columns)
        if column
        and column.type == "number"
        and re.fullmatch(r"-?[0-9]+", cells[at])
        and re.fullmatch(r"[0-9]+", cells[at + 1])
        and _obeys(columns, (*cells[:at], "0", *cells[at + 2 :]))
    ]


def _obeys(columns: Sequence[Column | None], cells: Sequence[str]) -> bool:
    return all(column is None or _may_hold(column, cell) for column, cell in zip(columns, cells, strict=True))


def _may_hold(column: Column, cell: str) -> bool:
    if not cell:
        return not column.required
    if column.type == "number":
        return bool(re.fullmatch(r"-?[0-9]+([.][0-9]+)?", cell))
    return (not column.enum or cell in column.enum) and (not column.pattern or bool(column.pattern.fullmatch(cell)))


def _unnamed(table: str, file: str, places: Sequence[int], lines: Sequence[Line]) -> list[Issue]:
    """Columns without a name: one that holds something must not be left out without a word."""
    issues = []
    for at in places:
        filled = next((line for line in lines if len(line.cells) > at and line.cells[at].strip()), None)
        if filled:
            issues.append(Issue(table, "column_unnamed", filled.number, found=filled.cells[at], file=file))
    return issues


def _counted(table: str, code: str, rows: Sequence[int], file: str) -> list[Issue]:
    return [Issue(table, code, rows[0], file=file, count=len(rows))] if rows else []


def _said(cells: Sequence[str]) -> str:
    return " ".join(cell.strip() for cell in cells if cell.strip())

"""Which line of a sheet names the columns, and which column of the table each name means."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from kh213.release.draft.dialect import HEAD_LINES
from kh213.release.draft.sheets import Line
from kh213.release.issues import Issue
from kh213.release.schema import TABLES, Table

ENOUGH = 2  # names of columns on a line make it the header: no line of data has two
_CLOSE = 0.8


class Head(NamedTuple):
    """The line that names the columns as it was written, what stands at each of its places, where the data begin.

    Where nothing names the columns, `cells` is empty, and so is `columns` unless the cells are as many as the columns.
    """

    cells: tuple[str, ...]
    columns: tuple[str | None, ...]
    begins: int
    issues: list[Issue]


def folded(text: str) -> str:
    """A name without what people write differently: case, diacritics, blanks, marks. `Mã chỉ số ` is ma_chi_so."""
    bare = text.removeprefix("ï»¿").lower().replace("đ", "d")  # the byte order mark, as old programs show it
    plain = unicodedata.normalize("NFKD", bare)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "_", letters).strip("_")


def recognised(table: Table, cells: Sequence[str]) -> int:
    """How many different columns of the table are named by these cells."""
    names = names_of(table.name)
    return len({names[name] for name in map(folded, cells) if name in names})


@lru_cache(maxsize=len(TABLES))
def names_of(table: str) -> Mapping[str, str]:
    """Column by what it may be called, folded: its name, its labels in both languages, whole or their first part.

    A name that could mean two columns means none.
    """
    spec = TABLES[table]
    said = [(column.name, label) for column in spec.columns for label in (column.about.vi, column.about.en)]
    parts = _unequivocal((folded(_first_part(label)), column) for column, label in said)
    whole = _unequivocal((folded(label), column) for column, label in said)
    return parts | whole | {folded(column.name): column.name for column in spec.columns}


def _unequivocal(called: Iterable[tuple[str, str]]) -> dict[str, str]:
    pairs = set(called)
    meanings = Counter(name for name, _ in pairs)
    return {name: column for name, column in pairs if meanings[name] == 1}


def _first_part(label: str) -> str:
    return re.split(r"[:;(,]", label, maxsplit=1)[0]


def head(table: Table, lines: Sequence[Line], file: str) -> Head:
    """The header of a sheet, with what is wrong with it. `lines` has at least one line with a cell that is filled."""
    first = [recognised(table, line.cells) for line in lines[:HEAD_LINES]]
    best = max(range(len(first)), key=lambda at: first[at])
    if first[best] < ENOUGH:
        return _without(table, lines, file)
    line = lines[best]
    above = [Issue(table.name, "line_above_header", each.number, found=_said(each), file=file) for each in lines[:best]]
    columns, issues = _columns(table, line, file)
    return Head(line.cells, columns, best + 1, [issue for issue in above if issue.found] + issues)


def _said(line: Line) -> str:
    return " ".join(cell.strip() for cell in line.cells if cell.strip())


def _without(table: Table, lines: Sequence[Line], file: str) -> Head:
    begins = next((at for at, line in enumerate(lines) if any(cell.strip() for cell in line.cells)), 0)
    first = lines[begins]
    expected = ", ".join(table.header)
    issue = Issue(table.name, "header_missing", first.number, found=_said(first), expected=expected, file=file)
    fits = len(first.cells) == len(table.header)
    return Head((), table.header if fits else (), begins, [issue])


def _columns(table: Table, line: Line, file: str) -> tuple[tuple[str | None, ...], list[Issue]]:
    """The column at each place of the header, and what is wrong with the names."""
    columns, codes = _placed(table, line.cells)

    def issue(code: str, column: str | None, found: str, expected: str) -> Issue:
        return Issue(table.name, code, line.number, column, found, expected, file)

    issues = [issue(code, columns[at], line.cells[at], columns[at] or "") for at, code in codes.items()]
    for at, name in enumerate(line.cells):
        if columns[at] is None and name.strip():
            twin = names_of(table.name).get(folded(name))
            issues.append(issue("column_repeated" if twin else "column_extra", twin, name, twin or ""))
    issues += [issue("column_missing", column, "", column) for column in table.header if column not in columns]
    return tuple(columns), issues


def _placed(table: Table, names: Sequence[str]) -> tuple[list[str | None], dict[int, str]]:
    """The column at each place, and why its name is not in order. Names that are exact come before those alike."""
    columns: list[str | None] = [None] * len(names)
    codes: dict[int, str] = {}
    for meaning, code in ((_exact, ""), (_called, "column_renamed"), (_like, "column_like")):
        for at, name in enumerate(names):
            column = meaning(table, name, columns) if columns[at] is None and name.strip() else None
            if column and column not in columns:
                columns[at] = column
                codes |= {at: code} if code else {}
    return columns, codes


def _exact(table: Table, name: str, _taken: Sequence[str | None]) -> str | None:
    return name if name in table.header else None


def _called(table: Table, name: str, _taken: Sequence[str | None]) -> str | None:
    return names_of(table.name).get(folded(name))


def _like(table: Table, name: str, taken: Sequence[str | None]) -> str | None:
    """The column whose name is nearest, among those that nothing else on the line names."""
    free = {folded: column for folded, column in names_of(table.name).items() if column not in taken}
    near = get_close_matches(folded(name), list(free), 1, _CLOSE)
    return free[near[0]] if near else None


def nearest_table(name: str) -> str | None:
    """The table that a file or sheet of this name was meant to be, if one is near: `observation`, `Số liệu (1)`."""
    bare = re.sub(r"(_copy|_ban_sao|_final|_moi|_v?[0-9]+)+$", "", folded(name))
    near = get_close_matches(bare, list(_TABLE_NAMES), 1, _CLOSE)
    return _TABLE_NAMES[near[0]] if near else None


def table_of(lines: Sequence[Line]) -> str | None:
    """The table whose columns the first lines name; None where no table stands out."""
    share = {
        table.name: max((_header_share(table, line.cells) for line in lines[:HEAD_LINES]), default=0.0)
        for table in TABLES.values()
    }
    best = max(share, key=lambda name: share[name])
    return best if share[best] >= _CLOSE else None


def _header_share(table: Table, cells: Sequence[str]) -> float:
    filled = sum(bool(cell.strip()) for cell in cells)
    return recognised(table, cells) / max(filled, len(table.header))


def _table_names() -> Iterator[tuple[str, str]]:
    for table in TABLES.values():
        yield from ((folded(name), table.name) for name in (table.name, table.about.vi, _first_part(table.about.vi)))


_TABLE_NAMES: Mapping[str, str] = dict(_table_names())

"""The rules of the Table Schemas applied to text, before anything is given a type."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kh213.release.cells.codes import Codes, why_unknown
from kh213.release.cells.diagnosis import diagnose
from kh213.release.cells.found import Found
from kh213.release.columns.by_column import ByColumn
from kh213.release.issues import Issue
from kh213.release.schema import TABLES, Column, Table

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]
Numbers = Mapping[str, Sequence[int]]

_HEADER_ROWS = 2  # the header is row 1 of the spreadsheet, so the first record is row 2
_COMPARED = 100  # unknown codes of a column that are compared with every known one: more are one cause, not many


def check(
    tables: Rows, numbers: Numbers | None = None, judged: Collection[str] | None = None, typed_only: bool = False
) -> list[Issue]:
    """Every breach of a column's type, constraint, key or reference, by table, column and row, keys after columns.

    `tables` holds the rows of every table as text by column name. A table that is not there is not looked at, nor is
    one that is not in `judged`, where that is given. `numbers[table]` are the spreadsheet rows of its rows, 2, 3, …
    where not given. `typed_only` is for what has been published: only what cannot be given a type is an issue.
    """
    known: dict[tuple[str, str], Codes | None] = {}
    issues: list[Issue] = []
    for name, rows in tables.items():
        if judged is not None and name not in judged:
            continue
        table, at = TABLES[name], (numbers or {}).get(name)
        for column in table.columns:
            codes = _codes(column.refers or column.list_of, tables, known)
            if not _sound(column, rows, codes, typed_only):
                issues.extend(_column_issues(table, column, _numbered(rows, at), codes, typed_only))
        if not (isinstance(rows, ByColumn) and rows.all_differ(table.key)):
            issues.extend(_key_issues(table, _numbered(rows, at)))
        if name == "areas" and not any(row["area_level"] == "province" for row in rows):
            issues.append(Issue("areas", "no_province", column="area_level"))  # every plan is one of some area
    return issues


def _numbered(rows: Sequence[Row], at: Sequence[int] | None) -> Iterable[tuple[int, Row]]:
    return zip(range(_HEADER_ROWS, _HEADER_ROWS + len(rows)) if at is None else at, rows, strict=True)


def _codes(reference: tuple[str, str] | None, tables: Rows, known: dict[tuple[str, str], Codes | None]) -> Codes | None:
    """What a column may refer to; None where it refers to nothing, or its table is not there."""
    if reference is None or reference[0] not in tables:
        return None
    if reference not in known:
        known[reference] = Codes(*reference, tables[reference[0]])
    return known[reference]


def _sound(column: Column, rows: Sequence[Row], codes: Codes | None, typed_only: bool) -> bool:
    """Whether it takes no look at the rows to know that none is at fault: only of a table that is kept by columns."""
    return isinstance(rows, ByColumn) and not any(
        _fault(column, text, codes, typed_only, compare=False) for text in rows.texts(column.name)
    )


def _column_issues(
    table: Table, column: Column, rows: Iterable[tuple[int, Row]], codes: Codes | None, typed_only: bool
) -> Iterator[Issue]:
    judged: dict[str, Found | None] = {}  # the same text recurs thousands of times in a column
    unknown = 0
    for number, row in rows:
        text = row[column.name]
        if text not in judged:
            judged[text] = _fault(column, text, codes, typed_only, compare=unknown < _COMPARED)
            unknown += judged[text] is not None
        found = judged[text]
        if found:
            yield Issue(table.name, found.code, number, column.name, text, found.expected)


def _fault(column: Column, text: str, codes: Codes | None, typed_only: bool, compare: bool) -> Found | None:
    if codes is None or not text:
        return diagnose(column, text, typed_only)
    if codes.all_known(text, column.list_of is not None):
        return None
    found = diagnose(column, text, typed_only)
    if found and found.code != "unknown_code" and not found.mended:
        return found
    tidy = found.mended if found and found.mended else text
    if found and codes.all_known(tidy, column.list_of is not None):
        return found
    return why_unknown(codes, tidy, column.list_of is not None, compare)


def _key_issues(table: Table, rows: Iterable[tuple[int, Row]]) -> Iterator[Issue]:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in rows:
        key = tuple(row[name] for name in table.key)
        first = seen.setdefault(key, number)
        if first != number:
            yield Issue(table.name, "duplicate_key", number, table.key[0], " · ".join(key), str(first))

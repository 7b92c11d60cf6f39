"""The rules of the Table Schemas applied to text, before anything is given a type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from kh213.model.periods import Day, parse_period
from kh213.release.issues import Issue
from kh213.release.schema import TABLES, Column, Table

Row = Mapping[str, str]
Rows = Mapping[str, Sequence[Row]]

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # no exponent: Excel writes 1.23E+05 where it has lost digits
_HEADER_ROWS = 2  # the header is row 1 of the spreadsheet, so the first record is row 2


def check(tables: Rows) -> list[Issue]:
    """Every breach of a column's type, constraint, key or reference, by table, column and row, keys after columns.

    `tables` holds the rows of every table as text by column name. A table that is not there is not looked at.
    """
    known: dict[tuple[str, str], set[str]] = {}
    issues: list[Issue] = []
    for name, rows in tables.items():
        table = TABLES[name]
        for column in table.columns:
            issues.extend(_column_issues(table, column, rows, tables, known))
        issues.extend(_key_issues(table, rows))
    if "areas" in tables and not any(row["area_level"] == "province" for row in tables["areas"]):
        issues.append(Issue("areas", "no_province", column="area_level"))  # every plan is one of some area
    return issues


def _column_issues(
    table: Table, column: Column, rows: Sequence[Row], tables: Rows, known: dict[tuple[str, str], set[str]]
) -> Iterator[Issue]:
    reference = column.refers or column.list_of
    targets = _values(reference, tables, known) if reference else None
    judged: dict[str, tuple[str, str] | None] = {}  # the same text recurs thousands of times in a column
    for number, row in enumerate(rows, _HEADER_ROWS):
        text = row[column.name]
        if text not in judged:
            judged[text] = _breach(column, text, targets)
        breach = judged[text]
        if breach:
            yield Issue(table.name, breach[0], number, column.name, text, breach[1])


def _breach(column: Column, text: str, targets: set[str] | None) -> tuple[str, str] | None:
    """The code of the rule that a cell breaks and what was expected, or None."""
    if not text:
        return ("missing", "") if column.required else None
    return _form_breach(column, text) or _limit_breach(column, text) or _reference_breach(column, text, targets)


def _form_breach(column: Column, text: str) -> tuple[str, str] | None:
    if column.enum and text not in column.enum:
        return "not_in_list", ", ".join(column.enum)
    if column.pattern and not column.pattern.fullmatch(text):
        return f"not_a_{column.format}" if column.format else "wrong_form", column.pattern.pattern
    kind = _TYPE_BREACH.get(column.format or column.type)
    return (f"not_a_{kind}", "") if kind and not _converts(kind, text) else None


def _limit_breach(column: Column, text: str) -> tuple[str, str] | None:
    if column.minimum is not None and Decimal(text) < Decimal(str(column.minimum)):
        return "too_small", str(column.minimum)
    if column.maximum is not None and Decimal(text) > Decimal(str(column.maximum)):
        return "too_large", str(column.maximum)
    return None


def _reference_breach(column: Column, text: str, targets: set[str] | None) -> tuple[str, str] | None:
    reference = column.refers or column.list_of
    if reference is None or targets is None:
        return None
    parts = text.split(";") if column.list_of else [text]
    return None if targets.issuperset(parts) else ("unknown_code", reference[0])


_TYPE_BREACH = {"number": "number", "integer": "integer", "date": "date", "period": "period", "day": "day"}


def _converts(kind: str, text: str) -> bool:
    try:
        match kind:
            case "number":
                return bool(_NUMBER.fullmatch(text))
            case "integer":
                return str(int(text)) == text
            case "date":
                return date.fromisoformat(text).isoformat() == text
            case "period":
                parse_period(text)
            case _:
                Day.parse(text)
    except ValueError:
        return False
    return True


def _values(reference: tuple[str, str], tables: Rows, known: dict[tuple[str, str], set[str]]) -> set[str] | None:
    name, column = reference
    if name not in tables:
        return None
    if reference not in known:
        known[reference] = {row[column] for row in tables[name]}
    return known[reference]


def _key_issues(table: Table, rows: Sequence[Row]) -> Iterator[Issue]:
    seen: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, _HEADER_ROWS):
        key = tuple(row[name] for name in table.key)
        first = seen.setdefault(key, number)
        if first != number:
            yield Issue(table.name, "duplicate_key", number, table.key[0], " · ".join(key), str(first))

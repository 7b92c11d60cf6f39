"""The tables of a release, read once from tables.toml: the one specification for reading, checking and describing."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from kh213.model.plan import Text

_ONE_PERIOD = r"[0-9]{4}(-(S[12]|Q[1-4]|(0[1-9]|1[0-2])))?"  # not \d, which is every digit of every script
_FORMAT_PATTERNS = {
    "period": rf"{_ONE_PERIOD}(/{_ONE_PERIOD})?",
    "day": r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?",
    "uri": r"https?://[^\s]+",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column and its rules. `refers` and `list_of` are (table, column)."""

    name: str
    type: str
    about: Text
    format: str | None = None
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    minimum: float | None = None
    maximum: float | None = None
    refers: tuple[str, str] | None = None
    list_of: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    about: Text
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def table_schema(table: Table) -> dict[str, Any]:
    """The table as a Frictionless Table Schema (descriptor with fields, primaryKey, foreignKeys)."""
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "primaryKey": list(table.key),
        "missingValues": [""],
    }
    foreign = [_foreign_key(table, column.name, *column.refers) for column in table.columns if column.refers]
    return schema | ({"foreignKeys": foreign} if foreign else {})


def _foreign_key(table: Table, column: str, other: str, field: str) -> dict[str, Any]:
    resource = "" if other == table.name else other  # Table Schema writes a reference to the table itself as ""
    return {"fields": [column], "reference": {"resource": resource, "fields": [field]}}


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "title": column.about.vi,
        "description": column.about.en,
    }
    if column.format == "uri":
        field["format"] = "uri"
    constraints = {
        "required": column.required or None,
        "enum": list(column.enum) or None,
        "pattern": column.pattern.pattern if column.pattern else None,
        "minimum": column.minimum,
        "maximum": column.maximum,
    }
    constraints = {name: value for name, value in constraints.items() if value is not None}
    return field | ({"constraints": constraints} if constraints else {})


def _load() -> dict[str, Table]:
    raw = tomllib.loads(files(__package__).joinpath("tables.toml").read_text(encoding="utf-8"))
    return {name: _table(name, spec) for name, spec in raw.items()}


def _table(name: str, spec: Mapping[str, Any]) -> Table:
    return Table(
        name,
        Text(spec["vi"], spec["en"]),
        tuple(spec["key"]),
        tuple(_column(column) for column in spec["columns"]),
    )


def _column(spec: Mapping[str, Any]) -> Column:
    pattern = spec.get("pattern") or _FORMAT_PATTERNS.get(spec.get("format", ""))
    return Column(
        name=spec["name"],
        type=spec["type"],
        about=Text(spec["vi"], spec["en"]),
        format=spec.get("format"),
        required=spec.get("required", False),
        enum=tuple(spec.get("enum", ())),
        pattern=re.compile(pattern) if pattern else None,
        minimum=spec.get("min"),
        maximum=spec.get("max"),
        refers=_reference(spec.get("refers")),
        list_of=_reference(spec.get("list_of")),
    )


def _reference(text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    table, column = text.split(".")
    return table, column


TABLES: Mapping[str, Table] = _load()

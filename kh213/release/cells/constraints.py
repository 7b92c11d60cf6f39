"""The rules of one column of a Table Schema, applied to a text before it is given a type."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from kh213.model.periods import Day, parse_period
from kh213.release.cells.found import Found
from kh213.release.schema import Column

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")  # no exponent: Excel writes 1.23E+05 where it has lost digits
_CODES = re.compile(r"[A-Za-z0-9.-]+(;[A-Za-z0-9.-]+)*")
_KINDS = {"number": "number", "integer": "integer", "date": "date", "period": "period", "day": "day"}


def breach(column: Column, text: str) -> Found | None:
    """The rule of its column that a text breaks; None where it can be read. What it refers to is not looked up."""
    return _form_breach(column, text) or _limit_breach(column, text)


def is_prose(column: Column) -> bool:
    """Whether a column holds free text, which no rule of the schema binds."""
    ruled = column.enum or column.pattern or column.refers or column.list_of
    return column.type == "string" and not ruled


def _form_breach(column: Column, text: str) -> Found | None:
    if column.enum and text not in column.enum:
        return Found("not_in_list", ", ".join(column.enum))
    if column.pattern and not column.pattern.fullmatch(text):
        return Found(f"not_a_{column.format}" if column.format else "wrong_form", column.pattern.pattern)
    reference = column.refers or column.list_of
    if reference and not _CODES.fullmatch(text):
        return Found("unknown_code", reference[0])
    kind = _KINDS.get(column.format or column.type)
    return Found(f"not_a_{kind}") if kind and not _converts(kind, text) else None


def _limit_breach(column: Column, text: str) -> Found | None:
    if column.minimum is not None and Decimal(text) < Decimal(str(column.minimum)):
        return Found("too_small", str(column.minimum))
    if column.maximum is not None and Decimal(text) > Decimal(str(column.maximum)):
        return Found("too_large", str(column.maximum))
    return None


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

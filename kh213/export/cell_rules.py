"""The rules of a Table Schema as Excel's cell validation: what a cell refuses, and the sentence with which it does.

Excel knows no regular expressions, so a formula asks for less than the schema does, never for more: what the schema
allows can always be typed, and `check` has the last word.
"""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kh213.release.draft.starting import CODES_SHEET
from kh213.release.schema import TABLES, Column, Table
from kh213.words import Words

LAST_ROW = 1_048_576

_ANY_NUMBER = 1e15  # Excel keeps 15 digits; its validation of numbers wants limits


def _lettered(letter: str, *lengths: int) -> str:
    long = ",".join(f"LEN({{cell}})={length}" for length in lengths)
    return f'AND(OR({long}),EXACT(LEFT({{cell}},1),"{letter}"),ISNUMBER(VALUE(MID({{cell}},2,3))))'


_SLUG = 'AND(EXACT({cell},LOWER({cell})),ISERROR(FIND(" ",{cell})),ISERROR(FIND("_",{cell})))'
_GSO = "AND(OR(LEN({cell})=2,LEN({cell})=3,LEN({cell})=5),ISNUMBER(VALUE({cell})))"

# A pattern of tables.toml: what Excel can tell of it, and codes that fit.
FORMS = {
    "[a-z0-9]+(-[a-z0-9]+)*": (_SLUG, "so-tai-chinh-2"),
    "T[0-9]{2,3}": (_lettered("T", 3, 4), "T01"),
    "N[0-9]{2,3}": (_lettered("N", 3, 4), "N01"),
    "C[0-9]{2}": (_lettered("C", 3), "C01"),
    "G[0-9]{2}": (_lettered("G", 3), "G01"),
    "[0-9]{2}|[0-9]{3}|[0-9]{5}": (_GSO, "22, 193, 06970"),
}
_YEAR = "ISNUMBER(VALUE(LEFT({cell},4)))"
_DASH = 'MID({cell},5,1)="-"'
_SINGLE = f"OR(LEN({{cell}})=4,AND(OR(LEN({{cell}})=7,LEN({{cell}})=10),{_DASH}))"
_INTERVAL = 'AND(OR(LEN({cell})=9,LEN({cell})=12,LEN({cell})=15),NOT(ISERROR(FIND("/",{cell},5))))'
_FORMATS = {
    "period": f"AND({_YEAR},OR({_SINGLE},{_INTERVAL}))",
    "day": f"AND({_YEAR},{_SINGLE})",
    "date": f"AND({_YEAR},LEN({{cell}})=10,{_DASH})",
    "uri": 'OR(LEFT({cell},7)="http://",LEFT({cell},8)="https://")',
}
_LIST = 'AND(ISERROR(FIND(" ",{cell})),ISERROR(FIND(",",{cell})))'


def validation(w: Words, table: Table, column: Column, letter: str) -> DataValidation | None:
    """What the cells of a column accept, from the first row below the header; None for free text."""
    rule = _listed(w, column) or _numbered(w, column) or _formed(w, table, column, letter)
    if rule is None:
        return None
    rule.allow_blank = not column.required
    rule.showErrorMessage = True
    rule.errorTitle = w("template.refused.title")
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    return rule


def explained(w: Words, table: Table, column: Column) -> Iterator[str]:
    """What a cell of the column may hold, in sentences; nothing for free text."""
    if column.required:
        yield w("template.note.required")
    if column.enum:
        yield w("template.note.values", values=", ".join(column.enum))
    elif column.refers:
        yield w("template.note.code", table=column.refers[0])
    elif column.list_of:
        yield w("template.note.codes", table=column.list_of[0])
    elif rule := validation(w, table, column, "A"):
        yield str(rule.error)


def is_number(column: Column) -> bool:
    """Whether a cell of the column is a number to Excel; all others are text, so that 06970 keeps its zero."""
    return column.type in {"number", "integer"}


def _listed(w: Words, column: Column) -> DataValidation | None:
    if column.enum:
        error = w("template.refused.list", values=", ".join(column.enum))
        return DataValidation(type="list", formula1=f'"{",".join(column.enum)}"', error=error)
    if column.refers:
        name, code = column.refers
        error = w("template.refused.reference", table=name, codes=CODES_SHEET)
        return DataValidation(type="list", formula1=_filled(name, code), error=error)
    return None


def _filled(table: str, code: str) -> str:
    """The codes that another sheet holds, with those that are added to it: a range up to the last filled row."""
    letter = get_column_letter(TABLES[table].header.index(code) + 1)
    return f"OFFSET({table}!${letter}$2,0,0,MAX(1,COUNTA({table}!${letter}$2:${letter}${LAST_ROW})),1)"


def _numbered(w: Words, column: Column) -> DataValidation | None:
    if not is_number(column):
        return None
    least, most = column.minimum, column.maximum
    return DataValidation(
        type="whole" if column.type == "integer" else "decimal",
        operator="between",
        formula1=_limit(least, -_ANY_NUMBER),
        formula2=_limit(most, _ANY_NUMBER),
        error=w(f"template.refused.{column.type}", limits=_limits(w, least, most)),
    )


def _limit(given: float | None, otherwise: float) -> str:
    return f"{otherwise if given is None else given:.15g}"


def _limits(w: Words, least: float | None, most: float | None) -> str:
    kind = {(True, True): "both", (True, False): "least", (False, True): "most", (False, False): "none"}
    said = {"least": f"{least or 0:g}", "most": f"{most or 0:g}"}
    return w(f"template.limits.{kind[least is not None, most is not None]}", **said)


def _formed(w: Words, table: Table, column: Column, letter: str) -> DataValidation | None:
    if column.list_of:
        return _formula(_LIST, letter, w("template.refused.codes"))
    kind = column.format or column.type
    if kind in _FORMATS:
        return _formula(_FORMATS[kind], letter, w(f"template.refused.{kind}"))
    if column.pattern is None:
        return None
    form, sample = FORMS[column.pattern.pattern]
    if table.key != (column.name,):
        return _formula(form, letter, w("template.refused.form", sample=sample))
    once = f"COUNTIF(${letter}$2:${letter}${LAST_ROW},{{cell}})=1"
    return _formula(f"AND({once},{form})", letter, w("template.refused.new_code", sample=sample))


def _formula(text: str, letter: str, error: str) -> DataValidation:
    return DataValidation(type="custom", formula1=text.format(cell=f"{letter}2"), error=error)

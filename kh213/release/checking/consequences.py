"""What follows from another issue and is left unsaid, or is said as what it comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kh213.release.cells.check import Rows
from kh213.release.issues import Issue
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.schema import TABLES

_LACKING, _RAGGED, _DOUBLE = "column_missing", "ragged_row", "duplicate_key"
_GONE, _TAKEN = "row_gone", "code_taken_away"
_UNKNOWN = frozenset({"unknown_code", "unknown_in_list", "near_code", "lost_zero", "name_for_code"})
_REFERS = {
    (table.name, column.name): reference[0]
    for table in TABLES.values()
    for column in table.columns
    if (reference := column.refers or column.list_of)
}
_FROM_A_RELEASE = frozenset({"table_missing", "descriptor_missing"})
_ENOUGH = 10  # rows of a table, of which some are deleted for a reason and most by mistake

_Place = tuple[str, int | None, str | None]


def _place(issue: Issue) -> _Place:
    return issue.table, issue.row, issue.column


def lacking(issues: Iterable[Issue]) -> set[str]:
    """Tables without one of their columns: all their rows differ from those published, and nothing follows from it."""
    return {issue.table for issue in issues if issue.code == _LACKING}


def elsewhere(known: Iterable[Issue], issues: Iterable[Issue]) -> list[Issue]:
    """The issues at other cells than those known not to be in order: nothing follows from what these hold."""
    wrong = {_place(issue) for issue in known if issue.code != _DOUBLE}
    return [issue for issue in issues if _place(issue) not in wrong]


def taken_away(issue: Issue) -> Issue:
    """An issue of a table as published: a code that it knew then is gone from a table handed in, where it is mended."""
    refers = _REFERS.get((issue.table, issue.column or ""))
    return replace(issue, code=_TAKEN, expected=refers) if refers and issue.code in _UNKNOWN else issue


def worth_saying(issues: Sequence[Issue]) -> Iterator[Issue]:
    """Without what is said of every row of a column that the sheet lacks: that is said once, of the sheet.

    Nor is there a warning about a cell that has a problem: what it will hold is not known yet. Nor are rows said to be
    gone, or codes to be taken away, where as many are there whose key is not in order.
    """
    missing = {(issue.table, issue.column) for issue in issues if issue.code == _LACKING}
    wrong = {_place(issue) for issue in issues if issue.row and not issue.warning}
    unsaid = _not_yet_known(issues)
    for issue in issues:
        follows = issue.warning and _place(issue) in wrong
        follows |= (issue.code, _keyed(issue)) in unsaid
        if issue.code == _LACKING or not (follows or (issue.table, issue.column) in missing):
            yield issue


def _keyed(issue: Issue) -> str:
    """The table whose keys it is about."""
    return issue.expected if issue.code == _TAKEN else issue.table


def _not_yet_known(issues: Iterable[Issue]) -> set[tuple[str, str]]:
    """What may not be said of which table, since rows whose keys are not in order may explain it all."""
    keyless = _keyless(issues)
    lost = {
        (issue.code, _keyed(issue), issue.found, issue.expected) for issue in issues if issue.code in {_GONE, _TAKEN}
    }
    count = Counter((code, table) for code, table, *_ in lost)
    return {(code, table) for (code, table), keys in count.items() if keys <= keyless[table]}


def _keyless(issues: Iterable[Issue]) -> Counter[str]:
    """How many rows of each table have a problem in their key, so that no one can tell which row each is."""
    rows = {(issue.table, issue.row) for issue in issues if issue.row and not issue.warning and _of_key(issue)}
    return Counter(table for table, _ in rows)


def _of_key(issue: Issue) -> bool:
    return issue.code == _RAGGED or (issue.table in TABLES and issue.column in TABLES[issue.table].key)


def nothing_to_build_on(absent: Sequence[Issue], why: Issue | None) -> list[Issue]:
    """With one issue, `why` there is no release to take it from, for all that a draft lacks; None where none ever was."""
    lacks = [issue for issue in absent if issue.code in _FROM_A_RELEASE]
    if not (why and lacks):
        return list(absent)
    files = ", ".join(sorted(issue.file or DESCRIPTOR for issue in lacks))
    return [replace(why, expected=why.expected or files), *(issue for issue in absent if issue not in lacks)]


def rows_lost(issues: Iterable[Issue], base: Rows) -> Iterator[Issue]:
    """With one problem for a table that holds less than half of the rows published: only the new ones were handed in."""
    issues = tuple(issues)
    gone = Counter(issue.table for issue in issues if issue.code == _GONE)
    lost = {table for table, rows in gone.items() if 2 * rows > len(base[table]) >= _ENOUGH}
    yield from (issue for issue in issues if issue.code != _GONE or issue.table not in lost)
    for table in lost:
        yield Issue(table, "rows_lost", found=str(gone[table]), expected=str(len(base[table])))

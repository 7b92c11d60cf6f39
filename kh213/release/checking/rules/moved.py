"""A draft against the newest release, row by row: what changed in place, what is gone, what decides otherwise."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kh213.release.cells.check import Row, Rows
from kh213.release.checking.rules.whole import Whole, key_of, read
from kh213.release.issues import Issue

_DECIDING = {
    "targets": ("indicator_code", "comparator", "target_value", "due_period", "baseline_period", "baseline_value"),
    "indicators": ("frequency",),  # a figure decides only if it is less than one interval old
}
_MEANING = ("kind", "unit_measure_vi", "unit_measure_en", "better")
_VALUE = ("obs_value", "numerator", "denominator", "qualifier", "obs_status")


def moved_issues(whole: Whole, handed: Collection[str], base: Rows, since: str) -> Iterator[Issue]:
    """Rows of the release `since` that are gone from a table handed in, and cells of it that now say something else."""
    for table in handed:
        before = by_key(table, base.get(table, ()))
        present = set()
        for number, row in whole.rows(table):
            key = key_of(table, row)
            present.add(key)
            if key in before and before[key] != row:
                yield from _changes(table, number, row, before[key])
        for key in before:
            if key not in present:
                yield Issue(table, "row_gone", found=since, expected=" · ".join(key))


def fresh_rows(whole: Whole, base: Rows) -> frozenset[int]:
    """The rows of observations that a release does not have, or has with another value."""
    before = by_key("observations", base.get("observations", ()))
    return frozenset(
        number for number, row in whole.rows("observations") if _is_new(row, before.get(key_of("observations", row)))
    )


def _is_new(row: Row, before: Row | None) -> bool:
    return before is None or (row != before and any(row[column] != before[column] for column in _VALUE))


def by_key(table: str, rows: Collection[Row]) -> Mapping[tuple[str, ...], Row]:
    """The rows of a table by their key."""
    return {key_of(table, row): row for row in rows}


def _changes(table: str, number: int, row: Row, before: Row) -> Iterator[Issue]:
    for column in _DECIDING.get(table, ()):
        if _says_otherwise(row[column], before[column]):
            yield Issue(table, "deciding_cell_changed", number, column, row[column], before[column])
    if table == "indicators":
        for column in _MEANING:
            if row[column] != before[column]:
                yield Issue(table, "meaning_changed", number, column, row[column], before[column])
    if table == "observations":
        moved = next((column for column in _VALUE if _says_otherwise(row[column], before[column])), None)
        if moved:
            yield Issue(table, "value_moved", number, moved, row[moved], before[moved])


def _says_otherwise(text: str, before: str) -> bool:
    """Whether a cell changed in more than how its number is written."""
    return text != before and (read(text) is None or read(text) != read(before))

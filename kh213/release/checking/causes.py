"""One cause that spoils a whole column is said once, with how often: a thousand lines would hide every other one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import NamedTuple

from kh213.release.issues import Issue

# What is said of a file, or of a sheet of one, that is not read.
_OF_FILES = frozenset(
    {"file_ignored", "file_too_large", "no_table_sheet", "not_a_table", "old_workbook", "sheet_ignored"}
    | {"workbook_unreadable"}
)
FEW = 5  # so often one thing may be said about a column, each at its own place


class Cause(NamedTuple):
    """What is said once: the issue at its first place, counted, and the spreadsheet rows of all its places."""

    issue: Issue
    rows: tuple[int, ...]


def causes(issues: Iterable[Issue]) -> tuple[Cause, ...]:
    """Issues by cause, in the order of the first of each.

    One code in one column of one file is one cause where more than a few different things were found; where a few
    things recur, each is a cause by itself, so that no wrong code hides another. What makes a file no table at all is
    one cause over many files.
    """
    by_column: dict[tuple[object, ...], list[_Met]] = {}
    for met in map(_Met, count(), issues):
        issue = met.issue
        alike_in = (issue.code,) if issue.code in _OF_FILES else (issue.table, issue.file, issue.column, issue.code)
        by_column.setdefault(alike_in, []).append(met)
    told = [group for alike in by_column.values() for group in _told(alike)]
    return tuple(_cause([met.issue for met in group]) for group in sorted(told, key=lambda group: group[0].place))


def grouped(issues: Iterable[Issue]) -> tuple[Issue, ...]:
    """The issues of `causes`: each at its first place, with `count`."""
    return tuple(cause.issue for cause in causes(issues))


class _Met(NamedTuple):
    place: int
    issue: Issue


def _told(alike: list[_Met]) -> Iterator[list[_Met]]:
    if len(alike) <= FEW:
        yield from ([met] for met in alike)
        return
    by_found: dict[str, list[_Met]] = {}
    for met in alike:
        by_found.setdefault(met.issue.found, []).append(met)
    yield from by_found.values() if len(by_found) <= FEW else [alike]


def _cause(alike: Sequence[Issue]) -> Cause:
    often = sum(issue.count for issue in alike)
    return Cause(replace(alike[0], count=often), tuple(issue.row for issue in alike if issue.row is not None))

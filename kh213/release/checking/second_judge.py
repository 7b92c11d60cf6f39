"""Frictionless as an independent judge of what would be published: what it finds where we found nothing is said too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from frictionless import Error, FrictionlessException, Package, errors
from frictionless.resources import TableResource

from kh213.model.plan import PlanName, Text
from kh213.release.cells.check import Rows
from kh213.release.issues import Issue, Progress, silent
from kh213.release.publications.publishing import stage
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.schema import TABLES

_EVERY = 5000  # rows between two words of progress
_NOBODY = Text("-", "-")
_UNNAMED = PlanName(_NOBODY, _NOBODY, None, "draft")  # the tables are judged before the draft has a name


def second_opinion(
    tables: Rows,
    numbers: Mapping[str, Sequence[int]],
    known: Iterable[Issue],
    day: date,
    title: Text | None,
    plan_name: PlanName | None,
    tell: Progress = silent,
) -> list[Issue]:
    """What frictionless finds in the package of these tables at a cell, or a row, where `known` names no problem.

    `tables` must be all tables; `numbers[table]` are the spreadsheet rows of its rows, 2, 3, … where not given.
    """
    seen = {(issue.table, issue.row, issue.column) for issue in known if not issue.warning}
    with TemporaryDirectory() as name:
        folder = Path(name)
        stage(folder, tables, day, "published", title or _NOBODY, plan_name or _UNNAMED)
        found = _judged(folder, numbers, sum(map(len, tables.values())), tell)
        return [issue for issue, places in found if seen.isdisjoint(places)]


_Place = tuple[str, int | None, str | None]


def _judged(
    folder: Path, numbers: Mapping[str, Sequence[int]], total: int, tell: Progress
) -> Iterator[tuple[Issue, set[_Place]]]:
    """Each finding with the places where it may already be known."""
    done = 0
    try:
        package = Package(str(folder / DESCRIPTOR))
    except FrictionlessException as failed:
        yield Issue(DESCRIPTOR, "schema_rule", found=failed.error.note), set()
        return
    for name in TABLES:
        resource = package.get_table_resource(name)
        try:
            for error in _errors(resource, done, total, tell):
                yield _issue(name, error, numbers.get(name))
        except FrictionlessException as failed:
            yield Issue(name, "schema_rule", found=failed.error.note), set()
        done += resource.stats.rows or 0


def _errors(resource: TableResource, done: int, total: int, tell: Progress) -> Iterator[Error]:
    """What `frictionless.validate` reports of a table, row after row: it keeps all of it, and stops at a thousand."""
    with resource:
        yield from resource.header.errors
        for row in resource.row_stream:
            if row.row_number % _EVERY == 0:
                tell("second_judge", done + row.row_number, total)
            yield from row.errors


def _issue(table: str, error: Error, numbers: Sequence[int] | None) -> tuple[Issue, set[_Place]]:
    if not isinstance(error, errors.RowError):
        return Issue(table, "schema_rule", 1, found=error.note), set()
    row = numbers[error.row_number - 2] if numbers else error.row_number
    columns = _columns(table, error)
    return Issue(table, "schema_rule", row, columns[0], error.note), {(table, row, name) for name in columns}


def _columns(table: str, error: errors.RowError) -> Sequence[str]:
    match error:
        case errors.ForeignKeyError():
            return list(error.field_names)
        case errors.CellError():
            return [error.field_name]
        case _:
            return TABLES[table].key

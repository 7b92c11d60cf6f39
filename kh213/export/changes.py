"""What changed between two publications, for machines: a row a cell as CSV, and all of it as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kh213.export import machine
from kh213.model.plan import Observation, Release
from kh213.model.verdict import Verdict
from kh213.release.cells.check import Row
from kh213.release.comparing.diff import Difference
from kh213.release.comparing.revisions import Flip, Revision
from kh213.release.comparing.row_changes import RowChange
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES

# The source of a row and what is noted beside it, where its table has them: the reason of a change.
_REASON = ("source_code", "note_vi", "note_en")
COLUMNS = ("table", "key", "column", "old", "new", "change", *_REASON)


def changes_csv(difference: Difference) -> bytes:
    """Every changed cell: its table, the values of its key joined by ";", column, old and new text, and whether the
    row was `added`, `removed` or `changed`. Source and notes are those of the row now, or as it last was.
    """
    rows = (row for change in difference.rows for row in _cells(change))
    return write_csv(machine.table("changes", COLUMNS, difference.new.release), rows)


def changes_name(difference: Difference) -> str:
    """The name under which the CSV is saved."""
    old = difference.old.release.day.isoformat()
    return machine.file_name(difference.new.release, f"changes-since-{old}.csv")


def changes_json(difference: Difference) -> dict[str, Any]:
    """Everything that changed, ready for JSON: numbers as exact text, days as in the files."""
    return {
        "old": _release(difference.old.release),
        "new": _release(difference.new.release),
        "named": [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in difference.named],
        "cells": [_cell(change, row) for change in difference.rows for row in _cells(change)],
        "reordered": list(difference.reordered),
        "revisions": [_revision(revision) for revision in difference.revisions],
        "flips": [_flip(flip) for flip in difference.flips],
    }


def _cells(change: RowChange) -> Iterator[Row]:
    reason = {name: change.row.get(name, "") for name in _REASON}
    for cell in change.cells():
        yield {
            "table": cell.table,
            "key": ";".join(cell.key),
            "column": cell.column,
            "old": cell.old,
            "new": cell.new,
            "change": change.kind,
            **reason,
        }


def _cell(change: RowChange, row: Row) -> Mapping[str, Any]:
    return {**row, "key": dict(zip(TABLES[change.table].key, change.key, strict=True))}


def _release(release: Release) -> dict[str, str]:
    return {"name": release.name, "version": release.day.isoformat(), "status": release.status}


def _revision(revision: Revision) -> dict[str, Any]:
    row = revision.row
    return {
        "kind": revision.kind,
        "indicator_code": row.indicator_code,
        "area_code": row.area_code,
        "time_period": row.time_period,
        "accumulation": row.accumulation,
        "in_place": revision.in_place,
        "old": _figure(revision.old),
        "new": _figure(revision.new),
    }


def _figure(row: Observation | None) -> dict[str, str] | None:
    if row is None:
        return None
    return {
        "numerator": machine.number(row.numerator),
        "denominator": machine.number(row.denominator),
        "obs_value": machine.number(row.stated),
        "exact_value": machine.number(row.value),
        "qualifier": row.qualifier,
        "obs_status": row.status,
        "published_on": machine.day(row.published_on),
        "source_code": row.source_code,
        "note_vi": row.note.vi,
        "note_en": row.note.en,
    }


def _flip(flip: Flip) -> dict[str, Any]:
    return {
        "target_code": flip.new.target.code,
        "area_code": flip.new.area_code,
        "turned": flip.turned,
        "cause": flip.cause,
        "old": _verdict(flip.old),
        "new": _verdict(flip.new),
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "as_of": verdict.as_of.isoformat(),
        "verdict": verdict.code,
        "reason": verdict.reason or "",
        "since_lost": verdict.since_lost,
    }

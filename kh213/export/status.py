"""status.csv: every verdict with all its inputs, so that anyone can take it again (docs/method.md)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from kh213.export import machine
from kh213.model.plan import Plan
from kh213.model.verdict import METHOD_VERSION, PACED, Verdict, status
from kh213.release.cells.check import Row
from kh213.release.reading.package import write_csv

COLUMNS = (
    "target_code",
    "indicator_code",
    "area_code",
    "as_of",
    "verdict",
    "reason",
    "deciding_period",
    "deciding_value",
    "qualifier",
    "deciding_published_on",
    "source_code",
    "comparator",
    "target_value",
    "due_period",
    "gap",
    "baseline_period",
    "baseline_value",
    "expected_value",
    "pace",
    "observed_rate",
    "needed_rate",
    "since_lost",
    "method_version",
)
NUMBERS = frozenset(
    {
        "deciding_value",
        "target_value",
        "gap",
        "baseline_value",
        "expected_value",
        "pace",
        "observed_rate",
        "needed_rate",
    }
)


def status_csv(plan: Plan, as_of: date) -> bytes:
    """The CSV of every verdict on a day, in the order of the method: target, then the province, then other areas."""
    return write_csv(machine.table("status", COLUMNS, plan.release), status_rows(plan, status(plan, as_of)))


def status_rows(plan: Plan, verdicts: Iterable[Verdict]) -> list[Row]:
    """One row a verdict, as text; the mark is in it and only written where the figures are invented."""
    return [_row(plan, verdict) for verdict in verdicts]


def _row(plan: Plan, verdict: Verdict) -> Row:
    target = verdict.target
    return {
        "target_code": target.code,
        "indicator_code": target.indicator_code,
        "area_code": verdict.area_code,
        "as_of": machine.day(verdict.as_of),
        "verdict": verdict.code,
        "reason": verdict.reason or "",
        "comparator": target.comparator,
        "target_value": machine.number(target.value),
        "due_period": target.due.code,
        "gap": machine.number(verdict.gap),
        "since_lost": machine.flag(verdict.since_lost),
        "method_version": METHOD_VERSION,
        machine.MARK: plan.release.status,
        **_figure(plan, verdict),
        **_pace(verdict),
    }


def _figure(plan: Plan, verdict: Verdict) -> Row:
    """What the verdict rests on. A figure that says no day of its own has that of its source, as when it is judged."""
    row = verdict.figure
    if row is None:
        return {}
    return {
        "deciding_period": row.time_period,
        "deciding_value": machine.number(row.value),
        "qualifier": row.qualifier,
        "deciding_published_on": machine.day(row.published_on or plan.sources[row.source_code].published_on),
        "source_code": row.source_code,
    }


def _pace(verdict: Verdict) -> Row:
    pace = verdict.pace
    if pace is None or verdict.code not in PACED:
        return {}
    return {
        "baseline_period": pace.baseline_period.code,
        "baseline_value": machine.number(pace.baseline_value),
        "expected_value": machine.number(pace.expected_value),
        "pace": machine.number(pace.pace),
        "observed_rate": machine.number(pace.observed_rate),
        "needed_rate": machine.number(pace.needed_rate),
    }

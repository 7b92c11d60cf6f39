"""The promises against what measures them: indicators, targets, related figures, tasks."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kh213.release.cells.check import Row
from kh213.release.checking.rules.days import late_days
from kh213.release.checking.rules.whole import Breach, Whole, day, limits, outside, period, read
from kh213.release.issues import Issue

_WRONG_WAY = {("lower", "ge"), ("higher", "le")}  # a promise to stay on the worse side


def indicator_issues(whole: Whole) -> Iterator[Issue]:
    """Indicators that contradict themselves, and those of the plan that no target asks for."""
    promised = {row["indicator_code"] for _, row in whole.rows("targets")}
    for number, row in whole.rows("indicators"):
        low, high = read(row["value_min"]), read(row["value_max"])
        if low is not None and high is not None and low > high:
            yield Issue("indicators", "limits_reversed", number, "value_min", str(low), str(high))
        if row["kind"] == "rank" and row["better"] == "higher":
            yield Issue("indicators", "rank_higher_better", number, "better", "higher", "lower")
        if row["role"] == "plan" and row["indicator_code"] not in promised:
            yield Issue("indicators", "plan_without_target", number, "role", "plan", row["indicator_code"])


def target_issues(whole: Whole) -> Iterator[Issue]:
    """Targets that their indicator, their baseline or another target contradicts."""
    indicators = {row["indicator_code"]: row for _, row in whole.rows("indicators")}
    promised: dict[tuple[str, str], Row] = {}
    if not any(whole.rows("targets")):
        yield Issue("targets", "no_target", column="target_code")
    for number, row in whole.rows("targets"):
        for breach in (*_of_indicator(whole, row, indicators.get(row["indicator_code"])), *_of_baseline(row)):
            yield breach.at("targets", number)
        other = promised.setdefault((row["indicator_code"], row["due_period"]), row)
        if other is not row:
            yield Issue("targets", "two_targets", number, "target_value", _promise(row), _promise(other))


def _promise(row: Row) -> str:
    return f"{row['target_code']}: {row['comparator']} {row['target_value']}"


def _of_indicator(whole: Whole, row: Row, indicator: Row | None) -> Iterator[Breach]:
    if indicator is None:
        return
    if indicator["role"] == "context":
        yield Breach("target_of_context", "indicator_code", row["indicator_code"], "context")
    if (indicator["better"], row["comparator"]) in _WRONG_WAY:
        yield Breach("comparator_wrong_way", "comparator", row["comparator"], indicator["better"])
    value = read(row["target_value"])
    if row["comparator"] == "eq" and not (indicator["kind"] == "share" and value == 100):
        yield Breach("only_equal", "comparator", f"= {row['target_value']}", indicator["better"])
    measure = whole.measures[row["indicator_code"]]
    for column in ("target_value", "baseline_value"):
        stated = read(row[column])
        if stated is not None and outside(measure, stated):
            yield Breach("outside_limits", column, str(stated), limits(measure))


def _of_baseline(row: Row) -> Iterator[Breach]:
    stated, value = row["baseline_period"], row["baseline_value"]
    if bool(stated) != bool(value):
        column = "baseline_value" if stated else "baseline_period"
        yield Breach("baseline_half", column, "", stated or value)
    begins, due = period(stated), period(row["due_period"])
    if begins and due and begins.last >= due.last:
        yield Breach("baseline_not_before_due", "baseline_period", stated, row["due_period"])


def baseline_issues(whole: Whole) -> Iterator[Issue]:
    """Baselines beside a published figure of the province that says something else."""
    province = {area.code for _, area in whole.units if area.level == "province"}
    asked = {row["indicator_code"] for _, row in whole.rows("targets") if row["baseline_value"]}
    published: dict[tuple[str, str], set[Decimal | None]] = {}
    for figure in whole.figures:
        code = figure.row["indicator_code"]
        if code in asked and figure.row["area_code"] in province and figure.row["qualifier"] == "eq":
            stated = None if figure.denominator is not None else figure.stated
            published.setdefault((code, figure.row["time_period"]), set()).add(stated)
    for number, row in whole.rows("targets"):
        stated = read(row["baseline_value"])
        others = published.get((row["indicator_code"], row["baseline_period"]), set()) - {None}
        if stated is not None and others and stated not in others:
            said = ", ".join(str(other) for other in others)
            yield Issue("targets", "baseline_disagrees", number, "baseline_value", str(stated), said)


def related_issues(whole: Whole) -> Iterator[Issue]:
    """Related figures that are the target's own."""
    own = {row["target_code"]: row["indicator_code"] for _, row in whole.rows("targets")}
    for number, row in whole.rows("related_figures"):
        code = row["indicator_code"]
        if code and own.get(row["target_code"]) == code:
            yield Issue("related_figures", "related_to_itself", number, "indicator_code", code, row["target_code"])


def task_issues(whole: Whole) -> Iterator[Issue]:
    """Reports on tasks from after the day of the publication, or from before the task was known."""
    yield from late_days(whole, "task_updates", "reported_on")
    given = {row["task_code"]: whole.sources.get(row["source_code"]) for _, row in whole.rows("tasks")}
    for number, row in whole.rows("task_updates"):
        source, reported = given.get(row["task_code"]), day(row["reported_on"])
        since = day(source["published_on"]) if source else None
        if since and reported and reported.last < since.first:
            yield Issue("task_updates", "report_before_task", number, "reported_on", reported.text, since.text)

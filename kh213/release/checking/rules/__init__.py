"""What must hold between cells, rows, tables and publications, after every cell by itself is in order."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

from kh213.release.cells.check import Rows
from kh213.release.checking.rules.areas import area_issues, change_issues
from kh213.release.checking.rules.days import day_issues, figure_day_issues, source_day_issues, year_issues
from kh213.release.checking.rules.doubles import contradiction_issues, double_issues
from kh213.release.checking.rules.figures import figure_issues
from kh213.release.checking.rules.orphans import untraceable_issues, unused_issues
from kh213.release.checking.rules.places import place_issues
from kh213.release.checking.rules.plan import (
    baseline_issues,
    indicator_issues,
    related_issues,
    target_issues,
    task_issues,
)
from kh213.release.checking.rules.whole import Whole, key_of
from kh213.release.issues import Issue
from kh213.release.schema import TABLES

_Rule = Callable[[Whole], Iterator[Issue]]

# Each rule with the tables that it judges: of untouched tables nothing new can be said.
_RULES: tuple[tuple[_Rule, frozenset[str]], ...] = (
    (figure_issues, frozenset({"observations", "indicators"})),
    (figure_day_issues, frozenset({"observations", "indicators", "sources"})),
    (year_issues, frozenset(TABLES)),
    (day_issues, frozenset({"observations", "sources"})),
    (source_day_issues, frozenset({"observations", "sources"})),
    (place_issues, frozenset({"observations", "indicators", "areas", "area_changes"})),
    (double_issues, frozenset({"observations", "sources"})),
    (contradiction_issues, frozenset({"observations", "sources"})),
    (area_issues, frozenset({"areas"})),
    (change_issues, frozenset({"areas", "area_changes"})),
    (indicator_issues, frozenset({"indicators", "targets"})),
    (target_issues, frozenset({"indicators", "targets"})),
    (baseline_issues, frozenset({"targets", "observations"})),
    (related_issues, frozenset({"related_figures", "targets"})),
    (task_issues, frozenset({"tasks", "task_updates", "sources"})),
    (unused_issues, frozenset(TABLES)),
    (untraceable_issues, frozenset({"sources"})),
)


def rules(whole: Whole, handed: Collection[str], base: Rows | None = None) -> list[Issue]:
    """Every breach of a rule between cells, rows and tables, at its row and column, as far as the tables `handed` in
    bear on it.

    Cells that cannot be read are passed over: `check` reports them. What is only a warning is not
    repeated where `base`, the newest release, already gave it.
    """
    earlier = Whole(base, whole.day) if base else None
    return [
        issue
        for rule, judges in _RULES
        if judges & set(handed)
        for issue in _news(rule, list(rule(whole)), whole, earlier)
    ]


def _news(rule: _Rule, issues: list[Issue], whole: Whole, earlier: Whole | None) -> list[Issue]:
    if earlier is None or not any(issue.warning for issue in issues):
        return issues
    known = set(_facts(earlier, rule(earlier)))
    told = zip(issues, _facts(whole, issues), strict=True)
    return [issue for issue, fact in told if not issue.warning or fact not in known]


def _facts(whole: Whole, issues: Iterable[Issue]) -> Iterator[tuple[object, ...]]:
    """Issues by the keys of their rows: rows move when others are put in between."""
    keys: dict[str, dict[int, tuple[str, ...]]] = {}
    for issue in issues:
        if issue.table not in keys:
            keys[issue.table] = {number: key_of(issue.table, row) for number, row in whole.rows(issue.table)}
        key = keys[issue.table].get(issue.row or 0, ())
        yield issue.table, issue.code, issue.column, issue.found, issue.expected, key

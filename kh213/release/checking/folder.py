"""A folder as handed in, checked as a whole: its files, cells, rows, tables, and what it would change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from kh213.model.plan import PlanName, Text
from kh213.release.cells.check import Row, Rows, check
from kh213.release.checking import consequences
from kh213.release.checking.rules import rules
from kh213.release.checking.rules.watch import watch
from kh213.release.checking.rules.whole import Whole
from kh213.release.checking.second_judge import second_opinion
from kh213.release.draft.naming import named
from kh213.release.draft.reading import read_draft
from kh213.release.draft.sheets import Draft
from kh213.release.issues import Issue, Progress, Unusable, silent
from kh213.release.publications import store
from kh213.release.reading.package import DESCRIPTOR, read_package
from kh213.release.schema import TABLES


@dataclass(frozen=True, slots=True)
class Report:
    """What was handed in, what is wrong with it, and the whole package that it would become.

    `base` is the release that gives the tables not handed in. `tables` is None where one of them cannot be had;
    `title` and `plan_name` are None where nothing tells them.
    """

    issues: tuple[Issue, ...]
    draft: Draft
    base: store.Opened | None
    tables: Rows | None
    title: Text | None
    plan_name: PlanName | None

    @property
    def problems(self) -> tuple[Issue, ...]:
        """What must be mended before this can be published."""
        return tuple(issue for issue in self.issues if not issue.warning)

    @property
    def warnings(self) -> tuple[Issue, ...]:
        """What a person must look at, and may let pass."""
        return tuple(issue for issue in self.issues if issue.warning)


def check_folder(folder: Path, root: Path, day: date, tell: Progress = silent, *, rows_may_go: bool = False) -> Report:
    """Checks a draft that is to be published on `day`, completed with the newest release below `root`.

    Every issue is there, by file, row and column. `rows_may_go` where most rows of a table are deleted on purpose.
    Raises Unreadable where the folder holds no table at all.
    """
    draft = read_draft(folder, tell)
    base, base_tables, of_base = _newest(root, day)
    title, plan_name, of_names = named(draft.descriptor, base.plan.release if base else None)
    if base and plan_name and plan_name.slug != (own := base.plan.release.plan_name.slug):
        of_names.append(Issue(DESCRIPTOR, "other_plan", column="plan.slug", found=plan_name.slug, expected=own))
        base, base_tables = None, {}  # nothing of the one published so far belongs to it
    tables = _completed(draft, base_tables)
    whole = tables.keys() == TABLES.keys()
    numbers = {name: sheet.numbers() for name, sheet in draft.sheets.items()}
    handed = frozenset(draft.sheets)

    tell("check", 0, 1)
    found = check(tables, numbers, handed)
    published = check(tables, numbers, tables.keys() - handed, typed_only=True)  # it was good: it is what it is
    found += map(consequences.taken_away, published)
    if whole:
        tell("rules", 0, 1)
        judged = Whole(tables, day, numbers)
        found += consequences.elsewhere(found, rules(judged, handed, base_tables or None))
        complete, wrong = handed - consequences.lacking(draft.issues), _wrong([*draft.issues, *found])
        found += watch(judged, complete, base.plan, base_tables, wrong) if base else []
    found += _lead(plan_name, tables)
    absent = [*of_names, *_absent(draft, tables)]
    if base is None and not of_base:
        absent = consequences.nothing_to_build_on(absent, _why_none(root, day))
    issues = [*draft.issues, *of_base, *absent, *found]
    if whole:
        issues += second_opinion(tables, numbers, issues, day, title, plan_name, tell)
    said = consequences.worth_saying(issues)
    placed = set(_placed(said if rows_may_go else consequences.rows_lost(said, base_tables), draft, base))
    return Report(tuple(sorted(placed, key=_order)), draft, base, tables if whole else None, title, plan_name)


def _newest(root: Path, day: date) -> tuple[store.Opened | None, Rows, list[Issue]]:
    """The release to build on. One that had to be passed over is a problem: an older one must not slip in unseen."""
    try:
        base = store.open_publication(root, store.LATEST, day)
        tables = read_package(base.folder)[1]
    except store.NoPublication as none:
        return None, {}, [_broken(none.unusable)] if none.unusable else []
    except Unusable as unusable:  # it is still served from memory, and gone from the disk
        return None, {}, [_broken(unusable)]
    return base, tables, [_broken(base.passed_over)] if base.passed_over else []


def _why_none(root: Path, day: date) -> Issue | None:
    """Why no release can be built on: all were taken out of use, or the day is one before them."""
    withdrawn, later = store.last_withdrawn(root), store.releases(root, date.max)
    if withdrawn:
        return Issue(DESCRIPTOR, "only_withdrawn", found=withdrawn, file=DESCRIPTOR)
    if later and not store.releases(root, day):
        return Issue(DESCRIPTOR, "day_before_all", found=day.isoformat(), expected=later[0], file=DESCRIPTOR)
    return None


def _broken(release: Unusable) -> Issue:
    return Issue(DESCRIPTOR, "base_unusable", found=release.release, file=f"{release.release}/{DESCRIPTOR}")


def _wrong(issues: Iterable[Issue]) -> frozenset[int]:
    """The rows of observations that have a problem."""
    found = (issue for issue in issues if issue.table == "observations" and not issue.warning)
    return frozenset(issue.row for issue in found if issue.row)


def _lost(draft: Draft) -> set[str]:
    """Tables that were handed in and could not be read: nothing may be said about them, or with them."""
    return {issue.table for issue in draft.issues if not issue.warning} & TABLES.keys() - draft.sheets.keys()


def _completed(draft: Draft, base_tables: Rows) -> dict[str, Sequence[Row]]:
    tables: dict[str, Sequence[Row]] = {}
    for name in TABLES.keys() - _lost(draft):
        if name in draft.sheets:
            tables[name] = draft.sheets[name].rows()
        elif name in base_tables:
            tables[name] = base_tables[name]
    return {name: tables[name] for name in TABLES if name in tables}


def _absent(draft: Draft, tables: Rows) -> Iterable[Issue]:
    lost = _lost(draft)
    for name in TABLES:
        if name in lost:
            yield Issue(name, "not_judged")
        elif name not in tables:
            yield Issue(name, "table_missing", file=f"{name}.csv")


def _lead(plan_name: PlanName | None, tables: Rows) -> Iterable[Issue]:
    lead = plan_name.lead_agency_code if plan_name else None
    if lead and "agencies" in tables and lead not in {row["agency_code"] for row in tables["agencies"]}:
        yield Issue(DESCRIPTOR, "unknown_code", column="plan.lead_agency_code", found=lead, expected="agencies")


def _placed(issues: Iterable[Issue], draft: Draft, base: store.Opened | None) -> list[Issue]:
    """Every issue with its file: the one handed in, or the release's where the table was not handed in."""
    files = _files(draft, base)
    return [issue if issue.file else replace(issue, file=files.get(issue.table, issue.table)) for issue in issues]


def _files(draft: Draft, base: store.Opened | None) -> Mapping[str, str]:
    of_base = {name: f"{base.folder.name}/{name}.csv" for name in TABLES} if base else {}
    of_draft = {issue.table: f"{issue.table}.csv" for issue in draft.issues if issue.table in TABLES}
    return of_base | of_draft | {name: sheet.file for name, sheet in draft.sheets.items()}


def _order(issue: Issue) -> tuple[int, str, int, int, str, str]:
    """Files that are no table first, then tables in their order, row by row."""
    if issue.table not in TABLES:
        return -1, issue.file, issue.row or 0, -1, issue.column or "", issue.code
    header = TABLES[issue.table].header
    column = header.index(issue.column) if issue.column in header else -1
    return list(TABLES).index(issue.table), issue.file, issue.row or 0, column, issue.column or "", issue.code

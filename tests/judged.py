"""What the rules say of a small publication, and of what it changes in the one before."""

from __future__ import annotations

from datetime import date

from kh213.model.plan import Release
from kh213.release.checking.rules import rules
from kh213.release.checking.rules.watch import watch
from kh213.release.checking.rules.whole import Whole
from kh213.release.issues import Issue
from kh213.release.reading.read import build_plan
from kh213.release.schema import TABLES
from tests.builders import PLAN_NAME, RELEASE_DAY, TITLE, Record, make_tables, source

LAST_DAY = date(2026, 8, 1)


def whole(*records: Record) -> dict[str, list[dict[str, str]]]:
    """All tables, in order by themselves: a province, an indicator with its target, and a source with an address."""
    cited = [] if any(item.table == "sources" for item in records) else [source(url="https://bao.vn/1")]
    return make_tables(*cited, *records)


def judged(*records: Record, day: date = RELEASE_DAY, base: tuple[Record, ...] | None = None) -> list[Issue]:
    """What the rules find, everything having been handed in."""
    return rules(Whole(whole(*records), day), TABLES.keys(), whole(*base) if base is not None else None)


def watched(old: tuple[Record, ...], new: tuple[Record, ...], handed: tuple[str, ...] = tuple(TABLES)) -> list[Issue]:
    """What a person is asked to look at where a publication takes the place of an older one."""
    before = whole(*old)
    plan = build_plan(Release("kh213", LAST_DAY, "published", TITLE, PLAN_NAME, "key"), before)
    return watch(Whole(whole(*new), RELEASE_DAY), handed, plan, before)


def places(issues: list[Issue]) -> list[tuple[str, str, int | None, str | None]]:
    return [(issue.table, issue.code, issue.row, issue.column) for issue in issues]


def only(issues: list[Issue]) -> tuple[str, int | None, str | None, str, str]:
    """The one issue: code, row, column, found, expected."""
    (issue,) = issues
    return issue.code, issue.row, issue.column, issue.found, issue.expected

"""What a person should look at before a draft takes the place of the newest release. Nothing here forbids it."""

from __future__ import annotations

from collections.abc import Collection

from kh213.model.plan import Plan
from kh213.release.cells.check import Rows
from kh213.release.checking.rules.moved import fresh_rows, moved_issues
from kh213.release.checking.rules.reporting import late_issues, level_issues, stopped_issues
from kh213.release.checking.rules.series import column_issues, columns_of, jump_issues, revision_issues
from kh213.release.checking.rules.whole import Whole
from kh213.release.issues import Issue


def watch(
    whole: Whole, handed: Collection[str], base: Plan, base_tables: Rows, wrong: Collection[int] = ()
) -> list[Issue]:
    """Warnings on what the tables `handed` in change in the newest release: `base`, and `base_tables` as text.

    `wrong` are the rows of observations with a problem: no figure is compared with what these hold.
    """
    issues = list(moved_issues(whole, handed, base_tables, base.release.day.isoformat()))
    if "observations" not in handed:
        return issues
    fresh = fresh_rows(whole, base_tables)
    if not fresh:
        return issues
    series, sound = columns_of(whole, fresh), columns_of(whole, fresh, wrong)
    return [
        *issues,
        *jump_issues(whole, sound, fresh),
        *revision_issues(whole, fresh, wrong),
        *column_issues(whole, sound, fresh),
        *late_issues(whole, fresh),
        *stopped_issues(whole, series, fresh),
        *level_issues(whole, fresh, base_tables["observations"]),
    ]

"""What nobody uses, and what nobody can trace: harmless, and often the other half of a mistyped code."""

from __future__ import annotations

from collections.abc import Iterator

from kh213.release.checking.rules.whole import Whole
from kh213.release.issues import Issue
from kh213.release.schema import TABLES

_USED_BY_OTHERS = ("indicators", "agencies", "sources")


def unused_issues(whole: Whole) -> Iterator[Issue]:
    """Indicators, agencies and sources that no row of any table names."""
    for table in _USED_BY_OTHERS:
        code = TABLES[table].key[0]
        used = _used(whole, (table, code))
        for number, row in whole.rows(table):
            # The committee of an area is found through the area, whether or not a task names it.
            if row[code] not in used and not row.get("area_code"):
                yield Issue(table, "unused_code", number, code, row[code], table)


def _used(whole: Whole, reference: tuple[str, str]) -> set[str]:
    used: set[str] = set()
    for table in TABLES.values():
        for column in table.columns:
            if column.refers == reference:
                used |= {row[column.name] for _, row in whole.rows(table.name)}
            elif column.list_of == reference:
                used |= {code for _, row in whole.rows(table.name) for code in row[column.name].split(";")}
    return used


def untraceable_issues(whole: Whole) -> Iterator[Issue]:
    """Sources of which neither the address nor any day is known."""
    for number, row in whole.rows("sources"):
        if not (row["url"] or row["published_on"] or row["retrieved_on"]):
            yield Issue("sources", "untraceable", number, "url", "", row["source_code"])

"""Days against each other: no figure before its period is over, nothing from after the day of the publication."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from kh213.release.checking.rules.whole import YEARS, Breach, Figure, Whole, day, earliest
from kh213.release.issues import Issue
from kh213.release.schema import TABLES

_JUDGED_BEFOREHAND = frozenset({"score", "rank"})  # the index of 2019 came out in August 2019
_YEAR = re.compile(r"[0-9]{4}")
_TABLES_WITH_DAYS = (("observations", "published_on"), ("sources", "published_on"), ("sources", "retrieved_on"))


def figure_day_issues(whole: Whole) -> Iterator[Issue]:
    """Figures from before the end of their period."""
    for figure in whole.figures:
        breach = _too_soon(figure, whole.day)
        if breach:
            yield breach.at("observations", figure.number)


def _too_soon(figure: Figure, today: date) -> Breach | None:
    period, measure, known = figure.period, figure.measure, figure.day
    if period is None or measure is None:
        return None
    if period.last > today and measure.kind not in _JUDGED_BEFOREHAND:
        return Breach("period_not_over", "time_period", figure.row["time_period"], period.last.isoformat())
    if known is None or known.last >= period.last:
        return None
    counted = measure.kind in {"share", "count"} and figure.row["accumulation"] in {"period", "year_to_date"}
    code = "published_before_end" if counted else "published_early"
    return Breach(code, "published_on", known.text, period.last.isoformat())


def day_issues(whole: Whole) -> Iterator[Issue]:
    """Days later than that of the publication, in `observations` and `sources`."""
    for table, column in _TABLES_WITH_DAYS:
        yield from late_days(whole, table, column)


def late_days(whole: Whole, table: str, column: str) -> Iterator[Issue]:
    """The cells of a column that lie after the day of the publication, or may: a year that is not over counts only
    from its last day."""
    judged: dict[str, Breach | None] = {}
    for number, row in whole.rows(table):
        text = row[column]
        if text not in judged:
            judged[text] = _after(text, column, whole.day)
        breach = judged[text]
        if breach:
            yield breach.at(table, number)


def _after(text: str, column: str, today: date) -> Breach | None:
    found = day(text)
    if found is None or found.last <= today:
        return None
    if found.first > today:
        return Breach("after_release", column, text, today.isoformat())
    return Breach("known_later", column, text, found.last.isoformat())


def year_issues(whole: Whole) -> Iterator[Issue]:
    """Days and periods of a year that nothing here can be of: 0202 or 2200 in place of 2020."""
    possible = f"{YEARS[0]} … {YEARS[-1]}"
    for table in TABLES.values():
        for column in table.columns:
            if {column.type, column.format} & {"date", "day", "period"}:
                for number, row in whole.rows(table.name):
                    if row[column.name] and not _of_our_time(row[column.name]):
                        yield Issue(table.name, "year_impossible", number, column.name, row[column.name], possible)


@lru_cache(maxsize=1 << 14)
def _of_our_time(text: str) -> bool:
    """Whether every year in a cell is plausible; what is no day and no period is reported by `check`."""
    years = [part[:4] for part in text.split("/")]
    return all(int(year) in YEARS for year in years if _YEAR.fullmatch(year))


def source_day_issues(whole: Whole) -> Iterator[Issue]:
    """Figures that were published, it is said, before their source: of the source where several are and all."""
    published = {code: (row["published_on"], earliest(row["published_on"])) for code, row in whole.sources.items()}
    before: dict[str, list[Issue]] = {}
    fitting: set[str] = set()
    for number, row in whole.rows("observations"):
        code, said = row["source_code"], day(row["published_on"])
        text, source = published.get(code, ("", None))
        if said and source and said.last < source:
            issue = Issue("observations", "published_before_source", number, "published_on", said.text, text)
            before.setdefault(code, []).append(issue)
        else:
            fitting.add(code)
    throughout = {code for code, issues in before.items() if len(issues) > 1} - fitting
    for code, issues in before.items():
        if code not in throughout:
            yield from issues
    for number, row in whole.rows("sources"):
        if row["source_code"] in throughout:
            oldest = min(issue.found for issue in before[row["source_code"]])
            yield Issue("sources", "source_after_figures", number, "published_on", row["published_on"], oldest)

"""No figure before its period is over, nothing from after the day of the publication."""

from datetime import date

import pytest

from tests.builders import area, indicator, observation, record, source
from tests.judged import judged, only

KINDS = ("share", "count", "score", "rank", "amount")


def of_kind(kind: str):
    return indicator(kind=kind, better="lower" if kind == "rank" else "higher", **LIMITS)


LIMITS = {"value_min": "0", "value_max": "100"}


def early(kind: str, accumulation: str):
    row = observation("2020", 5, "2020-08-24", accumulation=accumulation)
    issues = judged(of_kind(kind), row)
    return [(issue.code, issue.row, issue.column) for issue in issues if issue.table == "observations"]


@pytest.mark.parametrize("kind", ["share", "count"])
@pytest.mark.parametrize("accumulation", ["period", "year_to_date"])
def test_shares_and_counts_of_a_period_cannot_be_published_before_its_end(kind, accumulation):
    assert early(kind, accumulation) == [("published_before_end", 2, "published_on")]


@pytest.mark.parametrize(
    ("kind", "accumulation"),
    [*((kind, "point") for kind in KINDS), *((kind, "period") for kind in ("score", "rank", "amount"))],
)
def test_indices_plans_and_states_may_come_early_and_are_looked_at(kind, accumulation):
    assert early(kind, accumulation) == [("published_early", 2, "published_on")]


@pytest.mark.parametrize("known", ["2020-12-31", "2021-01-01", "2020-12", "2020"])
def test_a_figure_that_may_be_from_after_the_end_is_in_order(known):
    assert judged(observation("2020", 60, known)) == []


def test_the_day_of_the_source_stands_for_a_figure_without_one():
    issue = only(judged(source(published_on="2020-11"), observation("2020", 60, None)))
    assert issue == ("published_before_end", 2, "published_on", "2020-11", "2020-12-31")


@pytest.mark.parametrize(("kind", "codes"), [(kind, ["period_not_over"]) for kind in ("share", "count", "amount")])
def test_a_period_that_ends_after_the_publication(kind, codes):
    row = observation("2020", 5, "2020-06-30")
    issues = judged(of_kind(kind), row, day=date(2020, 9, 30))
    assert [(issue.code, issue.column, issue.expected) for issue in issues if issue.table == "observations"] == [
        (code, "time_period", "2020-12-31") for code in codes
    ]


@pytest.mark.parametrize("kind", ["score", "rank"])
def test_an_index_of_a_year_that_is_not_over_is_only_looked_at(kind):
    issues = judged(of_kind(kind), observation("2020", 5, "2020-08-24"), day=date(2020, 9, 30))
    assert [issue.code for issue in issues if issue.table == "observations"] == ["published_early"]


def test_a_day_after_that_of_the_publication():
    issue = only(judged(observation("2020", 60, "2026-11-23")))
    assert issue == ("after_release", 2, "published_on", "2026-11-23", "2026-11-22")
    assert judged(observation("2020", 60, "2026-11-22")) == []


def test_sources_too_lie_before_the_publication():
    rows = source(published_on="2026-12", retrieved_on="2027-01-01"), observation("2020", 60)
    issues = [issue for issue in judged(*rows) if not issue.warning]
    assert [(issue.table, issue.code, issue.column) for issue in issues] == [
        ("sources", "after_release", "published_on"),
        ("sources", "after_release", "retrieved_on"),
    ]


def test_a_year_that_is_not_over_counts_only_from_its_end():
    (issue,) = judged(observation("2020", 60, "2026"))
    assert (issue.code, issue.found, issue.expected, issue.warning) == ("known_later", "2026", "2026-12-31", True)


def test_a_figure_from_before_its_source_where_others_are_not():
    rows = observation("2019", 60, "2020-02-01"), observation("2020", 60, "2021-03-19")
    (issue,) = judged(source(published_on="2021-03-19"), *rows)
    assert (issue.table, issue.code, issue.row, issue.found) == (
        ("observations", "published_before_source", 2, "2020-02-01")
    )
    assert issue.warning


def test_the_only_figure_of_a_source_is_reported_itself():
    issues = judged(source(published_on="2021-03-19"), observation("2019", 60, "2020-02-01"))
    assert [issue.code for issue in issues] == ["published_before_source"]


def test_a_source_after_all_its_figures_is_said_once_of_the_source():
    rows = observation("2018", 60, "2019-02-01"), observation("2019", 60, "2020-02-01")
    (issue,) = judged(source(published_on="2021-03-19"), *rows)
    assert (issue.table, issue.code, issue.row, issue.expected) == ("sources", "source_after_figures", 2, "2019-02-01")
    assert judged(source(published_on="2019"), *rows) == []


TASK = record("tasks", task_code="N01", source_code="bao")


def update(day: str):
    return record("task_updates", task_code="N01", reported_on=day, task_status="done", source_code="bao")


def test_a_report_on_a_task_from_after_the_publication():
    issue = only(judged(TASK, update("2027-01-01")))
    assert issue == ("after_release", 2, "reported_on", "2027-01-01", "2026-11-22")


def test_a_report_from_before_the_task_was_known_is_a_warning():
    given = source(published_on="2019-09-19")
    (issue,) = judged(given, TASK, update("2019-08-01"))
    assert (issue.table, issue.code, issue.row, issue.warning) == ("task_updates", "report_before_task", 2, True)
    assert judged(given, TASK, update("2019-09")) == []


@pytest.mark.parametrize("year", ["0001", "0202", "1899", "2100", "9999"])
def test_a_year_that_cannot_be(year):
    issues = judged(area("193", "district", until=f"{year}-12-31", parent="22"))
    assert [(issue.table, issue.code, issue.column) for issue in issues] == [("areas", "year_impossible", "valid_to")]
    interval = f"2019/{year}" if year > "2019" else f"{year}/2019"
    assert [issue.code for issue in judged(observation(interval, 60))] == ["year_impossible"]

"""Verdicts once the deadline has passed: met, met_late, missed, since_lost, and what cannot be decided."""

from fractions import Fraction

import pytest

from tests.builders import (
    PROVINCE,
    area,
    change,
    indicator,
    make_plan,
    observation,
    related,
    said,
    taken_back,
    target,
    verdict,
)

LATER = "2026-11-22"


def judged(value: object, goal: object = 50, comparator: str = "ge", kind: str = "share", **cells: object) -> str:
    figure = observation("2020", value, **cells)
    return said(make_plan(indicator(kind=kind), target(goal, comparator), figure), LATER)


@pytest.mark.parametrize(
    ("value", "goal", "comparator", "expected"),
    [
        (50, 50, "ge", "met"),
        ("49.999", 50, "ge", "missed"),
        (51, 50, "ge", "met"),
        (3, 3, "le", "met"),
        (4, 3, "le", "missed"),
        (50, 50, "eq", "met"),
        (51, 50, "eq", "missed"),
        (49, 50, "eq", "missed"),
        (100, 100, "eq", "met"),
        ("99.99", 100, "eq", "missed"),
    ],
)
def test_an_exact_figure_reaches_its_target_or_not(value, goal, comparator, expected):
    assert judged(value, goal, comparator) == expected


def test_29_of_50_is_58_percent_and_not_a_hair_less():
    assert judged(None, 58, of=(29, 50)) == "met"
    assert judged(None, "58.0000000001", of=(29, 50)) == "missed"
    assert judged(None, "33.3333333333333333", of=(1, 3)) == "met"
    assert judged(None, "33.3333333333333334", of=(1, 3)) == "missed"


@pytest.mark.parametrize(
    ("qualifier", "value", "goal", "comparator", "expected"),
    [
        ("gt", 50, 50, "ge", "met"),
        ("gt", 49, 50, "ge", "qualifier_cannot_decide"),
        ("ge", 50, 50, "ge", "met"),
        ("lt", 50, 50, "ge", "missed"),
        ("le", 50, 50, "ge", "qualifier_cannot_decide"),
        ("le", 49, 50, "ge", "missed"),
        ("lt", 50, 50, "le", "met"),
        ("le", 50, 50, "le", "met"),
        ("gt", 50, 50, "le", "missed"),
        ("ge", 50, 50, "le", "qualifier_cannot_decide"),
        ("gt", 50, 50, "eq", "missed"),
        ("ge", 50, 50, "eq", "qualifier_cannot_decide"),
        ("approx", 55, 54.5, "ge", "met"),
        ("approx", 55, 54.6, "ge", "qualifier_cannot_decide"),
        ("approx", 55, 55.5, "ge", "qualifier_cannot_decide"),
        ("approx", 55, 55.6, "ge", "missed"),
        ("approx", 55, 55, "eq", "qualifier_cannot_decide"),
        ("approx", 55, 56, "eq", "missed"),
        ("approx", 75800, 75750, "ge", "met"),
        ("approx", 75800, 75751, "ge", "qualifier_cannot_decide"),
        ("approx", 300000, 250000, "ge", "met"),
        ("approx", 300000, 350001, "ge", "missed"),
        ("gt", 98, 100, "eq", "qualifier_cannot_decide"),
        ("ge", 100, 100, "eq", "met"),
    ],
)
def test_a_qualified_figure_decides_only_with_its_whole_range(qualifier, value, goal, comparator, expected):
    assert judged(value, goal, comparator, qualifier=qualifier) == expected


def test_all_of_a_share_is_at_least_100_but_exactly_100_of_anything_else():
    assert judged("100.5", 100, "eq") == "met"
    assert judged("100.5", 100, "eq", kind="count") == "missed"


@pytest.mark.parametrize(
    ("frequency", "due", "too_old", "just_in_time"),
    [
        ("annual", "2020", "2019", "2020-01"),
        ("semiannual", "2020", "2020-06", "2020-07"),
        ("quarterly", "2020", "2020-Q3", "2020-10"),
        ("monthly", "2020", "2020-11", "2020-12"),
        ("annual", "2020-02", "2019-02", "2019-03"),
    ],
)
def test_a_figure_of_one_whole_interval_before_never_decides(frequency, due, too_old, just_in_time):
    def with_figure(period: str) -> str:
        return said(make_plan(indicator(frequency=frequency), target(due=due), observation(period, 60)), LATER)

    assert with_figure(too_old) == "none_for_due_period"
    assert with_figure(just_in_time) == "met"


def test_a_figure_for_after_the_deadline_alone_decides_nothing():
    assert said(make_plan(observation("2021", 60, known="2022-01-15")), LATER) == "none_for_due_period"


def test_the_latest_end_decides_then_the_longest_span_then_the_latest_known():
    year, quarter = observation("2020", 60), observation("2020-Q4", 40, known="2021-06-01")
    assert said(make_plan(observation("2020-11", 40), year), LATER) == "met"
    assert said(make_plan(year, quarter), LATER) == said(make_plan(quarter, year), LATER) == "met"
    point = observation("2020", 40, accumulation="point", known="2021-06-01")
    assert said(make_plan(year, point), LATER) == said(make_plan(point, year), LATER) == "missed"


def test_nine_months_to_date_beat_the_third_quarter():
    quarter = observation("2020-Q3", 40, known="2021-06-01")
    to_date = observation("2020-Q3", 60, accumulation="year_to_date")
    assert said(make_plan(target(due="2020-09"), quarter, to_date), LATER) == "met"


def test_the_deciding_figure_is_shown_with_its_gap_to_the_target():
    found = verdict(make_plan(observation("2020", "47.5")), LATER)
    assert (found.code, found.figure.time_period, found.gap) == ("missed", "2020", Fraction(-5, 2))
    assert found.pace is None


def test_a_revision_changes_the_verdict_from_its_day_on():
    plan = make_plan(observation("2020", 60, known="2021-01-15"), observation("2020", 40, known="2021-06-01"))
    assert said(plan, "2021-05-31") == "met"
    assert said(plan, "2021-06-01") == "missed"


def test_a_figure_taken_back_decides_no_more():
    plan = make_plan(observation("2020", 60), taken_back("2020", "2021-06-01"))
    assert said(plan, "2021-06-01") == "no_observation"
    half = make_plan(observation("2020-S1", 40), observation("2020", 60), taken_back("2020", "2021-06-01"))
    assert said(half, "2021-06-01") == "missed"


def test_met_late_shows_the_first_later_figure_that_reached():
    plan = make_plan(
        observation("2020", 40),
        observation("2021", 45, known="2022-01-15"),
        observation("2022", 55, known="2023-01-15"),
        observation("2023", 70, known="2024-01-15"),
    )
    found = verdict(plan, LATER)
    assert (found.code, found.figure.time_period, found.gap) == ("met_late", "2022", 5)
    assert said(plan, "2023-01-14") == "missed"


def test_of_later_figures_with_one_end_the_longest_span_speaks():
    quarter, year = observation("2021-Q4", 55, known="2022-01-15"), observation("2021", 45, known="2022-01-15")
    assert said(make_plan(observation("2020", 40), quarter, year), LATER) == "missed"


def test_a_later_figure_that_may_have_reached_is_not_enough_for_met_late():
    assert (
        said(make_plan(observation("2020", 40), observation("2021", 45, "2022-01-15", qualifier="gt")), LATER)
        == "missed"
    )


def test_a_target_met_then_lost_stays_met_and_is_flagged():
    rows = [observation("2020", 60), observation("2021", 40, "2022-01-15"), observation("2022", 55, "2023-01-15")]
    plan = make_plan(*rows)
    assert [verdict(plan, day).since_lost for day in ("2021-02-01", "2022-02-01", "2023-02-01")] == [False, True, False]
    assert verdict(plan, "2022-02-01").code == "met"
    assert verdict(plan, "2022-02-01").figure.time_period == "2020"


def test_a_later_figure_that_cannot_decide_does_not_flag_since_lost():
    plan = make_plan(observation("2020", 60), observation("2021", 45, "2022-01-15", qualifier="gt"))
    assert not verdict(plan, LATER).since_lost


def test_nothing_arose_is_neither_0_percent_nor_missing():
    found = verdict(make_plan(observation("2020", of=(0, 0))), LATER)
    assert (found.code, found.reason, found.gap) == ("undetermined", "no_dossiers", None)
    assert found.figure.nothing_arose


def test_a_later_period_in_which_nothing_arose_neither_reaches_nor_loses():
    nothing = observation("2021", of=(0, 0), known="2022-01-15")
    assert said(make_plan(observation("2020", 40), nothing), LATER) == "missed"
    assert not verdict(make_plan(observation("2020", 60), nothing), LATER).since_lost


def test_without_a_figure_there_is_no_observation_and_a_related_one_decides_nothing():
    other = indicator("lien-quan"), indicator()
    alone = make_plan(*other, related("lien-quan"))
    informed = make_plan(*other, related("lien-quan"), observation("2020", 99, indicator_code="lien-quan"))
    assert said(alone, LATER) == "no_observation"
    assert said(informed, LATER) == "only_related_figures"
    assert said(informed, "2021-01-14") == "no_observation"


def test_a_related_figure_of_another_area_is_none_for_this_one():
    plan = make_plan(
        area("193", "district"),
        indicator("lien-quan"),
        indicator(),
        related("lien-quan"),
        observation("2020", 99, indicator_code="lien-quan", area="193"),
    )
    assert said(plan, LATER) == "no_observation"
    assert said(plan, LATER, "193") == "only_related_figures"


MERGER = "2021-07-01"


def merged(kind: str, *records):
    """A district whose span ends after the due day, and what follows it under its code."""
    return make_plan(
        area("193", "district", until="2021-06-30"),
        area("193", "district", since=MERGER),
        change("193", "193", MERGER, kind),
        *records,
    )


@pytest.mark.parametrize(
    ("kind", "late"), [("merge", 0), ("split", 0), ("rename", 1), ("reclassify", 1), ("reparent", 1)]
)
def test_a_later_figure_counts_only_while_it_is_the_same_area(kind, late):
    rows = observation("2020", 40, area="193"), observation("2021", 60, "2022-01-15", area="193")
    assert said(merged(kind, *rows), LATER, "193") == ("met_late" if late else "missed")
    rows = observation("2020", 60, area="193"), observation("2021", 40, "2022-01-15", area="193")
    assert verdict(merged(kind, *rows), LATER, "193").since_lost == bool(late)


def test_a_later_figure_under_the_code_of_a_unit_that_is_no_more_counts_for_nothing():
    plan = make_plan(
        area("204", "district", until="2020-12-31"),
        observation("2020", 40, area="204"),
        observation("2021", 60, "2022-01-15", area="204"),
    )
    assert said(plan, LATER, "204") == "missed"


def test_a_figure_from_before_the_merger_does_not_decide_for_the_merged_unit():
    plan = make_plan(
        target(due="2021"),
        area("193", "district", until="2021-06-30"),
        area("193", "district", since=MERGER),
        change("193", "193", MERGER),
        observation("2021-S1", 60, "2021-08-01", area="193"),
    )
    assert said(plan, LATER, "193") == "no_observation"


def test_an_area_that_was_not_there_on_the_due_day_has_no_verdict():
    plan = make_plan(area("193", "district", since="2021-01-01"), observation("2021", 60, "2022-01-15", area="193"))
    assert said(plan, LATER, "193") == "not_in_force"
    ended = make_plan(area("204", "district", until="2020-12-30"), observation("2020-11", 60, area="204"))
    assert said(ended, LATER, "204") == "not_in_force"
    assert said(ended, "2020-12-30", "204") == "no_observation"
    assert said(ended, LATER, "99999") == "not_in_force"


def test_the_day_after_the_due_day_is_the_first_on_which_the_deadline_decides():
    plan = make_plan(indicator(kind="rank"), target(3, "le"), observation("2020", 4, known="2020-08"))
    assert said(plan, "2020-12-31") == "no_pace"
    assert said(plan, "2021-01-01") == "missed"
    assert verdict(plan, "2021-01-01", PROVINCE).figure.time_period == "2020"

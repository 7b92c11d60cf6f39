"""Verdicts while there is still time: reached, on_track, behind, moving_away, and why there may be no pace."""

from fractions import Fraction

import pytest

from kh213.model.periods import parse_period
from tests.builders import area, change, indicator, make_plan, observation, said, target, verdict

AS_OF = "2020-06-01"
START = observation("2018", 10, known="2019-02-01")


def latest(value: object = None, period: str = "2019", **cells: object):
    return observation(period, value, known="2020-02-01", **cells)


def test_a_figure_that_is_there_already_is_reached():
    assert said(make_plan(START, latest(50)), AS_OF) == "reached"
    assert said(make_plan(latest(49, qualifier="gt")), AS_OF) == "qualifier_cannot_decide"
    assert said(make_plan(latest(50, qualifier="gt")), AS_OF) == "reached"
    assert said(make_plan(indicator(kind="rank"), target(3, "le"), latest(3)), AS_OF) == "reached"


def test_only_the_latest_figure_speaks():
    assert said(make_plan(observation("2018", 60, "2019-02-01"), latest(40)), AS_OF) == "no_pace"


def test_on_the_due_day_itself_the_plan_still_runs():
    plan = make_plan(latest(50))
    assert said(plan, "2020-12-31") == "reached"
    assert said(plan, "2021-01-01") == "none_for_due_period"


# From 10 in 2018 to 50 in 2020: 365 of 731 days are gone at the end of 2019, so 10 + 40·365/731 = 21910/731 is expected.
# R = 0.95 there is a value of 10 + 13870/731 = 21180/731, in counts 21180 of 73100.
def test_pace_is_measured_in_days_from_the_baseline_to_the_deadline():
    pace = verdict(make_plan(START, latest(20)), AS_OF).pace
    assert pace.expected_value == Fraction(21910, 731)
    assert pace.pace == Fraction(20 - 10) / (Fraction(21910, 731) - 10)
    assert (pace.baseline_period, pace.baseline_value) == (parse_period("2018"), 10)
    assert pace.observed_rate == 10
    assert pace.needed_rate == Fraction(30 * 365, 366)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((21180, 73100), "on_track"),
        ((2117999, 7310000), "behind"),
        ((10, 100), "behind"),
        ((99999, 1000000), "moving_away"),
    ],
)
def test_the_bounds_of_pace_are_exact(counts, expected):
    found = verdict(make_plan(START, latest(of=counts)), AS_OF)
    assert found.code == expected
    assert (found.pace.pace == Fraction(95, 100)) is (expected == "on_track")


def test_a_target_to_go_below_has_the_pace_of_its_mirror_image():
    up = verdict(make_plan(START, latest(20)), AS_OF)
    down = verdict(make_plan(target(50, "le"), observation("2018", 90, "2019-02-01"), latest(80)), AS_OF)
    assert (down.code, down.pace.pace, down.pace.needed_rate) == (up.code, up.pace.pace, -up.pace.needed_rate)


def test_too_early_ends_exactly_at_a_tenth_of_the_time():
    # 30/04/2008 to 31/12/2009 are 610 days; the end of May is 31 days in, the end of June 61.
    def at(period: str) -> str:
        rows = observation("2008-04", 10, "2008-05-10"), observation(period, 20, "2008-07-10")
        return said(make_plan(indicator(frequency="monthly"), target(due="2009"), *rows), "2008-08-01")

    assert at("2008-05") == "too_early"
    assert at("2008-06") == "on_track"


def test_a_figure_for_the_due_period_out_before_its_end_is_expected_to_be_there():
    found = verdict(make_plan(START, observation("2020", 30, known="2020-08")), "2020-10-01")
    assert (found.code, found.pace.expected_value, found.pace.pace) == ("behind", 50, Fraction(1, 2))
    assert found.pace.needed_rate is None


def test_the_baseline_of_the_target_comes_before_the_first_figure():
    own = target(baseline_period="2017", baseline_value=0)
    assert verdict(make_plan(own, START, latest(20)), AS_OF).pace.baseline_value == 0
    assert said(make_plan(own, latest(20)), AS_OF) == "behind"


def test_half_a_stated_baseline_is_none():
    assert verdict(make_plan(target(baseline_period="2017"), START, latest(20)), AS_OF).pace.baseline_value == 10
    assert verdict(make_plan(target(baseline_value=0), START, latest(20)), AS_OF).pace.baseline_value == 10


def test_a_baseline_stated_for_the_province_is_nobody_elses():
    own = target(baseline_period="2017", baseline_value=0)
    district = area("193", "district")
    alone = latest(20, area="193")
    assert said(make_plan(own, district, alone), AS_OF, "193") == "no_baseline"
    first = observation("2018", 10, "2019-02-01", area="193")
    assert verdict(make_plan(own, district, first, alone), AS_OF, "193").pace.baseline_value == 10


def test_the_first_exact_figure_is_the_baseline():
    rough = observation("2017", 5, "2018-02-01", qualifier="approx")
    nothing = observation("2016", of=(0, 0), known="2017-02-01")
    assert verdict(make_plan(nothing, rough, START, latest(20)), AS_OF).pace.baseline_value == 10


def test_of_first_figures_with_one_end_the_longest_span_is_the_baseline():
    quarter = observation("2018-Q4", 15, "2019-02-01")
    assert verdict(make_plan(quarter, START, latest(20)), AS_OF).pace.baseline_value == 10
    assert said(make_plan(quarter, START), AS_OF) == "no_baseline"


def test_a_figure_that_is_also_the_first_has_no_baseline():
    assert said(make_plan(latest(20)), AS_OF) == "no_baseline"
    assert said(make_plan(observation("2018", 10, "2019-02-01", qualifier="gt"), latest(20)), AS_OF) == "no_baseline"


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([target(3, "le"), indicator(kind="rank"), START, latest(4)], id="a rank"),
        pytest.param([observation("2018", 50, "2019-02-01"), latest(40)], id="a baseline at the target"),
        pytest.param([observation("2018", 70, "2019-02-01"), latest(40)], id="a baseline past the target"),
        pytest.param([target(50, "le"), observation("2018", 40, "2019-02-01"), latest(60)], id="past it downwards"),
        pytest.param([target(50, "le"), observation("2018", 50, "2019-02-01"), latest(60)], id="at it downwards"),
        pytest.param([START, latest(20, obs_status="B")], id="a break at the figure"),
        pytest.param([START, latest(15, "2019-S1", obs_status="B"), latest(20)], id="a break between"),
        pytest.param([target(50, "eq"), START, latest(20)], id="eq of less than all"),
        pytest.param([target(100, "eq"), indicator(kind="count"), START, latest(20)], id="eq of 100 things"),
    ],
)
def test_there_is_no_pace_for(records):
    assert said(make_plan(*records), AS_OF) == "no_pace"


def test_a_break_at_the_baseline_itself_breaks_nothing():
    assert said(make_plan(observation("2018", 10, "2019-02-01", obs_status="B"), latest(20)), AS_OF) == "behind"


def test_all_of_a_share_has_a_pace():
    assert said(make_plan(target(100, "eq"), START, latest(20)), AS_OF) == "behind"


@pytest.mark.parametrize("baseline", ["2019", "2020", "2021"])
def test_a_baseline_not_before_the_figure_or_the_deadline_is_too_early(baseline):
    assert said(make_plan(target(baseline_period=baseline, baseline_value=0), latest(20)), AS_OF) == "too_early"


def test_a_figure_that_is_not_exact_has_no_pace():
    for qualifier in ("approx", "gt", "ge", "lt", "le"):
        assert said(make_plan(START, latest(20, qualifier=qualifier)), AS_OF) == "qualifier_cannot_decide"


def test_nothing_arose_and_nothing_known():
    assert said(make_plan(START, latest(of=(0, 0))), AS_OF) == "no_dossiers"
    assert said(make_plan(START, latest(20)), "2019-01-31") == "no_observation"
    assert said(make_plan(observation("2021", 20, "2020-02-01")), AS_OF) == "none_for_due_period"


@pytest.mark.parametrize(
    ("records", "first"),
    [
        ([indicator(kind="rank"), target(3, "le"), latest(4, qualifier="ge")], "qualifier_cannot_decide"),
        ([indicator(kind="rank"), target(3, "le"), latest(4)], "no_pace"),
        ([target(50, "eq"), latest(20)], "no_baseline"),
        ([target(baseline_period="2019", baseline_value=60), latest(20)], "no_pace"),
        ([indicator(kind="rank"), target(3, "le"), latest(of=(0, 0), qualifier="ge")], "no_dossiers"),
    ],
)
def test_of_several_reasons_the_first_of_the_method_is_given(records, first):
    assert said(make_plan(*records), AS_OF) == first


def test_figures_from_before_a_merger_neither_pace_nor_reach_for_the_new_unit():
    def merged(kind: str, *records):
        return make_plan(
            area("193", "district", until="2019-12-31"),
            area("193", "district", since="2020-01-01"),
            change("193", "193", "2020-01-01", kind),
            *records,
        )

    before = observation("2018", 10, "2019-02-01", area="193")
    after = observation("2020-S1", 20, "2020-07-10", area="193")
    assert said(merged("merge", before, after), "2020-08-01", "193") == "no_baseline"
    assert said(merged("rename", before, after), "2020-08-01", "193") == "behind"
    already = observation("2019", 60, "2020-02-01", area="193")
    assert said(merged("merge", already), "2020-08-01", "193") == "no_observation"
    assert said(merged("merge", already), "2019-12-31", "193") == "no_observation"  # not yet published
    assert said(merged("rename", already), "2020-08-01", "193") == "reached"


def test_the_verdict_is_of_the_area_that_the_code_names_on_the_day_asked_about():
    plan = make_plan(
        area("193", "district", until="2019-12-31"),
        area("193", "district", since="2020-01-01"),
        change("193", "193", "2020-01-01"),
        observation("2018", 60, "2019-02-01", area="193"),
    )
    assert said(plan, "2019-12-31", "193") == "reached"
    assert said(plan, "2020-01-01", "193") == "no_observation"

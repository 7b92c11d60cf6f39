"""Promises against what measures them, and what nobody uses."""

import pytest

from tests.builders import area, indicator, observation, record, related, source, target
from tests.judged import judged, only, places

OTHER = "khac"


def test_a_plan_in_order_is_not_complained_of():
    context = indicator(OTHER, role="context")
    assert judged(indicator(), context, target(baseline_period="2018", baseline_value=30), related(OTHER)) == []


def test_a_target_measured_by_context():
    assert places(judged(indicator(role="context"), target())) == [
        ("targets", "target_of_context", 2, "indicator_code")
    ]


def test_an_indicator_of_the_plan_without_a_target():
    assert places(judged(indicator(), indicator(OTHER), target(), related(OTHER))) == [
        ("indicators", "plan_without_target", 3, "role")
    ]


@pytest.mark.parametrize(
    ("better", "comparator", "wrong"),
    [
        ("higher", "ge", False),
        ("higher", "le", True),
        ("lower", "le", False),
        ("lower", "ge", True),
    ],
)
def test_a_promise_goes_in_the_better_direction(better, comparator, wrong):
    issues = judged(indicator(kind="score", better=better), target(comparator=comparator))
    assert places(issues) == ([("targets", "comparator_wrong_way", 2, "comparator")] if wrong else [])


def test_rank_1_is_the_best():
    issues = judged(indicator(kind="rank", better="higher"), target(3))
    assert places(issues) == [("indicators", "rank_higher_better", 2, "better")]


@pytest.mark.parametrize(("value", "codes"), [(100, []), (50, ["only_equal"])])
def test_exactly_is_asked_for_only_of_everything(value, codes):
    assert [issue.code for issue in judged(indicator(), target(value, "eq"))] == codes


@pytest.mark.parametrize("cells", [{"target_value": "500"}, {"baseline_value": "500", "baseline_period": "2018"}])
def test_a_promise_outside_what_is_possible(cells):
    row = target()
    row.row.update(cells)
    assert [(issue.code, issue.found, issue.expected) for issue in judged(row)] == [
        ("outside_limits", "500", "0 … 100")
    ]


def test_limits_the_wrong_way_round():
    issues = judged(indicator(kind="score", value_min="9", value_max="1"), target(5))
    assert ("indicators", "limits_reversed", 2, "value_min") in places(issues)


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"baseline_period": "2018"}, "baseline_value"),
        ({"baseline_value": "30"}, "baseline_period"),
    ],
)
def test_half_a_baseline(cells, column):
    assert places(judged(target(**cells))) == [("targets", "baseline_half", 2, column)]


@pytest.mark.parametrize(
    ("period", "codes"), [("2019", []), ("2020", ["baseline_not_before_due"]), ("2021", ["baseline_not_before_due"])]
)
def test_a_baseline_lies_before_the_deadline(period, codes):
    assert [issue.code for issue in judged(target(baseline_period=period, baseline_value=30))] == codes


def test_a_baseline_that_the_published_figures_contradict_is_a_warning():
    row = target(baseline_period="2018", baseline_value=30)
    (issue,) = judged(row, observation("2018", 35, "2019-01-15"))
    assert (issue.code, issue.found, issue.expected, issue.warning) == ("baseline_disagrees", "30", "35", True)
    assert judged(row, observation("2018", 30, "2019-01-15")) == []


def test_two_targets_for_one_deadline_are_a_warning():
    (issue,) = judged(target(50), target(60, code="T02"))
    assert (issue.code, issue.row, issue.found, issue.expected) == ("two_targets", 3, "T02: ge 60", "T01: ge 50")
    assert judged(target(50), target(60, code="T02", due="2022")) == []


def test_a_target_is_not_related_to_its_own_figure():
    assert only(judged(related("ty-le"))) == ("related_to_itself", 2, "indicator_code", "ty-le", "T01")


@pytest.mark.parametrize(
    ("record_", "table"),
    [
        (indicator(OTHER, role="context"), "indicators"),
        (source(OTHER, url="https://bao.vn/2"), "sources"),
        (record("agencies", agency_code=OTHER), "agencies"),
    ],
)
def test_what_nobody_uses_is_a_warning_unless_it_was_so_before(record_, table):
    base = (indicator(), source(url="https://bao.vn/1"))
    (issue,) = judged(*base, record_)
    assert (issue.table, issue.code, issue.row, issue.found) == (
        table,
        "unused_code",
        len([r for r in base if r.table == table]) + 2,
        OTHER,
    )
    assert issue.warning
    assert judged(*base, record_, base=(*base, record_)) == []


def test_what_is_no_longer_used_is_a_warning_though_its_row_is_the_same():
    agency = record("agencies", agency_code="so-tt")
    task = record("tasks", task_code="N01", source_code="bao", cooperating="so-tt")
    free = record("tasks", task_code="N01", source_code="bao")
    assert judged(agency, task) == []
    assert [issue.code for issue in judged(agency, free, base=(agency, task))] == ["unused_code"]


def test_the_committee_of_an_area_needs_no_task():
    assert judged(area(), record("agencies", agency_code="ubnd", area_code="22")) == []


def test_a_source_that_nobody_can_find_again():
    issue = only(judged(source()))
    assert issue == ("untraceable", 2, "url", "", "bao")


def test_a_warning_moves_with_its_row_and_is_not_repeated():
    base = indicator(kind="score"), target(5), observation("2020", 5, "2020-08-24")
    new = indicator(kind="score"), target(5), observation("2019", 5, "2020-01-15"), observation("2020", 5, "2020-08-24")
    assert [issue.code for issue in judged(*new)] == ["published_early"]
    assert judged(*new, base=base) == []


def test_a_problem_of_the_last_release_is_still_one():
    base = indicator(), observation("2020", of=(51, 50))
    assert [issue.code for issue in judged(*base, base=base)] == ["numerator_above_denominator"]

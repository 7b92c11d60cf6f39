"""A figure that contradicts itself, its indicator, or another row of the same figure."""

import pytest

from tests.builders import indicator, observation, source, target
from tests.judged import judged, only

ADDRESS = {"url": "https://bao.vn/1"}


def said(*records):
    return only(judged(*records))


def test_figures_in_order_are_not_complained_of():
    rows = (
        observation("2017", 58.3, "2018-01-15"),
        observation("2018", of=(29, 50), known="2019-01-15"),
        observation("2019", 58, of=(29, 50), known="2020-01-15"),
        observation("2020", of=(None, 0)),
        observation("2021", None, "2022-01-15", obs_status="O"),
        observation("2022", 60, "2023-01-15", qualifier="approx"),
    )
    assert judged(*rows) == []


def test_a_numerator_above_its_denominator():
    assert said(observation("2020", of=(51, 50))) == ("numerator_above_denominator", 2, "numerator", "51", "50")
    assert judged(observation("2020", of=(50, 50))) == []


def test_counts_on_what_is_no_share():
    score = indicator(kind="score")
    assert said(score, observation("2020", 5, numerator="1", denominator="20")) == (
        ("counts_of_no_share", 2, "numerator", "1", "score")
    )
    assert judged(score, observation("2020", 5)) == []


@pytest.mark.parametrize(
    ("cells", "code", "column", "beside"),
    [
        ({"numerator": "29"}, "denominator_missing", "denominator", "29"),
        ({"denominator": "50"}, "numerator_missing", "numerator", "50"),
    ],
)
def test_one_count_without_the_other(cells, code, column, beside):
    assert said(observation("2020", **cells)) == (code, 2, column, "", beside)


def test_where_nothing_arose_no_numerator_is_needed_and_no_value_possible():
    assert judged(observation("2020", denominator="0")) == []
    assert judged(observation("2020", of=(0, 0))) == []
    assert said(observation("2020", 0, of=(0, 0))) == ("value_where_nothing_arose", 2, "obs_value", "0", "0")


@pytest.mark.parametrize("stated", ["58", "58.3", "58.33", "58.333"])
def test_a_value_agrees_with_its_counts_to_its_own_precision(stated):
    assert judged(observation("2020", stated, of=(7, 12))) == []


@pytest.mark.parametrize(
    ("stated", "computed"), [("59", "58"), ("58.4", "58.3"), ("58.34", "58.33"), ("58.30", "58.33"), ("5.8", "58.3")]
)
def test_a_value_that_disagrees_with_its_counts_is_shown_beside_what_they_give(stated, computed):
    expected = f"{computed} (100 × 7 / 12)"
    assert said(observation("2020", stated, of=(7, 12))) == ("value_disagrees", 2, "obs_value", stated, expected)


def test_a_half_may_have_been_rounded_either_way():
    assert judged(observation("2020", "12", of=(1, 8))) == []
    assert judged(observation("2020", "13", of=(1, 8))) == []


@pytest.mark.parametrize(
    ("cells", "value", "expected"),
    [
        ({"value_min": "1", "value_max": "63"}, "64", "1 … 63"),
        ({"value_min": "0"}, "-1", "≥ 0"),
        ({"value_max": "10"}, "10.5", "≤ 10"),
    ],
)
def test_a_value_outside_the_limits_of_its_indicator(cells, value, expected):
    score = indicator(kind="score", **cells)
    promise = target(5)
    assert said(score, promise, observation("2020", value)) == ("outside_limits", 2, "obs_value", value, expected)
    assert judged(score, promise, observation("2020", "5")) == []


def test_a_share_lies_between_0_and_100_where_no_limits_are_given():
    assert said(observation("2020", "583")) == ("outside_limits", 2, "obs_value", "583", "0 … 100")
    assert judged(indicator(value_max="150"), observation("2020", "120")) == []


def test_a_computed_share_is_held_against_narrower_limits():
    assert said(indicator(value_max="50"), observation("2020", of=(3, 4))) == (
        ("outside_limits", 2, "numerator", "75", "0 … 50")
    )


def test_a_count_with_a_point_may_be_thousands():
    count = indicator(kind="count", decimals=0)
    assert said(count, observation("2020", "1.552")) == ("not_whole", 2, "obs_value", "1.552", "1552")
    assert said(count, observation("2020", "15.5")) == ("not_whole", 2, "obs_value", "15.5", "")
    assert judged(count, observation("2020", "1552")) == []
    readings = "180000 | 180.000"
    assert said(count, observation("2020", "180.000")) == ("thousands_or_decimal", 2, "obs_value", "180.000", readings)
    assert judged(count, observation("2020", "180.0")) == []
    assert judged(indicator(kind="count", decimals=1), observation("2020", "15.5")) == []


def test_a_rank_is_whole():
    rank = indicator(kind="rank", better="lower", decimals=1)
    issues = judged(rank, observation("2020", "3.5"))
    assert [issue.code for issue in issues if issue.table == "observations"] == ["not_whole"]


def test_approximately_what():
    assert said(observation("2020", qualifier="approx")) == ("approx_without_value", 2, "obs_value", "", "approx")
    assert judged(observation("2020", 60, qualifier="approx")) == []


@pytest.mark.parametrize("qualifier", ["approx", "gt", "ge", "lt", "le"])
def test_counts_are_exact(qualifier):
    row = observation("2020", of=(29, 50), qualifier=qualifier)
    assert said(row) == ("qualifier_with_counts", 2, "qualifier", qualifier, "eq")


@pytest.mark.parametrize("status", ["L", "M", "O"])
def test_a_value_beside_a_status_that_says_there_is_none(status):
    row = observation("2020", 60, obs_status=status)
    assert said(row) == ("value_beside_missing", 2, "obs_value", "60", status)
    assert judged(observation("2020", obs_status=status)) == []


@pytest.mark.parametrize("status", ["A", "P", "E", "B", "D", "U"])
def test_no_value_with_a_status_that_promises_one(status):
    assert said(observation("2020", obs_status=status)) == ("no_value", 2, "obs_value", "", status)


def test_the_year_to_date_has_no_interval():
    row = observation("2020-01/2020-09", 60, accumulation="year_to_date")
    assert said(row) == ("to_date_on_interval", 2, "time_period", "2020-01/2020-09", "2020-09")
    assert judged(observation("2020-09", 60, accumulation="year_to_date")) == []


def test_a_cell_that_cannot_be_read_is_left_to_check():
    for cells in ({"obs_value": "6,2"}, {"numerator": "x", "denominator": "50"}, {"time_period": "Quý I"}):
        assert judged(observation("2020", **({"obs_value": "60"} | cells))) == []


@pytest.mark.parametrize(("rough", "fine"), [("2021", "2021-03"), ("2021-03", "2021-03-19"), ("2021-03-19", "2021")])
def test_one_publication_with_its_day_written_more_or_less_precisely(rough, fine):
    (issue,) = judged(observation("2020", 60, rough), observation("2020", 61, fine))
    assert (issue.code, issue.row, issue.column, issue.found) == ("same_figure_twice", 3, "published_on", fine)
    assert issue.expected == f"60 (2020; bao), {rough}"


def test_a_revision_is_another_publication():
    assert judged(observation("2020", 60, "2021-03-18"), observation("2020", 61, "2021-03-19")) == []


def test_one_period_written_in_two_ways_is_one_figure():
    rows = observation("2020", 60), observation("2020-Q1/2020-Q4", 61)
    assert [issue.code for issue in judged(*rows)] == ["same_figure_twice"]
    assert judged(observation("2020", 60), observation("2020-Q4", 61)) == []


def test_a_day_left_to_the_source_is_that_of_the_source():
    sources = (source(published_on="2021-03-19"),)
    assert [
        issue.code for issue in judged(*sources, observation("2020", 60, None), observation("2020", 61, "2021-03-19"))
    ]
    assert judged(*sources, observation("2020", 60, None), observation("2020", 61, "2021-04-19")) == []


def test_a_repeated_key_is_left_to_check():
    assert judged(observation("2020", 60), observation("2020", 61)) == []


def test_two_sources_of_one_day_that_contradict_each_other_are_a_warning():
    sources = source(**ADDRESS), source("khac", **ADDRESS)
    one, other = observation("2020", 60), observation("2020", 65, source_code="khac")
    (issue,) = judged(*sources, one, other)
    assert (issue.code, issue.row, issue.column, issue.warning) == ("sources_disagree", 3, "obs_value", True)
    assert (issue.found, issue.expected) == ("65 (2020; khac)", "60 (2020; bao)")


@pytest.mark.parametrize("cells", [{"obs_value": "58.3"}, {"obs_value": "65", "published_on": "2021-02-15"}])
def test_sources_that_rounded_or_spoke_on_another_day_do_not_contradict(cells):
    sources = source(**ADDRESS), source("khac", **ADDRESS)
    exact = observation("2020", of=(7, 12))
    assert judged(*sources, exact, observation("2020", **({"source_code": "khac"} | cells))) == []

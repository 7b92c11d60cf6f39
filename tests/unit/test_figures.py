"""Which row is in force on a day, and what values a published figure may stand for."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kh213.model.areas import Area
from kh213.model.figures import Range, half_place, in_force, series, value_range
from tests.builders import INDICATOR, area, change, make_plan, observation, source, taken_back


def day(text: str) -> date:
    return date.fromisoformat(text)


def known(*records, on="2022-01-01", code="22"):
    """(period, value) of the figures in force on a day."""
    return [(row.time_period, row.value) for row in in_force(make_plan(*records).published(INDICATOR, code), day(on))]


def known_on(*records) -> date:
    return make_plan(*records).published(INDICATOR, "22")[0].known_on


def test_a_figure_is_known_from_its_publication_to_the_day():
    figure = observation("2020", 40, known="2021-03")
    assert known(figure, on="2021-03-30") == []
    assert known(figure, on="2021-03-31") == [("2020", 40)]


def test_without_a_day_of_its_own_a_figure_is_known_from_its_source_then_its_retrieval_then_the_release():
    figure = observation("2020", 40, known=None)
    assert known_on(figure, source(published_on="2021", retrieved_on="2026-09-01")) == day("2021-12-31")
    assert known_on(figure, source(retrieved_on="2026-09-01")) == day("2026-09-01")
    assert known_on(figure) == day("2026-11-22")
    assert known_on(observation("2020", 40, known="2020-12"), source(published_on="2021")) == day("2020-12-31")


def test_the_revision_known_last_is_in_force_whatever_the_order_of_the_file():
    first, second = observation("2020", 40, known="2021-01-15"), observation("2020", 41, known="2021-06-01")
    assert known(second, first) == known(first, second) == [("2020", 41)]
    assert known(second, first, on="2021-05-31") == [("2020", 40)]


def test_on_equal_days_the_later_row_of_the_file_is_in_force():
    one, other = observation("2020", 40), observation("2020", 41, source_code="khac")
    sources = source(), source("khac")
    assert known(one, other, *sources) == [("2020", 41)]
    assert known(other, one, *sources) == [("2020", 40)]


def test_of_two_figures_known_on_one_day_the_later_row_of_the_file_comes_last_revised_or_not():
    early = observation("2020", 40, known="2021-01-15")
    point, revised = observation("2020", 50, "2021-06-01", accumulation="point"), observation("2020", 41, "2021-06-01")
    assert [value for _, value in known(early, point, revised)] == [50, 41]
    assert [value for _, value in known(early, revised, point)] == [41, 50]


@pytest.mark.parametrize("status", ["O", "L", "M"])
def test_a_later_row_without_a_value_takes_the_figure_back(status):
    rows = observation("2020", 40), taken_back("2020", "2021-06-01", status)
    assert known(*rows) == []
    assert known(*rows, on="2021-05-31") == [("2020", 40)]
    assert known(*rows, observation("2020", 42, known="2021-07-01")) == [("2020", 42)]


def test_a_revision_under_another_code_of_the_same_span_is_a_revision():
    assert known(observation("2020", 40), observation("2020-Q1/2020-Q4", 41, known="2021-06-01")) == [
        ("2020-Q1/2020-Q4", 41)
    ]


def test_a_figure_of_another_accumulation_is_another_figure():
    to_date = observation("2020-Q4", 40, accumulation="year_to_date", known="2021-06-01")
    assert known(observation("2020-Q4", 10), to_date, taken_back("2020-Q3", "2021-07-01")) == [
        ("2020-Q4", 10),
        ("2020-Q4", 40),
    ]


def test_figures_come_by_their_end_then_by_length_then_by_day_known():
    rows = [
        observation("2020", 1),
        observation("2020-12", 2),
        observation("2020-Q4", 3),
        observation("2020-Q4", 4, accumulation="point", known="2021-02-01"),
        observation("2021-01", 5, known="2021-02-10"),
        observation("2019", 6),
    ]
    assert [value for _, value in known(*rows)] == [6, 2, 3, 4, 1, 5]


def test_counts_give_the_value_exactly_and_a_denominator_of_0_none():
    counted, nothing, stated = make_plan(
        observation("2018", of=(29, 50)), observation("2019", 100, of=(0, 0)), observation("2020", "0.1")
    ).published(INDICATOR, "22")
    assert counted.value == 58
    assert (nothing.value, nothing.nothing_arose, nothing.is_figure) == (None, True, True)
    assert stated.value == Fraction(1, 10)


def test_a_denominator_of_0_has_no_value_even_where_one_is_stated_beside_it():
    (row,) = make_plan(observation("2020", 100, of=(None, 0))).published(INDICATOR, "22")
    assert (row.value, row.nothing_arose) == (None, True)


def test_counts_of_many_digits_are_not_rounded():
    big = 10**30 + 1
    (row,) = make_plan(observation("2020", of=(big, 10**30))).published(INDICATOR, "22")
    assert row.value == Fraction(100 * big, 10**30)


def test_a_merged_unit_does_not_inherit_figures_from_before_the_merger():
    plan = make_plan(
        area("193", "district", until="2019-12-31"),
        area("193", "district", since="2020-01-01"),
        change("193", "193", "2020-01-01"),
        observation("2019", 40, area="193"),
        observation("2020", 60, area="193"),
    )
    before, after = plan.areas.history("193")

    def values(unit: Area) -> list[Fraction | None]:
        return [row.value for row in series(plan, INDICATOR, unit, day("2022-01-01"))]

    assert values(before) == [40]
    assert values(after) == [60]


def test_a_renamed_unit_keeps_its_figures():
    plan = make_plan(
        area("193", "district", until="2019-12-31"),
        area("193", "district", since="2020-01-01"),
        change("193", "193", "2020-01-01", "rename"),
        observation("2019", 40, area="193"),
        observation("2020", 60, area="193"),
    )
    for unit in plan.areas.history("193"):
        assert [row.value for row in series(plan, INDICATOR, unit, day("2022-01-01"))] == [40, 60]


def test_a_figure_for_a_period_after_the_unit_ended_belongs_to_no_unit():
    plan = make_plan(
        area("204", "district", until="2019-12-31"),
        observation("2019", 40, area="204"),
        observation("2020", 60, area="204"),
    )
    assert [row.value for row in series(plan, INDICATOR, plan.areas.history("204")[0], day("2022-01-01"))] == [40]


@pytest.mark.parametrize(
    ("qualifier", "expected"),
    [
        ("eq", Range(Fraction(58), Fraction(58))),
        ("gt", Range(Fraction(58), None, low_open=True)),
        ("ge", Range(Fraction(58), None)),
        ("lt", Range(None, Fraction(58), high_open=True)),
        ("le", Range(None, Fraction(58))),
        ("approx", Range(Fraction(115, 2), Fraction(117, 2))),
    ],
)
def test_a_qualifier_widens_a_figure_to_a_range(qualifier, expected):
    (row,) = make_plan(observation("2020", 58, qualifier=qualifier)).published(INDICATOR, "22")
    assert value_range(row) == expected


def test_an_approximate_figure_with_counts_alone_may_be_anything():
    (row,) = make_plan(observation("2020", of=(29, 50), qualifier="approx")).published(INDICATOR, "22")
    assert value_range(row) == Range(None, None)


def test_a_row_without_a_value_has_no_range():
    (row,) = make_plan(taken_back("2020", "2021-01-15")).published(INDICATOR, "22")
    with pytest.raises(ValueError, match="no range"):
        value_range(row)


@pytest.mark.parametrize(
    ("stated", "half"),
    [
        ("75800", "50"),
        ("300000", "50000"),
        ("45.6", "0.05"),
        ("100", "50"),
        ("45.60", "0.05"),
        ("0.7350", "0.0005"),
        ("7", "0.5"),
        ("-20", "5"),
        ("0", "0.5"),
    ],
)
def test_half_the_place_of_the_last_non_zero_digit(stated, half):
    assert half_place(Decimal(stated)) == Fraction(half)


@pytest.mark.parametrize(
    ("span", "bound", "answers"),  # all at least, none at least, all at most, none at most
    [
        (Range(Fraction(2), Fraction(2)), 2, (True, False, True, False)),
        (Range(Fraction(2), Fraction(4)), 2, (True, False, False, False)),
        (Range(Fraction(2), Fraction(4)), 4, (False, False, True, False)),
        (Range(Fraction(2), Fraction(4)), 5, (False, True, True, False)),
        (Range(Fraction(2), Fraction(4)), 1, (True, False, False, True)),
        (Range(Fraction(3), None, low_open=True), 3, (True, False, False, True)),
        (Range(Fraction(3), None), 3, (True, False, False, False)),
        (Range(None, Fraction(3), high_open=True), 3, (False, True, True, False)),
        (Range(None, Fraction(3)), 3, (False, False, True, False)),
        (Range(None, None), 3, (False, False, False, False)),
    ],
)
def test_where_a_range_lies_from_a_bound_ends_included(span, bound, answers):
    at = Fraction(bound)
    assert (span.all_at_least(at), span.none_at_least(at), span.all_at_most(at), span.none_at_most(at)) == answers
    assert span.without(at) == (answers[1] or answers[3])
    assert span.only(at) == (span.low == span.high == at)

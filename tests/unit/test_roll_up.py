"""What the parts of an area add up to: a ratio of sums, with its coverage."""

from datetime import date
from fractions import Fraction

from kh213.model.figures import RollUp, roll_up
from tests.builders import INDICATOR, area, change, make_plan, observation, taken_back

AS_OF = date(2022, 1, 1)
UNITS = [area(code, "district", parent="22") for code in ("193", "194", "195")]


def rolled(*records, period="2020", on=AS_OF, **more) -> RollUp | None:
    plan = make_plan(*UNITS, *records)
    return roll_up(plan, INDICATOR, plan.areas.on(date(2020, 12, 31), "district"), period, on, **more)


def test_it_is_a_ratio_of_sums_and_never_a_mean_of_percentages():
    found = rolled(observation("2020", of=(1, 1), area="193"), observation("2020", of=(0, 99), area="194"))
    assert found.value == 1  # the mean of 100 % and 0 % would be 50
    assert (found.numerator, found.denominator) == (1, 100)


def test_it_says_how_many_of_how_many_units_reported():
    found = rolled(observation("2020", of=(1, 2), area="193"), observation("2020", 40, area="194"))
    assert (found.reported, found.expected) == (1, 3)


def test_a_unit_where_nothing_arose_has_reported_and_adds_nothing():
    found = rolled(
        observation("2020", of=(1, 3), area="193"),
        observation("2020", of=(0, 0), area="194"),
        observation("2020", of=(None, 0), area="195"),
    )
    assert (found.value, found.reported) == (Fraction(100, 3), 3)


def test_where_nothing_arose_anywhere_there_is_no_value():
    found = rolled(observation("2020", of=(0, 0), area="193"))
    assert (found.value, found.denominator, found.reported) == (None, 0, 1)


def test_without_counts_there_is_nothing_to_add():
    assert rolled(observation("2020", 40, area="193"), observation("2019", of=(1, 2), area="193")) is None


def test_only_counts_in_force_on_the_day_are_added():
    rows = (
        observation("2020", of=(1, 2), area="193", known="2021-01-01"),
        observation("2020", of=(1, 4), area="193", known="2021-03-01"),
        observation("2020", of=(1, 2), area="194", known="2021-01-01"),
        taken_back("2020", "2021-03-01", area="194"),
    )
    assert rolled(*rows, on=date(2021, 2, 28)).value == 50
    assert (rolled(*rows).value, rolled(*rows).reported) == (25, 1)


def test_a_quarter_and_the_year_to_it_are_not_added_together():
    rows = (
        observation("2020-Q3", of=(1, 10), area="193"),
        observation("2020-Q3", of=(9, 10), area="193", accumulation="year_to_date"),
    )
    assert rolled(*rows, period="2020-Q3").value == 10
    to_date = rolled(*rows, period="2020-Q3", accumulation="year_to_date")
    assert (to_date.value, to_date.period.months) == (90, 9)


def test_a_figure_of_a_code_from_when_it_named_another_ward_is_not_added_to_the_new_one():
    plan = make_plan(
        area("06652", "commune", "Phường Hà Phong", until="2025-06-30"),
        area("06652", "commune", "Phường Hà Tu", since="2025-07-01"),
        change("06652", "06652", "2025-07-01"),
        observation("2020", of=(1, 2), area="06652"),
    )
    assert roll_up(plan, INDICATOR, plan.areas.on(date(2025, 7, 1), "commune"), "2020", date(2026, 1, 1)) is None
    assert roll_up(plan, INDICATOR, plan.areas.on(date(2020, 7, 1), "commune"), "2020", date(2026, 1, 1)).value == 50

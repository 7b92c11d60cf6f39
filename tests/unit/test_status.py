"""Which rows status.csv has."""

from datetime import date

from kh213.model.verdict import REASONS, status
from tests.builders import area, change, indicator, make_plan, observation, taken_back, target

AS_OF = date(2022, 1, 1)
DISTRICTS = [area("193", "district"), area("194", "district"), area("195", "district")]


def rows(plan, day=AS_OF):
    return [(found.target.code, found.area_code, found.reason or found.code) for found in status(plan, day)]


def test_the_province_comes_first_and_then_every_area_with_a_known_figure_by_code():
    plan = make_plan(
        *DISTRICTS, observation("2020", 60, area="194"), observation("2020", 40, area="193"), observation("2020", 50)
    )
    assert rows(plan) == [("T01", "22", "met"), ("T01", "193", "missed"), ("T01", "194", "met")]


def test_the_province_is_there_without_any_figure_and_an_area_is_not():
    assert rows(make_plan(*DISTRICTS)) == [("T01", "22", "no_observation")]


def test_an_area_whose_figure_is_not_known_yet_is_not_there():
    plan = make_plan(*DISTRICTS, observation("2020", 60, area="193"), taken_back("2020", "2021-01-01", area="194"))
    assert [code for _, code, _ in rows(plan)] == ["22", "193"]
    assert [code for _, code, _ in rows(plan, date(2021, 1, 14))] == ["22"]


def test_an_area_whose_figure_was_taken_back_stays_and_says_that_there_is_none():
    plan = make_plan(*DISTRICTS, observation("2020", 60, area="193"), taken_back("2020", "2021-06-01", area="193"))
    assert rows(plan)[1:] == [("T01", "193", "no_observation")]


def test_an_area_where_nothing_arose_is_there():
    assert rows(make_plan(*DISTRICTS, observation("2020", of=(0, 0), area="193")))[1:] == [
        ("T01", "193", "no_dossiers")
    ]


def test_an_area_that_came_after_the_due_day_is_there_and_says_so():
    plan = make_plan(
        area("193", "district", since="2021-01-01"),
        change("22", "193", "2021-01-01", "split"),
        observation("2021", 60, "2021-12-01", area="193"),
    )
    assert rows(plan)[1:] == [("T01", "193", "not_in_force")]


def test_targets_come_in_the_order_of_the_file_each_with_its_own_areas():
    plan = make_plan(
        *DISTRICTS,
        indicator("hai"),
        indicator(),
        target(code="T02", indicator_code="hai"),
        target(code="T01"),
        observation("2020", 60, area="193"),
    )
    assert [(code, place) for code, place, _ in rows(plan)] == [("T02", "22"), ("T01", "22"), ("T01", "193")]


def test_the_reasons_are_those_of_the_method_in_its_order():
    assert " ".join(dict.fromkeys(REASONS)) == (
        "not_in_force no_observation only_related_figures none_for_due_period no_dossiers qualifier_cannot_decide "
        "no_baseline no_pace too_early"
    )

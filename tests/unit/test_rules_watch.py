"""What a person should look at before a draft takes the place of the newest release."""

import pytest

from tests.builders import PROVINCE, area, indicator, observation, record, target
from tests.judged import only, places, watched

UNITS = tuple(f"19{number}" for number in range(6))
DISTRICTS = (area(), *(area(code, "district", parent=PROVINCE) for code in UNITS))
QUARTERLY = indicator(frequency="quarterly")


def quarter(number: int, values, codes=UNITS, year=2020, **cells):
    """One figure a district for a quarter, published six weeks later."""
    known = f"{year + number // 4}-{number % 4 * 3 + 2:02}-14"
    return tuple(
        observation(f"{year}-Q{number}", value, known, area=code, **cells)
        for code, value in zip(codes, values, strict=False)
    )


def added(old, new):
    """What is said of new figures beside old ones."""
    rest = (QUARTERLY, *DISTRICTS)
    return watched((*rest, *old), (*rest, *old, *new))


FIRST = quarter(1, (40, 42, 44, 46, 48, 50))
SECOND = quarter(2, (41, 44, 45, 49, 49, 53))


def test_the_newest_release_handed_in_again_is_quiet():
    assert added((*FIRST, *SECOND), ()) == []


def test_a_new_quarter_like_the_others_is_quiet():
    assert added((*FIRST, *SECOND), quarter(3, (43, 46, 47, 50, 51, 54))) == []


def test_a_first_quarter_is_quiet():
    assert added((), FIRST) == []


def test_a_share_that_moves_more_than_30_points_is_a_jump():
    issue = only(added((*FIRST, *SECOND), quarter(3, (43, 46, 47, 50, 51, 93))))
    assert issue == ("jump", 19, "obs_value", "93 (2020-Q3)", "53 (2020-Q2)")
    assert added((*FIRST, *SECOND), quarter(3, (43, 46, 47, 50, 51, 83))) == []


def test_a_decimal_place_lost_is_a_jump_though_few_points():
    assert only(added((*FIRST, *SECOND), quarter(3, (4.3, 46, 47, 50, 51, 54))))[:4] == (
        ("jump", 14, "obs_value", "4.3 (2020-Q3)")
    )


def test_a_series_that_always_moves_far_has_no_jump():
    old = [quarter(number, values, ("190",)) for number, values in ((1, (10,)), (2, (45,)), (3, (12,)))]
    assert added(sum(old, ()), quarter(4, (50,), ("190",))) == []


def test_after_a_break_that_is_declared_there_is_no_jump():
    new = (*quarter(3, (93,), ("190",), obs_status="B"), *quarter(3, (46, 47, 50, 51, 54), UNITS[1:]))
    assert added((*FIRST, *SECOND), new) == []


def test_a_count_that_loses_its_thousands_is_a_jump():
    rest = (indicator(kind="count", decimals=2), target(500), area())
    old = observation("2018", 1552, "2019-01-15"), observation("2019", 1610, "2020-01-15")
    assert only(watched((*rest, *old), (*rest, *old, observation("2020", 1.71))))[:2] == ("jump", 4)
    assert watched((*rest, *old), (*rest, *old, observation("2020", 1710))) == []


def test_a_code_given_out_again_begins_a_new_series():
    spans = (
        area(),
        area("193", "district", until="2020-03-31", parent="22"),
        area("193", "district", since="2020-04-01", parent="22"),
    )
    old = quarter(1, (10,), ("193",))
    rest = (QUARTERLY, *spans)
    assert watched((*rest, *old), (*rest, *old, *quarter(2, (90,), ("193",)))) == []


def test_a_revision_far_from_what_was_published_before():
    revised = observation("2020-Q2", 4.1, "2020-09-30", area="190")
    issues = added((*FIRST, *SECOND), (revised,))
    assert ("revised_far", "4.1 (2020-Q2)", "41 (2020-08-14)") in [(i.code, i.found, i.expected) for i in issues]
    assert added((*FIRST, *SECOND), (observation("2020-Q2", 41.5, "2020-09-30", area="190"),)) == []


@pytest.mark.parametrize(
    ("values", "code", "found"),
    [((100,) * 6, "everywhere_100", "100"), ((47,) * 6, "everywhere_same", "47")],
)
def test_the_same_value_everywhere_in_a_period(values, code, found):
    issues = [issue for issue in added((*FIRST, *SECOND), quarter(3, values)) if issue.code != "jump"]
    assert only(issues) == (code, 14, "obs_value", found, "6 (2020-Q3)")


def test_the_same_value_in_few_areas_is_chance():
    assert added((), quarter(1, (100,) * 4)) == []


def test_what_was_the_same_everywhere_before_has_been_looked_at():
    assert added(quarter(1, (100,) * 6), quarter(2, (100,) * 6)) == []


def test_a_quarter_copied_from_the_one_before():
    issue = only(added(FIRST, quarter(2, (40, 42, 44, 46, 48, 50))))
    assert issue == ("copied_column", 8, "obs_value", "6 (2020-Q2)", "2020-Q1")
    assert added(FIRST, quarter(2, (40, 42, 44, 46, 48, 50.1))) == []


def test_an_area_that_stopped_reporting_is_named_at_its_last_row():
    issue = only(added((*FIRST, *SECOND), quarter(3, (43, 46, 47, 50, 51))))
    assert issue == ("stopped_reporting", 13, "area_code", "195", "2020-Q3 (district)")


def test_an_area_that_says_that_it_has_no_figure_has_reported():
    new = (*quarter(3, (43, 46, 47, 50, 51)), *quarter(3, (None,), ("195",), obs_status="O"))
    assert added((*FIRST, *SECOND), new) == []


def test_a_period_that_only_begins_to_be_reported_accuses_nobody():
    assert added((*FIRST, *SECOND), quarter(3, (43, 46))) == []


def test_an_area_that_reported_once_is_no_regular_one():
    assert added((*quarter(1, (40, 42, 44, 46, 48)), *SECOND), quarter(3, (43, 46, 47, 50, 51))) == []


def test_a_unit_that_is_no_more_has_not_stopped_reporting():
    ended = (area(), *DISTRICTS[1:6], area("195", "district", until="2020-06-30", parent=PROVINCE))
    rest = (QUARTERLY, *ended)
    old = (*FIRST, *SECOND)
    assert watched((*rest, *old), (*rest, *old, *quarter(3, (43, 46, 47, 50, 51)))) == []


@pytest.mark.parametrize(("known", "late"), [("2020-09-30", False), ("2020-10-01", True), ("2020", False)])
def test_later_than_two_intervals_is_late(known, late):
    issues = added((), (observation("2020-Q1", 40, known),))
    assert places(issues) == ([("observations", "late_report", 2, "published_on")] if late else [])


def test_a_late_revision_is_no_late_report():
    old = (observation("2020-Q1", 40, "2020-05-14"),)
    assert added(old, (observation("2020-Q1", 41, "2021-05-14"),)) == []


def test_a_level_that_has_not_reported_before():
    rest = (indicator(), *DISTRICTS)
    old = observation("2019", 40, "2020-01-15")
    new = observation("2019", 41, "2020-01-15", area="190")
    assert only(watched((*rest, old), (*rest, old, new))) == ("new_level", 3, "area_code", "190", "district")


@pytest.mark.parametrize(
    ("cells", "column"),
    [({"obs_value": "61"}, "obs_value"), ({"obs_status": "P"}, "obs_status"), ({"qualifier": "gt"}, "qualifier")],
)
def test_a_published_figure_changed_in_place(cells, column):
    old = observation("2020", 60)
    issue = only(watched((old,), (observation("2020", 60, **cells),)))
    assert issue == ("value_moved", 2, column, cells[column], old.row[column])


@pytest.mark.parametrize("cells", [{"obs_value": "60.0"}, {"note_vi": "Theo báo cáo."}])
def test_another_way_of_writing_and_a_note_move_no_value(cells):
    assert watched((observation("2020", 60),), (observation("2020", 60, **cells),)) == []


def test_a_row_that_is_gone_is_named_by_its_key():
    issue = only(watched((observation("2019", 50, "2020-01-15"), observation("2020", 60)), (observation("2020", 60),)))
    assert issue == ("row_gone", None, None, "2026-08-01", "ty-le · 22 · 2019 · period · bao · 2020-01-15")


def test_only_tables_handed_in_are_looked_at():
    old, new = (observation("2020", 60), target(50)), (observation("2020", 61), target(40))
    assert [issue.table for issue in watched(old, new, ("targets",))] == ["targets"]
    assert [issue.table for issue in watched(old, new, ("observations",))] == ["observations"]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"value": 40}, "target_value"),
        ({"comparator": "le"}, "comparator"),
        ({"due": "2021"}, "due_period"),
        ({"baseline_period": "2018"}, "baseline_period"),
    ],
)
def test_a_cell_that_decides_a_verdict(cells, column):
    issues = watched((target(),), (target(**cells),))
    assert places(issues) == [("targets", "deciding_cell_changed", 2, column)]


def test_words_around_a_promise_decide_nothing():
    assert watched((target(),), (target(value="50.0", ambiguity_vi="Chưa rõ."),)) == []


@pytest.mark.parametrize("cells", [{"kind": "score"}, {"unit_measure_vi": "điểm"}, {"better": "lower"}])
def test_a_code_that_now_means_something_else(cells):
    issues = watched((indicator(),), (indicator(**cells),))
    assert places(issues) == [("indicators", "meaning_changed", 2, next(iter(cells)))]


def test_rows_of_every_table_are_missed():
    agency = record("agencies", agency_code="so-tt")
    assert [(issue.table, issue.code, issue.expected) for issue in watched((agency,), ())] == [
        ("agencies", "row_gone", "so-tt")
    ]


def test_all_of_it_only_warns():
    old = (*FIRST, *SECOND)
    issues = added(old, quarter(3, (100,) * 5)) + watched((target(), *FIRST), (target(40),))
    assert issues
    assert all(issue.warning for issue in issues)

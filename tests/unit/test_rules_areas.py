"""Areas in time: figures of units that were not there, spans, parents and links that do not fit."""

import pytest

from tests.builders import area, change, indicator, observation
from tests.judged import judged, only, places

PROVINCE = area("22", "province", "Tỉnh")
OLD = area("204", "district", "Huyện Cũ", until="2019-12-31", parent="22")
NEW = area("193", "district", "Thành phố Mới", since="2020-01-01", parent="22")
MERGED = (PROVINCE, OLD, NEW, change("204", "193", "2020-01-01"))


def test_an_area_that_is_no_more_is_reported_with_its_heir():
    row = observation("2020", 60, area="204")
    assert only(judged(*MERGED, row)) == (
        ("area_retired", 2, "area_code", "204", "Huyện Cũ, … 2019-12-31 → 193 Thành phố Mới")
    )
    assert judged(*MERGED, observation("2019", 60, area="204")) == []


def test_an_area_that_was_not_yet_is_reported_with_what_it_was_made_of():
    row = observation("2019", 60, area="193")
    assert only(judged(*MERGED, row)) == (
        ("area_not_yet", 2, "area_code", "193", "Thành phố Mới, 2020-01-01 … ← 204 Huyện Cũ")
    )
    assert judged(*MERGED, observation("2020", 60, area="193")) == []


def test_the_heir_is_looked_for_through_every_change():
    middle = area("193", "district", "Giữa", since="2020-01-01", until="2022-12-31", parent="22")
    last = area("195", "district", "Cuối", since="2023-01-01", parent="22")
    links = change("204", "193", "2020-01-01"), change("193", "195", "2023-01-01")
    issue = only(judged(PROVINCE, OLD, middle, last, *links, observation("2024", 60, "2025-01-15", area="204")))
    assert issue[-1].endswith("→ 195 Cuối")


def test_a_code_given_out_again_is_the_unit_of_the_period():
    first = area("193", "district", "Trước", until="2018-12-31", parent="22")
    assert judged(PROVINCE, first, NEW, observation("2018", 60, area="193")) == []
    assert [issue.code for issue in judged(PROVINCE, first, NEW, observation("2019", 60, area="193"))] == [
        "area_retired"
    ]


def test_a_whole_year_of_a_unit_that_began_within_it_is_looked_at():
    late = area("193", "district", "Mới", since="2020-07-01", parent="22")
    (issue,) = judged(PROVINCE, late, observation("2020", 60, area="193"))
    assert (issue.code, issue.row, issue.expected, issue.warning) == ("area_since", 2, "2020-07-01", True)
    for cells in ({"accumulation": "point"}, {"obs_status": "B"}, {"time_period": "2020-S2"}):
        assert judged(PROVINCE, late, observation("2020", 60, area="193", **cells)) == []


DISTRICT = area("193", "district", "Huyện", parent="22")
COMMUNE = area("06649", "commune", "Xã", parent="193")


@pytest.mark.parametrize(("level", "wrong"), [("province", True), ("district", False), ("commune", False)])
def test_a_figure_is_broken_down_once_below_its_reporting_level(level, wrong):
    row = observation("2020", 60, area="06649")
    issues = judged(PROVINCE, DISTRICT, COMMUNE, indicator(reporting_level=level), row)
    assert places(issues) == ([("observations", "wrong_level", 2, "area_code")] if wrong else [])


def test_without_districts_a_commune_is_one_step_below_the_province():
    assert judged(PROVINCE, area("06649", "commune", parent="22"), observation("2020", 60, area="06649")) == []


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"area_type": "ward"}, "type_against_level", "area_type"),
        ({"area_code": "06649"}, "code_against_level", "area_code"),
        ({"parent_code": ""}, "parent_missing", "parent_code"),
        ({"valid_from": "2021-01-01", "valid_to": "2020-01-01"}, "span_reversed", "valid_to"),
    ],
)
def test_a_unit_that_contradicts_itself(cells, code, column):
    district = area("193", "district", parent="22")
    district.row.update(cells)
    assert places(judged(PROVINCE, district)) == [("areas", code, 3, column)]


def test_units_in_order_are_not_complained_of():
    city = area("194", "district", since="2020", until="2024-10-31", parent="22")
    city.row["area_type"] = "city"
    assert judged(PROVINCE, DISTRICT, COMMUNE, city) == []


def test_a_parent_of_no_higher_level():
    assert only(judged(PROVINCE, DISTRICT, area("194", "district", parent="193"))) == (
        ("parent_level", 4, "parent_code", "193", "district → district")
    )


@pytest.mark.parametrize(
    ("span", "day"),
    [
        ({"since": "2018-01-01", "until": "2019-06-30"}, "2018-01-01"),
        ({"since": "2019-06-01"}, "2021-01-01"),
        ({"until": "2024-12-31"}, "2021-01-01"),
    ],
)
def test_a_parent_that_is_not_there_all_the_while(span, day):
    parent = area("193", "district", since="2019-01-01", until="2020-12-31", parent="22")
    assert only(judged(PROVINCE, parent, area("06649", "commune", parent="193", **span))) == (
        ("parent_not_in_force", 4, "parent_code", "193", day)
    )


def test_a_parent_whose_spans_follow_each_other_is_there_all_the_while():
    spans = (
        area("193", "district", until="2019-12-31", parent="22"),
        area("193", "district", since="2020-01-01", parent="22"),
    )
    assert judged(PROVINCE, *spans, COMMUNE) == []


def test_two_meanings_of_one_code_at_one_time():
    first = area("193", "district", "Trước", until="2020-01-01", parent="22")
    assert only(judged(PROVINCE, first, NEW)) == (
        ("spans_overlap", 4, "valid_from", "Thành phố Mới, 2020-01-01 …", "Trước, … 2020-01-01")
    )


def test_a_plan_is_of_one_province_at_a_time():
    (issue,) = judged(PROVINCE, area("14", "province", "Khác"))
    assert (issue.code, issue.row, issue.column) == ("two_provinces", 3, "area_code")
    assert judged(area("22", "province", until="2024-12-31"), area("14", "province", since="2025-01-01")) == []


def test_a_link_whose_spans_do_not_meet_on_its_day():
    late = (PROVINCE, OLD, NEW, change("204", "193", "2020-02-01"))
    assert places(judged(*late)) == [
        ("area_changes", "change_from", 2, "from_code"),
        ("area_changes", "change_to", 2, "to_code"),
    ]
    assert judged(*MERGED) == []


def test_a_span_that_cannot_be_read_is_left_to_check():
    old = area("204", "district", until="31/12/2019", parent="22")
    assert judged(PROVINCE, old, NEW, change("204", "193", "2020-01-01"), observation("2020", 60, area="204")) == []

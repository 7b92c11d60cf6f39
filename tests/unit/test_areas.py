"""Areas in time: a code alone is not an area, a code on a day is."""

from datetime import date

import pytest

from kh213.model.areas import Areas
from tests.builders import area, change, make_plan

MERGER, REFORM = "2020-01-01", "2025-07-01"


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.fixture
def areas() -> Areas:
    """Hạ Long takes in Hoành Bồ in 2020; in 2025 its ward Hà Phong gives its code to a new Hà Tu, made of both."""
    return make_plan(
        area("193", "district", "Thành phố Hạ Long", until="2019-12-31", parent="22"),
        area("193", "district", "Thành phố Hạ Long", since=MERGER, until="2025-06-30", parent="22"),
        area("204", "district", "Huyện Hoành Bồ", until="2019-12-31", parent="22"),
        change("193", "193", MERGER),
        change("204", "193", MERGER),
        area("06652", "commune", "Phường Hà Phong", until="2025-06-30", parent="193"),
        area("06664", "commune", "Phường Hà Tu", until="2025-06-30", parent="193"),
        area("06652", "commune", "Phường Hà Tu", since=REFORM, parent="22"),
        change("06652", "06652", REFORM),
        change("06664", "06652", REFORM),
        area("07030", "commune", "Thị trấn Trới", until="2019-12-31", parent="204"),
        area("07031", "commune", "Xã Lê Lợi", until="2019-12-31", parent="204"),
        area("07030", "commune", "Phường Hoành Bồ", since=MERGER, until="2025-06-30", parent="193"),
        change("07030", "07030", MERGER),
        change("07031", "07030", MERGER),
        area("07040", "commune", "Phường Hoành Bồ", since=REFORM, parent="22"),
        area("07041", "commune", "Xã Thống Nhất", since=REFORM, parent="22"),
        change("07030", "07040", REFORM, "split"),
        change("07030", "07041", REFORM, "split"),
    ).areas


def test_one_code_names_two_wards_in_turn(areas):
    assert areas.at("06652", day("2025-06-30")).name == "Phường Hà Phong"
    assert areas.at("06652", day("2025-07-01")).name == "Phường Hà Tu"
    assert [span.name for span in areas.history("06652")] == ["Phường Hà Phong", "Phường Hà Tu"]


def test_a_code_names_nothing_before_after_or_when_unknown(areas):
    assert areas.at("204", day("2020-01-01")) is None
    assert areas.at("07040", day("2025-06-30")) is None
    assert areas.at("99999", day("2020-01-01")) is None
    assert areas.history("99999") == ()


def test_both_ends_of_a_span_are_days_in_force(areas):
    merged = areas.history("193")[1]
    assert [merged.in_force(day(d)) for d in ("2019-12-31", "2020-01-01", "2025-06-30", "2025-07-01")] == [0, 1, 1, 0]


def test_a_roughly_known_beginning_counts_from_its_last_day():
    span = make_plan(area("193", "district", since="2020-03")).areas.history("193")[0]
    assert not span.in_force(day("2020-03-30"))
    assert span.in_force(day("2020-03-31"))


def test_units_of_a_level_are_those_in_force_in_order_of_code(areas):
    assert [unit.code for unit in areas.on(day("2019-12-31"), "district")] == ["193", "204"]
    assert [unit.code for unit in areas.on(day("2020-01-01"), "district")] == ["193"]
    assert [unit.code for unit in areas.on(day("2019-12-31"), "commune", "204")] == ["07030", "07031"]
    assert areas.on(day("2025-07-01"), "district") == ()


def test_a_parent_is_looked_up_on_the_day(areas):
    ward = areas.at("07030", day("2020-01-01"))
    assert areas.parent(ward, day("2020-01-01")) == areas.history("193")[1]
    assert areas.parent(areas.province, day("2020-01-01")) is None


def test_the_days_on_which_the_map_changed(areas):
    assert areas.change_days == (day(MERGER), day(REFORM))


def test_a_plan_without_a_province_says_so():
    with pytest.raises(LookupError, match="province"):
        _ = Areas(()).province


def test_predecessors_are_the_units_of_the_day_before(areas):
    assert [unit.name for unit in areas.predecessors(areas.history("193")[1])] == [
        "Thành phố Hạ Long",
        "Huyện Hoành Bồ",
    ]
    assert areas.predecessors(areas.history("193")[0]) == ()


def test_successors_are_the_units_of_the_day_itself(areas):
    assert areas.successors(areas.history("204")[0]) == (areas.history("193")[1],)
    assert [unit.code for unit in areas.successors(areas.at("07030", day("2020-01-01")))] == ["07040", "07041"]
    assert areas.successors(areas.at("07040", day(REFORM))) == ()


def test_a_commune_of_today_leads_back_through_two_changes(areas):
    today = areas.at("07041", day(REFORM))
    assert [unit.name for unit in areas.ancestry_ends(today, day("2024-12-31"))] == ["Phường Hoành Bồ"]
    assert [unit.name for unit in areas.ancestry_ends(today, day("2019-12-31"))] == ["Thị trấn Trới", "Xã Lê Lợi"]
    assert areas.ancestry_ends(today, day(REFORM)) == (today,)


def test_two_wards_of_one_name_are_both_found_behind_the_new_one(areas):
    found = areas.ancestry_ends(areas.at("06652", day(REFORM)), day("2025-06-30"))
    assert [(unit.code, unit.name) for unit in found] == [("06652", "Phường Hà Phong"), ("06664", "Phường Hà Tu")]


def two_spans(*kinds: str, other_code: str = "193") -> Areas:
    return make_plan(
        area("193", "district", until="2019-12-31"),
        area("193", "district", since=MERGER),
        area("194", "district"),
        *(change("193", "193" if number == 0 else other_code, MERGER, kind) for number, kind in enumerate(kinds)),
    ).areas


@pytest.mark.parametrize(
    ("kinds", "same"),
    [(["rename"], True), (["reclassify"], True), (["reparent"], True), (["merge"], False), (["split"], False)],
)
def test_only_a_new_name_type_or_parent_leaves_the_territory_the_same(kinds, same):
    assert two_spans(*kinds).same_territory("193", day("2019-06-30"), day("2020-06-30")) is same


def test_a_part_given_away_makes_another_territory():
    assert not two_spans("rename", "split", other_code="194").same_territory(
        "193", day("2019-06-30"), day("2020-06-30")
    )


def test_a_part_taken_in_makes_another_territory():
    areas = make_plan(
        area("193", "district", until="2019-12-31"),
        area("193", "district", since=MERGER),
        area("204", "district", until="2019-12-31"),
        change("193", "193", MERGER, "rename"),
        change("204", "193", MERGER, "merge"),
    ).areas
    assert not areas.same_territory("193", day("2019-06-30"), day("2020-06-30"))


def test_a_code_given_out_again_without_a_recorded_change_is_not_taken_for_the_same():
    assert not two_spans().same_territory("193", day("2019-06-30"), day("2020-06-30"))


def test_within_one_span_the_territory_is_the_same_and_outside_all_spans_it_is_not():
    areas = two_spans("rename")
    assert areas.same_territory("194", day("1990-01-01"), day("2030-01-01"))
    ended = make_plan(area("204", "district", until="2019-12-31")).areas
    assert not ended.same_territory("204", day("2019-12-31"), day("2020-01-01"))
    assert not ended.same_territory("204", day("2020-01-01"), day("2020-01-02"))


def test_the_last_day_of_the_calendar_is_a_day_like_any_other():
    areas = make_plan(area("193", "district", until="9999-12-31")).areas
    assert areas.became(areas.at("193", date.max)) == ()

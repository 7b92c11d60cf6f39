"""Two periods compared: classes around no change, the sign as it is, and nothing compared across a change of ground."""

from pathlib import Path

import pytest

from kh213.release.grids import read_grids
from kh213.release.reading.read import read_plan
from kh213.view.map.choices import choices
from kh213.view.map.page import MapPage, map_page
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import area, change, indicator, make_plan, observation, target

DATA = Path(__file__).parents[2] / "data"
GRIDS = read_grids(DATA)


def compared(*records, better: str = "higher", comparator: str = "ge") -> MapPage:
    communes = [area(f"0000{n}", "commune", f"Xã {n}", parent="193") for n in range(1, 7)]
    plan = make_plan(
        indicator(reporting_level="commune", better=better, value_min=0, value_max=100),
        target(40, comparator=comparator),
        area(),
        area("193", "district", "Huyện Thử", parent="22"),
        *communes,
        *records,
    )
    who = Reader(plan, words("vi"), "latest", plan.release.day)
    return map_page(who, choices(who, cap="commune", thoi="2020", so="2019"), [])


def two(code: str, before: object, after: object, **cells: object) -> list:
    return [observation("2019", before, area=code), observation("2020", after, area=code, **cells)]


@pytest.mark.parametrize(
    ("before", "after", "step", "brief"),
    [(10, 20, "better_1", "+10"), (10, "20.1", "better_2", "+10,1"), (20, 10, "worse_1", "−10"),
     (20, 9, "worse_2", "−11"), (7, 7, "same", "0")],
)  # fmt: skip
def test_a_large_change_is_more_than_a_quarter_of_what_is_promised(
    before: object, after: object, step: str, brief: str
) -> None:
    place = compared(*two("00001", before, after)).by_code["00001"]
    assert (place.step, place.brief) == (step, brief)


def test_where_less_is_better_a_fall_is_better_and_keeps_its_sign() -> None:
    view = compared(*two("00001", 20, 12), better="lower", comparator="le")
    place = view.by_code["00001"]
    assert (place.step, place.brief) == ("better_1", "−8")
    assert {row.code: row.span for row in view.legend}["better_2"] == "quá −10 điểm phần trăm"


def test_what_cannot_be_compared_is_no_change_of_nought() -> None:
    view = compared(
        *two("00001", 20, 12),
        observation("2020", 5, area="00002"),
        observation("2019", 20, area="00003"),
        observation("2020", of=(0, 0), area="00003"),
        *two("00004", 20, 20, qualifier="approx"),
    )
    assert {code: place.step for code, place in view.by_code.items()} == {
        "00001": "worse_1", "00002": "missing", "00003": "nothing", "00004": "unclear", "00005": "missing",
        "00006": "missing",
    }  # fmt: skip
    assert view.by_code["00002"].figure == "5%"


def test_a_unit_that_grew_by_a_merger_is_not_compared_with_what_it_was() -> None:
    plan = make_plan(
        indicator(reporting_level="commune"),
        target(40),
        area(),
        area("193", "district", "Huyện Thử", parent="22"),
        area("00001", "commune", "Xã Một", until="2019-12-31", parent="193"),
        area("00002", "commune", "Xã Hai", until="2019-12-31", parent="193"),
        area("00001", "commune", "Xã Một", since="2020-01-01", parent="193"),
        change("00001", "00001", "2020-01-01"),
        change("00002", "00001", "2020-01-01"),
        *two("00001", 10, 30),
    )
    who = Reader(plan, words("vi"), "latest", plan.release.day)
    view = map_page(who, choices(who, cap="commune", thoi="2020", so="2019"), [])
    assert view.by_code["00001"].step == "changed"
    assert "đổi địa giới" in view.finding


def test_of_the_illustrative_districts_one_changed_its_ground_between_the_years() -> None:
    plan = read_plan(DATA / "demo")
    who = Reader(plan, words("vi"), "demo", plan.release.day)
    view = map_page(who, choices(who, ma="T11", thoi="2020-Q4", so="2019-Q4"), GRIDS)
    assert [place.code for place in view.places if place.step == "changed"] == ["193"]
    assert sum(row.count for row in view.legend) == len(view.places) == 13
    assert view.changes == "So với năm 2019"
    assert all(place.change for place in view.places)

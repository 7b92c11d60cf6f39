"""The map's address: what it may ask for, what a choice writes into it, what the boxes hold."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kh213.release.boundaries.layers import NotCovered
from kh213.release.reading.read import read_plan
from kh213.view.map.boxes import period_box, place_boxes, subject_boxes
from kh213.view.map.choices import change, choices, clicked
from kh213.view.reader import Reader
from kh213.words import words

DATA = Path(__file__).parents[2] / "data"
NONE = NotCovered("none_installed")
EMPTY = dict.fromkeys(("ma", "cap", "thoi", "noi", "trong", "so", "ve"), "")


@pytest.fixture(scope="module")
def demo() -> Reader:
    plan = read_plan(DATA / "demo")
    return Reader(plan, words("vi"), "demo", plan.release.day)


@pytest.fixture(scope="module")
def real() -> Reader:
    plan = read_plan(DATA / "releases" / "2026-11-22")
    return Reader(plan, words("vi"), "latest", plan.release.day)


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [({"ma": "T99"}, "ma"), ({"cap": "xa"}, "cap"), ({"thoi": "2020-Q9"}, "thoi"), ({"thoi": "2031"}, "thoi"),
     ({"noi": "99999"}, "noi"), ({"ma": "<b>" * 99}, "ma"), ({"trong": "999"}, "trong"), ({"so": "2019"}, "so"),
     ({"so": "2020-Q4"}, "so"), ({"ve": "3d"}, "ve")],
)  # fmt: skip
def test_a_wrong_value_is_told_and_the_default_stands(demo: Reader, asked: dict[str, str], parameter: str) -> None:
    chosen = choices(demo, **asked)
    assert set(chosen.wrong) == {parameter}
    assert (chosen.code, chosen.level, chosen.moment.code) == ("T08", "commune", "2020-Q4")
    assert chosen.area is None


def test_an_unknown_subject_is_told_what_there_is_context_too(real: Reader) -> None:
    assert "ddci-diem" in choices(real, ma="xyz").wrong["ma"]


def test_the_default_period_is_the_last_one_before_the_deadline(demo: Reader) -> None:
    assert choices(demo, ma="T08").moment.code == "2020-Q4"
    periods = list(period_box(demo, choices(demo, ma="T08")).options)
    assert (periods[0], periods[-1]) == ("2018-Q4", "2021-Q2")


def test_only_what_was_known_on_the_day_can_be_chosen(demo: Reader) -> None:
    then = replace(demo, as_of=date(2019, 3, 31))
    assert list(choices(then, ma="T08").moments) == ["2018-Q4"]


def test_without_any_figure_the_years_can_still_be_gone_through_each_with_its_own_areas(real: Reader) -> None:
    years = list(choices(real, ma="T08").periods)
    assert years == [str(year) for year in range(2019, 2026)]
    communes = {year: len(choices(real, ma="T08", cap="commune", thoi=year).areas) for year in years}
    assert communes == {"2019": 186, **dict.fromkeys(years[1:5], 177), "2024": 171, "2025": 54}


def test_a_day_without_districts_shows_its_communes_and_says_so(real: Reader) -> None:
    chosen = choices(real, ma="T08", cap="district", thoi="2025")
    assert (chosen.level, len(chosen.areas), set(chosen.wrong)) == ("commune", 54, {"cap"})
    assert set(place_boxes(real, chosen)) == {"noi"}


def test_a_district_in_the_address_opens_its_communes(demo: Reader) -> None:
    chosen = choices(demo, ma="T08", cap="commune", trong="193", thoi="2019-Q4")
    assert (chosen.within.name, len(chosen.areas)) == ("Thành phố Hạ Long", 20)
    assert len(choices(demo, ma="T08", cap="commune", trong="193", thoi="2020-Q1").areas) == 33


def test_a_click_opens_a_district_and_picks_a_commune(demo: Reader) -> None:
    asked = EMPTY | {"ma": "T08", "cap": "district", "thoi": "2020-Q3"}
    assert clicked(demo, asked, "193") == {"cap": "commune", "trong": "193"}
    inside = asked | {"cap": "commune", "trong": "193"}
    assert clicked(demo, inside, "06700") == {"noi": "06700"}
    assert clicked(demo, asked | {"cap": "commune"}, "193") == {"trong": "193"}
    assert clicked(demo, asked, "None") == clicked(demo, asked, "99999") == {}


def test_the_way_out_of_a_district_takes_its_commune_out_of_the_address_too(demo: Reader) -> None:
    asked = EMPTY | {"ma": "T08", "cap": "commune", "trong": "193", "noi": "06700"}
    assert change(demo, asked, "trong", "") == {"trong": None}
    assert change(demo, asked, "trong", "194") == {"trong": "194", "noi": None}
    assert change(demo, asked, "cap", "district") == {"cap": "district", "trong": None, "noi": None}
    assert change(demo, asked, "cap", "commune") == {"cap": None, "trong": None, "noi": None}


def test_another_target_takes_what_no_longer_holds_out_of_the_address(demo: Reader) -> None:
    asked = EMPTY | {"ma": "T08", "thoi": "2021-Q2", "noi": "06700", "so": "2021-Q1"}
    assert change(demo, asked, "ma", "T11") == {"ma": "T11", "thoi": None, "noi": None, "so": None}
    assert change(demo, asked, "thoi", "2020-Q2") == {"thoi": "2020-Q2"}
    assert change(demo, asked, "thoi", "2021-Q1") == {"thoi": "2021-Q1", "so": None}


def test_a_unit_that_a_period_does_not_know_leaves_the_address_with_it(demo: Reader) -> None:
    asked = EMPTY | {"ma": "T08", "cap": "commune", "trong": "204", "thoi": "2019-Q4"}
    assert change(demo, asked, "thoi", "2020-Q4") == {"thoi": "2020-Q4", "trong": None}


def test_the_boxes_for_places_hold_what_the_map_holds(demo: Reader) -> None:
    chosen = choices(demo, ma="T08", cap="commune", thoi="2019-Q4")
    boxes = place_boxes(demo, chosen)
    assert set(boxes["noi"].options) == {"", *chosen.areas}
    assert boxes["noi"].options["06700"] == "Phường Tuần Châu, Hạ Long"
    assert len(boxes["trong"].options) == 1 + 14
    inside = place_boxes(demo, choices(demo, ma="T08", trong="193", thoi="2019-Q4"))
    assert (inside["trong"].value, inside["noi"].options["06700"]) == ("193", "Phường Tuần Châu")


def test_what_cannot_be_chosen_has_no_box(real: Reader, demo: Reader) -> None:
    assert set(subject_boxes(real, choices(real, ma="T08"), NONE)) == {"ma", "cap"}
    assert set(subject_boxes(demo, choices(demo, ma="T08"), NONE)) == {"ma", "cap", "so"}
    assert "ve" in subject_boxes(demo, choices(demo, ma="T08"), NotCovered("split"))
    assert "2020-Q4" not in subject_boxes(demo, choices(demo, ma="T08"), NONE)["so"].options

"""A place beside the province and the places around it: who these are, in one period, and what is missing."""

from datetime import date

import pytest

from kh213.model.areas import Area
from kh213.view.area.beside import Beside, Borders, Touching, no_borders
from kh213.view.area.page import area_page
from kh213.view.area.places import asked_area
from kh213.view.reader import Reader
from kh213.words import words
from tests import builders
from tests.builders import Record, change, indicator, make_plan, observation, target

TODAY = date(2026, 11, 22)
REFORM = "2025-07-01"
TYPES = {"Thành phố": "city", "Thị xã": "town", "Phường": "ward", "Thị trấn": "township"}


def area(code: str, level: str, name: str, **span: str | None) -> Record:
    """A unit whose type is the one that its name begins with."""
    built = builders.area(code, level, name, **span)
    kind = next((kind for word, kind in TYPES.items() if name.startswith(word)), built.row["area_type"])
    return Record("areas", built.row | {"area_type": kind})


PLACES = (
    area("22", "province", "Tỉnh Thử"),
    area("193", "district", "Thành phố Một", until="2025-06-30", parent="22"),
    area("194", "district", "Huyện Hai", until="2025-06-30", parent="22"),
    area("00001", "commune", "Phường An", until="2025-06-30", parent="193"),
    area("00002", "commune", "Phường Bình", until="2025-06-30", parent="193"),
    area("00003", "commune", "Xã Châu", until="2025-06-30", parent="193"),
    area("00004", "commune", "Xã Xa", until="2025-06-30", parent="194"),
    area("00001", "commune", "Phường An", since=REFORM, parent="22"),
    area("00003", "commune", "Xã Châu", since=REFORM, parent="22"),
    area("00004", "commune", "Xã Xa", since=REFORM, parent="22"),
    change("00001", "00001", REFORM),
    change("00002", "00001", REFORM),
    change("00003", "00003", REFORM),
    change("00004", "00004", REFORM),
)
PROMISE = (indicator("xa", reporting_level="commune"), target(30, code="T08", indicator_code="xa"))


def figure(code: str, value: object, period: str = "2020", **cells: object) -> Record:
    return observation(period, value, area=code, indicator_code="xa", **cells)


def reader(*records: Record, lang: str = "vi") -> Reader:
    return Reader(make_plan(*PLACES, *PROMISE, *records), words(lang), "latest", TODAY)


def bordering(*codes: str) -> Borders:
    def borders(_: Area, __: date) -> Touching | None:
        return Touching(codes, "Sở Thử")

    return borders


def around(look: Reader, code: str, when: str = "2020-12-31", borders: Borders = no_borders) -> Beside | None:
    found = asked_area(look, code, when)
    assert found is not None
    return area_page(look, found, borders=borders).beside


def rows(view: Beside | None) -> list[tuple[str, str, str]]:
    assert view is not None
    return [(row.name.text, row.figure, row.standing) for row in view.rows]


def test_the_place_comes_first_then_the_province_then_the_others_of_its_district_by_their_figures():
    look = reader(figure("00001", 40), figure("22", 35), figure("00002", 20), figure("00003", 50), figure("00004", 99))
    view = around(look, "00001")
    assert rows(view) == [
        ("Phường An", "40%", "đạt mức"),
        ("Tỉnh Thử", "35%", "đạt mức"),
        ("Xã Châu", "50%", "đạt mức"),
        ("Phường Bình", "20%", "chưa tới mức"),
    ]
    assert view is not None
    assert view.said == (
        "Các xã, phường khác của thành phố Một; chưa có bản đồ địa giới để biết nơi nào giáp phường An."
    )
    assert view.heading.endswith("năm 2020")
    assert view.missing == ""


def test_with_boundaries_only_those_that_touch_are_shown_and_whose_boundaries_they_are():
    look = reader(figure("00001", 40), figure("00003", 50), figure("00004", 10))
    view = around(look, "00001", borders=bordering("00004"))
    assert [name for name, _, _ in rows(view)] == ["Phường An", "Tỉnh Thử", "Xã Xa"]
    assert view is not None
    assert view.said == "Những nơi giáp phường An, theo ranh giới của Sở Thử."


def test_what_is_missing_is_last_said_and_has_no_bar():
    view = around(reader(figure("00001", 40), figure("00003", 5)), "00001")
    assert rows(view)[-1] == ("Phường Bình", "chưa công bố", "")
    assert view is not None
    assert [row.bar for row in view.rows if row.figure == "chưa công bố"] == [None, None]
    assert view.missing == "2 nơi chưa công bố số liệu cho kỳ này."


def test_figures_of_another_period_are_not_set_beside():
    view = around(reader(figure("00001", 40), figure("00002", 90, "2019")), "00001")
    assert ("Phường Bình", "chưa công bố", "") in rows(view)


def test_bars_share_one_scale_and_the_target_stands_on_it():
    view = around(reader(figure("00001", 40), figure("00002", 20)), "00001")
    assert view is not None
    assert view.goal == 30
    assert [(row.bar.width, row.bar.side) for row in view.rows if row.bar] == [(40, "reached"), (20, "short")]


def test_a_rough_figure_says_that_it_cannot_be_compared():
    view = around(reader(figure("00001", 40), figure("00002", 20, qualifier="gt")), "00001")
    assert ("Phường Bình", "trên 20%", "số ước chừng, chưa so được") in rows(view)


def test_nothing_arose_is_no_bar_and_no_standing():
    view = around(reader(figure("00001", 40), figure("00002", None, of=(0, 0))), "00001")
    assert ("Phường Bình", "không phát sinh hồ sơ", "") in rows(view)


def test_a_place_without_a_figure_still_sees_those_around_it():
    view = around(reader(figure("00002", 20)), "00001")
    assert rows(view)[0] == ("Phường An", "chưa công bố", "")
    assert ("Phường Bình", "20%", "chưa tới mức") in rows(view)


def test_where_nobody_has_a_figure_one_sentence_says_so():
    look = reader()
    view = around(look, "00001")
    assert view is not None
    assert (view.rows, view.places) == ((), ())
    assert view.said.endswith("chưa tìm thấy con số nào của toàn tỉnh và của các xã, phường khác thuộc thành phố Một.")
    touching = around(look, "00001", borders=bordering("00003"))
    assert touching is not None
    assert [link.text for link in touching.places] == ["Xã Châu"]


def test_a_ward_of_today_has_those_on_the_ground_of_its_former_district_around_it():
    look = reader(figure("00001", 40, "2025", known="2026-01-10"), figure("00004", 10, "2025", known="2026-01-10"))
    view = around(look, "00001", "2026-01-01")
    assert [name for name, _, _ in rows(view)] == ["Phường An", "Tỉnh Thử", "Xã Châu"]
    assert view is not None
    assert "trên đất thành phố Một trước đây" in view.said


def test_a_district_has_the_other_districts_around_it():
    view = around(reader(figure("193", 40)), "193")
    assert [name for name, _, _ in rows(view)] == ["Thành phố Một", "Tỉnh Thử", "Huyện Hai"]


def test_the_province_has_nothing_beside_it():
    assert around(reader(figure("22", 40)), "22") is None


def test_boundaries_that_do_not_know_a_place_leave_its_district():
    view = around(reader(figure("00001", 40)), "00001", borders=bordering())
    assert [name for name, _, _ in rows(view)][2:] == ["Phường Bình", "Xã Châu"]
    unknown = around(reader(figure("00001", 40)), "00001", borders=bordering("99999"))
    assert unknown is None or "99999" not in str(unknown)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_place_of_every_time_can_be_set_beside(lang):
    look = reader(figure("00001", 40), figure("193", 20, "2019"), lang=lang)
    for borders in (no_borders, bordering("00003", "99999"), bordering()):
        assert all(area_page(look, place, borders=borders).sentence for place in look.plan.areas.spans)

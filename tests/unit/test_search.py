"""Finding a place by what people call it."""

from datetime import date
from unicodedata import normalize

import pytest

from kh213.model.areas import Area, AreaChange, Areas
from kh213.model.periods import Day
from kh213.model.search import LONGEST_QUERY, find, fold, last_day, now

TODAY = date(2026, 11, 22)
MERGER, CITY, REFORM = date(2020, 1, 1), date(2024, 11, 1), date(2025, 7, 1)
TYPES = {
    "Tỉnh": ("province", "province"),
    "Thành phố": ("city", "district"),
    "Thị xã": ("town", "district"),
    "Huyện": ("district", "district"),
    "Phường": ("ward", "commune"),
    "Xã": ("commune", "commune"),
    "Thị trấn": ("township", "commune"),
}


def unit(code: str, name: str, parent: str | None = "22", since: date | None = None, until: str | None = None) -> Area:
    kind = next(TYPES[word] for word in TYPES if name.startswith(word))
    last = date.fromisoformat(until) if until else None
    return Area(code, name, *kind, parent, Day.of(since) if since else None, last)


def change(origin: str, to: str, on: date, kind: str = "merge") -> AreaChange:
    return AreaChange(origin, to, on, kind)


AREAS = Areas(
    (
        unit("22", "Tỉnh Quảng Ninh", None),
        unit("193", "Thành phố Hạ Long", until="2025-06-30"),
        unit("194", "Thành phố Móng Cái", until="2025-06-30"),
        unit("195", "Thành phố Cẩm Phả", until="2025-06-30"),
        unit("196", "Thành phố Uông Bí", until="2025-06-30"),
        unit("202", "Huyện Ba Chẽ", until="2025-06-30"),
        unit("204", "Huyện Hoành Bồ", until="2019-12-31"),
        unit("205", "Thị xã Đông Triều", until="2024-10-31"),
        unit("205", "Thành phố Đông Triều", since=CITY, until="2025-06-30"),
        unit("06649", "Phường Hà Khánh", "193", until="2025-06-30"),
        unit("06652", "Phường Hà Phong", "193", until="2025-06-30"),
        unit("06652", "Phường Hà Tu", since=REFORM),
        unit("06658", "Phường Cao Xanh", since=REFORM),
        unit("06664", "Phường Hà Tu", "193", until="2025-06-30"),
        unit("06718", "Phường Hoà Lạc", "194", until="2024-10-31"),
        unit("06793", "Phường Cẩm Phả", since=REFORM),
        unit("06811", "Phường Thanh Sơn", "196", until="2025-06-30"),
        unit("06832", "Phường Phương Đông", "196", until="2025-06-30"),
        unit("06970", "Thị trấn Ba Chẽ", "202", until="2025-06-30"),
        unit("06970", "Xã Ba Chẽ", since=REFORM),
        unit("06973", "Xã Thanh Sơn", "202", until="2025-06-30"),
        unit("07030", "Thị trấn Trới", "204", until="2019-12-31"),
        unit("07030", "Phường Hoành Bồ", "193", since=MERGER, until="2025-06-30"),
        unit("07030", "Phường Hoành Bồ", since=REFORM),
        unit("07033", "Xã Kỳ Thượng", "204", until="2019-12-31"),
        unit("07033", "Xã Kỳ Thượng", "193", since=MERGER, until="2025-06-30"),
        unit("07072", "Phường Đông Triều", "205", until="2024-10-31"),
    ),
    (
        change("07030", "07030", MERGER, "reclassify"),
        change("07033", "07033", MERGER, "reparent"),
        change("07030", "07030", REFORM),
        change("06649", "06658", REFORM),
        change("07033", "06970", REFORM),
        change("06652", "06652", REFORM),
        change("06664", "06652", REFORM),
        change("205", "205", CITY, "reclassify"),
    ),
)


def names(text: str) -> list[str]:
    return [area.name for area in find(AREAS, text, TODAY).areas]


@pytest.mark.parametrize("text", ["Hà Khánh", "ha khanh", "HÀ KHÁNH", "  hà   khánh ", "hakhanh", "khánh hà", "ha kha"])
def test_a_name_is_found_with_or_without_diacritics_and_however_it_is_written(text):
    assert names(text) == ["Phường Hà Khánh"]


@pytest.mark.parametrize("text", ["phuong ha khanh", "P. Hà Khánh", "p ha khanh", "Hà Khánh Ward", "Phường Hà Khánh"])
def test_the_word_for_the_type_may_stand_there_in_full_short_or_english(text):
    assert names(text) == ["Phường Hà Khánh"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_letter_may_be_typed_in_either_unicode_form(form):
    assert names(normalize(form, "Hà Khánh")) == ["Phường Hà Khánh"]


def test_hoa_is_one_name_wherever_its_mark_stands():
    assert names("hoà lạc") == names("hòa lạc") == names("hoa lac") == ["Phường Hoà Lạc"]


def test_d_with_a_stroke_is_d():
    assert "Thị xã Đông Triều" in names("dong trieu")
    assert fold("Đông Triều") == "dong trieu"


def test_districts_come_before_communes_of_the_same_name():
    assert names("cam pha") == ["Thành phố Cẩm Phả", "Phường Cẩm Phả"]


def test_a_type_word_puts_that_type_first_and_hides_nothing():
    assert names("tx dong trieu")[0] == "Thị xã Đông Triều"
    assert names("phường đông triều")[0] == "Phường Đông Triều"
    assert set(names("tx dong trieu")) == set(names("dong trieu"))


def test_a_wrong_type_word_still_finds_the_place():
    assert names("xã hà khánh") == ["Phường Hà Khánh"]


def test_a_name_that_sounds_like_a_type_word_is_read_as_the_name():
    assert names("phuong dong") == ["Phường Phương Đông"]


def test_an_old_name_and_the_new_one_both_lead_there():
    assert names("trới") == ["Thị trấn Trới"]
    assert names("hoanh bo") == ["Huyện Hoành Bồ", "Phường Hoành Bồ", "Phường Hoành Bồ"]


def test_a_place_that_only_changed_its_district_is_offered_once():
    assert [area.parent_code for area in find(AREAS, "ky thuong", TODAY).areas] == ["193"]


def test_places_of_one_name_are_told_apart_by_what_they_lie_in():
    assert len(names("thanh son")) == 2
    assert names("Thanh Sơn, Ba Chẽ") == ["Xã Thanh Sơn"]
    assert names("thanh son uong bi") == ["Phường Thanh Sơn"]
    assert names("thanh son huyen ba che") == ["Xã Thanh Sơn"]


def test_a_whole_address_finds_its_commune():
    assert names("Phường Hà Khánh, TP Hạ Long, tỉnh Quảng Ninh") == ["Phường Hà Khánh"]


def test_a_code_finds_all_that_it_has_meant_those_in_force_first():
    assert names("06652") == ["Phường Hà Tu", "Phường Hà Phong"]


def test_a_code_that_a_spreadsheet_has_shortened_is_still_found():
    assert names("6970") == ["Xã Ba Chẽ", "Thị trấn Ba Chẽ"]


@pytest.mark.parametrize("text", ["ha khnah", "ha khnh", "ha khamh", "ha khannh", "phuong ha khnh"])
def test_one_typo_is_forgiven_and_said_to_be_a_guess(text):
    found = find(AREAS, text, TODAY)
    assert found.guessed
    assert "Phường Hà Khánh" in [area.name for area in found.areas]


def test_a_name_that_fits_is_no_guess():
    assert not find(AREAS, "ha khanh", TODAY).guessed


@pytest.mark.parametrize(
    "text", ["", " ", "'\"", "<script>", "zzzzzz", "%00", "……", "99999", ", ,", "\x00", "x" * 10_000]
)
def test_whatever_else_is_typed_finds_nothing_and_breaks_nothing(text):
    assert find(AREAS, text, TODAY).areas == ()


def test_only_the_beginning_of_an_endless_text_is_read():
    assert names("ha khanh" + " " * LONGEST_QUERY + "zzz") == ["Phường Hà Khánh"]


def test_an_old_commune_leads_through_every_change_to_what_holds_its_ground_now():
    troi = AREAS.history("07030")[0]
    assert [area.valid_from.last for area in now(AREAS, troi, TODAY)] == [REFORM]
    assert [area.name for area in now(AREAS, AREAS.history("07033")[0], TODAY)] == ["Xã Ba Chẽ"]
    assert [area.name for area in now(AREAS, troi, date(2020, 6, 30))] == ["Phường Hoành Bồ"]


def test_a_district_that_ended_with_its_level_leads_nowhere():
    assert now(AREAS, AREAS.history("195")[0], TODAY) == ()


def test_a_unit_that_is_not_there_yet_leads_nowhere():
    assert now(AREAS, AREAS.history("06658")[0], date(2020, 1, 1)) == ()


def test_every_span_has_a_day_on_which_it_is_in_force():
    assert all(area.in_force(last_day(area)) for area in AREAS.spans)

"""What is said of one place, and how it is asked for."""

from dataclasses import replace
from datetime import date

import pytest

from kh213.model.plan import PlanName
from kh213.view.area.page import AreaPage, area_chart, area_page
from kh213.view.area.places import asked_area, browse, dated, named_on, results
from kh213.view.reader import Reader
from kh213.words import words
from tests import builders
from tests.builders import TITLE, Record, change, indicator, make_plan, observation, record, related, source, target

TODAY = date(2026, 11, 22)
MERGER, REFORM = "2020-01-01", "2025-07-01"
TYPES = {"Thành phố": "city", "Thị xã": "town", "Phường": "ward", "Thị trấn": "township"}


def area(code: str, level: str, name: str, **span: str | None) -> Record:
    """A unit whose type is the one that its name begins with."""
    built = builders.area(code, level, name, **span)
    kind = next((kind for word, kind in TYPES.items() if name.startswith(word)), built.row["area_type"])
    return Record("areas", built.row | {"area_type": kind})


PLACES = (
    area("22", "province", "Tỉnh Thử"),
    area("193", "district", "Thành phố Hạ Long", until="2019-12-31", parent="22"),
    area("193", "district", "Thành phố Hạ Long", since=MERGER, until="2025-06-30", parent="22"),
    area("202", "district", "Huyện Ba Chẽ", until="2025-06-30", parent="22"),
    area("204", "district", "Huyện Hoành Bồ", until="2019-12-31", parent="22"),
    change("193", "193", MERGER),
    change("204", "193", MERGER),
    area("06652", "commune", "Phường Hà Phong", until="2025-06-30", parent="193"),
    area("06664", "commune", "Phường Hà Tu", until="2025-06-30", parent="193"),
    area("06652", "commune", "Phường Hà Tu", since=REFORM, parent="22"),
    change("06652", "06652", REFORM),
    change("06664", "06652", REFORM),
    area("06973", "commune", "Xã Thanh Sơn", until="2025-06-30", parent="202"),
    change("06973", "06652", REFORM, "split"),
    area("07030", "commune", "Thị trấn Trới", until="2019-12-31", parent="204"),
    area("07030", "commune", "Phường Hoành Bồ", since=MERGER, until="2025-06-30", parent="193"),
    change("07030", "07030", MERGER, "reclassify"),
    area("07033", "commune", "Xã Kỳ Thượng", until="2019-12-31", parent="204"),
    area("07033", "commune", "Xã Kỳ Thượng", since=MERGER, until="2025-06-30", parent="193"),
    change("07033", "07033", MERGER, "reparent"),
)
AT_COMMUNES = indicator("xa", reporting_level="commune")
TARGETS = (indicator("ty-le"), AT_COMMUNES, target(50), target(30, code="T08", indicator_code="xa"))


def reader(*records: Record, lang: str = "vi", as_of: date = TODAY) -> Reader:
    return Reader(make_plan(*PLACES, *TARGETS, *records), words(lang), "latest", as_of)


def page(look: Reader, code: str, when: str = "") -> AreaPage:
    found = asked_area(look, code, when)
    assert found is not None
    return area_page(look, found)


def figure(code: str, value: int, period: str = "2020", **cells: object) -> Record:
    return observation(period, value, area=code, indicator_code="xa", **cells)


def test_a_code_means_what_is_in_force_on_the_day_and_its_other_meanings_are_offered():
    today = page(reader(), "06652")
    assert today.name == "Phường Hà Tu"
    assert [link.text for link in today.also] == ["Phường Hà Phong (đến 30/06/2025)"]
    then = page(reader(as_of=date(2020, 6, 30)), "06652")
    assert then.name == "Phường Hà Phong"
    assert [link.text for link in then.also] == ["Phường Hà Tu (từ 01/07/2025)"]


def test_a_day_in_the_address_names_another_meaning_of_the_code():
    look = reader()
    former = asked_area(look, "06652", "2020-12-31")
    assert former is not None
    assert former.name == "Phường Hà Phong"
    assert look.place(former).href == "/dia-phuong?ma=06652&luc=2025-06-30"
    assert look.place(look.plan.areas.history("06652")[1]).href == "/dia-phuong?ma=06652"


def test_a_code_that_names_nothing_today_is_what_it_named_last():
    found = asked_area(reader(), "193", "")
    assert found is not None
    assert found.valid_from is not None


def test_a_code_with_its_zero_lost_is_understood_and_one_that_never_was_is_not():
    found = asked_area(reader(), "7030", "")
    assert found is not None
    assert found.code == "07030"
    assert asked_area(reader(), "99999", "") is None
    assert asked_area(reader(), "'<b>", "") is None


@pytest.mark.parametrize(
    ("when", "fits"), [("2020-12-31", True), ("2025-07-01", False), ("hôm qua", False), ("", False)]
)
def test_a_day_on_which_the_code_meant_something_else_is_noticed(when, fits):
    assert named_on(reader().plan.areas.history("06652")[0], when) is fits


def test_a_place_without_figures_says_so_and_what_was_promised_and_since_when():
    said = page(reader(), "06664")
    assert said.sentence.startswith("Chưa tìm thấy con số nào được công bố riêng cho phường Hà Tu")
    assert "không có nghĩa là không đạt" in said.explanation
    assert said.unpublished is not None
    assert [promise.href for promise, _ in said.unpublished.promises] == ["/chi-tieu?ma=T08"]
    assert "5 năm 10 tháng" in said.unpublished.since
    assert said.promises == ()


def test_a_level_without_a_promise_of_its_own_is_told_so():
    said = page(reader(), "202")
    assert said.unpublished is not None
    assert said.unpublished.promises == ()
    assert "cấp huyện" in said.unpublished.said


def test_one_figure_makes_the_sentence_and_stands_beside_that_of_the_province():
    look = reader(figure("06664", 40), figure("22", 20))
    said = page(look, "06664")
    assert said.sentence.endswith("Đạt: năm 2020 là 40%, chỉ tiêu là tối thiểu 30%.")
    assert said.mark.endswith("met.svg")
    (promise,) = said.promises
    assert promise.province is not None
    assert (promise.here.figure, promise.province.figure) == ("40%", "20%")
    assert promise.province.judgement is not None
    assert promise.province.judgement.code == "missed"
    assert said.unpublished is None


def test_a_province_without_a_figure_is_not_a_province_at_zero():
    (promise,) = page(reader(figure("06664", 40)), "06664").promises
    assert promise.province is not None
    assert promise.province.figure == "chưa công bố"


def test_several_figures_are_counted():
    look = reader(figure("06664", 40), observation("2020", 10, area="06664"))
    said = page(look, "06664")
    assert "2 chỉ tiêu có số liệu của phường Hà Tu: 1 đạt, 1 không đạt" in said.sentence
    assert said.charted == ("T01", "T08")


def test_a_source_that_is_the_same_for_all_is_named_once():
    look = reader(figure("06664", 40), observation("2020", 10, area="06664"))
    assert page(look, "06664").source is not None
    both = (
        figure("06664", 40),
        observation("2020", 10, area="06664", source_code="khac"),
        source(),
        source("khac", publisher="Báo khác"),
    )
    assert page(reader(*both), "06664").source is None


def test_a_ward_of_today_shows_the_figures_of_its_parts_side_by_side_and_has_none_itself():
    look = reader(figure("06652", 40), figure("06664", 20))
    said = page(look, "06652")
    assert said.promises == ()
    (table,) = said.parts
    assert [(row.name.text, row.figure) for row in table.rows] == [
        ("Phường Hà Phong", "40%"),
        ("Phường Hà Tu", "20%"),
        ("Xã Thanh Sơn", "chưa công bố"),
    ]
    assert [(row.bar.width, row.bar.side) if row.bar else None for row in table.rows] == [
        (40, "reached"),
        (20, "short"),
        None,
    ]
    assert table.goal == 30
    assert [row.judgement.code if row.judgement else None for row in table.rows] == ["met", "missed", "undetermined"]
    assert "1 đạt, 1 không đạt, 1 chưa đủ" in said.sentence
    assert "30%" not in said.sentence, "what the parts would add up to is nowhere said"


def test_a_ward_of_today_leads_to_the_districts_and_communes_that_it_was():
    made_of = page(reader(), "06652").made_of
    assert [(origin.district.text, [unit.text for unit in origin.units]) for origin in made_of if origin.district] == [
        ("Thành phố Hạ Long", ["Phường Hà Phong", "Phường Hà Tu"]),
        ("Huyện Ba Chẽ", ["Xã Thanh Sơn"]),
    ]


def test_a_commune_that_is_no_more_leads_to_the_ward_of_today_and_back():
    look = reader()
    former = page(look, "06973")
    assert former.now is not None
    assert former.now.said == "Từ 01/07/2025, nơi này thuộc:"
    assert [link.href for link in former.now.places] == ["/dia-phuong?ma=06652"]
    units = [unit.href for origin in page(look, "06652").made_of for unit in origin.units]
    assert "/dia-phuong?ma=06973" in units
    assert page(look, "06652").now is None


def test_a_ward_of_today_does_not_inherit_the_figure_of_the_ward_whose_code_it_has():
    look = reader(figure("06652", 40))
    assert page(look, "06652").promises == ()
    assert [promise.here.figure for promise in page(look, "06652", "2020-12-31").promises] == ["40%"]


def test_a_place_that_was_only_reclassified_keeps_its_verdict():
    look = reader(figure("07030", 40))
    before, after = page(look, "07030", "2019-06-30"), page(look, "07030", "2020-06-30")
    assert [p.here.judgement.code for p in (*before.promises, *after.promises) if p.here.judgement] == ["met", "met"]


def test_a_place_that_ended_before_the_deadline_shows_its_figure_without_a_verdict():
    said = page(reader(figure("204", 40, "2019")), "204")
    (promise,) = said.promises
    assert promise.here.figure == "40%"
    assert promise.here.judgement is None
    assert said.unjudged
    assert "không có kết luận riêng" in said.sentence


def test_a_chart_is_drawn_only_of_what_has_figures():
    look = reader(figure("06664", 40))
    place = look.plan.areas.history("06664")[0]
    assert area_chart(look, look.plan.targets["T08"], place) is not None
    assert area_chart(look, look.plan.targets["T01"], place) is None


def test_figures_that_are_not_of_the_plan_are_labelled_so():
    context = indicator("ddci", role="context")
    about = indicator("co-quan", role="context")
    look = reader(
        context,
        about,
        related("co-quan"),
        observation("2018", 75, area="202", indicator_code="ddci"),
        observation("2018", 100, area="202", indicator_code="co-quan"),
    )
    said = page(look, "202")
    assert [item.why.split(",")[0] for item in said.context] == [
        "Số liệu bối cảnh",
        "Số liệu liên quan đến chỉ tiêu T01",
    ]
    assert not any(item.table.places for item in said.context)
    assert said.promises == ()


def test_the_province_speaks_for_the_whole_plan_and_is_not_set_beside_itself():
    said = page(reader(observation("2020", 60)), "22")
    assert said.sentence.startswith("Trong 2 chỉ tiêu của Thử: 1 đạt")
    assert [promise.province for promise in said.promises] == [None]
    assert said.unpublished is None


def events(code: str, when: str = "", lang: str = "vi") -> list[tuple[str, str, list[str]]]:
    return [(e.day, e.said, [u.text for u in e.units]) for e in page(reader(lang=lang), code, when).events]


def test_history_tells_a_merger_with_what_came_in_part():
    assert events("06652") == [
        (
            "01/07/2025",
            "Phường Hà Tu được lập do tách và nhập:",
            ["Phường Hà Phong", "Phường Hà Tu", "Xã Thanh Sơn (một phần)"],
        )
    ]


def test_history_tells_a_change_of_district():
    assert (
        "01/01/2020",
        "Xã Kỳ Thượng chuyển về Thành phố Hạ Long, trước đó là:",
        ["Xã Kỳ Thượng, Huyện Hoành Bồ"],
    ) in (events("07033"))


def test_history_tells_a_change_of_type_from_both_sides():
    assert events("07030", "2019-06-30")[-1] == ("01/01/2020", "Thị trấn Trới đổi loại thành:", ["Phường Hoành Bồ"])
    assert events("07030")[-1] == ("01/01/2020", "Phường Hoành Bồ đổi loại, trước đó là:", ["Thị trấn Trới"])


def test_history_tells_that_the_level_itself_was_abolished():
    assert events("202") == [("01/07/2025", "Huyện Ba Chẽ không còn, vì từ ngày này không còn cấp huyện.", [])]


def test_history_of_a_city_that_grew_from_both_sides():
    assert ("01/01/2020", "Thành phố Hạ Long nhập thêm:", ["Huyện Hoành Bồ"]) in events("193")
    before = events("193", "2019-06-30")
    assert ("01/01/2020", "Thành phố Hạ Long nhập thêm nơi khác, vẫn là:", ["Thành phố Hạ Long"]) in before


def test_a_merged_city_without_figures_of_its_own_yet_shows_those_of_before():
    look = reader(figure("193", 40, "2019", known="2020-01-15"), as_of=date(2020, 3, 1))
    said = page(look, "193")
    assert said.sentence.startswith("Thành phố Hạ Long có địa giới này từ 01/01/2020 và chưa có số liệu riêng.")
    (table,) = said.parts
    assert [(row.name.text, row.figure) for row in table.rows] == [
        ("Thành phố Hạ Long", "40%"),
        ("Huyện Hoành Bồ", "chưa công bố"),
    ]
    assert said.made_of_said == "Vào ngày 31/12/2019, nơi này là:"


def test_a_merged_city_without_any_figures_is_not_taken_apart():
    said = page(reader(), "193")
    assert (said.parts, said.made_of) == ((), ())
    assert said.sentence.startswith("Chưa tìm thấy")


def task(code: str, place: str = "202") -> Record:
    return record("tasks", task_code=code, name_vi=f"Việc {code}", area_codes=place, source_code="bao")


def test_tasks_that_name_the_place_are_named_and_one_step_away():
    naming = page(reader(task("N01")), "202").naming
    assert naming is not None
    assert [(link.text, link.href) for link in naming.tasks] == [("Việc N01", "/nhiem-vu?noi=202")]
    assert naming.more is None
    assert page(reader(task("N01")), "06664").naming is None


def test_of_many_tasks_the_first_are_named_and_the_others_counted():
    naming = page(reader(*(task(f"N0{n}") for n in range(1, 6))), "202").naming
    assert naming is not None
    assert len(naming.tasks) == 3
    assert naming.more is not None
    assert naming.more.text == "và 2 nhiệm vụ nữa"


# ---------------------------------------------------------------- what became of it, and since when it is what it is


def test_a_district_that_was_abolished_leads_to_the_wards_of_today():
    now = page(reader(), "193").now
    assert now is not None
    assert now.said == "Từ 01/07/2025, nơi này thuộc:"
    assert [link.text for link in now.places] == ["Phường Hà Tu"]
    found = results(reader(), "ba che").groups[0].places[0]
    assert found.now is not None
    assert [link.text for link in found.now.places] == ["Phường Hà Tu"]


ALONE = (
    area("195", "district", "Thành phố Cẩm Phả", until="2025-06-30", parent="22"),
    area("06793", "commune", "Phường Cẩm Phả", until="2025-06-30", parent="195"),
    area("06799", "commune", "Xã Cẩm Hải", until="2025-06-30", parent="195"),
    area("06793", "commune", "Phường Cẩm Phả", since=REFORM, parent="22"),
    area("06799", "commune", "Xã Hải Hòa", since=REFORM, parent="22"),
    change("06793", "06793", REFORM),
    change("06799", "06799", REFORM),
)


def test_a_district_whose_wards_took_in_nothing_else_is_these_wards_now():
    now = page(reader(*ALONE), "195").now
    assert now is not None
    assert now.said == "Từ 01/07/2025, nơi này là các xã, phường:"
    english = page(reader(*ALONE, lang="en"), "195").now
    assert english is not None
    assert english.said == "Since 1 July 2025 this place has been the communes and wards:"


def test_a_district_merged_long_before_leads_to_the_wards_of_its_own_ground_only():
    now = page(reader(*ALONE, change("07030", "06652", REFORM)), "204").now
    assert now is not None
    assert [link.text for link in now.places] == ["Phường Hà Tu"]


def test_before_the_districts_ended_nothing_followed_them():
    assert page(reader(as_of=date(2022, 1, 1)), "193").now is None


def test_a_ward_that_only_grew_is_not_said_to_have_been_founded():
    said = page(reader(), "06652")
    assert said.sentence == (
        "Phường Hà Tu có địa giới như nay từ 01/07/2025, sau hạn của kế hoạch. "
        "Chưa tìm thấy con số nào được công bố riêng cho ba xã, phường trước đó."
    )
    assert said.unpublished is not None
    assert "của phường Hà Phong, phường Hà Tu và xã Thanh Sơn cũ:" in said.unpublished.said


def test_a_part_of_a_unit_is_called_a_part():
    another = area("06700", "commune", "Phường Khác", since=REFORM, parent="22")
    look = reader(another, change("06973", "06700", REFORM, "split"))
    units = [unit.text for origin in page(look, "06652").made_of for unit in origin.units]
    assert units == ["Phường Hà Phong", "Phường Hà Tu", "Xã Thanh Sơn (một phần)"]


CITY = (
    area("205", "district", "Thị xã Đông Triều", until="2024-10-31", parent="22"),
    area("205", "district", "Thành phố Đông Triều", since="2024-11-01", until="2025-06-30", parent="22"),
    change("205", "205", "2024-11-01", "reclassify"),
)


def test_a_place_that_only_became_a_city_after_the_deadline_is_the_same_place():
    said = page(reader(*CITY, figure("205", 40)), "205")
    assert said.sentence.endswith("Đạt: năm 2020 là 40%, chỉ tiêu là tối thiểu 30%.")
    assert (said.parts, said.made_of) == ((), ())
    assert page(reader(*CITY), "205").sentence.startswith("Chưa tìm thấy con số nào")


def test_the_kicker_says_until_when_a_place_existed_and_what_it_lay_in():
    said = page(reader(), "193", "2022-01-01")
    assert said.lies_in is not None
    assert (said.kind, said.lies_in.text, said.when) == (
        "Thành phố",
        "tỉnh Thử",
        "tồn tại từ 01/01/2020 đến 30/06/2025",
    )
    assert page(reader(), "202").when == "tồn tại đến 30/06/2025"
    assert page(reader(), "22").when == ""


def test_every_other_target_is_counted_where_it_is_judged():
    at_districts = (indicator("huyen", reporting_level="district"), target(40, code="T07", indicator_code="huyen"))
    look, english = reader(*at_districts), reader(*at_districts, lang="en")
    district, commune = page(look, "202").unpublished, page(look, "06664").unpublished
    assert district is not None
    assert commune is not None
    assert district.elsewhere == "1 chỉ tiêu khác chỉ xét chung cho toàn tỉnh; 1 chỉ tiêu xét ở cấp xã."
    assert commune.elsewhere == "1 chỉ tiêu khác chỉ xét chung cho toàn tỉnh; 1 chỉ tiêu xét ở cấp huyện."
    said = page(english, "202").unpublished
    assert said is not None
    assert said.elsewhere == "1 other target is judged only for the province as a whole; 1 is judged for communes."


def test_the_agency_in_charge_ends_its_sentence_once():
    plan = reader(record("agencies", agency_code="so", name_vi="Sở Một", succession_vi="Năm 2025, nhập vào Sở Hai."))
    named = PlanName(TITLE, TITLE, "so", "kh213")
    released = replace(plan.plan, release=replace(plan.plan.release, plan_name=named))
    said = page(replace(plan, plan=released), "06664").unpublished
    assert said is not None
    assert said.since.endswith("Sở Một (năm 2025, nhập vào Sở Hai).")


def test_a_search_groups_districts_before_communes_and_says_what_became_of_each():
    found = results(reader(), "ha tu")
    assert [group.name for group in found.groups] == ["Cấp xã"]
    new, old = found.groups[0].places
    assert (new.when, new.now) == ("", None)
    assert (old.where, old.when) == ("Thành phố Hạ Long", "đến 30/06/2025")
    assert old.now is not None
    assert [link.text for link in old.now.places] == ["Phường Hà Tu"]


def test_a_search_that_finds_nothing_says_back_only_a_little_of_what_was_typed():
    found = results(reader(), "<b>" * 1000)
    assert found.groups == ()
    assert len(found.headline) < 200


def test_the_list_to_go_through_is_of_today_and_of_the_deadline():
    today, then = browse(reader())
    assert [len(branch.inside) for branch in today.branches] == [1]
    assert [branch.unit.text for branch in then.branches if branch.unit] == ["Thành phố Hạ Long", "Huyện Ba Chẽ"]
    (only,) = browse(reader(as_of=date(2019, 6, 30)))
    assert len(only.branches) == 3


def test_a_place_in_force_needs_no_dates():
    look = reader()
    assert dated(look, look.plan.areas.province).text == "Tỉnh Thử"


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("as_of", [date(2015, 1, 1), date(2019, 12, 31), date(2020, 12, 31), date(2021, 1, 1), TODAY])
def test_every_place_has_a_page_on_every_day_in_both_languages(lang, as_of):
    look = reader(figure("06664", 40), figure("204", 40, "2019"), lang=lang, as_of=as_of)
    assert all(area_page(look, place).sentence for place in look.plan.areas.spans)

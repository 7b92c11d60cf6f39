"""The page Nhúng: what its address may ask for, what a choice writes into it, and what there is to copy."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kh213.draw.paper import picture
from kh213.release.grids import read_grids
from kh213.release.reading.read import read_plan
from kh213.view.area.page import area_page
from kh213.view.embed.boxes import how_boxes, what_boxes
from kh213.view.embed.choices import LEAST, MOST, PARAMETERS, USUAL_WIDTH, WIDTHS, areas, change, settle
from kh213.view.embed.page import EmbedPage, embed_page, packed
from kh213.view.indicator import target_page
from kh213.view.map.choices import choices
from kh213.view.map.words import links
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import area, indicator, make_plan, observation

DATA = Path(__file__).parents[2] / "data"
SITE = "https://kh213.example"
TODAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def demo() -> Reader:
    plan = read_plan(DATA / "demo")
    return Reader(plan, words("vi"), "demo", plan.release.day)


@pytest.fixture(scope="module")
def real() -> Reader:
    plan = read_plan(DATA / "releases" / "2026-11-22")
    return Reader(plan, words("vi"), "latest", plan.release.day)


def page(reader: Reader, site: str = SITE, **asked: str) -> EmbedPage:
    return embed_page(reader, settle(reader, asked), site, TODAY, read_grids(DATA))


def code(view: EmbedPage, beginning: str) -> str:
    return next(each.text for each in view.codes if each.text.startswith(beginning))


class Tags(HTMLParser):
    """The tags of a piece of HTML with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_without_a_choice_it_is_a_picture_of_the_first_target_in_this_publication(real: Reader) -> None:
    view = page(real)
    assert view.preview == "/embed/2026-11-22/T01.svg?width=720"
    assert view.title == "T01 Thứ hạng sẵn sàng công nghệ thông tin, tỉnh Quảng Ninh"
    assert not view.framed


def test_the_picture_is_pasted_with_its_words_and_leads_to_the_page_of_the_same_publication(real: Reader) -> None:
    view = page(real, ma="T01", dang="png")
    (_, link), *_, (_, image) = Tags(code(view, "<a ")).found
    assert link["href"] == f"{SITE}/chi-tieu?ma=T01&ky=2026-11-22"
    assert image["src"] == f"{SITE}/embed/2026-11-22/T01.png?width=720"
    assert image["srcset"] == f"{SITE}/embed/2026-11-22/T01.png?width=720&scale=2 2x"
    assert image["alt"] == view.alt
    assert "năm 2020 là hạng 3" in view.alt


def test_on_a_phone_a_wide_picture_is_the_one_laid_out_for_a_phone(real: Reader) -> None:
    found = dict(Tags(code(page(real, ma="T01", dang="png"), "<a ")).found)
    narrow = f"{SITE}/embed/2026-11-22/T01.png?width=390"
    assert found["source"] == {"media": "(max-width: 480px)", "srcset": f"{narrow}, {narrow}&scale=2 2x"}
    assert "source" not in dict(Tags(code(page(real, ma="T01", rong="390"), "<a ")).found)


def test_a_frame_of_invented_figures_says_so_in_its_title(demo: Reader) -> None:
    ((_, frame),) = Tags(code(page(demo, ma="T05", dang="html"), "<iframe")).found
    assert (frame["title"] or "").startswith("Số liệu minh họa. ")


def test_a_frame_is_pasted_with_the_width_it_may_have_and_follows_the_readers_ground(real: Reader) -> None:
    view = page(real, ma="T06", dang="html", rong="390")
    ((_, frame),) = Tags(code(view, "<iframe")).found
    assert frame["src"] == f"{SITE}/embed/2026-11-22/T06.html"
    assert frame["title"] == view.title
    assert "max-width: 390px" in (frame["style"] or "")
    assert "theme=light" in page(real, dang="html", nen="sang").preview
    assert view.framed


def test_what_follows_the_newest_is_asked_for_as_latest_and_its_words_hold_no_figure(real: Reader) -> None:
    view = page(real, ma="T01", giu="moi-nhat")
    assert view.preview == "/embed/latest/T01.svg?width=720"
    assert "hạng 3" not in code(view, "<a ")
    assert "ky=" not in code(view, "<a ")
    assert all("/latest/" not in link.href for link in view.downloads)
    assert "ky=2026-11-22" in view.citation


def test_a_map_that_follows_the_newest_goes_on_to_newer_periods(real: Reader) -> None:
    asked = {"hinh": "ban-do", "ma": "ddci-diem"}
    assert "period=" in page(real, **asked).preview
    assert "period=" not in page(real, **asked, giu="moi-nhat").preview


def test_an_older_publication_is_embedded_as_the_one_that_is_seen(real: Reader) -> None:
    seen = replace(real, ky="2026-11-22")
    assert page(seen).preview.startswith("/embed/2026-11-22/")


def test_invented_figures_say_so_in_words_too_and_are_not_to_be_cited(demo: Reader) -> None:
    view = page(demo, ma="T05", noi="193", giu="moi-nhat")
    assert view.preview == "/embed/demo/T05.svg?area=193&width=720"
    assert view.alt.startswith("Số liệu minh họa.")
    assert view.citation == ""
    assert "giu" not in how_boxes(demo, settle(demo, {}))


def test_what_is_embedded_speaks_its_own_language_and_the_page_the_readers(real: Reader) -> None:
    view = page(real, ma="T01", tieng="en")
    assert "lang=en" in view.preview
    assert "lang=en" in code(view, "<a ")
    assert "rank 3" in view.alt
    assert view.codes[0].name == words("vi")("embedding.code.address")
    english = Reader(real.plan, words("en"), "latest", real.as_of)
    assert "lang=" not in page(english, tieng="vi").preview


def test_without_the_sites_own_address_a_blank_is_left_and_explained(real: Reader) -> None:
    view = page(real, site="")
    assert view.codes[0].text.startswith("[địa chỉ trang này]/embed/")
    assert "[địa chỉ trang này]" in view.own_address
    assert page(real).own_address == ""


def test_the_day_that_is_asked_about_goes_along(real: Reader) -> None:
    then = replace(real, as_of=real.as_of.replace(year=2020))
    view = page(then, ma="T01")
    assert "tai=2020-11-22" in view.preview
    assert all("tai=2020-11-22" in item.slides.href for item in view.briefings)


def test_names_from_the_data_stay_inside_of_what_is_pasted() -> None:
    name = 'Tỷ lệ "A" <b>[x](y)</b> & hơn'
    plan = make_plan(indicator(short_name_vi=name, short_name_en=name), observation("2020", 60))
    look = Reader(plan, words("vi"), "latest", plan.release.day)
    view = page(look)
    tags = Tags(code(view, "<a ")).found
    assert [tag for tag, _ in tags] == ["a", "picture", "source", "img"]
    assert name in (tags[-1][1]["alt"] or "")
    assert r"\[x\](y)" in code(view, "[![")
    ((_, frame),) = Tags(code(page(look, dang="html"), "<iframe")).found
    assert name in (frame["title"] or "")


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [({"ma": "T99"}, "ma"), ({"ma": "ddci-diem"}, "ma"), ({"noi": "99999"}, "noi"), ({"dang": "gif"}, "dang"),
     ({"hinh": "anh"}, "hinh"), ({"nen": "theo-may"}, "nen"), ({"giu": "x"}, "giu"), ({"tieng": "fr"}, "tieng"),
     ({"rong": "199"}, "rong"), ({"rong": "2401"}, "rong"), ({"rong": "0720"}, "rong"), ({"rong": "٧٢٠"}, "rong"),
     ({"rong": "1e3"}, "rong"), ({"hinh": "ban-do", "thoi": "2031x"}, "thoi")],
)  # fmt: skip
def test_a_wrong_choice_is_told_and_the_usual_one_stands(real: Reader, asked: dict[str, str], parameter: str) -> None:
    found = settle(real, asked)
    assert set(found.wrong) == {parameter}
    assert page(real, **asked).preview.startswith("/embed/2026-11-22/")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.dictionaries(st.sampled_from(PARAMETERS), st.text(max_size=12) | st.sampled_from(
    ["ban-do", "bieu-do", "T05", "T08", "193", "06970", "html", "png", "commune", "2020-Q4", "theo-may", "en", "640"])))  # fmt: skip
def test_whatever_is_typed_there_is_something_to_take_along(demo: Reader, asked: dict[str, str]) -> None:
    found = settle(demo, asked)
    boxes = {**what_boxes(demo, found, None), **how_boxes(demo, found)}
    assert all(box.value in box.options for box in boxes.values())
    assert LEAST <= int(found.width) <= MOST
    assert settle(demo, {name: box.value for name, box in boxes.items()}).wrong == {}


def test_a_choice_is_written_and_the_usual_one_left_out(demo: Reader) -> None:
    assert change(demo, {}, "dang", "html") == {"dang": "html"}
    assert change(demo, {"dang": "html", "nen": "theo-may"}, "dang", "svg") == {"dang": None, "nen": None}
    assert change(demo, {"rong": "640"}, "rong", USUAL_WIDTH) == {"rong": None}
    assert change(demo, {"ma": "T05", "noi": "193"}, "noi", "22") == {"noi": None}


def test_a_place_that_has_no_figure_of_the_next_target_goes_with_the_choice(demo: Reader) -> None:
    assert change(demo, {"ma": "T05", "noi": "193"}, "ma", "T02") == {"ma": "T02"}
    assert change(demo, {"ma": "T05", "noi": "193"}, "ma", "T06") == {"ma": "T06", "noi": None}


def test_between_chart_and_map_the_target_stays_and_the_place_goes(demo: Reader) -> None:
    assert change(demo, {"noi": "22"}, "hinh", "ban-do") == {"hinh": "ban-do", "ma": "T01", "noi": None}
    of_map = {"hinh": "ban-do", "ma": "T08", "cap": "commune", "trong": "195"}
    assert change(demo, of_map, "hinh", "bieu-do") == {"hinh": None, "cap": None, "trong": None}
    assert change(demo, of_map, "cap", "district")["cap"] == "district"
    assert change(demo, of_map, "cap", "district")["trong"] is None


def test_a_context_indicator_can_only_be_a_map(real: Reader) -> None:
    asked = {"hinh": "ban-do", "ma": "ddci-diem"}
    assert settle(real, asked).code == "ddci-diem"
    assert change(real, asked, "hinh", "bieu-do") == {"hinh": None, "ma": None}
    assert [item.about for item in page(real, **asked).briefings] == ["Toàn bộ Kế hoạch 213"]


def test_only_places_with_a_figure_of_their_own_are_offered() -> None:
    plan = make_plan(
        area(), area("195", "district", parent="22"), area("196", "district", parent="22"),
        observation("2020", 60), observation("2020", 40, area="195"),
    )  # fmt: skip
    look = Reader(plan, words("vi"), "latest", plan.release.day)
    assert list(areas(look, plan.targets["T01"])) == ["22", "195"]
    assert page(look, noi="195").briefings[0].slides.href == "/brief/2026-11-22.pptx?targets=T01&area=195"


def test_the_briefings_go_from_the_target_to_the_whole_plan(demo: Reader) -> None:
    found = page(demo, ma="T05", noi="193").briefings
    assert [item.slides.href for item in found] == [
        "/brief/demo.pptx?targets=T05&area=193",
        "/brief/demo.pptx?area=193",
        "/brief/demo.pptx?group=C02",
        "/brief/demo.pptx",
    ]
    assert found[0].document.href == "/brief/demo.docx?targets=T05&area=193"


def test_a_district_as_it_was_on_the_day_of_the_map_is_named_by_that_day(demo: Reader) -> None:
    of_2019 = page(demo, hinh="ban-do", ma="T08", cap="commune", thoi="2019-Q4", trong="193")
    assert of_2019.briefings[1].slides.href == "/brief/demo.pptx?area=193&luc=2019-12-31"


def test_a_set_of_targets_is_one_briefing(real: Reader) -> None:
    assert packed(real, ()) is None
    together = packed(real, ("T01", "T05"))
    assert together is not None
    assert together.slides.href == "/brief/2026-11-22.pptx?targets=T01%2CT05"


def test_a_width_of_ones_own_stands_beside_those_with_a_name(real: Reader) -> None:
    assert list(how_boxes(real, settle(real, {}))["rong"].options) == list(WIDTHS)
    assert list(how_boxes(real, settle(real, {"rong": "640"}))["rong"].options) == [*WIDTHS, "640"]


def test_the_page_offers_the_widths_that_a_picture_may_have() -> None:
    assert (LEAST, MOST) == (picture.LEAST, picture.MOST)


def test_a_place_leads_here_where_its_code_alone_names_it(demo: Reader) -> None:
    named = words("vi")("embedding.link")
    now, before = (demo.plan.areas.at("193", day) for day in (demo.as_of, date(2019, 12, 31)))
    assert now is not None
    assert before is not None
    assert [link.href for link in area_page(demo, now, "T05").links if link.text == named] == [
        "/nhung?ma=T05&noi=193&ky=demo"
    ]
    assert [link for link in area_page(demo, before, "T05").links if link.text == named] == []


def test_a_target_and_a_map_lead_here_with_themselves_filled_in(demo: Reader) -> None:
    named = words("vi")("embedding.link")
    of_target = next(link for link in target_page(demo, demo.plan.targets["T05"]).links if link.text == named)
    assert of_target.href == "/nhung?ma=T05&ky=demo"
    chosen = choices(demo, ma="T08", trong="195", so="2019-Q4")
    of_map = next(link for link in links(demo, chosen) if link.text == named)
    assert of_map.href == "/nhung?hinh=ban-do&ma=T08&cap=commune&thoi=2020-Q4&trong=195&so=2019-Q4&ky=demo"
    assert settle(demo, {"hinh": "ban-do", "ma": "T08", "cap": "commune", "thoi": "2020-Q4"}).wrong == {}

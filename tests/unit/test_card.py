"""The picture and the description beside a shared link: what they say, and that all of it is in sight."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import ImageFont

from kh213.arrange.asked import Asked
from kh213.arrange.site import arranged
from kh213.draw.card import broken, card_svg
from kh213.draw.labels import GLUE
from kh213.draw.paper.sheet import Ink
from kh213.draw.png import FONTS
from kh213.model.plan import Plan
from kh213.release.reading.read import read_plan
from kh213.view.outside.card import HEIGHT, WIDTH, Card, Subject, address, card, description, name, subject
from kh213.view.pages import PAGES
from kh213.view.reader import Reader
from kh213.words import words

DATA = Path(__file__).parents[2] / "data"
SVG = "{http://www.w3.org/2000/svg}"
INVENTED = {"vi": "Số liệu minh họa", "en": "Illustrative figures"}


@cache
def plan(ky: str) -> Plan:
    return read_plan(DATA / "demo" if ky == "demo" else DATA / "releases" / "2026-11-22")


def reader(lang: str = "vi", ky: str = "latest", as_of: date | None = None) -> Reader:
    return Reader(plan(ky), words(lang), ky, as_of or plan(ky).release.day)


def told(lang: str, ky: str, page: str, code: str = "", as_of: date | None = None) -> Card:
    return card(reader(lang, ky, as_of), Subject(page, code))


# ---------------------------------------------------------------------------------------------------- what is said


def test_the_overview_says_its_verdict_and_shows_every_mark_in_the_order_of_the_plan() -> None:
    made = told("vi", "latest", "overview")
    said = "Trong 14 chỉ tiêu của Kế hoạch 213: 1 đạt, 0 không đạt, 13 chưa đủ số liệu công bố để kết luận."
    assert (made.title, description(reader(), made), made.alt) == (said, said, said)
    assert made.marks == ("met", *["undetermined"] * 13)


def test_a_target_says_its_promise_its_verdict_and_the_figure_that_decides() -> None:
    made = told("en", "latest", "indicator", "T01")
    assert made.title == "T01 Rank for readiness in information technology"
    assert made.line == "To reach: rank 3 or better, due 31 December 2020"
    assert (made.marks, made.figure, made.period) == (("met",), "rank 3", "2020")
    assert description(reader("en"), made) == "Met: rank 3 (2020); the target is rank 3 or better."


def test_a_figure_that_decides_nothing_is_not_shown_as_one_that_does() -> None:
    """T12 of the illustrative figures: more than 98 %, too rough to decide; T14: a figure, of another period."""
    for code, figure in (("T12", "98%"), ("T14", "97.7%")):
        made = told("en", "demo", "indicator", code)
        assert (made.marks, made.figure, made.period) == (("undetermined",), "", "")
        assert made.explanation
        assert figure not in made.title + made.line + made.sentence


def test_a_place_without_figures_says_so_and_that_this_is_no_failure() -> None:
    made = told("vi", "latest", "area", "193")
    assert (made.title, made.marks) == ("Thành phố Hạ Long", ())
    assert description(reader(), made) == (
        "Chưa tìm thấy con số nào được công bố riêng cho thành phố Hạ Long về các chỉ tiêu của kế hoạch. "
        "Thiếu số liệu không có nghĩa là không đạt."
    )


def test_a_place_with_figures_counts_its_verdicts_and_shows_their_marks() -> None:
    made = told("en", "demo", "area", "193")
    assert made.sentence == "Targets with figures of Hạ Long City: 12; 11 met, 1 missed."
    assert (made.marks.count("met"), made.marks.count("missed")) == (11, 1)
    assert told("en", "demo", "area", "22").marks == told("en", "demo", "overview").marks


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", [each.name for each in PAGES])
def test_invented_figures_are_called_so_in_picture_description_and_alt_text(page: str, lang: str) -> None:
    code = {"indicator": "T01", "area": "193"}.get(page, "")
    made = told(lang, "demo", page, code)
    root = ET.fromstring(card_svg(made))
    (stamp,) = [each for each in root.iter(f"{SVG}text") if each.text == INVENTED[lang]]
    assert float(stamp.get("x", "0")) == WIDTH / 2  # a service that cuts the picture to a square leaves it in
    assert made.alt.startswith(INVENTED[lang])
    assert description(reader(lang, "demo"), made).startswith(INVENTED[lang])
    assert INVENTED[lang] not in card_svg(told(lang, "latest", page, code))


def test_on_another_day_picture_and_description_say_which() -> None:
    day = date(2020, 6, 30)
    made = told("vi", "latest", "indicator", "T01", day)
    assert "Xét đến ngày 30/06/2020" in card_svg(made)
    assert description(reader(as_of=day), made).startswith("Xét đến ngày 30/06/2020. ")
    assert "Đạt: năm 2020" not in made.alt


# ------------------------------------------------------------------------------------------- of which page, at which address


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize(
    ("page", "query"),
    [
        *((each.name, {}) for each in PAGES),
        ("indicator", {"ma": "t06"}),
        ("indicator", {"ma": "T99"}),
        ("area", {"ma": "06652"}),
        ("area", {"ma": "06652", "luc": "2019-01-01"}),
        ("area", {"ma": " 193 ", "luc": "never"}),
        ("area", {"ma": "99999"}),
        ("area", {"tim": "cẩm phả"}),
    ],
)
def test_a_card_is_called_what_the_app_calls_the_page(page: str, query: dict[str, str], lang: str) -> None:
    shown = arranged(Asked(page, tuple({**query, "lang": lang}.items()))).title
    plan_name = plan("latest").release.plan_name.short_name.within(lang)
    assert shown == f"{name(reader(lang), subject(reader(lang), page, query))} · {plan_name}"


@pytest.mark.parametrize(
    ("page", "query", "lies_at"),
    [
        ("overview", {}, "/card/2026-11-22/tong-quan.png"),
        ("indicator", {}, "/card/2026-11-22/chi-tieu.png?ma=T01"),
        ("indicator", {"ma": "t06"}, "/card/2026-11-22/chi-tieu.png?ma=T06"),
        ("indicator", {"ma": "T99"}, "/card/2026-11-22/chi-tieu.png"),
        ("area", {"ma": "193", "luc": "2020-06-30"}, "/card/2026-11-22/dia-phuong.png?ma=193&luc=2020-06-30"),
        ("area", {"ma": "193", "luc": "never"}, "/card/2026-11-22/dia-phuong.png?ma=193"),
        ("area", {"ma": '"><script>'}, "/card/2026-11-22/dia-phuong.png"),
        ("map", {"ma": "T08"}, "/card/2026-11-22/ban-do.png"),
    ],
)
def test_a_picture_lies_at_a_pinned_address(page: str, query: dict[str, str], lies_at: str) -> None:
    assert address(reader(), subject(reader(), page, query)) == lies_at


def test_an_address_keeps_language_day_and_invented_figures() -> None:
    seen = reader("en", "demo", date(2020, 12, 31))
    assert address(seen, Subject("overview")) == "/card/demo/tong-quan.png?lang=en&tai=2020-12-31"


# ------------------------------------------------------------------------------------------------- what can be seen


def every_card(lang: str, ky: str) -> Iterator[Card]:
    """Of every page and target, and of every fourth place of all times, the province first."""
    yield from (told(lang, ky, each.name) for each in PAGES)
    yield from (told(lang, ky, "indicator", code) for code in plan(ky).targets)
    areas = plan(ky).areas
    of_all_times = {
        area.code: area
        for day in (date(2019, 10, 1), date(2020, 6, 1), plan(ky).release.day)
        for level in ("province", "district", "commune")
        for area in areas.on(day, level)
    }
    yield from (told(lang, ky, "area", code) for code in list(of_all_times)[::4])


@cache
def type_of(bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / f"kh213-sans-3.052-{600 if bold else 400}.ttf"), 100)


def lines_of(svg: str) -> Iterator[tuple[float, float, float, float]]:
    """Of every line of words: left, right, baseline and size, as our type runs."""
    for group in ET.fromstring(svg).iter(f"{SVG}g"):
        size, bold, anchor = (
            float(group.get("font-size", "0")),
            group.get("font-weight") == "600",
            group.get("text-anchor"),
        )
        for word in group.iter(f"{SVG}text"):
            wide = type_of(bold).getlength(word.text or "") * size / 100
            left = float(word.get("x", "0")) - wide * {"end": 1.0, "middle": 0.5}.get(anchor or "", 0)
            yield left, left + wide, float(word.get("y", "0")), size


def assert_in_sight(svg: str, least: float) -> None:
    found = list(lines_of(svg))
    assert min(left for left, *_ in found) >= 55, svg
    assert max(right for _, right, *_ in found) <= WIDTH - 55, svg
    foot = HEIGHT - 80
    assert all(0 < y < HEIGHT and not foot - 8 < y < foot + 20 for *_, y, _ in found), svg
    assert min(size for *_, size in found) >= least, svg
    assert GLUE not in svg
    assert "…" not in svg or least < 27
    rows = sorted((y, left, right, size) for left, right, y, size in found if y < foot)
    for n, (y, left, right, _) in enumerate(rows):
        for below, other_left, other_right, size in rows[n + 1 :]:
            apart = other_left >= right or other_right <= left
            assert apart or below - y >= size * 0.98, svg


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("ky", ["latest", "demo"])
def test_all_words_of_every_card_are_in_sight_and_large_enough_for_a_chat(lang: str, ky: str) -> None:
    """32 pixels are 8 where the picture is shown 300 across."""
    cards = list(every_card(lang, ky))
    assert len(cards) > 70
    for made in cards:
        assert_in_sight(card_svg(made), least=32)


def test_words_without_end_are_cut_and_run_into_nothing() -> None:
    made = told("vi", "demo", "indicator", "T04")
    long = "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận " * 12
    endless = replace(
        made, title=long, line=long, sentence=long, explanation=long, figure="1.234.567,89 thủ tục", site=long
    )
    assert_in_sight(card_svg(endless), least=26)
    assert "…" in card_svg(endless)
    assert ">1.234.567,89<" in card_svg(endless)  # a number stays whole
    assert_in_sight(card_svg(replace(made, title="A" * 400)), least=26)


def test_many_promises_stand_in_rows() -> None:
    made = replace(told("vi", "latest", "overview"), marks=("met", "missed") * 40)
    assert_in_sight(card_svg(made), least=27)
    places = re.findall(r"translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)", card_svg(made))
    assert len({top for _, top, _ in places}) == 4
    assert max(float(left) + 24 * float(scale) for left, _, scale in places) <= WIDTH - 55
    assert max(float(top) + 24 * float(scale) for _, top, scale in places) <= HEIGHT - 80


def test_a_number_stays_with_the_word_that_it_counts() -> None:
    found = broken("của Kế hoạch 213: 1 đạt, 0 không đạt, 13 chưa đủ", 100, Ink(20, "#000"))
    assert found == ["của Kế", "hoạch 213:", "1 đạt,", "0 không", "đạt,", "13 chưa đủ"]

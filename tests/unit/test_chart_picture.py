"""The chart as a picture that stands alone: everything that must be said is in it, and nothing is cut off or covered."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import ImageFont

from kh213.draw.chart.picture import chart_picture_svg
from kh213.draw.paper.sheet import Ink
from kh213.draw.png import FONTS
from kh213.draw.theme import palette
from kh213.model.plan import Plan
from kh213.release.reading.read import read_plan
from kh213.view.area.places import asked_area
from kh213.view.embed.chart import Embedded, embedded
from kh213.view.figures.judgement import label
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import area, indicator, make_plan, observation, target

DATA = Path(__file__).parents[2] / "data"
SVG = "{http://www.w3.org/2000/svg}"
WIDTHS = (200, 259, 320, 390, 440, 700, 960)
HOSTILE = "Xã </text><script>alert(1)</script> ]]> &lt; \" ' {{ 7*7 }}"


@lru_cache(maxsize=2)
def plan(name: str) -> Plan:
    return read_plan(DATA / ("demo" if name == "demo" else "releases/2026-11-22"))


def reader(name: str, lang: str = "vi", day: date | None = None) -> Reader:
    found = plan(name)
    return Reader(found, words(lang), name, day or found.release.day)


def view(who: Reader, code: str, place: str = "22") -> Embedded:
    found = asked_area(who, place, "")
    assert found is not None
    return embedded(who, who.plan.targets[code], found)


def drawn(who: Reader, said: Embedded, width: int = 960, dark: bool = False) -> ET.Element:
    return ET.fromstring(chart_picture_svg(said, who.w, width, dark))


def text(root: ET.Element) -> str:
    return " ".join(word.text or "" for word in root.iter(f"{SVG}text"))


def tips(root: ET.Element) -> list[str]:
    return [
        path.findtext(f"{SVG}title") or "" for path in root.iter(f"{SVG}path") if path.find(f"{SVG}title") is not None
    ]


# What is said


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_title_promise_unit_period_verdict_source_and_both_days_are_in_it_at_every_width(width: int, lang: str) -> None:
    who = reader("real", lang)
    said = view(who, "T01")
    found = text(drawn(who, said, width))
    assert said.judgement is not None
    assert said.chart is not None
    for sentence in (said.title, *said.subtitle, said.judgement.sentence, said.source, *said.newer):
        assert sentence in found
    first, last = said.chart.points[0].period, said.chart.points[-1].period
    assert first in said.subtitle[1]
    assert last in said.subtitle[1]
    assert {"vi": "Công bố gần nhất: 25/08/2024", "en": "25 August 2024"}[lang] in said.source
    assert {"vi": "22/11/2026", "en": "22 November 2026"}[lang] in said.source


@pytest.mark.parametrize("width", [200, 390, 960])
def test_a_promise_without_figures_says_calmly_what_is_missing_since_when_and_who_leads(width: int) -> None:
    who = reader("real")
    said = view(who, "T02")
    assert said.chart is None
    found = text(drawn(who, said, width))
    assert "Chưa đủ số liệu công bố để kết luận." in found
    assert "Hạn là 31/12/2020; đến nay đã qua 5 năm 10 tháng." in found
    assert "Sở Thông tin và Truyền thông" in found
    assert "Bản dữ liệu 22/11/2026." in found
    assert "0%" not in found.replace("100%", "")  # what is missing is not a zero


def test_every_figure_is_drawn_once_and_told_to_the_pointer() -> None:
    who = reader("demo")
    said = view(who, "T08", "193")
    assert said.chart is not None
    assert tips(drawn(who, said)) == [point.said for point in said.chart.points]


@pytest.mark.parametrize("code", ["T01", "T05", "T08", "T11", "T12", "T14"])
@pytest.mark.parametrize("dark", [False, True])
def test_shapes_and_colours_say_reached_short_or_neither_as_on_the_page(code: str, dark: bool) -> None:
    who = reader("demo")
    said = view(who, code)
    assert said.chart is not None
    colours = palette(dark)
    figures = [path for path in drawn(who, said, dark=dark).iter(f"{SVG}g") if path.findall(f"{SVG}path/{SVG}title")]
    for group, point in zip(figures, said.chart.points, strict=True):
        assert group.get("stroke") == colours.side(point.side)
        assert group.get("fill") == (colours.paper if point.is_open else colours.side(point.side))


def test_the_verdict_has_its_mark_beside_its_words() -> None:
    who = reader("demo")
    marks = {}
    for code in who.plan.targets:
        said = view(who, code)
        assert said.judgement is not None
        groups = [g for g in drawn(who, said).iter(f"{SVG}g") if "scale(" in g.get("transform", "")]
        assert groups
        marks[said.judgement.code] = tuple(group[0].get("d") for group in groups)
        assert label(who.w, said.judgement.code) in text(drawn(who, said))
    assert len(set(marks.values())) == len(marks) > 2


def test_a_verdict_on_an_older_figure_says_that_newer_ones_exist() -> None:
    said = view(reader("real"), "T01")
    assert said.newer == ("Kết luận theo số liệu năm 2020. Số liệu mới nhất: năm 2023, hạng 3.",)
    assert view(reader("demo"), "T05").newer == ()


def test_a_picture_of_an_earlier_day_says_what_was_published_after_it() -> None:
    who = reader("real", day=date(2020, 12, 31))
    said = view(who, "T01")
    assert said.newer == ("Sau ngày xét còn có số liệu đã công bố: năm 2023, hạng 3.",)
    assert "Xét đến ngày 31/12/2020." in said.source


def test_invented_figures_are_marked_above_and_inside_the_chart() -> None:
    for width in WIDTHS:
        who = reader("demo")
        found = [word for word, *_ in boxes(drawn(who, view(who, "T05"), width))]
        assert found.count("Số liệu minh họa") == 2
    who = reader("real")
    assert "minh họa" not in text(drawn(who, view(who, "T01")))


def test_a_place_that_is_no_more_is_named_with_its_last_day_and_has_its_own_figures_only() -> None:
    said = view(reader("demo"), "T08", "204")
    assert "Huyện Hoành Bồ đến 31/12/2019" in said.subtitle[1]
    assert said.chart is not None
    assert all(point.day <= date(2019, 12, 31) for point in said.chart.points)
    assert said.judgement is None
    assert "Hoành Bồ không tồn tại" in said.unjudged


def test_what_is_promised_for_another_level_is_not_called_missing_here() -> None:
    (said,) = view(reader("real"), "T06", "06970").missing
    assert said.startswith("Kế hoạch xét chỉ tiêu này chung cho toàn tỉnh, không riêng cho")


def test_title_and_description_stand_for_the_picture() -> None:
    who = reader("demo", "en")
    said = view(who, "T05")
    root = drawn(who, said)
    assert (root.get("role"), root.get("lang")) == ("img", "en")
    assert (root[0].tag, root[0].text) == (f"{SVG}title", said.title)
    assert said.chart is not None
    assert said.judgement is not None
    assert said.judgement.sentence in (root[1].text or "")
    assert said.chart.alt in (root[1].text or "")


def test_a_hostile_name_means_only_itself_and_nothing_leads_out_of_the_picture() -> None:
    place = area("00005", "commune", HOSTILE, parent="22")
    rows = (indicator(reporting_level="commune"), target(30), area(), place, observation("2020", 31, area="00005"))
    who_plan = make_plan(*rows)
    who = Reader(who_plan, words("vi"), "latest", who_plan.release.day)
    found = who.plan.areas.at("00005", who.as_of)
    assert found is not None
    svg = chart_picture_svg(embedded(who, who.plan.targets["T01"], found), who.w, 960)
    assert "<script" not in svg
    assert "alert(1)" in text(ET.fromstring(svg))
    assert set(re.findall(r"https?://[^\s\"'<>]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert "href" not in svg


def test_the_same_view_is_the_same_bytes() -> None:
    one, other = (chart_picture_svg(view(who, "T08", "193"), who.w, 700) for who in (reader("demo"), reader("demo")))
    assert one == other


# Where it stands


@lru_cache(maxsize=64)
def font(size: float, bold: bool) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"kh213-sans-3.052-{600 if bold else 400}.ttf", size * 10)


def boxes(root: ET.Element) -> Iterator[tuple[str, float, float, float, float, float]]:
    """Every line: its text, left, right, top, bottom with its marks, as our type runs; and how wide another may run."""
    for group in root.iter(f"{SVG}g"):
        if group.get("stroke"):
            continue  # the rim of words that come once more
        for word in group.findall(f"{SVG}text"):
            said, size, bold = word.text or "", float(group.get("font-size", 0)), group.get("font-weight") == "600"
            x, y = float(word.get("x", 0)), float(word.get("y", 0))
            _, up, wide, down = (part / 10 for part in font(size, bold).getbbox(said, anchor="ls"))
            at = {"start": 0.0, "middle": 0.5, "end": 1.0}[group.get("text-anchor", "start")]
            yield said, x - wide * at, x + wide * (1 - at), y + up, y + down, Ink(size, "", bold=bold).width(said)


CASES = [
    *(("demo", f"T{n:02}", "22", "vi") for n in range(1, 15)),
    *(("demo", code, place, "en") for code in ("T05", "T08", "T11", "T12") for place in ("193", "204", "207")),
    ("demo", "T08", "06970", "vi"), ("demo", "T08", "06970", "en"), ("demo", "T07", "198", "vi"),
    ("real", "T01", "22", "vi"), ("real", "T01", "22", "en"), ("real", "T02", "22", "vi"), ("real", "T10", "22", "en"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids="-".join)
def test_no_word_is_cut_off_or_lies_on_another(case: tuple[str, str, str, str]) -> None:
    name, code, place, lang = case
    who = reader(name, lang)
    said = view(who, code, place)
    assert_readable(who, said)


@pytest.mark.parametrize("qualifier", ["eq", "approx", "gt", "le"])
@pytest.mark.parametrize("value", [1, 31, 50, 97])
def test_of_one_period_a_bar_is_as_long_as_its_figure_and_its_words_fit(value: int, qualifier: str) -> None:
    found = make_plan(indicator(), target(50), area(), observation("2020", value, qualifier=qualifier))
    who = Reader(found, words("vi"), "latest", found.release.day)
    said = embedded(who, found.targets["T01"], found.areas.province)
    assert said.chart is not None
    assert said.chart.form == "bullet"
    assert_readable(who, said)
    (bar,) = [path for path in drawn(who, said).iter(f"{SVG}path") if path.find(f"{SVG}title") is not None]
    across = [float(x) for x in re.findall(r"[ML]([\d.]+) ", bar.get("d") or "")]
    assert max(across) - min(across) == pytest.approx((960 - 2 * 24) * value / 100, abs=0.2)


@pytest.mark.parametrize("value", [1, 97])
def test_the_first_and_the_last_value_under_a_bar_are_named_however_narrow_it_is(value: int) -> None:
    found = make_plan(indicator(), target(50), area(), observation("2020", value))
    who = Reader(found, words("vi"), "latest", found.release.day)
    said = embedded(who, found.targets["T01"], found.areas.province)
    for width in WIDTHS:
        written = [word.text for word in drawn(who, said, width).iter(f"{SVG}text")]
        assert {"0%", "100%"} <= set(written), width


def test_whoever_holds_a_picture_is_told_where_it_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    who, demo = replace(reader("real"), ky="2026-11-22"), reader("demo")
    assert view(who, "T01").check == ""
    monkeypatch.setenv("KH213_URL", "https://so.example.vn")
    said, address = view(who, "T01"), "https://so.example.vn/kiem-tra?ma=T01&ky=2026-11-22"
    for width in WIDTHS:
        assert (address in "".join(text(drawn(who, said, width)).split(" "))) == (width >= 300), width
    assert_readable(who, said)
    assert view(demo, "T05").check == ""
    assert view(who, "T01").links[2].href == "/kiem-tra?ma=T01&ky=2026-11-22"
    assert "/kiem-tra" not in "".join(link.href for link in view(demo, "T05").links)


def assert_readable(who: Reader, said: Embedded) -> None:
    for width in WIDTHS:
        root = drawn(who, said, width)
        high = float((root.get("viewBox") or "").split()[3])
        found = list(boxes(root))
        for word, left, right, top, bottom, widest in found:
            assert left >= 0, (width, word)
            assert right <= width, (width, word)
            assert top >= 0, (width, word)
            assert bottom <= high, (width, word)
            assert right - left <= widest, (width, word)
        for one, other in combinations(found, 2):
            wide = min(one[2], other[2]) - max(one[1], other[1])
            deep = min(one[4], other[4]) - max(one[3], other[3])
            assert wide <= 0.5 or deep <= 1.5, (width, one[0], other[0], round(wide, 1), round(deep, 1))


def test_beyond_960_pixels_everything_grows() -> None:
    who = reader("demo")
    one, large = (drawn(who, view(who, "T05"), width) for width in (960, 2400))
    assert one.get("viewBox") == large.get("viewBox")
    assert (one.get("width"), large.get("width")) == ("960", "2400")

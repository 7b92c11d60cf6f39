"""The map as a picture that stands alone: what it shows is what the page says, and nothing leads out of it."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import ImageFont
from shapely import transform

from kh213.draw.map import tiles
from kh213.draw.map.picture import static_map_svg
from kh213.draw.paper.sheet import Ink, lines, plain
from kh213.draw.png import FONTS
from kh213.draw.theme import fills, palette
from kh213.model.plan import Plan
from kh213.release.boundaries.layers import Layer
from kh213.release.grids import Grid, Tile, read_grids
from kh213.release.reading.read import read_plan
from kh213.view.embed.map import StaticMap, static_map
from kh213.view.map.choices import choices
from kh213.view.map.page import MapPage, map_page
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, words
from tests.builders import area, indicator, make_plan, observation, target

DATA = Path(__file__).parents[2] / "data"
GRIDS = read_grids(DATA)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "Xã </text><script>alert(1)</script> ]]> &lt; \" ' {{ 7*7 }}"
WIDTHS = (200, 259, 320, 359, 440, 700, 960, 1280, 2400)


@pytest.fixture(scope="module")
def demo() -> Reader:
    return reader(read_plan(DATA / "demo"), "demo")


@pytest.fixture(scope="module")
def real() -> Reader:
    return reader(read_plan(DATA / "releases" / "2026-11-22"))


def reader(plan: Plan, ky: str = "latest", lang: str = "vi") -> Reader:
    return Reader(plan, words(lang), ky, plan.release.day)


def picture(who: Reader, grids: tuple[Grid, ...] = GRIDS, layer: Layer | None = None, **asked: str) -> StaticMap:
    chosen = choices(who, **asked)
    assert not chosen.wrong
    return static_map(who, chosen, map_page(who, chosen, grids, layer))


def drawn(said: StaticMap, width: int = 960, dark: bool = False) -> ET.Element:
    return ET.fromstring(static_map_svg(said, width, dark))


def areas(root: ET.Element) -> dict[str, list[str]]:
    """The areas drawn, by the colour of their group: what a pointer is told of each."""
    found: dict[str, list[str]] = {}
    for group in root.iter(f"{SVG}g"):
        tips = [path.findtext(f"{SVG}title") for path in group.findall(f"{SVG}path")]
        found.setdefault(group.get("fill", ""), []).extend(tip for tip in tips if tip)
    return found


def text(root: ET.Element) -> list[str]:
    return [word.text or "" for word in root.iter(f"{SVG}text")]


def whole_text(root: ET.Element) -> str:
    return " ".join(text(root))


# The same as on the page


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("level", "period"), [("commune", "2019-Q4"), ("district", "2020-Q3")])
def test_every_area_is_drawn_once_in_the_colour_of_its_class(demo: Reader, level: str, period: str, dark: bool) -> None:
    said = picture(demo, ma="T08", cap=level, thoi=period)
    tones = fills(dark)
    expected = Counter(tones[place.step].colour for place in said.page.places)
    found = {colour: len(tips) for colour, tips in areas(drawn(said, dark=dark)).items() if tips}
    assert found == expected
    assert sum(found.values()) == {"commune": 186, "district": 13}[level]


def test_what_a_pointer_is_told_is_what_the_table_says(demo: Reader) -> None:
    said = picture(demo, ma="T08", cap="commune", thoi="2019-Q4")
    tips = [tip for found in areas(drawn(said)).values() for tip in found]
    for place in said.page.places:
        assert any(tip.startswith(f"{place.name}, {place.district}: {place.figure}") for tip in tips)


def test_the_legend_has_the_classes_their_ranges_and_their_counts(demo: Reader) -> None:
    said = picture(demo, ma="T08", cap="commune", thoi="2019-Q4")
    for width in (320, 700, 960):
        words_in_it = whole_text(drawn(said, width))
        for row in said.page.legend:
            assert row.areas in words_in_it
            for word in (*row.label.split(), *row.span.split()):
                assert word.strip("()") in words_in_it
    assert sum(row.count for row in said.page.legend) == 186


def test_finding_promise_period_unit_source_and_days_stand_in_the_picture(demo: Reader) -> None:
    said = picture(demo, ma="T08", cap="commune", thoi="2019-Q4")
    for width in WIDTHS:
        found = whole_text(drawn(said, width))
        for sentence in (said.page.finding, said.page.kicker, said.page.foot, said.page.scale_note, said.page.reading):
            assert sentence in found
        assert "Đơn vị: %" in found
        assert "Công bố từ 28/01/2020 đến 24/03/2020" in found
        assert "Bản dữ liệu 30/09/2021" in found


def test_missing_is_hatched_and_of_the_real_release_everything_is(demo: Reader, real: Reader) -> None:
    hatch = palette(False).hatch

    def hatched(said: StaticMap) -> int:
        groups = [group for group in drawn(said).iter(f"{SVG}g") if group.get("stroke") == hatch]
        return sum((path.get("d") or "").count("M") for group in groups for path in group)

    some, every = (picture(who, ma="T08", cap="commune") for who in (demo, real))
    none = picture(demo, ma="T08", cap="district", thoi="2020-Q3")
    in_the_legend = hatched(none)
    assert 0 < in_the_legend < 10
    assert in_the_legend < hatched(some) < hatched(every)
    found = whole_text(drawn(every))
    assert "177 đơn vị" in found
    assert every.page.gap[0] in found
    assert "Bản dữ liệu 22/11/2026" in found


def test_nothing_arose_has_a_mark_of_its_own(demo: Reader) -> None:
    said = picture(demo, ma="T11", cap="district", thoi="2020-Q4")
    ink = palette(False).ink
    dots = [group for group in drawn(said).iter(f"{SVG}g") if group.get("fill") == ink and group.get("stroke") is None]
    assert sum(len(group.findall(f"{SVG}path")) for group in dots) == 2  # one in the legend, one on the map


def test_the_day_asked_about_is_named_where_it_is_another(demo: Reader) -> None:
    then = replace(demo, as_of=date(2020, 6, 30))
    assert "Xét đến ngày 30/06/2020." in whole_text(drawn(picture(then, ma="T08", cap="commune")))


def test_context_is_called_context(real: Reader) -> None:
    found = whole_text(drawn(picture(real, ma="ddci-diem")))
    assert "không phải chỉ tiêu của kế hoạch" in found
    assert found.count("điểm (0–100)") == 1


@pytest.mark.parametrize(("asked", "drawing"), [({"thoi": "2020-Q3"}, "commune"), ({"trong": "193"}, "within"),
                                                ({"so": "2019-Q4"}, "compared")])  # fmt: skip
def test_whatever_the_page_can_show_can_be_a_picture(demo: Reader, asked: dict[str, str], drawing: str) -> None:
    said = picture(demo, ma="T08", cap="commune", **asked)
    total = {"commune": 177, "within": 33, "compared": 177}[drawing]
    assert sum(map(len, areas(drawn(said)).values())) == len(said.page.places) == total


def test_squares_with_room_for_it_carry_the_name(real: Reader) -> None:
    said = picture(real, ma="T08", cap="commune", thoi="2025-Q3")
    found = whole_text(drawn(said))
    assert all(place.bare in found for place in said.page.places)


# Marked


def test_invented_figures_are_marked_inside_the_picture_and_published_ones_are_not(demo: Reader, real: Reader) -> None:
    for width in WIDTHS:
        assert "Số liệu minh họa" in text(drawn(picture(demo, ma="T08"), width))
    assert text(drawn(picture(demo, ma="T08"))).count("Số liệu minh họa") == 2  # the head may be cut off
    assert "minh họa" not in whole_text(drawn(picture(real, ma="T08")))


# For who does not see it


def test_title_and_description_say_what_the_table_would(demo: Reader) -> None:
    said = picture(demo, ma="T08", cap="commune", thoi="2019-Q4")
    root = drawn(said)
    assert (root.get("role"), root.get("lang")) == ("img", "vi")
    assert root[0].tag == f"{SVG}title"
    assert root[0].text == said.page.finding
    assert root[1].tag == f"{SVG}desc"
    described = root[1].text or ""
    for row in said.page.legend:
        assert (f"{row.areas}: {row.label}" in described) == bool(row.count)
    known = [place for place in said.page.places if place.brief]
    known.sort(key=lambda place: float(place.brief.replace(",", ".")))
    for which, place in (("Thấp nhất", known[0]), ("Cao nhất", known[-1])):
        assert f"{which}: {place.name} ({place.district}), {place.figure}." in described


def test_the_ends_of_a_rank_are_told_the_right_way_round() -> None:
    plan = make_plan(
        indicator(kind="rank", decimals=0, better="lower", reporting_level="district"),
        target(3, comparator="le"),
        area(),
        *(area(f"00{n}", "district", f"Huyện {n}", parent="22") for n in range(1, 4)),
        *(observation("2020", n, area=f"00{n}") for n in range(1, 4)),
    )
    described = picture(reader(plan), cap="district").description
    assert "Cao nhất: Huyện 1" in described
    assert "Thấp nhất: Huyện 3" in described


# Standing alone


def hostile() -> tuple[Reader, Grid]:
    plan = make_plan(
        indicator(reporting_level="commune", short_name_vi=HOSTILE),
        target(30),
        area(),
        area("193", "district", HOSTILE, parent="22"),
        *(area(f"0000{n}", "commune", f"{HOSTILE} {n}", parent="193") for n in range(1, 5)),
        observation("2020", 31, area="00001"),
    )
    return reader(plan), Grid(date(2019, 1, 1), tuple(Tile(f"0000{n}", "193", n, 0) for n in range(1, 5)))


def test_letters_that_xml_cannot_write_are_replaced() -> None:
    assert plain("Xã\x0b Thử\ud800") == "Xã\N{REPLACEMENT CHARACTER} Thử\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_hostile_name_means_only_itself(width: int) -> None:
    who, grid = hostile()
    svg = static_map_svg(picture(who, (grid,), cap="commune"), width)
    root = ET.fromstring(svg)
    assert root.findall(f".//{SVG}script") == []
    assert "<script" not in svg
    assert "{{ 7*7 }}" in svg


def test_nothing_in_it_leads_out_or_runs(demo: Reader, real: Reader) -> None:
    for who in (demo, real):
        for level in ("district", "commune"):
            svg = static_map_svg(picture(who, ma="T08", cap=level), 960)
            assert (
                re.findall(r"(?i)https?://(?!www\.w3\.org/2000/svg\")|href|url\(|@import|<image|<use|<style|data:", svg)
                == []
            )
            assert re.findall(r"(?i)\son[a-z]+\s*=|<script|<foreignobject|<!", svg) == []
            assert " id=" not in svg  # two pictures in one page do not get in each other's way


@pytest.mark.parametrize("width", WIDTHS)
def test_a_picture_of_186_communes_stays_small_and_is_as_wide_as_asked(demo: Reader, real: Reader, width: int) -> None:
    for who, period in ((demo, "2019-Q4"), (real, "2019-Q4")):
        svg = static_map_svg(picture(who, ma="T08", cap="commune", thoi=period), width)
        assert len(svg.encode()) < 60_000
        root = ET.fromstring(svg)
        left, top, across, down = map(float, (root.get("viewBox") or "").split())
        assert (left, top, across) == (0, 0, min(width, 960))
        assert root.get("width") == str(width)
        assert int(root.get("height") or 0) == pytest.approx(down * width / across, abs=1)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("width", WIDTHS)
def test_no_word_runs_out_of_the_picture(demo: Reader, lang: str, width: int) -> None:
    fonts = {bold: ImageFont.truetype(FONTS / f"kh213-sans-3.052-{600 if bold else 400}.ttf", 100) for bold in (0, 1)}
    for level, period in (("commune", "2019-Q4"), ("district", "2020-Q3")):
        root = drawn(picture(replace(demo, w=words(lang)), ma="T08", cap=level, thoi=period), width)
        _, _, across, down = map(float, (root.get("viewBox") or "").split())
        for group in root.iter(f"{SVG}g"):
            size = float(group.get("font-size") or 0)
            for word in group.findall(f"{SVG}text"):
                wide = fonts[group.get("font-weight") == "600"].getlength(word.text or "") * size / 100
                x, y = float(word.get("x") or 0), float(word.get("y") or 0)
                left = x - wide / 2 if group.get("text-anchor") == "middle" else x
                assert left >= 0
                assert left + wide <= across
                assert size * 0.9 <= y <= down - size * 0.3  # room for Ế above and ạ below


def test_a_narrow_picture_has_no_figures_in_its_squares(demo: Reader) -> None:
    said = picture(demo, ma="T08", cap="commune", thoi="2019-Q4")
    figures = {place.brief for place in said.page.places if "," in place.brief}
    assert not figures & set(text(drawn(said, 320)))
    assert len(figures & set(text(drawn(said, 960)))) == len(figures)


@pytest.mark.parametrize("weight", [400, 600])
def test_the_type_has_every_letter_that_the_pictures_use(demo: Reader, real: Reader, weight: int) -> None:
    font = ImageFont.truetype(FONTS / f"kh213-sans-3.052-{weight}.ttf", 50)
    unknown = bytes(font.getmask("\U0010fffd"))
    used = {
        letter
        for who in (demo, real)
        for lang in LANGUAGES
        for letter in whole_text(drawn(picture(replace(who, w=words(lang)), ma="T08")))
    }
    assert [letter for letter in sorted(used - {" "}) if bytes(font.getmask(letter)) == unknown] == []


# Lines of text


def test_a_word_longer_than_a_line_is_cut() -> None:
    ink = Ink(15, "#111111")
    found = lines("a " + "Ộ" * 200, 100, ink)
    assert all(ink.width(line) <= 100 for line in found)
    assert "".join(found).replace(" ", "") == "a" + "Ộ" * 200
    assert lines("", 100, ink) == []


# Where there is no drawing


def test_without_a_drawing_the_picture_still_counts_the_classes(real: Reader) -> None:
    said = picture(real, (), ma="T08", cap="commune", thoi="2025-Q3")
    found = whole_text(drawn(said))
    assert "54 đơn vị" in found
    assert "Chưa có sơ đồ ô cho các đơn vị hành chính ngày 30/09/2025" in found


# On boundaries


def layer_of(page: MapPage) -> Layer:
    """The squares of the grid as if they were boundaries, near where the province lies."""
    assert page.grid
    frame = tiles.squares(page.grid)
    shapes = {
        code: transform(shape, lambda points: points * 0.05 + (106.5, 21.5))
        for code, shape in zip(frame["area_code"], frame["geometry"], strict=True)
    }
    return Layer(page.level, page.grid.valid_from, "CC0 1.0", "Sở thử <b>", shapes)


def test_on_boundaries_source_and_licence_stand_in_the_picture(demo: Reader) -> None:
    layer = layer_of(picture(demo, ma="T08", cap="commune", thoi="2020-Q3").page)
    said = picture(demo, layer=layer, ma="T08", cap="commune", thoi="2020-Q3", ve="dia-ly")
    root = drawn(said)
    assert sum(map(len, areas(root).values())) == 177
    assert "Nguồn bản đồ: Sở thử <b>. Giấy phép: CC0 1.0." in whole_text(root)


def test_where_no_boundaries_are_installed_the_picture_says_so(demo: Reader) -> None:
    said = picture(demo, ma="T08", cap="commune", thoi="2020-Q3", ve="dia-ly")
    assert "chưa cài đặt tệp ranh giới nào" in whole_text(drawn(said))

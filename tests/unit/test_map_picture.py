"""The interactive picture: lean, from nobody else's host, and a name in it means only itself."""

import colorsys
import gzip
import json
import re
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
import shapely

from kh213.draw.map.page import drawing, interactive_map, picked
from kh213.draw.map.shapes import UNITS, Outline, of_grid, of_layer
from kh213.draw.theme import fills
from kh213.release.boundaries.layers import Layer, NotCovered
from kh213.release.grids import Grid, Tile, read_grids
from kh213.release.reading.read import read_plan
from kh213.view.map.choices import choices
from kh213.view.map.page import map_page
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import area, indicator, make_plan, observation, target

DATA = Path(__file__).parents[2] / "data"
GRIDS = read_grids(DATA)
GRID = next(grid for grid in GRIDS if grid.valid_from == date(2019, 9, 11))
HOSTILE = "Xã `${alert(1)}` </script><img src=x onerror=alert(1)> {{ 7*7 }} {% x %} \\' \""


@pytest.fixture(scope="module")
def demo() -> Reader:
    plan = read_plan(DATA / "demo")
    return Reader(plan, words("vi"), "demo", plan.release.day)


def drawn(who: Reader, stamp: str = "", **asked: str) -> str:
    view = map_page(who, choices(who, **asked), GRIDS)
    return interactive_map(view, who.w, dark=False, stamp=stamp).get_root().render()


@pytest.mark.parametrize("level", ["district", "commune"])
def test_the_picture_names_no_foreign_host_and_none_of_foliums_own_libraries(demo: Reader, level: str) -> None:
    html = drawn(demo, ma="T08", cap=level, thoi="2020-Q3")
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", html))
    assert addresses == {"http://www.w3.org/2000/svg"}  # a namespace: nobody asks it for anything
    assert "/leaflet/1.9.4/leaflet.js" in html
    assert not re.search(r"jquery|bootstrap|fontawesome|font-awesome|glyphicons|cdn", html, re.IGNORECASE)


def test_every_commune_is_drawn_once_and_the_picture_stays_small(demo: Reader) -> None:
    html = drawn(demo, ma="T08", cap="commune", thoi="2019-Q4")
    codes = re.findall(r'\["(\d{5})",\d+,', html)
    assert len(codes) == len(set(codes)) == 186
    assert len(gzip.compress(html.encode())) < 20_000


def test_invented_figures_are_marked_inside_the_picture(demo: Reader) -> None:
    assert '"stamp":"Số liệu minh họa"' in drawn(demo, stamp="Số liệu minh họa", ma="T11")
    assert '"stamp":""' in drawn(demo, ma="T11")


def test_two_visitors_never_share_a_map(demo: Reader) -> None:
    view = map_page(demo, choices(demo, ma="T08"), GRIDS)
    one, other = (interactive_map(view, demo.w, dark=False) for _ in range(2))
    assert one is not other
    one.add_child(picked("06700"))
    assert "06700" not in json.dumps(list(other._children))


def test_a_hostile_name_means_only_itself_in_the_picture() -> None:
    plan = make_plan(
        indicator(reporting_level="commune"),
        target(30),
        area(),
        area("193", "district", "Huyện Thử", parent="22"),
        area("00005", "commune", HOSTILE, parent="193"),
        observation("2020", 31, area="00005"),
    )
    who = Reader(plan, words("vi"), "latest", plan.release.day)
    grid = Grid(date(2019, 1, 1), (Tile("00005", "193", 5, 0),))
    view = map_page(who, choices(who, cap="commune"), [grid])
    html = interactive_map(view, who.w, dark=False).get_root().render()
    for harm in ("`${alert", "</script><img", "<img", "{{ 7", "{% x"):
        assert harm not in html
    literal = re.search(r'\["00005",.*?(?=,\[\[\[)', html)[0] + "]"
    assert json.loads(literal)[3] == HOSTILE


def test_a_picked_area_names_itself_as_a_script_may_read_it() -> None:
    assert picked("06700")._children
    (frame,) = picked("'</script>")._children.values()
    assert frame.code == '"\\u0027\\u003c/script\\u003e"'


# Shapes


def points(shape: Outline) -> list[list[tuple[int, int]]]:
    """The rings of an outline as map_frame.js reads them."""
    rings = []
    for ring in (ring for part in shape.rings for ring in part):
        x = y = 0
        rings.append([(x := x + dx, y := y + dy) for dx, dy in zip(ring[::2], ring[1::2], strict=True)])
    return rings


def test_rings_are_steps_from_point_to_point() -> None:
    square = next(shape for shape in of_grid(GRID, "commune").shapes if shape.code == "06700")
    (ring,) = points(square)
    assert len(ring) == 4
    assert shapely.Polygon(ring).area == pytest.approx((0.9 * UNITS) ** 2)


@pytest.mark.parametrize(("within", "communes"), [("", 186), ("193", 20), ("207", 3)])
def test_of_one_district_its_own_squares_alone_are_drawn(within: str, communes: int) -> None:
    found = of_grid(GRID, "commune", within)
    assert len(found.shapes) == communes
    west, south, east, north = found.bounds
    assert all(west * UNITS <= x <= east * UNITS and south * UNITS <= y <= north * UNITS
               for shape in found.shapes for ring in points(shape) for x, y in ring)  # fmt: skip


def test_neighbours_on_outlines_keep_one_edge_and_an_island_is_known_as_one() -> None:
    wave = [(107 + n / 1000, 21.05 + (n % 2) / 500_000) for n in range(101)]
    shapes = {
        "00001": shapely.Polygon([(107, 21), (107.1, 21), *reversed(wave)]),
        "00002": shapely.Polygon([*wave, (107.1, 21.1), (107, 21.1)]),
        "00003": shapely.box(107.15, 21.0, 107.151, 21.001),
    }
    layer = Layer("commune", date(2019, 1, 1), "CC0", "thử", shapes)
    found = of_layer(layer, (("00001", "A"), ("00002", "B"), ("00003", "B")))
    south, north, isle = found.shapes
    shared = set(points(south)[0]) & set(points(north)[0])
    assert 2 <= len(shared) < len(wave)
    assert (south.island, north.island, isle.island) == (False, False, True)
    union = shapely.union_all([shapely.Polygon(points(shape)[0]) for shape in (south, north)])
    assert union.geom_type == "Polygon"
    assert len(union.interiors) == 0
    assert len(found.lines) == 1  # one line between the two, and no coast
    assert [group.code for group in found.groups] == ["A", "B"]


def test_a_layer_that_was_asked_for_is_drawn_with_its_licence_and_one_that_is_not_there_is_named(demo: Reader) -> None:
    chosen = choices(demo, ma="T08", cap="commune", thoi="2019-Q4", ve="dia-ly")
    squares = {
        code: shapely.box(107 + n * 0.01, 21, 107.01 + n * 0.01, 21.01) for n, code in enumerate(sorted(chosen.areas))
    }
    layer = Layer("commune", date(2019, 9, 11), "CC0 1.0", "Cục Thử", squares)
    view = map_page(demo, chosen, GRIDS, layer)
    assert (view.credit, view.no_layer) == ("Nguồn bản đồ: Cục Thử. Giấy phép: CC0 1.0.", "")
    assert drawing(view).geographic
    assert "Cục Thử" in interactive_map(view, demo.w, dark=False).get_root().render()
    del squares["07198"]
    lacking = map_page(demo, chosen, GRIDS, Layer("commune", date(2019, 9, 11), "CC0 1.0", "Cục Thử", squares))
    assert lacking.reading.endswith("Tệp không có hình của: Xã Thanh Lân.")
    assert len(drawing(lacking).shapes) == 185
    for reason in ("none_installed", "no_units", "split", "other_units"):
        fallen = map_page(demo, chosen, GRIDS, NotCovered(reason))
        assert fallen.no_layer
        assert not drawing(fallen).geographic
    assert map_page(demo, choices(demo, ma="T08", thoi="2019-Q4"), GRIDS, layer).layer is None


# Colours


SIDES = [["short_1", "short_2", "short_3"], ["reached_1", "reached_2"], [f"value_{n}" for n in range(1, 5)]]


@pytest.mark.parametrize("dark", [False, True])
def test_on_each_side_the_strongest_lies_farthest_from_the_target(dark: bool) -> None:
    tones = fills(dark)
    for side in SIDES:
        light = [luminance(tones[code].colour) for code in side]
        assert light == sorted(light, reverse=not dark)
        assert all(contrast(low, high) >= 1.25 for low, high in pairwise(light))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "scale", [["short_3", "short_2", "short_1", "reached_1", "reached_2"],
              ["worse_2", "worse_1", "same", "better_1", "better_2"], SIDES[2]], ids=["target", "change", "value"]
)  # fmt: skip
def test_no_two_classes_of_a_scale_are_one_grey(dark: bool, scale: list[str]) -> None:
    tones = fills(dark)
    for one, other in combinations([luminance(tones[code].colour) for code in scale if code != "same"], 2):
        assert contrast(one, other) >= 1.25


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_written_on_a_class_can_be_read(dark: bool) -> None:
    assert all(contrast(luminance(tone.colour), luminance(tone.text)) >= 4.5 for tone in fills(dark).values())


# Viénot, Brettel and Mollon 1999: what a reader without long-wave (protan) or middle-wave cones (deutan) is left with.
_LEFT = {
    "protan": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deutan": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("vision", _LEFT)
def test_both_sides_of_the_target_stay_apart_without_red_and_green(dark: bool, vision: str) -> None:
    """Orange stays yellow, teal blue or grey: never the same hue at the same lightness."""
    tones = fills(dark)
    for short in SIDES[0]:
        for reached in SIDES[1]:
            one, other = (seen(tones[code].colour, vision) for code in (short, reached))
            apart = contrast(*(0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in (one, other)))
            hues = [colorsys.rgb_to_hsv(*colour)[0] for colour in (one, other)]
            assert apart >= 1.25 or abs(hues[0] - hues[1]) > 0.2


def seen(colour: str, vision: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return tuple(min(max(sum(a * b for a, b in zip(row, rgb, strict=True)), 0), 1) for row in _LEFT[vision])


def linear(colour: str) -> list[float]:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def luminance(colour: str) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    low, high = sorted((one, other))
    return (high + 0.05) / (low + 0.05)

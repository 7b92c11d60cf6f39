"""The map in a real Chromium: every unit is drawn, a click and the select box do the same, nothing reruns for a look."""

import gzip
import shutil
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Frame, Page, WebSocket

from tests import invented_province
from tests.browser.conftest import Opened
from tests.serving import ROOT, Site, running

Open = Callable[..., Opened]
COMMUNES = "/ban-do?ky=demo&ma=T08&cap=commune&thoi=2020-Q3"
LIGHT = 60_000  # bytes, compressed, of all that a first visit gets over the websocket
SHAPES = "path.leaflet-interactive"


def picture(seen: Opened) -> Frame:
    """The frame that the map is drawn in, once its shapes are there."""
    seen.page.frame_locator(".stApp iframe").locator(SHAPES).first.wait_for(state="attached")
    return next(frame for frame in seen.page.frames if "/component/" in frame.url)


class Wire:
    """What a page says and hears over its websocket."""

    def __init__(self, page: Page) -> None:
        self.sent: list[object] = []
        self.heard: list[bytes] = []
        page.on("websocket", self._listen)

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framesent", lambda data: self.sent.append(data))  # noqa: PLW0108  Playwright wants a function
        socket.on("framereceived", lambda data: self.heard.append(data if isinstance(data, bytes) else data.encode()))

    @property
    def weight(self) -> int:
        return sum(len(gzip.compress(data)) for data in self.heard)


def listening(open_page: Open, address: str, **options: object) -> tuple[Opened, Wire]:
    wires: list[Wire] = []
    seen = open_page(address, height=1600, before=lambda page: wires.append(Wire(page)), **options)
    return seen, wires[0]


@pytest.fixture(scope="module")
def outlined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with outlines of a made-up coast for the communes of 2019 installed; of no other year."""
    root = tmp_path_factory.mktemp("outlined") / "data"
    shutil.copytree(ROOT / "data", root, ignore=shutil.ignore_patterns("boundaries"))
    rugged_outlines(root)
    with running({"KH213_DATA": str(root)}) as site:
        yield site


def rugged_outlines(root: Path) -> None:
    """186 communes on the squares of their grid, laid on the globe, with edges as rugged as real ones: as heavy."""
    import json

    import numpy as np

    from kh213.release.grids import read_grid

    grid = read_grid(ROOT / "data" / "grids" / "2019-09-11.csv")
    chance = np.random.default_rng(213)
    edges: dict[tuple[int, int, int, int], list[list[float]]] = {}

    def edge(x1: int, y1: int, x2: int, y2: int) -> list[list[float]]:
        if (x2, y2, x1, y1) in edges:
            return edges[x2, y2, x1, y1][::-1]
        t = np.linspace(0, 1, 12)
        points = np.column_stack([x1 + (x2 - x1) * t, y1 + (y2 - y1) * t])
        points[1:-1] += chance.normal(0, 0.03, (10, 2))
        edges[x1, y1, x2, y2] = (np.round([106.4, 21.6] + points * [0.06, -0.05], 5)).tolist()
        return edges[x1, y1, x2, y2]

    features = []
    for tile in grid.tiles:
        x, y = tile.col, tile.row
        corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1), (x, y)]
        ring = [point for a, b in pairwise(corners) for point in edge(*a, *b)[:-1]]
        geometry = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
        features.append({"type": "Feature", "properties": {"area_code": tile.area_code}, "geometry": geometry})
    about = {"level": "commune", "valid_from": "2019-09-11", "licence": "CC0 1.0", "source": "Thử", "missing": []}
    folder = root / "boundaries" / "2019-09-11"
    folder.mkdir(parents=True)
    content = {"type": "FeatureCollection", "kh213": about, "features": features}
    (folder / "commune.geojson").write_text(json.dumps(content), "utf-8")


# Every unit, once


@pytest.mark.parametrize(
    ("address", "units"),
    [
        ("/ban-do?ky=demo&ma=T08&cap=commune&thoi=2019-Q4", 186),
        ("/ban-do?ky=demo&ma=T08&cap=commune&thoi=2020-Q1", 177),
        ("/ban-do?ky=demo&ma=T07&cap=district&thoi=2019-Q4", 14),
        ("/ban-do?ky=demo&ma=T07&cap=district&thoi=2020-Q1", 13),
        ("/ban-do?ky=demo&ma=T08&trong=193&thoi=2020-Q1&so=2019-Q4", 33),
        ("/ban-do?ma=T08&cap=commune", 177),
        ("/ban-do?ma=T08&cap=commune&thoi=2024", 171),
        ("/ban-do?ma=T08&cap=commune&thoi=2025", 54),
    ],
)
def test_every_unit_of_the_period_is_drawn(open_page: Open, address: str, units: int) -> None:
    seen = open_page(address)
    assert picture(seen).locator(SHAPES).count() == units
    seen.assert_clean()


@pytest.mark.parametrize(("period", "level", "units"), [("2019-Q4", "commune", 186), ("2020-Q4", "commune", 177),
                                                        ("2019-Q4", "district", 14), ("2020-Q4", "district", 13)])  # fmt: skip
def test_every_unit_is_drawn_on_outlines_too_merged_as_the_period_needs(
    open_page: Open, outlined: Site, period: str, level: str, units: int
) -> None:
    seen = open_page(f"/ban-do?ky=demo&ma=T08&cap={level}&thoi={period}&ve=dia-ly", at=outlined)
    frame = picture(seen)
    assert frame.locator(SHAPES).count() == units
    assert "CC0 1.0" in frame.locator(".kh-credit").inner_text()
    seen.assert_clean()


def test_without_outlines_for_the_day_squares_are_drawn_and_that_is_said(open_page: Open, outlined: Site) -> None:
    seen = open_page("/ban-do?ma=T08&cap=commune&thoi=2025&ve=dia-ly", at=outlined)
    assert picture(seen).locator(SHAPES).count() == 54
    assert "vẽ bằng ô vuông" in seen.page.locator(".kh-map").inner_text()


# Light


@pytest.mark.parametrize("drawn_as", ["o", "dia-ly"])
def test_186_communes_weigh_less_than_60_kilobytes(open_page: Open, outlined: Site, drawn_as: str) -> None:
    address = f"/ban-do?ky=demo&ma=T08&cap=commune&thoi=2019-Q4&ve={drawn_as}"
    seen, wire = listening(open_page, address, at=outlined)
    assert picture(seen).locator(SHAPES).count() == 186
    seen.page.wait_for_timeout(1000)
    assert 10_000 < wire.weight < LIGHT


def test_a_look_around_asks_nothing_of_the_server(open_page: Open) -> None:
    seen, wire = listening(open_page, COMMUNES)
    frame = picture(seen)
    seen.page.wait_for_timeout(1500)
    before = len(wire.sent)
    frame.locator(SHAPES).nth(40).hover()
    frame.locator(".leaflet-tooltip").wait_for()
    frame.locator(".kh-bar button").first.click()
    seen.page.wait_for_timeout(500)
    box = seen.page.locator(".stApp iframe").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    moved = "() => document.querySelector('.leaflet-map-pane').style.transform"
    here = frame.evaluate(moved)
    seen.page.mouse.move(x, y)
    seen.page.mouse.down()
    seen.page.mouse.move(x - 120, y + 40, steps=6)
    seen.page.mouse.up()
    seen.page.wait_for_timeout(1500)
    assert frame.evaluate(moved) != here
    assert len(wire.sent) == before


def test_the_picture_cannot_be_dragged_off_the_province(open_page: Open, outlined: Site) -> None:
    seen = open_page("/ban-do?ky=demo&ma=T08&cap=commune&thoi=2019-Q4&ve=dia-ly", at=outlined, height=1600)
    frame = picture(seen)
    for _ in range(3):
        frame.evaluate("() => { map_div.zoomIn(); map_div.panBy([4000, 4000], {animate: false}); }")
        seen.page.wait_for_timeout(400)
    assert frame.evaluate("() => map_div.options.maxBounds.contains(map_div.getCenter())")


# Choosing


def test_a_click_leads_to_the_area_and_the_address_follows(open_page: Open) -> None:
    seen = open_page(COMMUNES, height=1400)
    picture(seen).locator(SHAPES).nth(40).click()
    seen.page.locator(".kh-picked h2").wait_for()
    assert "noi=" in seen.page.url
    seen.assert_clean()


def test_a_click_on_a_district_opens_its_communes_and_a_link_leads_back(open_page: Open) -> None:
    seen = open_page("/ban-do?ky=demo&ma=T08&cap=district&thoi=2020-Q3", height=1400)
    frame = picture(seen)
    frame.locator(SHAPES).first.click()
    seen.page.wait_for_url("**trong=*")
    assert "cap=commune" in seen.page.url
    seen.page.locator(".kh-back a").first.wait_for()
    seen.page.locator(".kh-back a").first.click()
    seen.page.wait_for_url("**cap=district*")
    assert "trong=" not in seen.page.url
    assert "thoi=2020-Q3" in seen.page.url
    seen.page.locator(".kh-back").wait_for(state="detached")
    seen.assert_clean()


def test_the_address_of_an_opened_district_opens_it_on_a_fresh_server(open_page: Open) -> None:
    with running() as fresh:
        seen = open_page("/ban-do?ky=demo&ma=T08&cap=commune&trong=193&thoi=2020-Q3&noi=06700", at=fresh)
        assert picture(seen).locator(SHAPES).count() == 33
        assert "Tuần Châu" in seen.page.locator(".kh-picked h2").inner_text()
        seen.assert_clean()


def test_the_address_of_an_area_opens_on_it(open_page: Open) -> None:
    seen = open_page(f"{COMMUNES}&noi=06838", width=390)
    assert "Bình Liêu" in seen.page.locator(".kh-picked h2").inner_text()
    seen.assert_clean()


def choose(seen: Opened, label: str, text: str) -> None:
    box = seen.page.get_by_role("combobox", name=label)
    box.focus()
    box.press_sequentially(text)
    seen.page.keyboard.press("Enter")


def test_the_select_boxes_do_by_keyboard_what_a_click_does(open_page: Open) -> None:
    seen = open_page(COMMUNES, height=1400)
    picture(seen)
    choose(seen, "Huyện, thị xã, thành phố", "Hạ Long")
    seen.page.wait_for_url("**trong=193*")
    seen.page.locator(".kh-back").wait_for()
    choose(seen, "Xã, phường", "Tuần Châu")
    seen.page.wait_for_url("**noi=06700*")
    seen.page.locator(".kh-picked h2", has_text="Tuần Châu").wait_for()


def test_the_slider_goes_from_period_to_period_by_keyboard(open_page: Open) -> None:
    seen = open_page("/ban-do?ky=demo&ma=T08&cap=commune&thoi=2020-Q1", height=1400)
    assert picture(seen).locator(SHAPES).count() == 177
    seen.page.get_by_role("slider").focus()
    seen.page.keyboard.press("ArrowLeft")
    seen.page.wait_for_url("**thoi=2019-Q4*")
    seen.page.locator("h1", has_text="186").wait_for()


@pytest.mark.parametrize("place", ["06967", "07192", "07183"], ids=["Cái Chiên", "Cô Tô", "Ngọc Vừng"])
@pytest.mark.parametrize("drawn_as", ["o", "dia-ly"])
def test_a_small_island_is_framed_and_large_enough_to_see_on_a_phone(
    open_page: Open, outlined: Site, place: str, drawn_as: str
) -> None:
    seen = open_page(
        f"/ban-do?ky=demo&ma=T08&cap=commune&thoi=2019-Q4&noi={place}&ve={drawn_as}", width=390, at=outlined
    )
    frame = picture(seen)
    frame.locator(".leaflet-kh-edges-pane path[stroke-width='3.5']").wait_for()
    size = frame.locator(".leaflet-kh-edges-pane path[stroke-width='3.5']").bounding_box()
    assert min(size["width"], size["height"]) >= 16


def test_on_a_phone_a_tap_opens_the_district_whose_squares_are_too_small(open_page: Open) -> None:
    seen = open_page(COMMUNES, width=390, height=1600, is_mobile=True)
    picture(seen).locator(SHAPES).nth(40).tap(force=True)
    seen.page.wait_for_url("**trong=*")
    assert "noi=" not in seen.page.url


# The same for everybody


def test_the_table_says_the_same_as_the_picture(open_page: Open) -> None:
    seen = open_page(COMMUNES)
    picture(seen)
    seen.page.locator("summary", has_text="177").click()
    seen.page.locator("details[open] tbody tr").first.wait_for()
    assert seen.page.locator("details[open] tbody tr").count() == 177


def test_a_hover_says_figure_and_verdict_and_on_which_figure_it_rests(open_page: Open) -> None:
    seen = open_page("/ban-do?ky=demo&ma=T07&cap=district&thoi=2020-Q1", height=1400)
    frame = picture(seen)
    frame.locator(SHAPES).first.hover()
    said = frame.locator(".leaflet-tooltip").inner_text()
    assert "uý I/2020: " in said
    assert "Kết luận, hạn 31/12/2020: " in said
    assert "quý IV/2020: " in said


@pytest.mark.parametrize(("lang", "title"), [("vi", "Bản đồ"), ("en", "Map")])
def test_the_frame_has_a_name_and_a_language(open_page: Open, lang: str, title: str) -> None:
    seen = open_page(f"{COMMUNES}&lang={lang}")
    frame = picture(seen)
    assert frame.evaluate("document.documentElement.lang") == lang
    assert "2020" in frame.title()
    assert title in str(seen.page.locator(".stApp iframe").get_attribute("title"))


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_meets_wcag(open_page: Open, width: int, dark: bool) -> None:
    seen = open_page(f"{COMMUNES}&trong=193&noi=06700&so=2019-Q4", width=width, dark=dark)
    picture(seen)
    assert seen.violations() == []
    seen.screenshot(f"map-{width}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_stands_on_the_picture_but_the_picture(open_page: Open, width: int) -> None:
    seen = open_page(COMMUNES, width=width)
    frame = picture(seen)
    drawn, bar = (frame.locator(each).bounding_box() for each in ("#map_div", ".kh-bar"))
    assert drawn["y"] + drawn["height"] <= bar["y"] + 1
    assert frame.locator(".kh-block").count() == (0 if drawn["width"] < 340 else 13)


def test_on_paper_the_whole_map_fits_and_the_table_is_open(open_page: Open) -> None:
    seen = open_page(COMMUNES)
    frame = picture(seen)
    seen.page.set_viewport_size({"width": 700, "height": 1000})
    seen.page.emulate_media(media="print")
    seen.page.wait_for_timeout(300)
    assert seen.page.locator(".kh-map-table tbody tr").first.is_visible()
    room = seen.page.locator(".stApp iframe").bounding_box()
    last = frame.locator(SHAPES).evaluate_all(
        "paths => { const all = paths.map(p => p.getBoundingClientRect());"
        " return [Math.min(...all.map(r => r.left)), Math.max(...all.map(r => r.right)), Math.max(...all.map(r => r.bottom))]; }"
    )
    assert last[0] >= 0
    assert last[1] <= room["width"]
    assert last[2] <= room["height"]


def test_another_province_needs_data_alone(open_page: Open, tmp_path: Path) -> None:
    root = invented_province.build(tmp_path)
    with running({"KH213_DATA": str(root)}) as site:
        seen = open_page("/ban-do?thoi=2019", at=site)
        assert picture(seen).locator(SHAPES).count() == 9
        seen.go("/ban-do?thoi=2020&cap=commune&trong=993")
        assert picture(seen).locator(SHAPES).count() == 1
        seen.go("/dia-phuong?ma=93001")
        assert "Xã Số 1 Đảo" in seen.page.locator("h1").inner_text()
        seen.assert_clean()
        answer = seen.page.request.get(f"{site.url}/data/latest/status.csv")
        assert ",met," in answer.text()

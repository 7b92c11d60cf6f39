"""The map in a real Chromium: every unit is drawn, a click and the select box do the same, nothing reruns for a look."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Frame, WebSocket

from tests.browser.conftest import Opened

Open = Callable[..., Opened]
COMMUNES = "/ban-do?ky=demo&ma=T08&cap=commune&thoi=2020-Q3"


def picture(seen: Opened) -> Frame:
    """The frame that the map is drawn in, once its shapes are there."""
    seen.page.frame_locator("iframe[title^=streamlit_folium]").locator("path.leaflet-interactive").first.wait_for()
    return next(frame for frame in seen.page.frames if "/component/" in frame.url)


@pytest.mark.parametrize(
    ("address", "units"),
    [
        ("/ban-do?ky=demo&ma=T08&cap=commune&thoi=2019-Q4", 186),
        ("/ban-do?ky=demo&ma=T08&cap=commune&thoi=2020-Q1", 177),
        ("/ban-do?ky=demo&ma=T07&cap=district&thoi=2019-Q4", 14),
        ("/ban-do?ky=demo&ma=T07&cap=district&thoi=2020-Q1", 13),
        ("/ban-do?ma=T08&cap=commune", 177),
    ],
)
def test_every_unit_of_the_period_is_drawn(open_page: Open, address: str, units: int) -> None:
    seen = open_page(address)
    assert picture(seen).locator("path.leaflet-interactive").count() == units
    seen.assert_clean()


def test_a_click_leads_to_the_area_and_the_address_follows(open_page: Open) -> None:
    seen = open_page(COMMUNES, height=1400)
    picture(seen).locator("path.leaflet-interactive").nth(40).click()
    seen.page.locator(".kh-picked h2").wait_for()
    assert "noi=" in seen.page.url
    seen.assert_clean()


def test_a_look_around_asks_nothing_of_the_server(open_page: Open) -> None:
    sent: list[object] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", sent.append)

    seen = open_page(COMMUNES, height=1400, before=lambda page: page.on("websocket", listen))
    frame = picture(seen)
    seen.page.wait_for_timeout(1500)
    before = len(sent)
    frame.locator("path.leaflet-interactive").nth(40).hover()
    frame.locator(".leaflet-tooltip").wait_for()
    frame.locator(".leaflet-control-zoom-in").click()
    seen.page.wait_for_timeout(1500)
    assert len(sent) == before


def test_the_address_of_an_area_opens_on_it(open_page: Open) -> None:
    seen = open_page(f"{COMMUNES}&noi=06838", width=390)
    assert "Bình Liêu" in seen.page.locator(".kh-picked h2").inner_text()
    seen.assert_clean()


def test_the_select_box_does_by_keyboard_what_a_click_does(open_page: Open) -> None:
    seen = open_page(COMMUNES, height=1400)
    picture(seen)
    box = seen.page.get_by_role("combobox").last
    box.focus()
    box.press_sequentially("Tuần Châu")
    seen.page.keyboard.press("Enter")
    seen.page.locator(".kh-picked h2").wait_for()
    assert "noi=06700" in seen.page.url
    assert "Tuần Châu" in seen.page.locator(".kh-picked h2").inner_text()


def test_the_table_says_the_same_as_the_picture(open_page: Open) -> None:
    seen = open_page(COMMUNES)
    seen.page.locator("summary", has_text="177").click()
    assert seen.page.locator("details[open] tbody tr").count() == 177

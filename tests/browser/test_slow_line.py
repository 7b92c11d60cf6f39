"""Readers whose line is slower than they are: what is done before the answer has come is not lost."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from kh213.words import words
from tests.browser.conftest import Opened

Open = Callable[..., Opened]
VI = words("vi")
PRESS = 120  # milliseconds between a finger's down and up
SLOW = """
const Stock = window.WebSocket;
window.WebSocket = class extends Stock {
  send(said) { setTimeout(() => super.send(said), 700); }
};
"""


def slow(page: Page) -> None:
    """What the page says to its server is under way for 0.7 s."""
    page.add_init_script(SLOW)


def settles_at(seen: Opened, address: dict[str, str]) -> bool:
    """Whether the page comes to stand at an address, and stays there for longer than anything is under way."""
    held = 0
    for _ in range(120):
        seen.page.wait_for_timeout(250)
        now = dict(parse_qsl(urlsplit(seen.page.url).query))
        held = held + 1 if now == address else 0
        if held == 10:
            seen.settle()
            return True
    return False


def choose(seen: Opened, box: str, option: str) -> None:
    seen.page.get_by_role("combobox", name=VI(f"embedding.choose.{box}")).click()
    seen.page.get_by_role("option", name=option).click()


@pytest.mark.parametrize("before", [slow, lambda _: None], ids=["slow", "quick"])
def test_a_button_that_is_pressed_does_not_undo_what_its_field_says(
    open_page: Open, before: Callable[[Page], object]
) -> None:
    seen = open_page("/nhung?ma=T05&ky=demo&rong=390", before=before)
    seen.page.get_by_label("Hoặc chiều rộng khác").fill("640")
    seen.page.get_by_role("button", name=VI("embedding.own_width_button"), exact=True).click(delay=PRESS)
    seen.page.locator(".kh-preview img[width='640']").wait_for()
    assert settles_at(seen, {"ma": "T05", "ky": "demo", "rong": "640"})
    assert seen.page.locator(".kh-preview img").get_attribute("width") == "640"
    seen.assert_clean()


def test_two_choices_before_the_answer_to_the_first_both_hold(open_page: Open) -> None:
    seen = open_page("/nhung?ma=T05&ky=demo", before=slow)
    choose(seen, "rong", "390")
    choose(seen, "nen", VI("embedding.theme.toi"))
    assert settles_at(seen, {"ma": "T05", "ky": "demo", "rong": "390", "nen": "toi"})
    seen.page.locator(".kh-preview img[width='390'][src*='dark']").wait_for()
    seen.page.go_back()
    assert settles_at(seen, {"ma": "T05", "ky": "demo", "rong": "390"})
    seen.page.locator(".kh-preview img[width='390']:not([src*='dark'])").wait_for()
    seen.page.go_back()
    assert settles_at(seen, {"ma": "T05", "ky": "demo"})
    seen.page.go_forward()
    assert settles_at(seen, {"ma": "T05", "ky": "demo", "rong": "390"})
    choose(seen, "rong", "720")  # what was pushed onto the screen can be chosen back
    assert settles_at(seen, {"ma": "T05", "ky": "demo"})
    seen.page.locator(".kh-preview img[width='720']").wait_for()
    seen.assert_clean()


def test_a_search_is_found_by_pressing_its_button(open_page: Open) -> None:
    seen = open_page("/dia-phuong", before=slow, width=390)
    seen.page.get_by_label(VI("place.find")).fill("bai chay")
    seen.page.get_by_role("button", name=VI("place.button"), exact=True).click(delay=PRESS)
    seen.page.get_by_role("link", name="Bãi Cháy").first.wait_for()
    assert settles_at(seen, {"tim": "bai chay"})
    assert seen.page.get_by_label(VI("place.find")).input_value() == "bai chay"
    seen.assert_clean()


@pytest.mark.parametrize("page", ["map", "method"])
def test_who_leaves_before_the_answer_has_come_is_where_the_address_says(open_page: Open, page: str) -> None:
    seen = open_page("/nhung?hinh=ban-do", before=slow)
    choose(seen, "rong", "390")
    seen.page.get_by_role("link", name=VI(f"page.{page}.title"), exact=True).first.click()
    assert settles_at(seen, {})
    heading = seen.page.locator("h1").inner_text()
    fresh = open_page(seen.page.url.removeprefix(seen.site.url))
    assert fresh.page.locator("h1").inner_text() == heading

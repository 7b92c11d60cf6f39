"""What comes out of a printer: the page of a place on one sheet of A4, every sheet with its address, no controls."""

import re
from collections.abc import Callable

import pytest

from tests.browser.conftest import Opened

Open = Callable[..., Opened]

# A district of the plan's time, a ward of today with and without figures of its parts, the province, a district with
# a dozen figures, and a ward with its 33 neighbours: the longest there are.
PLACES = [
    "ma=195",
    "ma=06658",
    "ma=06658&luc=2025-07-01&ky=demo",
    "ma=22",
    "ma=22&ky=demo",
    "ma=193&ky=demo&lang=en",
    "ma=06658&ky=demo",
]


def sheets(seen: Opened) -> int:
    seen.page.wait_for_timeout(1000)  # a chart draws itself after the run
    return len(re.findall(rb"/Type\s*/Page\b", seen.page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_a_place_prints_on_one_sheet(open_page: Open, place: str, width: int) -> None:
    assert sheets(open_page(f"/dia-phuong?{place}", width=width)) == 1


@pytest.mark.parametrize("path", ["/", "/dia-phuong?ma=193&ky=demo", "/nhiem-vu", "/chi-tieu?ma=T05&ky=demo"])
def test_nothing_that_only_a_screen_can_use_is_printed(open_page: Open, path: str) -> None:
    seen = open_page(path)
    seen.page.emulate_media(media="print")
    controls = ".kh-top nav, .kh-settings, .kh-links, [data-testid=stSelectbox], [data-testid=stTextInput], button"
    assert seen.page.locator(f":is({controls}):visible").all_inner_texts() == []
    assert seen.page.locator("h1:visible").count() == 1


def test_every_sheet_says_its_address_and_its_publication(open_page: Open) -> None:
    style = open_page("/nhiem-vu?noi=195&lang=en").page.locator(".kh-foot style")
    assert "/nhiem-vu?noi=195" in (style.text_content() or "")
    assert "22 November 2026" in (style.text_content() or "")


def test_illustrative_figures_are_marked_on_paper_too(open_page: Open) -> None:
    seen = open_page("/dia-phuong?ma=06658&ky=demo")
    seen.page.emulate_media(media="print")
    assert seen.page.locator(".kh-band:visible").count() == 1

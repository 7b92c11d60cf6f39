"""Every page in a real Chromium: alone with its server, without an error, open to everyone, on a phone and a desk."""

from collections.abc import Callable

import pytest

from kh213.view.pages import PAGES
from kh213.words import words
from tests.browser.conftest import Opened

Open = Callable[..., Opened]

# Each page in all four corners of what a reader may choose, two choices turned at a time.
VIEWS = [
    ("vi", "latest", 390, False),
    ("en", "demo", 390, True),
    ("vi", "demo", 1280, True),
    ("en", "latest", 1280, False),
]
WHERE = {"indicator": "ma=T08", "map": "ma=T08&cap=commune", "area": "ma=06970"}


def address(page: str, lang: str, ky: str) -> str:
    path = next(each.path for each in PAGES if each.name == page)
    query = "&".join(part for part in (WHERE.get(page, ""), f"lang={lang}", f"ky={ky}") if part)
    return f"{path}?{query}"


@pytest.mark.parametrize(("lang", "ky", "width", "dark"), VIEWS)
@pytest.mark.parametrize("page", [page.name for page in PAGES])
def test_a_page_is_clean_and_open_to_everyone(
    open_page: Open, page: str, lang: str, ky: str, width: int, dark: bool
) -> None:
    seen = open_page(address(page, lang, ky), width=width, dark=dark)
    seen.page.wait_for_timeout(1500)  # charts and the map draw themselves after the run
    seen.screenshot(f"{page}-{lang}-{ky}-{width}-{'dark' if dark else 'light'}")
    seen.assert_clean()
    assert seen.page.locator(".kh-notice[role=alert]").all_inner_texts() == []
    assert seen.violations() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.evaluate("document.documentElement.lang") == lang
    assert seen.page.locator("h1").count() == 1


def test_the_answer_stands_on_the_first_screen_of_a_phone(open_page: Open) -> None:
    seen = open_page("/", width=390, height=800)
    heading = seen.page.locator("h1").bounding_box()
    strip = seen.page.locator(".kh-strip").bounding_box()
    assert "1 đạt, 0 không đạt, 13 chưa đủ" in seen.page.inner_text("h1")
    assert heading is not None
    assert strip is not None
    assert strip["y"] + strip["height"] < 800
    assert seen.page.locator(".kh-strip img").count() == 14


def test_a_link_changes_the_page_without_a_new_visit_and_keeps_the_choices(open_page: Open) -> None:
    seen = open_page("/?lang=en&tai=2020-06-30")
    visits: list[str] = []
    seen.page.on("request", lambda request: visits.append(request.url) if request.is_navigation_request() else None)
    seen.page.click(".kh-top nav a >> nth=4")
    seen.page.wait_for_url("**/nhiem-vu?lang=en&tai=2020-06-30")
    seen.page.locator("h1:focus").wait_for()
    assert visits == []
    seen.page.go_back()
    seen.page.wait_for_selector(".kh-strip")
    seen.assert_clean()


def test_the_form_of_the_frame_leads_to_an_address(open_page: Open) -> None:
    seen = open_page("/chi-tieu?ma=T05&lang=en")
    seen.page.click(".kh-settings summary")
    seen.page.select_option("select[name=ky]", "demo")
    seen.page.fill("input[name=tai]", "2020-06-30")
    seen.page.click(".kh-settings button")
    seen.page.wait_for_url("**/chi-tieu?ma=T05&lang=en&ky=demo&tai=2020-06-30")
    seen.page.wait_for_selector(".kh-sentence:has-text('On track')")
    seen.assert_clean()


def test_changing_the_language_keeps_the_view(open_page: Open) -> None:
    seen = open_page("/chi-tieu?ma=T06&tai=2020-06-30")
    seen.page.click(".kh-language")
    seen.page.wait_for_url("**lang=en**")
    seen.page.locator("html[lang=en]").wait_for(state="attached")
    assert "ma=T06" in seen.page.url
    assert "tai=2020-06-30" in seen.page.url


def test_the_mark_of_invented_figures_cannot_be_scrolled_away(open_page: Open) -> None:
    seen = open_page("/chi-tieu?ma=T05&ky=demo", width=390, height=700)
    seen.page.wait_for_selector("[data-testid=stVegaLiteChart] svg, [data-testid=stVegaLiteChart] canvas")
    for depth in (300, 900, 2000):
        seen.page.evaluate(f"document.querySelector('[data-testid=stMain]').scrollTo(0, {depth})")
        box = seen.page.locator(".kh-band").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 200
    assert words("vi")("frame.illustrative_band") in seen.page.inner_text(".kh-band")


def test_a_chart_is_drawn_and_says_in_words_what_it_shows(open_page: Open) -> None:
    seen = open_page("/chi-tieu?ma=T01")
    seen.page.wait_for_selector("[data-testid=stVegaLiteChart]")
    seen.page.locator("[aria-label*='năm 2020: hạng 3']").first.wait_for(state="attached")
    seen.assert_clean()


def test_a_framed_page_shows_the_view_and_the_way_to_the_whole(open_page: Open) -> None:
    seen = open_page("/chi-tieu?ma=T01&embed=true")
    seen.page.locator("footer a", has_text="Xem đầy đủ").wait_for()
    assert seen.page.locator("nav").count() <= 1  # the neighbours of the target, not the menu
    assert seen.page.locator(".kh-top, [data-testid=stSelectbox]").count() == 0
    assert "embed" not in (seen.page.locator("footer a").get_attribute("href") or "")
    seen.assert_clean()


def test_the_skip_link_leads_past_the_menu(open_page: Open) -> None:
    seen = open_page("/")
    seen.page.keyboard.press("Tab")
    assert seen.page.locator(".kh-skip:focus").count() == 1
    seen.page.keyboard.press("Enter")
    seen.page.locator("h1:focus").wait_for()
    seen.page.keyboard.press("Tab")
    assert seen.page.evaluate("document.activeElement.closest('.kh-strip') !== null")


def test_no_english_word_of_the_platform_is_left_on_a_vietnamese_page(open_page: Open) -> None:
    seen = open_page("/chi-tieu?ma=T06")
    seen.page.get_by_role("combobox").first.click()
    seen.page.keyboard.type("zzzz")
    seen.page.get_by_text("Không có kết quả").wait_for()
    labels = seen.page.evaluate("[...document.querySelectorAll('[aria-label]')].map(e => e.getAttribute('aria-label'))")
    assert "Open" not in labels
    assert seen.page.get_by_text("Skip to main content").is_visible() is False

"""The page Thay đổi in a real Chromium, over a site with two publications."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests import second_release
from tests.browser.conftest import Opened
from tests.second_release import PAST_NEW, PAST_OLD, write_release
from tests.serving import Site, running

Open = Callable[..., Opened]
BETWEEN = "2026-02-01"


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with three publications, the second as the first."""
    root = second_release.data_root(tmp_path_factory.mktemp("data"))
    write_release(root / "releases" / BETWEEN, second_release.published())
    with running({"KH213_DATA": str(root)}) as site:
        yield site


@pytest.mark.parametrize(("lang", "width", "dark"), [("vi", 390, False), ("en", 390, True), ("en", 1280, False)])
def test_the_page_is_clean_and_open_to_everyone(
    open_page: Open, changed: Site, lang: str, width: int, dark: bool
) -> None:
    seen = open_page(f"/thay-doi?lang={lang}", width=width, dark=dark, at=changed)
    for closed in seen.page.locator(".kh-changes summary").all():
        closed.click()
    seen.screenshot(f"changes-{lang}-{width}-{'dark' if dark else 'light'}")
    seen.assert_clean()
    assert seen.violations() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.locator(".kh-flips img.kh-mark").count() == 8


def test_the_form_leads_to_an_address_that_says_both(open_page: Open, changed: Site) -> None:
    seen = open_page("/thay-doi?lang=en", at=changed)
    seen.page.select_option("select[name=tu]", PAST_OLD)
    seen.page.click(".kh-compare button")
    seen.page.wait_for_url(f"**/thay-doi?lang=en&tu={PAST_OLD}&ky={PAST_NEW}")
    seen.page.wait_for_selector("h1:has-text('against that of 10 January 2026')")
    seen.assert_clean()


def test_another_publication_in_the_frame_is_compared_with_its_own_predecessor(open_page: Open, changed: Site) -> None:
    seen = open_page(f"/thay-doi?tu={PAST_OLD}", at=changed)
    seen.page.click(".kh-settings summary")
    seen.page.select_option("select[name=ky]:not(.kh-compare *)", BETWEEN)
    seen.page.click(".kh-settings button")
    seen.page.wait_for_url(f"**/thay-doi?ky={BETWEEN}")
    seen.page.wait_for_selector("h1:has-text('Bản 01/02/2026 so với bản 10/01/2026')")


def test_the_footer_leads_there_from_every_page(open_page: Open, changed: Site) -> None:
    seen = open_page("/chi-tieu?ma=T06", at=changed)
    seen.page.click(".kh-foot a:has-text('Thay đổi giữa các bản')")
    seen.page.wait_for_selector(".kh-flips")
    seen.page.click(".kh-flips a >> nth=0")
    seen.page.wait_for_url("**/chi-tieu?ma=T01")
    seen.assert_clean()

"""The page Đối chiếu in a real Chromium, and what the first response says to programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests import second_release
from tests.browser.conftest import Opened
from tests.second_release import PAST_OLD
from tests.serving import Site, running

Open = Callable[..., Opened]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running({"KH213_DATA": str(second_release.data_root(tmp_path_factory.mktemp("data")))}) as site:
        yield site


@pytest.mark.parametrize(("lang", "width", "dark"), [("vi", 390, False), ("en", 1280, True)])
@pytest.mark.parametrize("query", [f"ky={PAST_OLD}&ma=T01&noi=22", f"ky={PAST_OLD}", "ky=demo&ma=T05"])
def test_the_page_is_clean_and_open_to_everyone(
    open_page: Open, changed: Site, query: str, lang: str, width: int, dark: bool
) -> None:
    seen = open_page(f"/kiem-tra?{query}&lang={lang}", width=width, dark=dark, at=changed)
    seen.assert_clean()
    assert seen.violations() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_that_scans_the_code_is_led_to_what_changed(open_page: Open, changed: Site) -> None:
    seen = open_page(f"/kiem-tra?ky={PAST_OLD}&ma=T01&noi=22", width=390, at=changed)
    seen.page.click("text=Xem mọi thay đổi từ bản in đến nay")
    seen.page.wait_for_selector("h1:has-text('so với bản 10/01/2026')")
    seen.assert_clean()


@pytest.mark.parametrize("path", ["/du-lieu", "/"])
def test_the_block_of_data_in_the_head_is_no_script_to_the_policy(open_page: Open, path: str) -> None:
    seen = open_page(path)
    block = seen.page.locator('script[type="application/ld+json"]')
    assert '"@type": "Dataset"' in (block.text_content() or "")
    seen.assert_clean()


def test_a_citation_opens_on_the_target_page_and_can_be_taken_along(open_page: Open) -> None:
    seen = open_page("/chi-tieu?ma=T06", width=390)
    seen.page.click("details.kh-cite summary")
    assert "phiên bản 22/11/2026" in (seen.page.text_content(".kh-cite .kh-citation") or "")
    with seen.page.expect_download() as download:
        seen.page.click(".kh-cite a:has-text('BibTeX')")
    assert download.value.suggested_filename == "kh213-2026-11-22-T06-citation.bib"
    assert seen.violations() == []

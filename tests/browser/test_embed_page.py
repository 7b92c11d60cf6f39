"""The page Nhúng in a browser: what is copied from it works on a page of somebody else's."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from kh213.words import words
from tests.browser.conftest import Opened

Open = Callable[..., Opened]
VI = words("vi")


@contextmanager
def host(body: str) -> Iterator[str]:
    """A page on another origin with a piece of HTML in it; gives its address."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(f"<!DOCTYPE html><title>Báo</title><link rel=icon href=data:,>{body}".encode())

        def log_message(self, *_: object) -> None:
            """Says nothing: what is asked for is seen by the browser."""

    with HTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def codes(seen: Opened) -> list[str]:
    """What there is to copy, with the site's address put in as the page tells to."""
    return [
        text.replace(VI("data.own_address"), seen.site.url)
        for text in seen.page.locator(".kh-copy code").all_inner_texts()
    ]


def asked(seen: Opened) -> dict[str, list[str]]:
    return parse_qs(urlsplit(seen.page.url).query)


@pytest.mark.parametrize(
    ("query", "width", "dark"),
    [
        ("ma=T05&noi=193&ky=demo&dang=html&lang=en&bo=T01,T05", 1280, True),
        ("ma=T02&dang=html", 390, False),
        ("hinh=ban-do&ma=T08&ky=demo&cap=commune&so=2019-Q4", 390, True),
        ("ma=T01&rong=2400&nen=toi&giu=moi-nhat", 1280, False),
        ("ma=T99&rong=9&hinh=x", 390, False),
    ],
)
def test_every_form_of_the_page_is_clean_and_open_to_everyone(
    open_page: Open, query: str, width: int, dark: bool
) -> None:
    seen = open_page(f"/nhung?{query}", width=width, dark=dark)
    seen.page.wait_for_timeout(1500)
    seen.screenshot(f"embed-{query[:12].replace('=', '-').replace('&', '-')}-{width}-{'dark' if dark else 'light'}")
    seen.assert_clean()
    assert seen.violations() == []
    assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
    assert seen.page.locator("h1").count() == 1


def test_a_choice_is_in_the_address_and_the_picture_follows(open_page: Open) -> None:
    seen = open_page("/nhung?ma=T05&ky=demo")
    seen.page.get_by_role("combobox", name=VI("embedding.choose.rong")).click()
    seen.page.get_by_role("option", name="390").click()
    seen.page.locator(".kh-preview img[width='390']").wait_for()
    assert asked(seen) == {"ma": ["T05"], "ky": ["demo"], "rong": ["390"]}
    assert (
        seen.page.locator(".kh-preview img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 390
    )
    seen.page.get_by_label("Hoặc chiều rộng khác").fill("640")
    seen.page.get_by_role("button", name=VI("embedding.own_width_button")).click()
    seen.page.locator(".kh-preview img[width='640']").wait_for()
    assert asked(seen)["rong"] == ["640"]
    seen.assert_clean()


def test_targets_that_are_picked_together_make_one_briefing(open_page: Open) -> None:
    seen = open_page("/nhung")
    for code in ("T05", "T01"):
        seen.page.get_by_role("button", name=code).click()
        seen.page.locator(f"a[href*='targets='][href*='{code}']").last.wait_for()
    seen.page.locator("a[href='/brief/2026-11-22.pptx?targets=T01%2CT05']").wait_for()
    assert asked(seen) == {"bo": ["T01,T05"]}  # in the order of the plan
    seen.assert_clean()


def test_a_button_copies_the_text_beside_it_and_says_so(open_page: Open) -> None:
    seen = open_page("/nhung?ma=T01", permissions=["clipboard-read", "clipboard-write"])
    copy = seen.page.locator(".kh-copy").nth(1)
    copy.get_by_role("button").click()
    copy.get_by_text(VI("embedding.copied")).wait_for()
    assert seen.page.evaluate("navigator.clipboard.readText()") == copy.locator("code").inner_text()
    seen.assert_clean()


def test_the_frame_that_is_shown_gets_the_height_it_asks_for(open_page: Open) -> None:
    seen = open_page("/nhung?ma=T05&ky=demo&dang=html", width=390)
    inside = seen.page.frame_locator(".st-key-embed-frame iframe")
    inside.locator("summary").click()
    seen.page.wait_for_timeout(500)
    assert inside.locator("html").evaluate("page => page.scrollHeight - page.clientHeight") <= 0
    frame, below = seen.page.locator(".st-key-embed-frame iframe"), seen.page.locator(".kh-copy").first
    assert frame.get_attribute("title")
    shown, next_one = frame.bounding_box(), below.bounding_box()
    assert shown
    assert next_one
    assert shown["y"] + shown["height"] <= next_one["y"]
    seen.assert_clean()


@pytest.mark.parametrize("query", ["ma=T01", "ma=T05&noi=193&ky=demo", "hinh=ban-do&ma=T08&ky=demo"])
def test_a_frame_that_was_copied_shows_itself_whole_on_a_page_elsewhere(open_page: Open, query: str) -> None:
    seen = open_page(f"/nhung?dang=html&{query}")
    frame, _, listener = codes(seen)
    with host(frame + listener) as address:
        seen.page.goto(address)
        inside = seen.page.frame_locator("iframe")
        inside.locator("h1, h2, svg").first.wait_for()
        seen.page.wait_for_timeout(500)
        assert inside.locator("html").evaluate("page => page.scrollHeight - page.clientHeight") <= 0
        assert (seen.page.locator("iframe").get_attribute("title") or "").strip()
        assert seen.errors == []


@pytest.mark.parametrize("query", ["ma=T01", "ma=T02&dang=png", "hinh=ban-do&ma=T08&ky=demo&nen=toi"])
def test_a_picture_that_was_copied_is_seen_on_a_page_elsewhere_and_leads_back(open_page: Open, query: str) -> None:
    seen = open_page(f"/nhung?{query}")
    where, picture, _, words_for_it = codes(seen)
    with host(picture) as address:
        seen.page.goto(address)
        image = seen.page.locator("img")
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") >= 720
        assert image.get_attribute("src") == where
        assert image.get_attribute("alt") == words_for_it
        assert seen.errors == []
        seen.page.locator("a").click()
        seen.settle()
        assert urlsplit(seen.page.url).path in {"/chi-tieu", "/ban-do"}
        assert "ky=" in seen.page.url


def test_on_paper_the_picture_stays_and_how_to_name_its_source(open_page: Open) -> None:
    seen = open_page("/nhung?ma=T01&bo=T01")
    seen.page.locator(".kh-preview img").evaluate("image => image.decode()")
    seen.page.emulate_media(media="print")
    assert seen.page.locator(".kh-preview img").is_visible()
    assert seen.page.locator(".kh-citation").is_visible()
    controls = seen.page.locator("button:visible, input:visible, [role=combobox]:visible, .kh-copy:visible")
    assert controls.count() == 0

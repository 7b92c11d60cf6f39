"""What a newspaper's page sees: another origin frames our light pages, gives them room, and cannot frame the others."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from kh213.view.embed.codes import LISTENER
from tests.serving import Site

pytestmark = pytest.mark.browser

CHART, MAP = "/embed/demo/T05.html", "/embed/demo/map/T08.html?level=commune"
LOW = 150  # pixels: the height that the host page gives a frame at first


@contextmanager
def newspaper(body: str) -> Iterator[str]:
    """A page of another origin (another name and port of this machine)."""
    page = f'<!DOCTYPE html><html lang="vi"><title>Báo</title><body style="margin:0">{body}</body></html>'.encode()

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/" else 204)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page if self.path == "/" else b"")

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


@contextmanager
def shown(browser: Browser, body: str, **options: object) -> Iterator[tuple[Page, list[str]]]:
    """The host page in a browser of its own, and what its console said."""
    context = browser.new_context(**{"viewport": {"width": 900, "height": 1200}, **options})  # type: ignore[arg-type]
    said: list[str] = []
    with newspaper(body) as address:
        page = context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        yield page, said
    context.close()


def frame(site: Site, path: str, width: int) -> str:
    return f'<iframe src="{site.url}{path}" title="kh213" width="{width}" height="{LOW}" style="border:0"></iframe>'


@pytest.mark.parametrize("path", [CHART, MAP, "/embed/latest/T02.html?lang=en", "/embed/latest/map/T08.html"])
@pytest.mark.parametrize("width", [200, 390, 800])
def test_a_frame_is_shown_whole_and_gets_the_height_that_it_asks_for(
    browser: Browser, site: Site, path: str, width: int
) -> None:
    with shown(browser, LISTENER + frame(site, path, width)) as (page, said):
        inside = page.frame_locator("iframe")
        inside.locator("h1").wait_for()
        page.wait_for_function(f"() => document.querySelector('iframe').clientHeight > {LOW}")
        page.wait_for_timeout(150)
        within = page.frames[1]
        assert within.evaluate("document.documentElement.scrollHeight <= innerHeight + 1")
        assert within.evaluate("document.documentElement.scrollWidth <= innerWidth")
        before = page.locator("iframe").bounding_box()
        if inside.locator("summary").count():
            inside.locator("summary").click()
            page.wait_for_function(f"() => document.querySelector('iframe').clientHeight > {before['height']}")
        assert said == []


def test_one_drawing_is_shown_at_every_width(browser: Browser, site: Site) -> None:
    for path in (CHART, "/embed/latest/T01.html", MAP, "/embed/demo/map/T08.html?level=district"):
        for width in (200, 339, 340, 420, 599, 600, 900):
            context = browser.new_context(viewport={"width": width, "height": 800})
            page = context.new_page()
            page.goto(site.url + path)
            drawings = page.locator(".drawing > svg").evaluate_all("all => all.map(each => each.clientWidth)")
            assert sum(bool(wide) for wide in drawings) == 1, (path, width, drawings)
            context.close()


@pytest.mark.parametrize(("theme", "system", "dark"), [("auto", "dark", True), ("auto", "light", False),
                                                       ("light", "dark", False), ("dark", "light", True)])  # fmt: skip
def test_light_and_dark_follow_the_reader_or_the_address(
    browser: Browser, site: Site, theme: str, system: str, dark: bool
) -> None:
    body = frame(site, f"{CHART}?theme={theme}", 600)
    with shown(browser, body, color_scheme=system) as (page, said):
        page.frame_locator("iframe").locator("h1").wait_for()
        paper, words = (
            page.frames[1].evaluate(f"getComputedStyle({of}).{what}")
            for of, what in (
                ("document.body", "backgroundColor"),
                ("document.querySelector('.drawing g:not([stroke])>text')", "fill"),
            )
        )
        assert paper == ("rgb(17, 17, 17)" if dark else "rgb(255, 255, 255)")
        axis = page.frames[1].locator(".drawing > svg:visible rect").evaluate("each => getComputedStyle(each).fill")
        assert axis == paper  # the drawing takes part in it
        assert words != paper
        assert said == []


def test_without_scripts_it_is_the_same_page(browser: Browser, site: Site) -> None:
    with shown(browser, frame(site, CHART, 600), java_script_enabled=False) as (page, said):
        inside = page.frame_locator("iframe")
        inside.locator("h1").wait_for()
        assert inside.locator(".drawing svg:visible").count() == 1
        assert inside.get_by_text("Đạt: năm 2020 là 35,9%").is_visible()
        assert said == []


def test_a_frame_tells_the_page_around_it_its_height_and_nothing_else(browser: Browser, site: Site) -> None:
    catch = "<script>got=[];addEventListener('message',event=>got.push(event.data))</script>"
    with shown(browser, catch + frame(site, CHART, 600)) as (page, _):
        page.wait_for_function("() => got.length > 0")
        assert {tuple(sorted(each)) for each in page.evaluate("got")} == {("height", "type")}


def test_links_lead_out_of_the_frame_to_the_site(browser: Browser, site: Site) -> None:
    with shown(browser, frame(site, CHART, 600)) as (page, _), page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_text("Xem đầy đủ").click()
    assert urlsplit(opened.value.url)[2:4] == ("/chi-tieu", "ma=T05&ky=demo")


@pytest.mark.parametrize("path", [CHART, MAP, "/embed/latest/T02.html", "/embed/latest/T01.html?lang=en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_framed_page_meets_wcag(browser: Browser, site: Site, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 1500})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(site.url + path)
    for each in page.locator("summary").all():
        each.click()
    found = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
    )
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found.response["violations"]] == []
    context.close()


def test_a_page_of_the_site_is_framed_only_where_it_says_embed_true(browser: Browser, site: Site) -> None:
    body = frame(site, "/chi-tieu?ma=T01&embed=true", 800)
    with shown(browser, body) as (page, said):
        page.frame_locator("iframe").locator("h1").first.wait_for()
        assert said == []
    with shown(browser, frame(site, "/chi-tieu?ma=T01", 800)) as (page, said):
        for _ in range(100):
            if any("frame-ancestors" in each for each in said):
                break
            page.wait_for_timeout(100)
        assert any("frame-ancestors" in each for each in said)
        assert not page.frames[1].url.startswith(site.url)  # an error page of the browser, or nothing yet

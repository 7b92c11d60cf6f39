"""The platform in a real browser: what no header test can tell."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kh213.site.bundle import files
from kh213.view.pages import PAGES, Page
from kh213.words import words
from tests.browser.conftest import Opened
from tests.serving import Site, running

Open = Callable[..., Opened]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_first_visit_by_deep_link_is_clean(open_page: Open, page: Page) -> None:
    """No foreign request, no error in the console, no breach of the policy."""
    asked: list[str] = []
    opened = open_page(
        f"{page.path}?lang=en", before=lambda each: each.on("request", lambda request: asked.append(request.url))
    )
    assert opened.page.evaluate("document.documentElement.lang") == "en"
    assert opened.page.url == f"{opened.site.url}{page.path}?lang=en"
    # The server is found at the root at once, not guessed at /chi-tieu/_stcore/health.
    assert [url for url in asked if "/_stcore/" in url and not url.startswith(f"{opened.site.url}/_stcore/")] == []
    opened.assert_clean()


def test_the_very_first_visitor_of_a_fresh_server_may_come_by_deep_link(open_page: Open) -> None:
    with running() as fresh:
        opened = open_page("/phuong-phap", at=fresh)
        assert words("vi")("page.method.title") in opened.page.title()
        opened.assert_clean()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_dark_or_light_follows_the_reader_s_system(open_page: Open, width: int, dark: bool) -> None:
    opened = open_page("/", width=width, dark=dark)
    app = opened.page.locator(".stApp")
    assert app.evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(17, 17, 17)" if dark else "rgb(255, 255, 255)"
    )
    assert app.evaluate("e => getComputedStyle(e).color") == ("rgb(255, 255, 255)" if dark else "rgb(17, 17, 17)")
    assert opened.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    opened.screenshot(f"overview-{width}-{'dark' if dark else 'light'}")
    opened.assert_clean()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_frame_of_every_page_meets_wcag(open_page: Open, dark: bool) -> None:
    assert open_page("/", dark=dark).violations() == []


def test_one_file_of_type_is_all_that_text_needs(open_page: Open) -> None:
    asked: list[str] = []
    opened = open_page("/", before=lambda each: each.on("request", lambda request: asked.append(request.url)))
    fonts = [url for url in asked if url.endswith(".woff2") and "MaterialSymbols" not in url]
    assert [url.removeprefix(opened.site.url) for url in fonts] == [files.text_font(files.listed())]
    drawn = "[...document.fonts].filter(each => each.status === 'loaded').map(each => each.family)"
    assert "Source Sans" in str(opened.page.evaluate(drawn))


def test_single_letters_are_no_shortcuts(open_page: Open) -> None:
    """WCAG 2.1.4. A run that `r` starts would show as another state of the app."""
    opened = open_page("/")
    opened.page.evaluate(
        """() => {
          window.seen = [];
          const app = document.querySelector('[data-testid="stApp"]');
          new MutationObserver(() => window.seen.push(app.dataset.testScriptState))
            .observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
        }"""
    )
    for key in ("r", "c", "R", "C"):
        opened.page.keyboard.press(key)
    opened.page.wait_for_timeout(1500)
    assert opened.page.evaluate("window.seen") == []
    assert opened.page.locator("[role=dialog]").count() == 0


def test_letters_can_still_be_typed(open_page: Open) -> None:
    opened = open_page("/")
    opened.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<input id=probe>')")
    opened.page.locator("#probe").press_sequentially("rc")
    assert opened.page.locator("#probe").input_value() == "rc"


def test_the_language_follows_the_address_without_a_new_response(open_page: Open) -> None:
    opened = open_page("/")
    language = "document.documentElement.lang"
    opened.page.evaluate("history.pushState({}, '', '/?lang=en')")
    assert opened.page.evaluate(language) == "en"
    opened.page.evaluate("history.replaceState({}, '', '/?lang=vi')")
    assert opened.page.evaluate(language) == "vi"
    opened.page.evaluate("history.pushState({}, '', '/?lang=en'); history.back()")
    opened.page.wait_for_function(f"{language} === 'vi'")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(open_page: Open) -> None:
    opened = open_page("/")
    opened.page.keyboard.press("Tab")
    focused = opened.page.locator(":focus")
    assert focused.inner_text() == words("vi")("frame.skip")
    assert focused.bounding_box()["x"] >= 0
    opened.page.keyboard.press("Enter")
    opened.page.locator("h1:focus").wait_for()
    assert opened.page.url == f"{opened.site.url}/"


def test_the_chrome_of_a_dashboard_is_gone(open_page: Open) -> None:
    opened = open_page("/")
    for name in ("stDecoration", "stStatusWidget", "stAppDeployButton", "stMainMenu"):
        for each in opened.page.get_by_test_id(name).all():
            assert not each.is_visible(), name
    assert opened.page.locator("footer", has_text="Streamlit").count() == 0


def test_without_javascript_the_page_leads_to_the_data(browser: object, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/?lang=en")
    page.locator("#kh-first .kh-foot a").first.click()
    assert page.locator('#kh-first a[href$="/package.zip"]').count() >= 1
    context.close()


def test_a_static_app_id_does_not_make_the_browser_call_out(open_page: Open) -> None:
    opened = open_page("/?staticAppId=evil&lang=en")
    assert opened.page.url == f"{opened.site.url}/?lang=en"
    opened.assert_clean()


@contextmanager
def _host_page(html: str) -> Iterator[str]:
    """A page of another origin (another name and port of this machine), as a newspaper's would be."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("content-type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}/"
        server.shutdown()


def test_another_site_can_frame_a_page_that_says_embed_true(browser: object, site: Site) -> None:
    with _host_page(f'<iframe width="800" height="600" src="{site.url}/du-lieu?embed=true"></iframe>') as address:
        page = browser.new_page()
        page.goto(address)
        page.frame_locator("iframe").locator("h1").first.wait_for()
        page.close()


@pytest.mark.parametrize("query", ["", "?embed=true&embed=true"])
def test_another_site_can_frame_no_other_page(browser: object, site: Site, query: str) -> None:
    with _host_page(f'<iframe width="800" height="600" src="{site.url}/du-lieu{query}"></iframe>') as address:
        page = browser.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.goto(address)
        page.wait_for_timeout(1000)
        assert any("frame-ancestors" in each for each in said)
        assert page.frames[1].url.startswith("chrome-error://")
        page.close()


def test_who_frames_the_map_component_gets_no_script_in_the_site_s_name(browser: object, site: Site) -> None:
    """The component evaluates what its parent posts, without asking who the parent is."""
    component = f"{site.url}/component/streamlit_folium.st_folium/index.html"
    with _host_page(f'<iframe src="{component}"></iframe>') as address:
        page = browser.new_page()
        page.goto(address)
        page.wait_for_timeout(500)
        assert page.frames[1].evaluate("self.origin") == "null"
        page.close()


def test_no_file_is_watched_and_nothing_is_reported(site: Site) -> None:
    """The configuration that the server runs with, as Streamlit itself reads it in the project's folder."""
    script = (
        "from streamlit import config as c; "
        "print(c.get_option('server.fileWatcherType'), c.get_option('browser.gatherUsageStats'), "
        "c.get_option('client.showErrorDetails'), c.get_option('client.allowedOrigins'))"
    )
    root = Path(__file__).parents[2]
    said = subprocess.run([sys.executable, "-c", script], cwd=root, capture_output=True, text=True, check=True).stdout
    assert said.split() == ["none", "False", "none", "[]"]
    descriptors = Path(f"/proc/{site.pid}/fd")
    if descriptors.is_dir():  # Linux: a watcher would hold an inotify descriptor
        assert [each for each in descriptors.iterdir() if "inotify" in str(each.readlink())] == []

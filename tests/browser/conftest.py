"""A real Chromium that looks at the real site, and remembers what it should not have seen."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Route,
    WebSocket,
    sync_playwright,
)

from tests.serving import Site

OUT = Path(__file__).parent / "out"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
_QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--no-first-run",
    "--force-color-profile=srgb",
]


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome, or None."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((found for name in names if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests come last: Playwright keeps an event loop in the thread, in which Starlette's test client would
    not run. Where there is no Chromium they are skipped, loudly; under CI they run and so fail.
    """
    items.sort(key=_in_browser)
    for item in filter(_in_browser, items):
        item.add_marker(pytest.mark.browser)
        if chromium() is None and os.environ.get("CI") != "true":
            item.add_marker(pytest.mark.skip(reason="NO CHROMIUM FOUND: the site was not looked at in a browser"))


def _in_browser(item: pytest.Item) -> bool:
    return Path(__file__).parent in item.path.parents


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium a session; each page gets a context of its own."""
    found = chromium()
    if found is None:
        pytest.fail("no Chromium found, and CI=true asks for one (.ci/run installs it)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=_QUIET)
        yield started
        started.close()


def handed_over(page: Page) -> None:
    """Waits until the app has taken the place of the first response."""
    page.locator("#kh-first").wait_for(state="detached")


def hold_back(page: Page) -> Callable[[], None]:
    """Lets the bundle's module wait; the function that is given lets it come."""
    waiting: list[Route] = []
    opened = False

    def handle(route: Route) -> None:
        if opened:
            route.continue_()
        else:
            waiting.append(route)

    def come() -> None:
        nonlocal opened
        opened = True
        for route in waiting:
            route.continue_()

    page.route("**/static/js/index.*.js", handle)
    return come


def with_flags(browser: Browser, drop: str) -> Browser:
    """A browser of its own, without a flag that Playwright gives each; to be closed."""
    return browser.browser_type.launch(executable_path=chromium(), args=_QUIET, ignore_default_args=[drop])


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    """`visitor()` is a page on a phone that has been nowhere yet, in a fresh context; options are those of the context."""
    contexts: list[BrowserContext] = []

    def new(**options: object) -> Page:
        contexts.append(
            browser.new_context(**{"viewport": {"width": 390, "height": 844}, "locale": "vi-VN", **options})
        )  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


@dataclass
class Opened:
    """A page in the browser, with everything about it that should not be."""

    page: Page
    site: Site
    foreign: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def go(self, path: str) -> None:
        """Opens an address as a first visit and waits until Streamlit's run is over."""
        self.page.goto(self.site.url + path)
        self.settle()

    def settle(self) -> None:
        """Waits until the app has taken over, its script has run and the page has a heading."""
        handed_over(self.page)
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        self.page.wait_for_selector("h1")

    def assert_clean(self) -> None:
        """No request to another host; no error in the console (a breach of the policy is one), none uncaught."""
        assert self.foreign == []
        assert self.errors == []

    def violations(self) -> list[str]:
        """What axe finds against WCAG 2.2 A and AA, one line an element; [] is what a page should have."""
        self.show_all()
        found = Axe().run(self.page, options={"runOnly": {"type": "tag", "values": WCAG}})
        return [
            f"{each['id']} ({each['impact']}): {' '.join(node['target'])}: {node['html'][:160]}"
            for each in found.response["violations"]
            for node in each["nodes"]
        ]

    def show_all(self) -> None:
        """Makes the window as tall as the page: Streamlit scrolls inside a frame, and neither axe nor a screenshot
        sees below its fold.
        """
        size = self.page.viewport_size or {"width": 1280, "height": 800}
        height = self.page.evaluate("() => document.querySelector('[data-testid=stMain]')?.scrollHeight ?? 0")
        self.page.set_viewport_size({"width": size["width"], "height": max(size["height"], int(height) + 120)})
        self.page.wait_for_timeout(200)

    def screenshot(self, name: str) -> Path:
        """Writes the whole page as a picture into a folder that git ignores; gives its path."""
        OUT.mkdir(exist_ok=True)
        (OUT / ".gitignore").write_text("*\n")
        self.show_all()
        path = OUT / f"{name}.png"
        self.page.screenshot(path=path)
        return path


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., Opened]]:
    """`open_page("/chi-tieu?lang=en", width=390, dark=True)`: a first visit, in a fresh context.

    `at` is another site than the session's; `before` gets the browser's page before it goes anywhere.
    """
    contexts = []

    def visit(
        path: str,
        *,
        width: int = 1280,
        height: int = 800,
        dark: bool = False,
        at: Site = site,
        before: Callable[[Page], object] = lambda _: None,
        **options: Any,
    ) -> Opened:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            has_touch=width < 600,
            locale="vi-VN",
            **options,
        )
        contexts.append(context)
        opened = Opened(context.new_page(), at)
        _watch(opened)
        before(opened.page)
        opened.go(path)
        return opened

    yield visit
    for context in contexts:
        context.close()


def _watch(opened: Opened) -> None:
    home = urlsplit(opened.site.url).netloc

    def on_request(request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.netloc != home:
            opened.foreign.append(request.url)

    def on_socket(socket: WebSocket) -> None:
        if urlsplit(socket.url).netloc != home:
            opened.foreign.append(socket.url)

    def on_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            opened.errors.append(message.text)

    opened.page.on("request", on_request)
    opened.page.on("console", on_console)
    opened.page.on("pageerror", lambda error: opened.errors.append(str(error)))
    opened.page.on(
        "websocket", lambda socket: opened.foreign.extend([socket.url] * (urlsplit(socket.url).netloc != home))
    )

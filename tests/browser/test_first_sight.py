"""The first response before the app: complete without a script, and handed over without a reader's losing anything."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from kh213.view.pages import PAGES
from kh213.words import words
from tests.serving import Site

PATHS = [page.path for page in PAGES]
_SCRIPTS = re.compile(r"\.js(\?|$)")

# At every frame: whether the first response is seen, and whether the app is.
_RECORDER = """(() => {
  window.seen = [];
  const visible = each => Boolean(each) && getComputedStyle(each).visibility === 'visible' && each.childElementCount > 0;
  const look = () => {
    const first = document.getElementById('kh-first'), root = document.getElementById('root');
    const behind = first && root && root.classList.contains('kh-near');  // painted, but under the first
    if (first || root) window.seen.push([visible(first), visible(root) && !behind].join());
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();"""


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., Page]]:
    contexts: list[BrowserContext] = []

    def new(**options: object) -> Page:
        contexts.append(
            browser.new_context(**{"viewport": {"width": 390, "height": 844}, "locale": "vi-VN", **options})
        )  # type: ignore[arg-type]
        return contexts[-1].new_page()

    yield new
    for context in contexts:
        context.close()


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


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_the_answer_is_in_sight_before_any_script_has_run(
    visitor: Callable[..., Page], site: Site, path: str, lang: str
) -> None:
    page = visitor()
    page.route(_SCRIPTS, lambda route: route.abort())
    page.goto(f"{site.url}{path}?lang={lang}")
    assert page.locator("html").get_attribute("lang") == lang
    expect(page.locator("#kh-first h1")).to_have_count(1)
    expect(page.locator("#kh-first h1")).to_be_visible()
    assert len(page.locator("#kh-first").inner_text()) > 400
    assert page.locator("#root > *").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_without_javascript_every_link_and_file_of_every_page_answers(site: Site, path: str, lang: str) -> None:
    with httpx.Client(base_url=site.url, timeout=60) as client:
        html = client.get(path, params={"lang": lang}).text
        body = html[html.index('<div id="kh-first"') : html.index('<div id="root"')]
        found = {unescape(each) for each in re.findall(r'(?:href|src)="(/[^"]*)"', body)}
        own = sorted(each for each in found if not re.search(r"\.(pptx|docx|xlsx|png)", each))
        assert len(own) > 8
        step = max(1, len(own) // 25)  # the page of places has hundreds of the same kind
        for address in own[::step]:
            assert client.get(address).status_code == 200, address


def test_without_javascript_a_choice_leads_where_the_app_leads(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{site.url}/chi-tieu?lang=en&ky=demo")
    page.locator("select[name=chon-ma]").select_option("T06")
    page.locator(".kh-go").first.click()
    assert parse_qs(urlsplit(page.url).query) == {"lang": ["en"], "ky": ["demo"], "ma": ["T06"]}
    assert "T06" in page.locator("h1 >> xpath=..").inner_text()

    page.goto(f"{site.url}/ban-do?ma=T08&ky=demo")
    page.locator("select[name=chon-trong]").select_option("193")
    page.locator(".st-key-choice-trong .kh-go").click()
    assert parse_qs(urlsplit(page.url).query) == {
        "ma": ["T08"],
        "ky": ["demo"],
        "cap": ["commune"],  # as a click on the map writes it
        "trong": ["193"],
    }
    page.locator("select[name=chon-thoi]").select_option(index=0)
    page.locator(".st-key-choice-thoi .kh-go").click()
    assert "thoi" in parse_qs(urlsplit(page.url).query)


def test_without_javascript_places_and_tasks_are_found_and_a_publication_is_chosen(
    visitor: Callable[..., Page], site: Site
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(f"{site.url}/dia-phuong?ma=06970")
    page.locator("input[name=chon-tim]").fill("cam pha")
    page.locator(".kh-button").click()
    assert parse_qs(urlsplit(page.url).query) == {"tim": ["cam pha"]}
    expect(page.locator(".kh-results")).to_contain_text("Cẩm Phả")
    page.goto(f"{site.url}/nhung")
    page.locator("input[name=chon-bo]").nth(2).check(force=True)
    page.locator("input[name=chon-bo]").nth(0).check(force=True)
    page.locator(".st-key-choice-bo .kh-go").click()
    assert parse_qs(urlsplit(page.url).query) == {"bo": ["T01,T03"]}
    page.locator(".kh-settings summary").click()
    page.locator("select[name=ky]").select_option("demo")
    page.locator(".kh-settings button").click()
    expect(page.locator(".kh-band")).to_contain_text(words("vi")("frame.illustrative_band")[:20])


@pytest.mark.parametrize("path", ["/", "/chi-tieu?ma=T01", "/ban-do?ky=demo&ma=T08"])
def test_at_every_frame_one_of_the_two_is_seen(visitor: Callable[..., Page], site: Site, path: str) -> None:
    page = visitor()
    page.add_init_script(_RECORDER)
    page.goto(site.url + path)
    title = page.title()
    handed_over(page)
    page.wait_for_timeout(600)
    seen = page.evaluate("window.seen")
    turned = seen.index("false,true")
    assert set(seen[:turned]) == {"true,false"}
    assert set(seen[turned:]) == {"false,true"}
    assert page.title() == title
    assert page.locator("#root").get_attribute("inert") is None
    if "ban-do" in path:
        assert page.frame_locator("iframe.stCustomComponentV1").locator("path.leaflet-interactive").count() > 100
    if "T01" in path:
        assert page.locator('[data-testid="stVegaLiteChart"] :is(canvas, svg)').count() == 1


def test_scroll_focus_and_open_parts_are_kept(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor()
    come = hold_back(page)
    page.goto(f"{site.url}/dia-phuong", wait_until="commit")
    branch = page.locator(".kh-branch summary").nth(2)
    branch.click()
    link = page.locator(".kh-branch details[open] a").nth(1)
    link.focus()
    page.evaluate("window.scrollTo(0, 500)")
    there = link.bounding_box()
    name = link.inner_text()
    come()
    handed_over(page)
    assert page.locator("#root .kh-branch details[open]").count() == 1
    assert page.evaluate("document.activeElement.innerText") == name
    now = page.locator("#root .kh-branch details[open] a").nth(1).bounding_box()
    assert there is not None
    assert now is not None
    assert abs(there["y"] - now["y"]) <= 1


def test_a_reader_in_the_middle_of_something_is_not_interrupted(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor()
    page.goto(f"{site.url}/dia-phuong", wait_until="commit")
    field = page.locator("#kh-first input[name=chon-tim]")
    field.click()
    page.locator('#root [data-test-script-state="notRunning"] h1').wait_for(state="attached")
    page.wait_for_timeout(1500)
    page.keyboard.type("ha long")
    assert field.input_value() == "ha long"
    page.keyboard.press("Enter")
    page.wait_for_url("**/dia-phuong?tim=ha+long")
    handed_over(page)
    expect(page.locator("#root .kh-results")).to_contain_text("Hạ Long")


def test_with_a_pointer_a_choice_is_made_at_once_and_with_keys_by_the_button(
    visitor: Callable[..., Page], site: Site
) -> None:
    page = visitor()
    hold_back(page)
    with page.expect_response("**/first.js*"):
        page.goto(f"{site.url}/chi-tieu", wait_until="commit")
    page.wait_for_timeout(1000)  # it runs
    box = page.locator("select[name=chon-ma]")
    box.focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".kh-forth")).to_be_visible()
    assert urlsplit(page.url).query == ""
    page.locator(".kh-forth").press("Enter")
    page.wait_for_url("**/chi-tieu?ma=T02", wait_until="commit")
    page.wait_for_timeout(1500)
    box.dispatch_event("pointerdown")
    box.select_option("T05")
    page.wait_for_url("**/chi-tieu?ma=T05", wait_until="commit")


@pytest.mark.parametrize("gone", ["**/_stcore/**", "**/static/js/index.*.js"])
def test_where_the_app_does_not_come_the_page_stays(visitor: Callable[..., Page], site: Site, gone: str) -> None:
    page = visitor()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(gone, lambda route: route.abort())
    if "_stcore" in gone:
        page.route_web_socket("**/_stcore/stream", lambda socket: socket.close())
    page.goto(f"{site.url}/chi-tieu?ma=T06")
    page.wait_for_timeout(6000)
    expect(page.locator("#kh-first h1")).to_be_visible()
    page.mouse.wheel(0, 600)
    page.wait_for_timeout(500)
    assert page.evaluate("window.scrollY") > 300
    page.locator("#kh-first nav a").nth(3).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dia-phuong")
    expect(page.locator("#kh-first h1")).to_be_visible()
    assert errors == []


def test_back_forward_reload_and_another_language(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor()
    page.goto(f"{site.url}/chi-tieu?ma=T06")
    handed_over(page)
    page.locator('#root nav a[href="/nhiem-vu"]').click()
    expect(page.locator("#root .kh-tasks h1")).to_be_visible()
    page.go_back()
    expect(page.locator("#root .kh-target h1")).to_contain_text("trực tuyến")
    page.reload()
    expect(page.locator("h1").first).to_contain_text("trực tuyến")
    handed_over(page)
    page.locator("#root .kh-language").click()
    expect(page.locator("#root .kh-target h1")).to_contain_text("online")
    assert page.locator("html").get_attribute("lang") == "en"
    page.go_back()
    expect(page.locator("#root .kh-target h1")).to_contain_text("trực tuyến")
    page.go_forward()
    expect(page.locator("#root .kh-target h1")).to_contain_text("online")


@pytest.mark.parametrize("path", ["/", "/chi-tieu?ma=T01", "/dia-phuong?ma=06970"])
def test_what_is_printed_before_the_app_has_come_is_what_the_app_prints(
    visitor: Callable[..., Page], site: Site, path: str
) -> None:
    sheets = []
    for blocked in (True, False):
        page = visitor(viewport={"width": 1280, "height": 900})
        if blocked:
            page.route(_SCRIPTS, lambda route: route.abort())
        page.goto(site.url + path)
        if not blocked:
            handed_over(page)
        page.wait_for_timeout(800)
        sheets.append(len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))))
    assert sheets[0] == sheets[1] > 0

"""The first response before the app: complete without a script, its links and forms lead where the app leads."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, expect

from kh213.view.pages import PAGES
from kh213.words import words
from tests.browser.conftest import handed_over, hold_back
from tests.serving import Site

PATHS = [page.path for page in PAGES]
_SCRIPTS = re.compile(r"\.js(\?|$)")


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
    periods = page.locator("select[name=chon-thoi]")
    assert periods.evaluate("each => getComputedStyle(each).opacity") == "1"  # not behind a slider that stands still
    assert page.locator(".kh-rail:visible").count() == 0
    periods.select_option(index=0)
    page.locator(".st-key-choice-thoi .kh-go").click()
    assert "thoi" in parse_qs(urlsplit(page.url).query)


@pytest.mark.parametrize(
    "path", ["/chi-tieu?lang=en", "/ban-do?ky=demo&ma=T08", "/dia-phuong?ma=193", "/nhiem-vu", "/nhung"]
)
def test_without_javascript_every_box_of_a_page_can_be_used(
    visitor: Callable[..., Page], site: Site, path: str
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto(site.url + path)
    boxes = page.locator("#kh-first .kh-form select")
    names = [str(boxes.nth(n).get_attribute("name")) for n in range(boxes.count())]
    assert names or path.startswith("/dia-phuong")
    for name in names:
        answered = page.goto(site.url + path)
        box = page.locator(f"select[name={name}]")
        if box.locator("xpath=ancestor::details[not(@open)]").count():
            box.locator("xpath=ancestor::details/summary").click()
        other = box.locator("option:not([selected])").last.get_attribute("value")
        box.select_option(other)
        with page.expect_navigation() as navigation:
            box.locator("xpath=ancestor::form").locator(".kh-go").click()
        answered = navigation.value
        assert answered is not None
        assert answered.status == 200
        assert "chon-" not in page.url
        if page.locator(f"select[name={name}]").count():
            assert page.locator(f"select[name={name}] option[selected]").get_attribute("value") == other


def test_a_box_of_the_app_writes_the_address_that_the_form_leads_to(visitor: Callable[..., Page], site: Site) -> None:
    plain, app = visitor(java_script_enabled=False), visitor(viewport={"width": 1280, "height": 1600})
    plain.goto(f"{site.url}/ban-do?ma=T08&ky=demo&lang=en")
    plain.locator("select[name=chon-cap]").select_option("district")
    plain.locator(".st-key-choice-cap .kh-go").click()
    app.goto(f"{site.url}/ban-do?ma=T08&ky=demo&lang=en")
    handed_over(app)
    name = plain.locator("select[name=chon-cap] option[selected]").inner_text()
    app.locator("#root .st-key-choice-cap").get_by_role("combobox").click()
    app.get_by_role("option", name=name, exact=True).click()
    app.wait_for_url("**cap=district**")
    assert parse_qs(urlsplit(app.url).query) == parse_qs(urlsplit(plain.url).query)


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

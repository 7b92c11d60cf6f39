"""The app takes the place of the first response: unseen, and without a reader's losing anything."""

import re
from base64 import b64decode
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import handed_over, hold_back, with_flags
from tests.serving import Site

_SCRIPTS = re.compile(r"\.js(\?|$)")

# At every frame: whether the first response is seen and whether the app is; how the window is called; what of the app can
# be seen though it is hidden (Streamlit makes the names of boxes visible on their own).
_RECORDER = """(() => {
  window.seen = []; window.called = []; window.ghosts = [];
  const visible = each => Boolean(each) && getComputedStyle(each).visibility === 'visible' && each.childElementCount > 0;
  const look = () => {
    const first = document.getElementById('kh-first'), root = document.getElementById('root');
    const behind = first && root && root.classList.contains('kh-near');  // painted, but under the first
    if (first || root) window.seen.push([visible(first), visible(root) && !behind].join());
    if (first && root && !behind)
      window.ghosts.push(...[...root.querySelectorAll('label, p, input, h1')].filter(visible).map(each => each.innerText));
    if (document.title && window.called.at(-1) !== document.title) window.called.push(document.title);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})();"""


def differing(one: bytes, other: bytes, down: int = 844) -> float:
    """The share of pixels that a reader could tell apart, in the first `down` lines of two pictures."""
    pictures = [Image.open(BytesIO(each)).convert("RGB") for each in (one, other)]
    apart = (
        ImageChops.difference(*(each.crop((0, 0, each.width, down)) for each in pictures))
        .convert("L")
        .point(lambda value: 255 if value > 24 else 0)
        .histogram()
    )
    return apart[255] / sum(apart)


def holding(page: Page) -> None:
    """The pointer that was pressed moves a little: a press from before the page's script ran is learnt from that."""
    for step in range(4):
        page.wait_for_timeout(100)
        page.mouse.move(4 - step % 2, 300)  # in the margin, along one line: no words are marked


@pytest.mark.parametrize("path", ["/", "/chi-tieu?ma=T01", "/ban-do?ky=demo&ma=T08"])
def test_at_every_frame_one_of_the_two_is_seen(visitor: Callable[..., Page], site: Site, path: str) -> None:
    page = visitor()
    page.add_init_script(_RECORDER)
    page.goto(site.url + path)
    title, address = page.title(), page.url
    handed_over(page)
    if "ban-do" in path:
        assert page.frame_locator("iframe.stCustomComponentV1").locator("path.leaflet-interactive").count() > 100
    page.wait_for_timeout(600)
    seen = page.evaluate("window.seen")
    turned = seen.index("false,true")
    assert set(seen[:turned]) == {"true,false"}
    assert set(seen[turned:]) == {"false,true"}
    assert page.evaluate("window.called") == [title]
    assert page.evaluate("window.ghosts") == []
    assert page.url == address
    assert page.locator("#root").get_attribute("inert") is None
    if "T01" in path:
        assert page.locator('[data-testid="stVegaLiteChart"] :is(canvas, svg)').count() == 1


@pytest.mark.parametrize("scrollbars", [False, True])
@pytest.mark.parametrize("path", ["/", "/chi-tieu?ma=T01", "/ban-do?ky=demo&ma=T08"])
def test_nothing_is_seen_of_an_app_that_is_ready_but_has_to_wait(
    browser: Browser, site: Site, path: str, scrollbars: bool
) -> None:
    own = with_flags(browser, drop="--hide-scrollbars") if scrollbars else browser
    context = own.new_context(viewport={"width": 900, "height": 844}, locale="vi-VN")
    try:
        page = context.new_page()
        come = hold_back(page)
        page.goto(site.url + path, wait_until="commit")
        page.evaluate("document.fonts.ready")
        page.mouse.move(3, 300)
        page.mouse.down()  # a reader who holds something
        page.wait_for_timeout(500)
        before = page.screenshot()
        come()
        holding(page)
        page.locator("#root.kh-near").wait_for(state="attached")
        page.wait_for_timeout(1000)
        assert page.locator("#kh-first").count() == 1
        # Where a bar can be seen, it may change its colour.
        assert differing(before, page.screenshot()) < (0.002 if scrollbars else 1e-9)
        page.mouse.up()
        handed_over(page)
        if "ban-do" not in path:  # a chart stands ready for some widths, and the app's fills all others
            assert differing(before, page.screenshot(), down=500) < 0.01
    finally:
        context.close()
        if scrollbars:
            own.close()


def test_the_map_is_painted_when_it_comes(visitor: Callable[..., Page], site: Site) -> None:
    """The pictures that the screen shows, one by one: in none is the map's place empty."""
    page = visitor()
    come = hold_back(page)
    page.goto(f"{site.url}/ban-do?ky=demo&ma=T08", wait_until="commit")
    page.locator(".kh-still-map").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    frames: list[str] = []
    wire = page.context.new_cdp_session(page)

    def keep(frame: dict[str, Any]) -> None:
        frames.append(frame["data"])
        wire.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    wire.on("Page.screencastFrame", keep)
    wire.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1})
    come()
    handed_over(page)
    page.wait_for_timeout(700)
    wire.send("Page.stopScreencast")
    box = page.locator("iframe.stCustomComponentV1").bounding_box()
    assert box is not None
    assert len(frames) >= 2
    place = (box["x"], max(box["y"], 100), box["x"] + box["width"], min(box["y"] + box["height"], 844))
    painted = [_coloured(Image.open(BytesIO(b64decode(each))).convert("RGB").crop(place)) for each in frames]
    assert min(painted) > 0.8 * painted[-1] > 0.05


def _coloured(picture: Image.Image) -> float:
    """The share of a picture that is neither white nor grey."""
    saturation = picture.convert("HSV").getchannel("S").histogram()
    return sum(saturation[30:]) / sum(saturation)


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


def test_a_scrolled_table_and_a_folded_part_are_kept(visitor: Callable[..., Page], site: Site) -> None:
    page = visitor()
    come = hold_back(page)
    page.goto(f"{site.url}/du-lieu", wait_until="commit")
    sheet = page.locator("#kh-first .kh-sheet").first
    sheet.evaluate("each => { each.closest('details')?.setAttribute('open', ''); each.scrollLeft = 70; each.focus(); }")
    moved = sheet.evaluate("each => each.scrollLeft")
    come()
    handed_over(page)
    assert moved > 0
    assert page.locator("#root .kh-sheet").first.evaluate("each => each.scrollLeft") == moved
    assert page.evaluate("document.activeElement === document.querySelector('#root .kh-sheet')")

    come = hold_back(page)
    page.goto(f"{site.url}/nhiem-vu", wait_until="commit")
    page.locator("#kh-first .stExpander summary").click()
    page.evaluate("window.scrollTo(0, 900)")
    there = _top_line(page, "#kh-first")
    come()
    handed_over(page)
    assert page.locator("#root .stExpander details[open]").count() == 1
    page.wait_for_timeout(700)  # what opens slowly would push the page now
    said, y = there
    assert abs(page.locator("#root :is(h2, h3, p, tr, li)", has_text=said).first.bounding_box()["y"] - y) <= 1  # type: ignore[index]


def _top_line(page: Page, root: str) -> tuple[str, float]:
    """The first words of a kind of their own that are in the window, and where."""
    found = page.evaluate(
        """root => [...document.querySelectorAll(root + ' :is(h2, h3, p, tr, li)')].map(each => [
             each.innerText.trim().split('\\n')[0], each.getBoundingClientRect().y
           ]).find(([said, y], n, all) => y > 0 && said.length > 30)""",
        root,
    )
    return found[0], found[1]


@pytest.mark.parametrize("doing", ["marks words", "holds the page", "is moving the page"])
def test_what_a_reader_is_doing_comes_first(visitor: Callable[..., Page], site: Site, doing: str) -> None:
    page = visitor()
    come = hold_back(page)
    page.goto(f"{site.url}/phuong-phap", wait_until="commit")
    page.locator("#kh-first h1").wait_for()
    if doing == "marks words":
        page.evaluate("document.getSelection().selectAllChildren(document.querySelector('#kh-first h1'))")
    elif doing == "holds the page":
        page.mouse.move(5, 5)
        page.mouse.down()
    else:
        page.evaluate("window.going = setInterval(() => window.scrollBy(0, 1), 50)")
    come()
    if doing == "holds the page":
        holding(page)
    page.locator("#root.kh-near").wait_for(state="attached")
    page.wait_for_timeout(800)
    assert page.locator("#kh-first").count() == 1
    page.mouse.up()
    page.evaluate("document.getSelection().removeAllRanges(); clearInterval(window.going)")
    handed_over(page)


# For first.js time stands still, so its patience with slow pictures never ends: what it waits for must come.
_PATIENT = """(() => {
  const now = Date.now;
  Date.now = () => new Error().stack.includes('/first.js') ? 1e12 : now();
})();"""


@pytest.mark.parametrize("wide", [390, 1280])
@pytest.mark.parametrize("path", ["/", "/chi-tieu?ma=T01", "/ban-do?ky=demo&ma=T08", "/dia-phuong?ky=demo&ma=193"])
def test_the_app_waits_for_nothing_that_does_not_come(
    visitor: Callable[..., Page], site: Site, path: str, wide: int
) -> None:
    page = visitor(viewport={"width": wide, "height": 844})
    page.add_init_script(_PATIENT)
    page.goto(site.url + path)
    handed_over(page)
    expect(page.locator("#root h1")).to_be_visible()


def test_word_from_a_frame_that_is_gone_is_no_error(visitor: Callable[..., Page], site: Site) -> None:
    """A map's frame that the app draws anew may have said before that it is drawn; its window is none by then."""
    page = visitor()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    come = hold_back(page)
    page.goto(f"{site.url}/ban-do?ky=demo&ma=T08", wait_until="commit")
    come()
    page.locator("#root .stApp").wait_for(state="attached")
    assert (
        page.evaluate(
            "() => { const sent = new MessageEvent('message', {data: {type: 'kh213:drawn'}});"
            " window.dispatchEvent(sent); return sent.source; }"
        )
        is None
    )
    handed_over(page)
    assert errors == []


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

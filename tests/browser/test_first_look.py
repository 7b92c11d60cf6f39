"""The first response and the app are one picture: nothing moves when the app takes over."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from kh213.view.pages import PAGES
from tests.serving import Site

# What a reader sees of a page, with its place from the top left of the page's content: words and pictures in their
# order, and every box that has a name in both. The inside of a map is a picture of its own, also in the app.
_PLACES = """root => {
  const content = document.querySelector(root + ' .stVerticalBlock'), from = content.getBoundingClientRect();
  const inside = 'label, button, .kh-form, .stExpander, .stSlider, .stButtonGroup, .kh-still-map';
  const found = [];
  for (const each of content.querySelectorAll('h1, h2, h3, p, tr, li, dt, dd, img, summary, footer, [class*=st-key-]')) {
    const box = each.getBoundingClientRect(), [key] = /st-key-(choice|field|map|embed)-[a-z]+/.exec(each.className) || [''];
    if (!box.width || !box.height || (/st-key/.test(each.className) && !key)) continue;
    if (key ? each.closest('.stExpander') : each.closest(inside)) continue;
    const said = key || (each.innerText || each.alt || '').trim().replace(/\\s+/g, ' ').slice(0, 60);
    found.push([key ? 'box' : each.tagName, said, box.x - from.x, box.y - from.y, box.width, box.height]);
  }
  return found;
}"""
LOOKS = [
    *((page.path, width) for page in PAGES for width in (390, 1280)),
    ("/chi-tieu?ma=T06&lang=en", 390),
    ("/chi-tieu?ma=T06&ky=demo", 768),
    ("/ban-do?ma=T08&ky=demo&cap=district", 1280),
    ("/dia-phuong?ma=193&ky=demo", 390),
    ("/dia-phuong?tim=cam+pha&lang=en", 1280),
]


@pytest.fixture
def look(browser: Browser, site: Site) -> Callable[[str, int, bool], list[Any]]:
    def places(address: str, width: int, app: bool) -> list[Any]:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN")
        try:
            page = context.new_page()
            if not app:
                page.route("**/static/js/*", lambda route: route.abort())
            page.goto(site.url + address)
            if app:
                page.locator("#kh-first").wait_for(state="detached")
                page.wait_for_timeout(700)  # the map's frame draws on
            return _settled(page, "#root" if app else "#kh-first")
        finally:
            context.close()

    return places


def _settled(page: Page, root: str) -> list[Any]:
    """The places once they no longer change: letters and pictures are there."""
    last: list[Any] = []
    for _ in range(40):
        last = [*last, page.evaluate(_PLACES, root)][-3:]
        if last[0] and last.count(last[0]) == 3:
            return list(last[0])
        page.wait_for_timeout(150)
    raise AssertionError("the page does not come to rest")


@pytest.mark.parametrize(("address", "width"), LOOKS)
def test_everything_stands_where_the_app_puts_it(
    look: Callable[[str, int, bool], list[Any]], address: str, width: int
) -> None:
    first, app = look(address, width, False), look(address, width, True)
    there = defaultdict(list)
    for tag, said, *place in app:
        there[tag, said].append(place)
    assert len(first) > 8
    moved = []
    for tag, said, *place in first:
        if not there[tag, said]:
            moved.append((tag, said, "is not in the app"))
        elif max(abs(a - b) for a, b in zip(place, there[tag, said].pop(0), strict=True)) > 1:
            moved.append((tag, said, place))
    assert moved == []
    assert [key for key, left in there.items() if left] == []

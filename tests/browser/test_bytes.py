"""What a first visit loads: which parts of the app, which type, and how many bytes."""

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest
from playwright.sync_api import Page, Request

from kh213.arrange.asked import asked_of
from kh213.arrange.site import arranged
from kh213.site.bundle import files, needs
from kh213.view.pages import PAGES
from tests import serving
from tests.browser.conftest import Opened
from tests.serving import Site

Open = Callable[..., Opened]

ICON = '[data-testid="stIconMaterial"]'

# The bodies of all answers to a first visit of the overview; stock Streamlit's blank page has 2.7 million.
OVERVIEW = 520_000

ADDRESSES = {
    "overview": "/",
    "indicator": "/chi-tieu?ma=T01",
    "map": "/ban-do",
    "area": "/dia-phuong?tim=cam+pha",
    "tasks": "/nhiem-vu",
    "data": "/du-lieu",
    "embed": "/nhung",
    "changes": "/thay-doi",
    "verify": "/kiem-tra",
    "method": "/phuong-phap",
}
# Parts of 10 KB and more as they go over the wire, and the pages that need them; no page needs the others.
HEAVY = {
    "embed": {"indicator"},  # Vega
    "recordbatch": {"indicator"},
    "ComponentInstance": {"map"},  # folium
    "moment": {"map"},  # the slider of periods
    "numbro": {"map"},
    "Selectbox": {"indicator", "map", "tasks", "data", "embed"},
    "DataFrame": set(),
    "Table": set(),
    "arrowFormatUtils": set(),
    "katex": set(),
    "rehype-katex": set(),
    "rehype-raw": set(),
    "mermaid": set(),
    "MermaidChart": set(),
    "PlotlyChart": set(),
    "DeckGlJsonChart": set(),
    "GraphVizChart": set(),
    "EChartsChart": set(),
    "StreamlitSyntaxHighlighter": set(),
    "DateField": set(),
    "axios": set(),
}


def loaded(open_page: Open, path: str) -> tuple[Opened, list[Request]]:
    """A first visit, and all that came in its course; frames within the page too."""
    came: list[Request] = []

    def listen(page: Page) -> None:
        page.context.on("requestfinished", keep)

    def keep(request: Request) -> None:
        came.append(request)

    opened = open_page(path, before=listen)
    opened.page.wait_for_load_state("networkidle")
    return opened, [request for request in came if request.url.startswith("http")]


def paths(requests: list[Request]) -> list[str]:
    return [urlsplit(request.url).path for request in requests]


def scripts(requests: list[Request]) -> set[str]:
    return {path for path in paths(requests) if path.startswith("/static/js/")}


def test_every_page_is_looked_at() -> None:
    assert {page.name: page.path for page in PAGES} == {name: urlsplit(path).path for name, path in ADDRESSES.items()}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_first_visit_loads_what_its_page_needs_and_nothing_else(open_page: Open, name: str) -> None:
    opened, came = loaded(open_page, ADDRESSES[name])
    query = parse_qsl(urlsplit(ADDRESSES[name]).query)
    shown = arranged(asked_of(name, query, embedded=False)).pieces
    assert scripts(came) == {*needs.at_once(), *needs.first_needs(shown)}
    parts = {path.rpartition("/")[2].partition(".")[0] for path in scripts(came)}
    assert {part for part in HEAVY if part in parts} == {part for part, pages in HEAVY.items() if name in pages}
    folium = {path for path in paths(came) if path.startswith((files.COMPONENT, "/leaflet/"))}
    assert bool(folium) == (name == "map")
    fonts = {path for path in paths(came) if path.endswith(".woff2")}
    of_the_map = {files.FONT} if name == "map" else set()  # in its frame, which shares no cache with the page
    assert fonts == {files.text_font(files.listed()), files.icon_font(files.listed()), *of_the_map}
    assert spelled_out(opened.page) == []
    opened.assert_clean()


def test_an_icon_that_the_subset_lacks_would_be_noticed(open_page: Open) -> None:
    opened, _ = loaded(open_page, ADDRESSES["tasks"])
    icon = opened.page.locator(ICON).first
    icon.evaluate("icon => { icon.textContent = 'rocket_launch' }")
    assert spelled_out(opened.page) == ["rocket_launch"]


def test_the_publisher_s_icons_are_drawn(open_page: Open, tmp_path: Path) -> None:
    with serving.running({"TMPDIR": str(tmp_path)}, "publisher") as publisher:
        opened = open_page("/", at=publisher)
        opened.page.locator(ICON, has_text="upload").first.wait_for(state="attached")
        assert {"keyboard_arrow_right", "upload"} <= set(opened.page.locator(ICON).all_inner_texts())
        assert spelled_out(opened.page) == []
        (tmp_path / "targets.csv").write_text("target_code\nT01\n", "utf-8")
        opened.page.set_input_files('input[type="file"]', tmp_path / "targets.csv")
        opened.page.get_by_text("targets.csv").first.wait_for()
        opened.settle()
        assert spelled_out(opened.page) == []


def spelled_out(page: Page) -> list[str]:
    """The icons that stand there as their names, in letters that run out of their box: the subset lacks them."""
    page.evaluate("document.fonts.ready")
    return page.evaluate(
        """icon => [...document.querySelectorAll(icon)]
             .filter(each => each.scrollWidth > each.clientWidth + 1).map(each => each.textContent)""",
        ICON,
    )


def test_the_overview_comes_in_few_bytes(open_page: Open, site: Site) -> None:
    _wait_until_compressed(site, (*needs.at_once(), needs.style(), *needs.first_needs(arranged_overview())))
    _, came = loaded(open_page, "/")
    sizes = {path: request.sizes()["responseBodySize"] for path, request in zip(paths(came), came, strict=True)}
    assert sum(sizes.values()) < OVERVIEW, sorted(sizes.items(), key=lambda each: -each[1])[:12]
    assert sum(sizes.values()) > OVERVIEW / 2, "is everything counted?"


def arranged_overview() -> tuple:
    return arranged(asked_of("overview", [], embedded=False)).pieces


def _wait_until_compressed(site: Site, addresses: tuple[str, ...]) -> None:
    """Until all that the site makes in the background is made (packing.py)."""
    until = time.monotonic() + 240
    with httpx.Client(base_url=site.url, headers={"accept-encoding": "br, gzip"}) as client:
        for address in addresses:
            while client.head(address).headers.get("content-encoding") == "gzip" and files.body(address).gzipped:
                assert time.monotonic() < until, address
                time.sleep(0.2)

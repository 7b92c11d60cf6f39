"""What comes out of a printer: the page of a place on one sheet of A4, every page without controls, whole and white."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from kh213.view.pages import PAGES
from tests.browser.conftest import Opened

Open = Callable[..., Opened]

# A district of the plan's time, a ward of today with and without figures of its parts, the province, a district with
# a dozen figures, and a ward with its 33 neighbours: the longest there are.
PLACES = [
    "ma=195",
    "ma=06658",
    "ma=06658&luc=2025-07-01&ky=demo",
    "ma=22",
    "ma=22&ky=demo",
    "ma=193&ky=demo&lang=en",
    "ma=06658&ky=demo",
]


def sheets(seen: Opened) -> int:
    seen.page.wait_for_timeout(1000)  # a chart draws itself after the run
    return len(re.findall(rb"/Type\s*/Page\b", seen.page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_of_a_place_prints_on_one_sheet(open_page: Open, place: str, width: int) -> None:
    assert sheets(open_page(f"/dia-phuong?{place}", width=width)) == 1


@pytest.mark.parametrize("path", ["/", "/dia-phuong?ma=193&ky=demo", "/nhiem-vu", "/chi-tieu?ma=T05&ky=demo"])
def test_nothing_that_only_a_screen_can_use_is_printed(open_page: Open, path: str) -> None:
    seen = open_page(path)
    seen.page.emulate_media(media="print")
    controls = ".kh-top nav, .kh-settings, .kh-links, [data-testid=stSelectbox], [data-testid=stTextInput], button"
    assert seen.page.locator(f":is({controls}):visible").all_inner_texts() == []
    assert seen.page.locator("h1:visible").count() == 1


def test_every_sheet_says_its_address_and_its_publication(open_page: Open) -> None:
    style = open_page("/nhiem-vu?noi=195&lang=en").page.locator(".kh-foot style")
    assert "/nhiem-vu?noi=195" in (style.text_content() or "")
    assert "22 November 2026" in (style.text_content() or "")


def test_illustrative_figures_are_marked_on_paper_too(open_page: Open) -> None:
    seen = open_page("/dia-phuong?ma=06658&ky=demo")
    seen.page.emulate_media(media="print")
    assert seen.page.locator(".kh-band:visible").count() == 1


# ------------------------------------------------------------------------------------------------------ every page

WHOLE = {"data": "?bang=observations", "indicator": "?ma=T01", "map": "?ma=ddci-diem", "area": "?ma=195"}
INVENTED = {
    "indicator": "&ma=T05",
    "map": "&ma=T08&cap=commune",
    "area": "&ma=193",
    "data": "&bang=areas",
    "embed": "&ma=T05",
    "verify": "&ma=T05&noi=22",
}
VIETNAMESE = [page.path + WHOLE.get(page.name, "") for page in PAGES]
ENGLISH = [f"{page.path}?lang=en&ky=demo{INVENTED.get(page.name, '')}" for page in PAGES]

ON_PAPER = 696  # CSS pixels between the margins of A4
CONTROLS = "button, select, input, textarea, [role=slider], [role=combobox], nav a"
# What reaches beyond its sheet, or is cut by a box that would scroll on a screen.
CUT = """width => [...document.querySelectorAll('[data-testid=stMain] *')].filter(each => {
  if (!each.checkVisibility({visibilityProperty: true}) || each.closest('.kh-hidden, svg, [data-testid=stVegaLiteChart]')) return false;
  const box = each.getBoundingClientRect(), style = getComputedStyle(each);
  if (box.width < 2 || box.height < 2) return false;
  return box.right > width + 1 || (style.overflowX !== 'visible' && each.scrollWidth > each.clientWidth + 1 && each.tagName !== 'IFRAME')
    || (['auto', 'scroll'].includes(style.overflowY) && each.scrollHeight > each.clientHeight + 1);
}).map(each => each.outerHTML.slice(0, 120))"""


class Paper(NamedTuple):
    """A printed page: the lines of each sheet, its first sheet as a picture, and what stood on the screen."""

    sheets: list[list[str]]
    first: Image.Image
    heading: str
    headings: list[str]
    controls: list[str]
    cut: list[str]


@pytest.fixture(scope="module")
def printed() -> dict[str, Paper]:
    return {}


@pytest.fixture
def paper(open_page: Open, printed: dict[str, Paper], tmp_path: Path) -> Callable[[str], Paper]:
    """A page on paper, from a light screen in Vietnamese and from a dark one in English; each is printed once."""
    if not (shutil.which("pdftotext") and shutil.which("pdftoppm")):
        pytest.skip("NO POPPLER FOUND: no printed page was read")

    def paper(path: str) -> Paper:
        if path not in printed:
            printed[path] = put_on_paper(open_page(path, dark="lang=en" in path), tmp_path)
        return printed[path]

    return paper


def put_on_paper(seen: Opened, folder: Path) -> Paper:
    seen.page.wait_for_timeout(1000)  # a chart draws itself after the run
    file = folder / "printed.pdf"
    seen.page.pdf(path=file, prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True).stdout
    subprocess.run(
        ["pdftoppm", "-r", "40", "-f", "1", "-l", "1", "-singlefile", "-png", file, folder / "1"], check=True
    )
    seen.page.set_viewport_size({"width": ON_PAPER, "height": 1000})
    seen.page.emulate_media(media="print")
    seen.page.wait_for_timeout(300)
    visible = seen.page.locator(f":is({CONTROLS}):visible")
    return Paper(
        sheets=[[line.strip() for line in sheet.splitlines() if line.strip()] for sheet in text.split("\f")[:-1]],
        first=Image.open(folder / "1.png").convert("L"),
        heading=" ".join(seen.page.locator("h1").inner_text().split()),
        headings=[
            " ".join(each.split())
            for each in seen.page.locator("h2:visible, h3:visible, summary:visible").all_inner_texts()
        ],
        controls=[each.evaluate("each => each.outerHTML.slice(0, 120)") for each in visible.all()],
        cut=seen.page.evaluate(CUT, ON_PAPER),
    )


@pytest.mark.parametrize("path", [*VIETNAMESE, *ENGLISH])
def test_no_page_is_printed_with_its_controls(paper: Callable[[str], Paper], path: str) -> None:
    assert paper(path).controls == []


@pytest.mark.parametrize("path", [*VIETNAMESE, *ENGLISH])
def test_nothing_is_cut_at_the_edge_of_the_paper(paper: Callable[[str], Paper], path: str) -> None:
    assert paper(path).cut == []


@pytest.mark.parametrize("path", [*VIETNAMESE, *ENGLISH])
def test_every_page_is_on_paper_with_its_heading_in_a_sensible_number_of_sheets(
    paper: Callable[[str], Paper], path: str
) -> None:
    sheets = paper(path).sheets
    assert paper(path).heading.split()[0] in " ".join(sheets[0])
    assert squeezed(paper(path).heading) in squeezed("".join(sheets[0]))
    assert 1 <= len(sheets) <= 8
    assert all(len(sheet) >= 2 for sheet in sheets), "an empty sheet"


@pytest.mark.parametrize("path", [*VIETNAMESE, *ENGLISH])
def test_every_sheet_of_every_page_has_its_address_and_its_number(paper: Callable[[str], Paper], path: str) -> None:
    sheets = paper(path).sheets
    for number, sheet in enumerate(sheets, 1):
        assert path.partition("?")[0] in sheet[-1]
        assert sheet[-1].endswith(f"{number}/{len(sheets)}")


@pytest.mark.parametrize("path", [*VIETNAMESE, *ENGLISH])
def test_no_heading_stands_alone_at_the_foot_of_a_sheet(paper: Callable[[str], Paper], path: str) -> None:
    last = [squeezed(sheet[-2]) for sheet in paper(path).sheets if len(sheet) > 2]
    assert [line for line in last if line in {squeezed(each) for each in paper(path).headings}] == []


@pytest.mark.parametrize("path", ENGLISH)
def test_the_paper_stays_white_when_the_screen_is_dark(paper: Callable[[str], Paper], path: str) -> None:
    """Most of a sheet, and all of its edge."""
    picture = paper(path).first
    tones = picture.histogram()
    assert sum(tones[240:]) > 0.6 * sum(tones)
    width, height = picture.size
    edge = [picture.getpixel(spot) for spot in ((3, 3), (width - 4, 3), (3, height - 4), (width - 4, height - 4))]
    assert min(edge) > 240


def test_the_marks_of_verdicts_are_those_of_white_paper_when_the_screen_is_dark(open_page: Open) -> None:
    seen = open_page("/", dark=True)
    seen.page.emulate_media(media="print")
    assert seen.page.locator(".kh-mark").first.evaluate("mark => getComputedStyle(mark).colorScheme") == "light"


def test_of_the_ways_on_from_a_notice_nothing_is_left_on_paper(open_page: Open) -> None:
    seen = open_page("/?ky=2001-01-01")
    seen.page.emulate_media(media="print")
    said = seen.page.locator(".kh-notice p").evaluate_all(
        "all => all.filter(p => p.checkVisibility()).map(p => p.innerText)"
    )
    assert len(said) == 1
    assert "2001-01-01" in said[0]


@pytest.mark.parametrize("path", ["/chi-tieu?ma=T01", "/chi-tieu?ma=T05&ky=demo", "/dia-phuong?ma=193&ky=demo"])
def test_a_chart_is_printed_large_enough_to_be_read(open_page: Open, path: str) -> None:
    seen = open_page(path)
    seen.page.wait_for_selector("[data-testid=stVegaLiteChart] :is(svg, canvas)")
    seen.page.set_viewport_size({"width": ON_PAPER, "height": 1000})
    seen.page.emulate_media(media="print")
    box = seen.page.locator("[data-testid=stVegaLiteChart] :is(svg, canvas)").first.bounding_box()
    assert box
    assert box["width"] > ON_PAPER / 2
    assert box["height"] > 90


@pytest.mark.parametrize(
    ("path", "address"),
    [("/du-lieu", "/data/2026-11-22/package.zip"), ("/chi-tieu?ma=T01", "/data/latest/indicators/")],
)
def test_a_file_that_can_be_downloaded_is_named_by_its_address(
    paper: Callable[[str], Paper], path: str, address: str
) -> None:
    assert address in squeezed("".join(line for sheet in paper(path).sheets for line in sheet))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)

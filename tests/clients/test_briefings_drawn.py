"""Briefings in LibreOffice: they open, every slide becomes a page, and nothing stands outside of it."""

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import ImageFont
from pptx import Presentation

from kh213.export.office import fit

ARIAL_ALIKE = Path("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf")
XHTML = "{http://www.w3.org/1999/xhtml}"
BRIEFINGS = (
    "/brief/latest.pptx",
    "/brief/latest.pptx?group=C05",
    "/brief/latest.pptx?area=06970&lang=en",
    "/brief/demo.pptx?lang=en",
    "/brief/demo.pptx?area=193",
)


def pdf_of(path: Path, office: Callable[..., Path]) -> ET.Element:
    """The words of the pages with their places."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("NO POPPLER FOUND: no page of a briefing was read")
    told = subprocess.run([program, "-bbox", str(office(path, "pdf")), "-"], capture_output=True, check=True).stdout
    return ET.fromstring(re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", told))


def joined(element: ET.Element) -> str:
    """The words without the spaces between: a letter that the type lacks comes as a word of its own."""
    return "".join("".join((word.text or "").split()) for word in element.iter(f"{XHTML}word"))


@pytest.mark.parametrize("address", BRIEFINGS)
def test_every_slide_becomes_a_page_with_all_its_words_on_it(
    address: str, save: Callable[..., Path], office: Callable[..., Path]
) -> None:
    path = save(address)
    pages = list(pdf_of(path, office).iter(f"{XHTML}page"))
    slides = list(Presentation(str(path)).slides)
    assert len(pages) == len(slides)
    for page, slide in zip(pages, slides, strict=True):
        words = list(page.iter(f"{XHTML}word"))
        title = slide.shapes.title
        assert title is not None
        assert "".join(title.text.split()) in joined(page)
        for word in words:
            assert float(word.get("xMin", 0)) >= 0
            assert float(word.get("xMax", 0)) <= float(page.get("width", 0))
            assert float(word.get("yMax", 0)) <= float(page.get("height", 0))


def test_the_figures_of_a_chart_are_drawn_with_the_marks_of_the_language(
    save: Callable[..., Path], office: Callable[..., Path]
) -> None:
    for lang, figure in (("vi", "35,9%"), ("en", "35.9%")):
        told = joined(pdf_of(save(f"/brief/demo.pptx?targets=T05&lang={lang}"), office))
        assert told.count(figure) == 3  # in the title, in the table, at its column


def test_a_document_draws_its_charts_and_numbers_its_pages(
    save: Callable[..., Path], office: Callable[..., Path]
) -> None:
    pages = list(pdf_of(save("/brief/demo.docx?targets=T05,T08"), office).iter(f"{XHTML}page"))
    words = [[word.text for word in page.iter(f"{XHTML}word")] for page in pages]
    assert "35,9%" in words[0]
    assert words[0].count("100%") >= 1  # the axis of the chart
    first_lines = [
        min((float(word.get("yMin", 0)), word.text) for word in page.iter(f"{XHTML}word"))[1] for page in pages
    ]
    assert first_lines[1:] == [str(number) for number in range(2, len(pages) + 1)]
    assert first_lines[0] != "1"


def test_no_text_is_wider_than_we_reckon(save: Callable[..., Path]) -> None:
    if not ARIAL_ALIKE.exists():
        pytest.skip("NO LIBERATION SANS FOUND: the widths of texts on slides were not measured")
    font = ImageFont.truetype(str(ARIAL_ALIKE), 1000)
    for address in ("/brief/latest.pptx", "/brief/demo.pptx?lang=en"):
        for slide in Presentation(str(save(address))).slides:
            for shape in slide.shapes:
                for text in shape.text_frame.text.split("\n") if shape.has_text_frame else ():
                    assert fit.width(text, 1000) >= font.getlength(text), text

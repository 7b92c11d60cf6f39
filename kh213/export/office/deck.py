"""A deck of slides to be written on: wide, in one type, with titles, slide numbers and notes as PowerPoint knows them.

It begins with the deck that python-pptx brings, which is narrow, in Calibri, and has layouts for everything.
"""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.text.text import TextFrame
from pptx.util import Inches, Pt

from kh213.export.office import fit
from kh213.export.office.common import LOCALES, Colours, is_address, plain, qr_png

FONT = "Arial"  # on every computer, with all Vietnamese letters; it is the theme's, so one choice changes the deck
WIDE, HIGH, MARGIN = 13.333, 7.5, 0.6  # inches
_FIRST, _OTHERS = 0, 5  # of the layouts that come with python-pptx: title slide, title only
_POINTS = 72  # to the inch

Box = tuple[float, float, float, float]  # left, top, width, height in inches


@dataclass(frozen=True)
class Pen:
    """A deck with what all its slides share: the language, the colours, and the stamp ("" for published figures)."""

    deck: Deck
    lang: str
    colours: Colours
    stamp: str

    def colour(self, tone: str) -> RGBColor:
        """Of ink, muted, line, grid, paper; or of a side: reached, short, none."""
        sides = {"reached", "short", "none"}
        colour = self.colours.side(tone) if tone in sides else getattr(self.colours, tone)
        return RGBColor(*bytes.fromhex(colour[1:]))  # type: ignore[no-untyped-call]


def new_deck() -> Deck:
    """An empty deck of two layouts: the first slide, and all others."""
    deck = Presentation()
    across = Inches(WIDE) / (deck.slide_width or 1)
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    master = deck.slide_master
    theme = master.part.part_related_by(RT.THEME)
    theme.blob = re.sub(rb'(<a:latin typeface=")Calibri"', rb"\g<1>" + FONT.encode() + b'"', theme.blob)
    kept = [deck.slide_layouts[_FIRST], deck.slide_layouts[_OTHERS]]
    for layout in [each for each in deck.slide_layouts if each not in kept]:
        deck.slide_layouts.remove(layout)
    for drawn in (master, *kept):
        for place in drawn.element.iter(qn("a:off"), qn("a:ext")):
            for name in {"x", "cx"} & set(place.keys()):
                place.set(name, str(round(int(place.get(name)) * across)))
    return deck


def add_slide(pen: Pen, title: str, box: Box, sizes: Sequence[float]) -> Slide:
    """A slide with its title and the stamp."""
    slide: Slide = pen.deck.slides.add_slide(pen.deck.slide_layouts[1])
    _head(pen, slide, title, box, sizes)
    return slide


def first_slide(pen: Pen, title: str, box: Box, under: Sequence[str], beneath: Box) -> Slide:
    """The slide that a deck opens with; what stands `under` the title is its subtitle."""
    slide: Slide = pen.deck.slides.add_slide(pen.deck.slide_layouts[0])
    _head(pen, slide, title, box, (40, 36, 32, 28, 24))
    place = slide.placeholders[1]
    if under:
        _put(place, beneath)
        write(pen, place.text_frame, under, beneath, (22, 20, 18, 16, 14))
    else:
        place.element.getparent().remove(place.element)
    return slide


def say(
    pen: Pen,
    slide: Slide,
    texts: Iterable[str],
    box: Box,
    sizes: Sequence[float],
    *,
    bold: bool = False,
    tone: str = "ink",
    href: str = "",
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    """Paragraphs in a box of their own, as large as they fit; nothing where there is no text."""
    kept = [text for text in texts if text]
    if not kept:
        return
    shape = slide.shapes.add_textbox(*(Inches(each) for each in box))
    write(pen, shape.text_frame, kept, box, sizes, bold=bold, tone=tone, href=href, align=align)


def write(
    pen: Pen,
    frame: TextFrame,
    texts: Sequence[str],
    box: Box,
    sizes: Sequence[float],
    *,
    bold: bool = False,
    tone: str = "ink",
    href: str = "",
    align: PP_ALIGN = PP_ALIGN.LEFT,
) -> None:
    """Fills a frame of the width and height of a box."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Pt(0)
    shown, size = fit.fitted(map(plain, texts), box[2] * _POINTS, box[3] * _POINTS, sizes, bold=bold)
    for place, text in enumerate(shown):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()  # type: ignore[no-untyped-call]
        paragraph.alignment, paragraph.space_before = align, Pt(size * fit.GAP if place else 0)
        run = paragraph.add_run()
        run.text = text
        run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, pen.colour(tone)
        run.font._element.set("lang", LOCALES[pen.lang])  # noqa: SLF001  spelling is checked in this language
        if is_address(href):
            run.hyperlink.address = href


def qr(slide: Slide, address: str, box: Box, alt: str) -> None:
    """The address as a QR code that is also a link."""
    shape = slide.shapes.add_picture(io.BytesIO(qr_png(address)), *(Inches(each) for each in box))
    describe(shape.element, alt)
    shape.click_action.hyperlink.address = address


def describe(element: object, alt: str) -> None:
    """Alternative text for who cannot see a shape."""
    element.xpath(".//p:cNvPr")[0].set("descr", plain(alt))  # type: ignore[attr-defined]


def notes(slide: Slide, lines: Iterable[str]) -> None:
    """What the speaker sees below the slide."""
    frame = slide.notes_slide.notes_text_frame
    if frame is not None:
        frame.text = plain("\n".join(line for line in lines if line))


def _head(pen: Pen, slide: Slide, title: str, box: Box, sizes: Sequence[float]) -> None:
    heading = slide.shapes.title
    if heading is None:
        raise LookupError("the layout has no title")
    _put(heading, box)
    write(pen, heading.text_frame, (title,), box, sizes, bold=True)
    heading.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    if pen.stamp:
        _stamp(pen, slide)


def _put(shape: object, box: Box) -> None:
    names = ("left", "top", "width", "height")
    for name, inches in zip(names, box, strict=True):
        setattr(shape, name, Inches(inches))


def _stamp(pen: Pen, slide: Slide) -> None:
    """The mark of invented figures, framed, at the top right of every slide."""
    wide = fit.width(pen.stamp, 13, bold=True) / _POINTS + 0.3
    box = (WIDE - MARGIN - wide, 0.28, wide, 0.34)
    shape = slide.shapes.add_textbox(*(Inches(each) for each in box))
    write(pen, shape.text_frame, (pen.stamp,), box, (13,), bold=True, align=PP_ALIGN.CENTER)
    shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    shape.line.color.rgb, shape.line.width = pen.colour("ink"), Pt(1.25)


def number(pen: Pen, slide: Slide) -> None:
    """The slide's number, read last: a field in its own place, which python-pptx leaves in the layout."""
    for place in list(slide.slide_layout.placeholders):
        if place.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:
            shape = copy.deepcopy(place.element)
            ids = [int(each) for each in slide.shapes.element.xpath("//p:cNvPr/@id")]
            shape.xpath(".//p:cNvPr")[0].set("id", str(max(ids) + 1))
            for run in shape.iter(qn("a:rPr")):
                run.set("lang", LOCALES[pen.lang])
            slide.shapes.element.append(shape)

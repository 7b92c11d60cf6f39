"""A chart as a picture that stands alone: a view in, SVG out, for pages, slides and print.

The verdict's sentence with its mark, the promise, the figures, the source and the days of publication are inside of it,
and so is the mark of invented figures. On a small picture only what must not be missing is said.
"""

from __future__ import annotations

from shapely import box

from kh213.draw.chart.sheet import draw_chart
from kh213.draw.paper.paths import hatched
from kh213.draw.paper.picture import FEW_WORDS, FULL, Look, foot, heading, look
from kh213.draw.paper.sheet import Ink, Sheet
from kh213.draw.paper.verdict_mark import verdict_mark
from kh213.draw.theme import Palette, palette
from kh213.view.embed.chart import Embedded
from kh213.words import Words


def chart_picture_svg(view: Embedded, w: Words, width: int, dark: bool = False) -> str:
    """The picture, `width` pixels across."""
    across = min(width, FULL)
    sheet = Sheet(across, palette(dark))
    sized = look(across, sheet.colours)
    small = across < FEW_WORDS
    top = heading(sheet, sized, view.stamp, view.title, view.subtitle) + sized.text.size * 0.5
    top = _verdict(sheet, sized, view, top, small) + sized.text.size * 0.8
    top = _figures(sheet, sized, view, w, top) + sized.text.size * 0.6
    below = [view.source] if small else [*view.notes, view.source, *filter(None, (view.check,))]
    down = foot(sheet, sized, below, top)
    return sheet.svg(width=width, down=down, title=view.title, description=view.description, lang=view.lang)


def chart_alone(view: Embedded, w: Words, across: int, colours: Palette) -> str:
    """The chart without the words around it, for a page that says them itself; "" where there are no figures."""
    if view.chart is None:
        return ""
    sheet = Sheet(across, colours)
    down = draw_chart(sheet, view.chart, w, 2, 2, across - 14, view.stamp)
    return sheet.svg(width=across, down=down + 2, title=view.title, description=view.chart.alt, lang=view.lang)


def mark_alone(code: str, colours: Palette) -> str:
    """A verdict's mark, beside the words that say it."""
    sheet = Sheet(24, colours)
    verdict_mark(sheet, code, 0, 0, 24)
    return sheet.svg(width=24, down=24, title="", description="", lang="")


def _verdict(sheet: Sheet, sized: Look, view: Embedded, top: float, small: bool) -> float:
    """The mark with the sentence beside it, why, and which figures are newer."""
    left, right = float(sized.margin), sheet.across - sized.margin
    said, strong = view.judgement, Ink(sized.text.size, sized.text.fill, bold=True)
    size = round(strong.size * 1.6)
    if said:
        verdict_mark(sheet, said.code, left, top, size)
        left += size + strong.size * 0.6
    lines = [(said.sentence if said else view.unjudged, strong)]
    lines += [(said.explanation, sized.text)] if said and said.explanation and not small else []
    lines += [(newer, sized.text) for newer in view.newer]
    begins, first = top, True
    for text, ink in lines:
        top = sheet.column(text, left, top + (size - ink.leading) / 2 * first, right - left, ink) + 2
        first = False
    return max(top, begins + size)


def _figures(sheet: Sheet, sized: Look, view: Embedded, w: Words, top: float) -> float:
    """The chart; where there is none, what is missing, in the hatched frame that a missing figure has everywhere."""
    left, room = float(sized.margin), sheet.across - 2 * sized.margin
    if view.chart:
        return draw_chart(sheet, view.chart, w, left, top, room, view.stamp)
    pad = sized.text.size
    trial = Sheet(sheet.across, sheet.colours)
    lower = _column(trial, sized, view, left + pad, top + pad, room - 2 * pad) + pad
    frame = box(left, top, left + room, lower)
    inner = frame.buffer(-pad / 2, join_style="mitre")
    sheet.shape(hatched([frame.difference(inner)], 6), fill="none", stroke=sheet.colours.hatch)
    sheet.shape(frame, fill="none", stroke=sheet.colours.line)
    return _column(sheet, sized, view, left + pad, top + pad, room - 2 * pad) + pad


def _column(sheet: Sheet, sized: Look, view: Embedded, left: float, top: float, room: float) -> float:
    for said in view.missing:
        top = sheet.column(said, left, top, room, sized.text) + 2
    return top

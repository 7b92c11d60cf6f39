"""The picture beside a shared link: a view in, SVG out, 1200 by 630 pixels, large enough to be read at 300 across.

Services cut such pictures, most to the square in the middle: the mark of invented figures is a band across the whole
width with its words in the middle of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from kh213.draw.labels import GLUE
from kh213.draw.paper.sheet import AIR, Ink, Sheet, lines
from kh213.draw.paper.verdict_mark import verdict_mark
from kh213.draw.theme import Palette, palette
from kh213.view.outside.card import HEIGHT, WIDTH, Card

_MARGIN = 60.0
_ROOM = WIDTH - 2 * _MARGIN
_FOOT, _STAMP = 80.0, 66.0  # how high the bands are
_AIR = 20.0  # above and below what stands between the bands
_GAP = 24.0
_FIGURE = (116.0, 64.0)  # the largest and the smallest size of a figure
_BESIDE = 0.32  # of the width, for the figure beside the title
_MOST_IN_A_ROW = 20  # marks
_ORPHAN = 0.4  # of the width: a last line that is shorter makes all of about equal length
_SMALLEST = 27.0  # of the words at the foot: 7 pixels in a picture 300 across
# How large a title and the other words may be, of their full size: first what leaves the other words largest.
_TITLES = (1.0, 0.92, 0.84, 0.76, 0.68)
_TEXTS = (1.1, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
_SIZES = sorted(product(_TITLES, _TEXTS), key=lambda sizes: sizes[0] + 2 * sizes[1], reverse=True)
# How many lines of each text are shown where even the smallest words do not fit; the rest is cut.
_MOST_LINES = {"title": 2, "line": 1, "sentence": 3, "explanation": 1}
# What stays on one line: a short number and the word that it counts ("13 chưa đủ"), a word and its number ("hạng 3").
_TOGETHER = re.compile(r"(?<=(?<![\d.,])\d)\ (?=\w)|(?<=(?<![\d.,])\d\d)\ (?=\w)|(?<=\w)\ (?=\d)")


@dataclass(frozen=True, slots=True)
class _Inks:
    """How each text of a card looks; `cut` where no more than so many lines of it are shown."""

    title: Ink
    line: Ink
    sentence: Ink
    explanation: Ink
    period: Ink
    figure: float
    cut: bool = False

    @classmethod
    def of(cls, card: Card, colours: Palette, title: float, text: float) -> _Inks:
        """A title is large where little else is said."""
        full = 62 if card.sentence else 66 if card.marks else 104
        return cls(
            title=Ink(round(full * title), colours.ink, bold=True),
            line=Ink(round(42 * text), colours.muted),
            sentence=Ink(round(48 * text), colours.ink, bold=True),
            explanation=Ink(round(40 * text), colours.ink),
            period=Ink(round(40 * text), colours.muted, anchor="end"),
            figure=title,
        )


def card_svg(card: Card) -> str:
    """The picture: as large as its words may be, in the middle of the room between its bands."""
    colours = palette(dark=False)
    upper, lower = (_STAMP if card.stamp else 0) + _AIR, HEIGHT - _FOOT - _AIR

    def height(inks: _Inks) -> float:
        return _drawn(Sheet(WIDTH, colours), card, inks, 0)

    tried = (_Inks.of(card, colours, *sizes) for sizes in _SIZES)
    least = replace(_Inks.of(card, colours, *_SIZES[-1]), cut=True)
    inks = next((each for each in tried if height(each) <= lower - upper), least)
    sheet = Sheet(WIDTH, colours)
    _bands(sheet, card)
    _drawn(sheet, card, inks, upper + max(lower - upper - height(inks), 0) / 2)
    return sheet.svg(width=WIDTH, down=HEIGHT, title=card.title, description=card.alt, lang=card.lang)


def _drawn(sheet: Sheet, card: Card, inks: _Inks, top: float) -> float:
    """Draws what stands between the bands, from `top` on. Gives back where it ends."""
    beside = _ROOM * _BESIDE if card.figure else 0.0
    below = _figure(sheet, card, inks, top, beside) if card.figure else top
    top = max(_say(sheet, card, "title", inks, _MARGIN, top, _ROOM - beside), below) + 8
    top = _say(sheet, card, "line", inks, _MARGIN, top, _ROOM)
    alone = bool(len(card.marks) == 1 and card.sentence)
    if card.marks and not alone:
        top = _strip(sheet, card.marks, top + _GAP, inks)
    return _verdict(sheet, card, inks, top + _GAP, alone) if card.sentence else top


def _verdict(sheet: Sheet, card: Card, inks: _Inks, top: float, alone: bool) -> float:
    """The sentence with its reason, beside the mark where it is the whole of one verdict."""
    left, lower = _MARGIN, top
    if alone:
        size = round(inks.sentence.size * 1.9)
        verdict_mark(sheet, card.marks[0], left, top, size)
        left, lower = left + size + _GAP, top + size
    top = _say(sheet, card, "sentence", inks, left, top, WIDTH - _MARGIN - left) + 6
    return max(_say(sheet, card, "explanation", inks, left, top, WIDTH - _MARGIN - left), lower)


def _say(sheet: Sheet, card: Card, part: str, inks: _Inks, left: float, top: float, width: float) -> float:
    """One text of the card in lines. Gives back where the next thing may begin."""
    most = _MOST_LINES[part] if inks.cut else None
    return _written(
        sheet, broken(getattr(card, part), width, getattr(inks, part), most), getattr(inks, part), left, top
    )


def _written(sheet: Sheet, found: Iterable[str], ink: Ink, x: float, top: float) -> float:
    for line in found:
        sheet.word(line, x, top + ink.size * 1.02, ink)
        top += ink.leading
    return top


def broken(text: str, width: float, ink: Ink, most: int | None = None) -> list[str]:
    """A text in lines; with `most` in so many, and dots where words are left out.

    The pixels are drawn with our own type, so no room is kept for a wider one.
    """
    words = _TOGETHER.sub(GLUE, text).split()
    for shown in range(len(words), 0, -1):
        said = " ".join(words[:shown]) + (" …" if shown < len(words) else "")
        found = lines(said, width * AIR, ink)
        if ink.width(found[-1]) < _ORPHAN * width:
            found = lines(said, width * AIR, ink, even=True)
        if most is None or len(found) <= most:
            return [line.replace(GLUE, " ") for line in found]
    return ["…"] if text else []


def _figure(sheet: Sheet, card: Card, inks: _Inks, top: float, room: float) -> float:
    """The figure that decides, at the right, its period under it."""
    largest, smallest = _FIGURE
    room -= _GAP
    whole = Ink(largest, sheet.colours.ink, bold=True, anchor="end")

    def fits(text: str) -> float:
        return largest * min(inks.figure, room * AIR / whole.width(text))

    # On one line, else on several; but a number is never broken in two.
    size = max(fits(card.figure), min(smallest, *map(fits, card.figure.split())))
    figure = replace(whole, size=int(size))
    top -= figure.size * 0.12  # digits have no marks: their tops stand level with those of the title
    top = _written(sheet, lines(card.figure, room * AIR, figure), figure, WIDTH - _MARGIN, top)
    top -= figure.leading - figure.size * 1.26
    return _written(sheet, broken(card.period, room, inks.period), inks.period, WIDTH - _MARGIN, top)


def _strip(sheet: Sheet, marks: tuple[str, ...], top: float, inks: _Inks) -> float:
    """The marks in rows of equal length across the width, none much larger than a word of the title is high."""
    rows = -(-len(marks) // _MOST_IN_A_ROW)
    across = -(-len(marks) // rows)
    step = min(_ROOM / across, 1.8 * inks.title.size)
    for n, code in enumerate(marks):
        row, column = divmod(n, across)
        verdict_mark(sheet, code, _MARGIN + column * step, top + row * step, round(step * 0.8))
    return top + (rows - 1) * step + step * 0.8


def _bands(sheet: Sheet, card: Card) -> None:
    """Whose picture it is and of which day; that figures are invented, where they are."""
    colours, middle = sheet.colours, HEIGHT - _FOOT / 2
    sheet.rectangle(0, HEIGHT - _FOOT, WIDTH, _FOOT, fill=colours.ink)
    site, edition = Ink(36, colours.paper, bold=True), Ink(32, colours.paper, anchor="end")
    while not (fits := site.width(card.site) + edition.width(card.edition) <= _ROOM) and site.size > _SMALLEST:
        site, edition = replace(site, size=site.size - 1), replace(edition, size=edition.size - 1)
    for name in broken(card.site, _ROOM, site, 1):
        sheet.centred(name, _MARGIN, middle, site)
    if fits:  # else the name of the site is more: the day stands on the page too
        sheet.centred(card.edition, WIDTH - _MARGIN, middle, edition)
    if card.stamp:
        sheet.rectangle(0, 0, WIDTH, _STAMP, fill=colours.ink)
        stamp = Ink(44, colours.paper, bold=True, anchor="middle")
        sheet.centred(card.stamp, WIDTH / 2, _STAMP / 2, stamp)

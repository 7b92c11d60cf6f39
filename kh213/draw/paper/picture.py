"""What every picture that stands alone has: sizes that follow from its width, the mark of invented figures, a foot."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from kh213.draw.paper.sheet import Ink, Sheet
from kh213.draw.theme import Palette

LEAST, MOST = 200, 2400  # pixels across
FULL = 960  # the widest sheet that is laid out anew: beyond it everything grows, as slides and print want it
FEW_WORDS = 300  # narrower ones say only what must not be missing

_SIZES = (
    (860, (24, 27, 16, 13)),
    (600, (22, 24, 15, 12.5)),
    (440, (18, 21, 14.5, 12.5)),
    (FEW_WORDS, (14, 18, 13, 12)),
    (0, (10, 15, 12, 11)),
)


@dataclass(frozen=True, slots=True)
class Look:
    """Sizes and colours that follow from the width and the theme; `name` is the size of a district's name."""

    margin: int
    title: Ink
    text: Ink
    small: Ink
    strong: Ink
    name: float


def look(across: float, colours: Palette) -> Look:
    margin, title, text, small = next(sizes for least, sizes in _SIZES if across >= least)
    return Look(
        margin=int(margin),
        title=Ink(title, colours.ink, bold=True),
        text=Ink(text, colours.ink),
        small=Ink(small, colours.muted),
        strong=Ink(small + 1, colours.ink, bold=True),
        name=min(max(across / 70, 9), 13.5),
    )


def stamp(sheet: Sheet, ink: Ink, text: str, left: float, top: float) -> None:
    """A text in a frame."""
    wide, high = stamp_size(ink, text)
    sheet.rectangle(left, top, wide, high, fill=sheet.colours.paper, stroke=ink.fill, stroke_width=1.5)
    sheet.word(text, left + wide / 2, top + ink.size * 1.14, replace(ink, anchor="middle"))


def stamp_size(ink: Ink, text: str) -> tuple[float, float]:
    return ink.width(text) + ink.size, ink.leading + 4


def heading(sheet: Sheet, look: Look, mark: str, title: str, subtitle: Iterable[str]) -> float:
    """The mark of invented figures ("" for none), the title, what is shown. Gives back where the next thing begins."""
    left = top = float(look.margin)
    room = sheet.across - 2 * left
    if mark:
        stamp(sheet, look.strong, mark, left, top)
        top += look.strong.leading + look.text.size * 0.9
    top = sheet.column(title, left, top, room, look.title, even=True) + look.text.size * 0.3
    for said in subtitle:
        top = sheet.column(said, left, top, room, look.text) + 2
    return top


def foot(sheet: Sheet, look: Look, said: Iterable[str], top: float) -> float:
    """Notes and source under a line. Gives back where the sheet may end."""
    left, room = look.margin, sheet.across - 2 * look.margin
    sheet.rectangle(left, top, room, 0.8, fill=sheet.colours.line)
    top += look.small.size * 0.6
    for each in said:
        top = sheet.column(each, left, top, room, look.small) + 2
    return top + look.margin * 0.7

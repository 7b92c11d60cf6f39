"""Where words go in a picture whose width is not known: a place for each, clear of the marks and of other words.

A place is worked out for each of a few widths (`TIERS`, of the plot, in pixels); the browser shows the words of the
widest tier that fits. Within a tier a place holds at every greater width too, since marks only move apart. Heights
are fixed.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kh213.draw.theme import LEADING, TEXT

# Plots on a phone (350 px and a little less with the axis), in a column, and on a page.
TIERS = (270, 400, 560)
GLUE = "\ue000"  # stands for a space at which no line is to be broken, until the line is drawn
_TOUCH = 2.0
_TRIM = 8
_SHARED = 1000.0  # the cost of a square pixel on a word, on a mark or outside of the plot; on a line it is 0.1


@dataclass(frozen=True, slots=True)
class Across:
    """A horizontal place that moves with the width of the plot: base + share · width."""

    base: float
    share: float = 0.0

    def at(self, width: float) -> float:
        return self.base + self.share * width

    def moved(self, by: float) -> Across:
        return Across(self.base + by, self.share)


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    def shared(self, other: Box) -> float:
        """How many square pixels two boxes share, with a little air between them."""
        wide = min(self.right, other.right) - max(self.left, other.left) + _TOUCH
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A possible place of words: `align` says which end of them stands at `x`, `hang` whether their block stands
    above `y`, below it, or with its middle on it.
    """

    x: Across
    y: float
    align: str = "center"
    hang: str = "middle"


@dataclass(frozen=True, slots=True)
class Style:
    size: int = TEXT
    bold: bool = False
    quiet: bool = False

    @property
    def leading(self) -> int:
        """From line to line: a capital with two marks (Ế, Ộ) needs the room."""
        return round(self.size * LEADING)


@dataclass(frozen=True, slots=True)
class Wish:
    """Words that want a place, the best one first. Those not `needed` are left out where there is no room."""

    text: str
    spots: tuple[Spot, ...]
    needed: bool = False
    style: Style = Style()
    widest: float = float("inf")  # lines are broken at this width, and at that of the plot


@dataclass(frozen=True, slots=True)
class Word:
    """Words in their place: shown while the plot is at least `least` and less than `below` wide."""

    text: str
    x: Across
    y: float
    align: str
    style: Style
    least: float
    below: float


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something drawn: words keep off a `solid` one, and lie on a line only where nothing better is left."""

    left: Across
    right: Across
    top: float
    bottom: float
    solid: bool = True

    def at(self, width: float) -> Box:
        return Box(self.left.at(width), self.top, self.right.at(width), self.bottom)


def placed(wishes: Iterable[Wish], marks: Sequence[Obstacle], height: float) -> list[Word]:
    """The words of every tier. Earlier wishes choose first; only a needed word may touch another or a mark, where every
    place does.
    """
    chosen = list(wishes)
    bounds = (*TIERS, float("inf"))
    return [
        word
        for width, below in pairwise(bounds)
        for word in _tier(chosen, marks, width, 0 if width == TIERS[0] else width, below, height)
    ]


def placed_at(wishes: Iterable[Wish], marks: Sequence[Obstacle], width: float, height: float) -> list[Word]:
    """The words of a plot whose one width is known."""
    return list(_tier(tuple(wishes), marks, width, 0, float("inf"), height))


def _tier(
    wishes: Sequence[Wish], marks: Sequence[Obstacle], width: float, least: float, below: float, height: float
) -> Iterable[Word]:
    solid = [mark.at(width) for mark in marks if mark.solid]
    soft = [mark.at(width) for mark in marks if not mark.solid]
    for wish in wishes:
        text = broken(wish.text, min(wish.widest, width), wish.style)
        best = min(
            (
                (_cost(box, solid, soft, width, height) + 3 * order + abs(_pushed(box, spot, width)), order, box, spot)
                for order, spot in enumerate(wish.spots)
                for box in [_box(text, wish, spot, width)]
            ),
            key=lambda each: each[:2],
            default=None,
        )
        if best is None or (best[0] >= _SHARED and not wish.needed):
            continue
        _, _, box, spot = best
        solid.append(box)
        first = box.top + wish.style.leading / 2
        yield Word(text, spot.x.moved(_pushed(box, spot, width)), first, spot.align, wish.style, least, below)


def _box(text: str, wish: Wish, spot: Spot, width: float) -> Box:
    """Where words come to lie; those that would leave the plot are pushed back into it."""
    wide = max(text_width(line, wish.style) for line in text.split("\n"))
    high = wish.style.leading * (text.count("\n") + 1)
    left = min(max(_left(spot, width, wide), 0), max(width - wide, 0))
    top = spot.y - {"above": high, "middle": high / 2, "below": 0.0}[spot.hang]
    return Box(left, top, left + wide, top + high)


def _pushed(box: Box, spot: Spot, width: float) -> float:
    return box.left - _left(spot, width, box.right - box.left)


def _left(spot: Spot, width: float, wide: float) -> float:
    return spot.x.at(width) - {"left": 0.0, "center": wide / 2, "right": wide}[spot.align]


def _cost(box: Box, solid: Iterable[Box], soft: Iterable[Box], width: float, height: float) -> float:
    above, below = max(-box.top, 0), max(box.bottom - height, 0)
    outside = (above + below) * (box.right - box.left) + max(box.right - width, 0) * (box.bottom - box.top)
    return _SHARED * (sum(map(box.shared, solid)) + outside) + sum(map(box.shared, soft)) / 10


def lines(text: str, style: Style, width: float = TIERS[0]) -> int:
    """How many lines a text takes across a plot, on a phone where no width is given."""
    return broken(text, width, style).count("\n") + 1


def broken(text: str, width: float, style: Style) -> str:
    """A text in as few lines as the width allows, these of about equal length."""
    fewest = len(_greedy(text, width, style))
    narrow = width
    while narrow > 0 and len(_greedy(text, narrow - _TRIM, style)) == fewest:
        narrow -= _TRIM
    return "\n".join(_greedy(text, narrow, style))


def _greedy(text: str, width: float, style: Style) -> list[str]:
    found: list[str] = []
    for word in text.split():
        longer = f"{found[-1]} {word}" if found else word
        if found and text_width(longer, style) <= width:
            found[-1] = longer
        else:
            found.append(word)
    return found


@lru_cache(maxsize=4096)
def text_width(text: str, style: Style) -> float:
    """The width of a line in pixels, as Source Sans runs in Chromium, rounded up by a few in a hundred."""
    letters = unicodedata.normalize("NFD", text)
    return sum(map(_letter, letters)) * style.size * (1.03 if style.bold else 1.0)


# Widths of Source Sans 3 in hundredths of its size, letters of nearly one width together; marks add none.
_WIDTHS = {
    letter: width / 100
    for letters, width in {
        f" {GLUE}": 20,
        "ijlI.,:;'|": 27,
        "frt()/-[]": 36,
        "sczkvxyLJ": 49,
        "aeg0123456789−–": 51,
        "bdhnopquđ": 56,
        "mwMW%@": 84,
    }.items()
    for letter in letters
}
_OTHER = 0.64


def _letter(letter: str) -> float:
    return 0.0 if unicodedata.combining(letter) else _WIDTHS.get(letter, _OTHER)

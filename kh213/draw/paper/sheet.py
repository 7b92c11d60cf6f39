"""A sheet of paper for pictures that are written as SVG: shapes and lines of text at their places, text in columns.

Widths of text are those of Source Sans and a little more, so that a line also fits where a reader's computer has only
another sans-serif. Nothing in it refers to anything outside of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shapely import box
from shapely.geometry.base import BaseGeometry

from kh213.draw.html import html
from kh213.draw.labels import Style, broken, text_width
from kh213.draw.paper.paths import path
from kh213.draw.theme import Palette

# The first is the subset of Source Sans that we draw with ourselves; the others have all Vietnamese letters.
FONTS = "'KH213 Sans', 'Source Sans', 'Source Sans 3', 'Segoe UI', Roboto, Arial, sans-serif"
AIR = 1.14  # how much wider than our estimate of Source Sans another type may run: Noto Sans does
_ORPHAN = 0.1  # of the width
_UP = 0.33  # of the size: half the height of a digit


@dataclass(frozen=True, slots=True)
class Ink:
    """How words look. `rim` is the colour of an edge around them, so that they can be read across lines."""

    size: float
    fill: str
    bold: bool = False
    anchor: str = "start"
    rim: str = ""

    @property
    def leading(self) -> float:
        """From line to line: a capital with two marks (Ế, Ộ) needs the room."""
        return round(self.size * 1.34, 1)

    def width(self, text: str) -> float:
        """Of one line."""
        return text_width(text, Style(100, bold=self.bold)) * self.size / 100 * AIR


@dataclass(frozen=True, slots=True)
class Piece:
    path: str
    tip: str = ""


@dataclass
class Group:
    """Pieces or words that look alike, with the SVG attributes that make them so."""

    style: Mapping[str, object]
    pieces: list[Piece] = field(default_factory=list)
    words: list[tuple[str, str, str]] = field(default_factory=list)


class Sheet:
    """Collects what is drawn, in layers from the back to the front; words stand in front of all shapes.

    `taken` is the room that columns of text take. Without `tips` a pointer is told nothing.
    """

    def __init__(self, across: float, colours: Palette, *, tips: bool = True) -> None:
        self.across, self.colours, self._tips = across, colours, tips
        self._layers: list[Group] = []
        self._words: dict[Ink, Group] = {}
        self.taken: list[BaseGeometry] = []

    def layer(self, pieces: Iterable[Piece], **style: object) -> None:
        """Shapes of one look; an underscore in a name stands for a hyphen. Without shapes nothing is drawn."""
        found = [Piece(piece.path, plain(piece.tip) if self._tips else "") for piece in pieces if piece.path]
        if found:
            self._layers.append(Group(_attributes(style), found))

    def shape(self, shape: BaseGeometry, **style: object) -> None:
        self.layer([Piece(path(shape))], **style)

    def rectangle(self, left: float, top: float, width: float, height: float, **style: object) -> None:
        self.shape(box(left, top, left + width, top + height), **style)

    def word(self, text: str, x: float, y: float, ink: Ink) -> None:
        """One line with its baseline at y."""
        group = self._words.setdefault(ink, Group(_look(ink)))
        group.words.append((f"{x:.1f}".removesuffix(".0"), f"{y:.1f}".removesuffix(".0"), plain(text)))

    def centred(self, text: str, x: float, y: float, ink: Ink) -> None:
        """One line with the middle of its digits at y; its ink says what stands at x."""
        self.word(text, x, y + ink.size * _UP, ink)

    def column(self, text: str, left: float, top: float, width: float, ink: Ink, *, even: bool = False) -> float:
        """A text in lines of a width; gives back where the next one may begin."""
        for line in lines(text, width, ink, even=even):
            self.word(line, left, top + ink.size * 1.02, ink)
            self.taken.append(box(left, top, left + ink.width(line), top + ink.leading))
            top += ink.leading
        return top

    def svg(self, *, width: int, down: float, title: str, description: str, lang: str) -> str:
        """The picture, scaled to a width in pixels."""
        rims = [Group(_edged(ink), words=group.words) for ink, group in self._words.items() if ink.rim]
        return html(
            "static_map.svg",
            width=width,
            height=round(down * width / self.across),
            across=f"{self.across:g}",
            down=f"{down:.1f}",
            title=plain(title),
            description=plain(description),
            lang=lang,
            font=FONTS,
            colours=self.colours,
            layers=self._layers,
            words=[*rims, *self._words.values()],
        )


def plain(text: str) -> str:
    """Text without the letters that XML knows no way to write (control characters, halves of pairs)."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def lines(text: str, width: float, ink: Ink, *, even: bool = False) -> list[str]:
    """A text in as few lines as a width allows, of about equal length where they are to be `even` or the last one would
    be a mere word; a word longer than a line is cut.
    """
    words = [part for word in text.split() for part in _cut(word, width, ink)]
    found: list[str] = []
    for word in words:
        if found and ink.width(f"{found[-1]} {word}") <= width:
            found[-1] += f" {word}"
        else:
            found.append(word)
    if len(found) > 1 and (even or ink.width(found[-1]) < _ORPHAN * width):
        return broken(" ".join(words), width / ink.size * 100 / AIR, Style(100, bold=ink.bold)).split("\n")
    return found


def _cut(word: str, width: float, ink: Ink) -> list[str]:
    if ink.width(word) <= width:
        return [word]
    parts = [""]
    for letter in word:
        if parts[-1] and ink.width(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts


def _look(ink: Ink) -> dict[str, object]:
    look = {"font_size": f"{ink.size:g}", "fill": ink.fill, "font_weight": 600 if ink.bold else "", "text_anchor": ""}
    if ink.anchor != "start":
        look["text_anchor"] = ink.anchor
    return _attributes(look)


def _edged(ink: Ink) -> dict[str, object]:
    """The same words as an edge alone: drawn first, since not every program knows `paint-order`."""
    edge = {"stroke": ink.rim, "stroke_width": 3, "stroke_linejoin": "round", "fill": ink.rim}
    return {**_look(ink), **_attributes(edge)}


def _attributes(style: Mapping[str, object]) -> dict[str, object]:
    return {name.replace("_", "-"): value for name, value in style.items() if value != ""}

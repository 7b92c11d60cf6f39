"""What a page is made of. A piece says what is shown and what a choice leads to, never how it is drawn on a screen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kh213.draw.chart.page import chart_spec
from kh213.draw.html import html
from kh213.draw.still import still_chart, still_map
from kh213.view.figures.chart import Chart
from kh213.view.frame import Notice
from kh213.view.map.page import MapPage
from kh213.words import Words

LONGEST_TEXT = 120  # of what a reader may look for

Puts = Mapping[str, str | None]  # what is written into the address; None takes a parameter out of it


@dataclass(frozen=True, slots=True)
class Markup:
    """A part of a page that its template has drawn: HTML in which every value is escaped."""

    html: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A box, or a slider, of one parameter of the address: its options by code, each with its name.

    `puts` says what a choice writes into the address.
    """

    label: str
    parameter: str
    options: Mapping[str, str]
    value: str
    puts: Callable[[str], Puts]
    slider: bool = False


@dataclass(frozen=True, slots=True)
class Several:
    """Choices of which any number may be made, in one parameter of the address, parted by commas."""

    label: str
    parameter: str
    options: Mapping[str, str]
    values: tuple[str, ...]

    def puts(self, chosen: str) -> Puts:
        """What a choice of several codes, parted by commas, writes: those that exist, in their own order."""
        found = chosen.split(",")
        return {self.parameter: ",".join(option for option in self.options if option in found)}


@dataclass(frozen=True, slots=True)
class Field:
    """A field for words with its button; `clears` are parameters that new words make meaningless."""

    label: str
    parameter: str
    value: str
    button: str
    placeholder: str
    clears: tuple[str, ...] = ()

    def puts(self, words: str) -> Puts:
        """What new words write into the address."""
        return {self.parameter: words.strip()[:LONGEST_TEXT], **dict.fromkeys(self.clears)}


@dataclass(frozen=True, slots=True)
class Box:
    """Pieces that belong together under a key, beside each other where `row`; `width` in pixels, 0 for all there is."""

    key: str
    pieces: tuple[Piece, ...]
    row: bool = False
    width: int = 0


@dataclass(frozen=True, slots=True)
class Folded:
    """Pieces behind a heading that opens them."""

    label: str
    pieces: tuple[Piece, ...]
    opened: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart with its title above and its reading, source and day of publication below."""

    chart: Chart
    w: Words
    stamp: str = ""

    def head(self, dark: bool) -> str:
        """What stands above it; `dark` marks a chart drawn for a dark screen, for whoever prints it."""
        return html("chart_head.html", chart=self.chart, dark=dark)

    def foot(self) -> str:
        """What stands below it."""
        return html("chart_foot.html", w=self.w, chart=self.chart)

    def still(self) -> str:
        """The picture as SVG, in the colours of the page around it."""
        return still_chart(self.chart, self.w, self.stamp)

    def spec(self, dark: bool) -> Mapping[str, Any]:
        """The picture as Vega-Lite. Kept and shared: never to be changed."""
        return chart_spec(self.chart, self.w, dark=dark, stamp=self.stamp)


@dataclass(frozen=True, slots=True)
class Map:
    """A map; `picked` is the code of the area that is marked on it, `puts` what a click on an area writes and `leads`
    the address of that.
    """

    page: MapPage
    w: Words
    stamp: str
    picked: str
    puts: Callable[[str], Puts]
    leads: Callable[[str], str]

    def still(self) -> str:
        """The map as SVG, in the colours of the page around it."""
        links = {place.code: self.leads(place.code) for place in self.page.places}
        return still_map(self.page, self.w, self.stamp, self.picked, links)


@dataclass(frozen=True, slots=True)
class Frame:
    """Another page of this site within this one."""

    address: str
    height: int
    title: str


Piece = Markup | Choice | Several | Field | Box | Folded | Picture | Map | Frame


def flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Pieces in the order in which they stand, with those inside of others in their place."""
    for piece in pieces:
        if isinstance(piece, Box | Folded):
            yield from flat(piece.pieces)
        else:
            yield piece


@dataclass(frozen=True, slots=True)
class Part:
    """What a page adds to its frame; `title` is what it is about, "" where the page's own name says it."""

    pieces: tuple[Piece, ...]
    title: str = ""


class NotNow(Exception):
    """What a page shows while something that it needs cannot be read; it is asked anew each time."""

    def __init__(self, part: Part) -> None:
        super().__init__()
        self.part = part


@dataclass(frozen=True, eq=False)
class Arranged:
    """A whole page: what the browser's tab says, and all that is shown. The same one while nothing changes."""

    title: str
    pieces: tuple[Piece, ...]


def show(template: str, **values: object) -> Markup:
    """A view drawn by its template."""
    return Markup(html(template, **values))


def tell(text: str, href: str, w: Words) -> Markup:
    """Says what an address got wrong, and offers a way on."""
    return show("notice.html", w=w, notice=Notice(text, href))


def choice_of(
    label: str,
    parameter: str,
    options: Mapping[str, str],
    value: str,
    default: str,
) -> Choice:
    """A box whose choice is one parameter; the default is left out of the address."""

    def puts(chosen: str) -> Puts:
        return {parameter: None if chosen == default else chosen}

    return Choice(label, parameter, options, value, puts)

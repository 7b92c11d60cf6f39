"""The first response: the pieces of a page as HTML, complete without any script, and what a form in it asks for.

A box or field is a form that carries the address along as it is, and what was chosen under a name of its own. The
answer to it leads to the address that the same choice makes in the app (`chosen`), so both have one set of rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod

from markupsafe import escape

from kh213.arrange.asked import Asked
from kh213.arrange.pieces import (
    LONGEST_TEXT,
    Arranged,
    Box,
    Choice,
    Field,
    Folded,
    Frame,
    Map,
    Markup,
    Picture,
    Piece,
    Several,
    flat,
)
from kh213.draw.html import macros
from kh213.view.pages import page
from kh213.words import Words

CHOSEN = "chon-"  # before the parameter that a form asks to change

_first = macros("_first.html")


def body(arranged: Arranged, asked: Asked, w: Words) -> str:
    """All that the page shows, as HTML."""
    drawn = _Drawn(asked, w).pieces(arranged.pieces)
    return f'<main class="stMain"><div class="stMainBlockContainer"><div class="stVerticalBlock">{drawn}</div></div></main>'


def forms(asked: Asked) -> tuple[dict[str, tuple[str, ...]], Asked]:
    """What forms of the page asked for, by parameter, and the address of the page that they stand on."""
    wanted: dict[str, tuple[str, ...]] = {}
    for name, value in asked.query:
        if name.startswith(CHOSEN):
            parameter = name.removeprefix(CHOSEN)
            wanted[parameter] = (*wanted.get(parameter, ()), value)
    query = tuple((name, value) for name, value in asked.query if not name.startswith(CHOSEN))
    return wanted, Asked(asked.page, query, asked.embedded)


def chosen(arranged: Arranged, asked: Asked, wanted: Mapping[str, tuple[str, ...]]) -> str:
    """The address that a choice on this page leads to. What no box offers changes nothing."""
    now: dict[str, str | None] = {}
    for piece in flat(arranged.pieces):
        if isinstance(piece, Choice | Several | Field) and piece.parameter in wanted:
            values = wanted[piece.parameter]
            if not isinstance(piece, Choice) or values[-1] in piece.options:
                now |= piece.puts(",".join(values) if isinstance(piece, Several) else values[-1])
    return asked.put(now)


@dataclass(frozen=True)
class _Drawn:
    """The pieces of one page as HTML."""

    asked: Asked
    w: Words

    def pieces(self, pieces: Sequence[Piece]) -> str:
        shown = (each for each in pieces if not (self.asked.embedded and isinstance(each, Choice | Several)))
        return "\n".join(self.piece(each) for each in shown)

    @singledispatchmethod
    def piece(self, piece: Piece) -> str:
        raise TypeError(type(piece))

    @piece.register
    def _(self, piece: Markup) -> str:
        return _element("", f'<div class="stHtml">{piece.html}</div>')

    @piece.register
    def _(self, piece: Choice) -> str:
        return self._form("slider" if piece.slider else "choice", f"choice-{piece.parameter}", piece, self.w("site.go"))

    @piece.register
    def _(self, piece: Several) -> str:
        return self._form("several", f"choice-{piece.parameter}", piece, self.w("site.go"))

    @piece.register
    def _(self, piece: Field) -> str:
        asks, path = CHOSEN + piece.parameter, page(self.asked.page).path
        return str(_first.field(piece, self.asked.query, asks, path, LONGEST_TEXT))

    @piece.register
    def _(self, piece: Box) -> str:
        kind = "stHorizontalBlock" if piece.row else "stVerticalBlock"
        width = f' style="width:{piece.width}px"' if piece.width else ""
        return f'<div class="{kind} st-key-{piece.key}"{width}>{self.pieces(piece.pieces)}</div>'

    @piece.register
    def _(self, piece: Folded) -> str:
        opened = " open" if piece.opened else ""
        inside = f'<div class="stVerticalBlock">{self.pieces(piece.pieces)}</div>'
        label = f"<summary><p>{escape(piece.label)}</p></summary>"
        return _element("", f'<div class="stExpander"><details{opened}>{label}{inside}</details></div>')

    @piece.register
    def _(self, piece: Picture) -> str:
        parts = (piece.head(dark=False), piece.still(), piece.foot())
        return "".join(_element("", f'<div class="stHtml">{part}</div>') for part in parts)

    @piece.register
    def _(self, piece: Map) -> str:
        return _element("", f'<div class="stHtml">{piece.still()}</div>')

    @piece.register
    def _(self, piece: Frame) -> str:
        address, title = escape(piece.address), escape(piece.title)
        return _element("", f'<iframe src="{address}" height="{piece.height}" title="{title}" loading="lazy"></iframe>')

    def _form(self, macro: str, key: str, piece: Choice | Several, go: str) -> str:
        draw, asks = getattr(_first, macro), CHOSEN + piece.parameter
        return _element(f"st-key-{key}", str(draw(piece, self.asked.query, asks, page(self.asked.page).path, go)))


def _element(key: str, inside: str) -> str:
    return f'<div class="{f"stElementContainer {key}".rstrip()}">{inside}</div>'

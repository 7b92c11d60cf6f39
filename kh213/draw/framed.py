"""Light pages that other sites frame: a chart or a map with all that must be said of it, in one file that loads nothing.

Words are HTML: they follow the frame's width and the reader's type. Only the drawing is SVG, laid out for a few widths,
of which the style shows the one that fits. Its colours are variables, so that one drawing serves light and dark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import lru_cache

from kh213.draw.chart.picture import chart_alone, mark_alone
from kh213.draw.html import html
from kh213.draw.map.picture import class_alone, map_alone
from kh213.draw.paper.sheet import FONTS
from kh213.draw.theme import Fill, Palette, fills, palette
from kh213.view.embed.chart import Embedded
from kh213.view.embed.map import StaticMap
from kh213.view.reader import Link
from kh213.words import Words

AUTO = "auto"
THEMES = (AUTO, "light", "dark")
_CHARTS = (240, 400, 720)  # pixels across: the drawings of a chart, from the narrowest frame on
_MAPS = (360, 720)
# Of very many areas one drawing, and no names for the pointer (the table has them): the page stays under 40 KB.
_MANY, _MAP_OF_MANY = 80, (400,)

# Tells the page around the frame how high this one is, so that it can make room. The height is all that it says, so it
# may say it to anyone; without a listener, or without scripts, the frame keeps its height and scrolls.
SCRIPT = (
    'if(parent!==self)new ResizeObserver(()=>parent.postMessage({type:"kh213:height",'
    'height:Math.ceil(document.documentElement.getBoundingClientRect().height)},"*"))'
    ".observe(document.documentElement)"
)


def framed_chart(view: Embedded, w: Words, theme: str) -> str:
    """The page of a chart; `theme` is one of THEMES."""
    colours = _palette()
    drawings = [chart_alone(view, w, across, colours) for across in _CHARTS] if view.chart else []
    mark = mark_alone(view.judgement.code, colours) if view.judgement else ""
    shared = {"w": w, "view": view, "drawings": drawings, "mark": mark}
    return html("framed_chart.html", **shared, style=style(theme), script=SCRIPT)


def framed_map(picture: StaticMap, links: tuple[Link, ...], w: Words, theme: str) -> str:
    """The page of a map; `theme` is one of THEMES."""
    colours, tones = _palette(), _fills()
    many = len(picture.page.places) > _MANY
    widths = _MAP_OF_MANY if many else _MAPS
    found = [map_alone(picture, across, colours, tones, tips=not many) for across in widths]
    legend = [(class_alone(row.code, colours, tones), row) for row in picture.page.legend]
    shared = {"w": w, "view": picture, "page": picture.page, "links": links, "legend": legend}
    return html("framed_map.html", **shared, drawings=list(filter(None, found)), style=style(theme), script=SCRIPT)


@lru_cache(maxsize=len(THEMES))
def style(theme: str) -> str:
    """The stylesheet of a theme, to the byte: a page's policy names it by its hash."""
    light, dark = (_declared(is_dark) for is_dark in (False, True))
    if theme == AUTO:
        chosen = f":root{{color-scheme:light dark;{light}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}"
    else:
        chosen = f":root{{color-scheme:{theme};{dark if theme == 'dark' else light}}}"
    return chosen + html("framed.css", fonts=FONTS)


def _declared(dark: bool) -> str:
    colours, tones = palette(dark), fills(dark)
    named: dict[str, str] = {each.name: getattr(colours, each.name) for each in fields(Palette)}
    for code, tone in tones.items():
        named |= {f"{code}-fill": tone.colour, f"{code}-text": tone.text}
    return "".join(f"--{name}:{colour};" for name, colour in named.items())


@lru_cache(maxsize=1)
def _palette() -> Palette:
    return Palette(**{each.name: f"var(--{each.name})" for each in fields(Palette)})


@lru_cache(maxsize=1)
def _fills() -> Mapping[str, Fill]:
    return {code: Fill(f"var(--{code}-fill)", f"var(--{code}-text)") for code in fills(dark=False)}

"""The tile grid as an interactive picture: a view in, a folium map out. Nothing in it comes from another host.

- a square is a commune, a block of squares its district; at district level the block is one shape;
- the colour is the class of the figure (theme.fills); slanted lines: no figure; a dot: nothing arose; a thick dashed
  edge: the published figure is too rough to tell.

folium writes text into scripts and markup as it is: every string of the data goes through `safe` first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict
from importlib.resources import files
from typing import Any

import folium
import geopandas as gpd
from branca.element import Element, MacroElement
from folium.template import Template
from jinja2 import Environment

from kh213.draw import tiles
from kh213.draw.theme import FONT, Palette, fills, palette
from kh213.release.grids import Grid
from kh213.view import addresses
from kh213.view.map import MapPage, Place
from kh213.view.scale import MISSING, NOTHING, UNCLEAR
from kh213.words import Words

_ROOM = 1.15  # above the northern blocks, for their names
_MARGIN = 0.3
_TEMPLATES = files("kh213.draw") / "templates"
_css = Environment(autoescape=False).from_string((_TEMPLATES / "map_frame.css").read_text("utf-8"))  # noqa: S701

Label = tuple[float, float, str, str]


class _Map(folium.Map):
    """A map that asks only this site for Leaflet, and nobody for jQuery, Bootstrap or icons."""

    default_js = [("leaflet", addresses.leaflet("leaflet.js"))]  # noqa: RUF012
    default_css = [("leaflet_css", addresses.leaflet("leaflet.css"))]  # noqa: RUF012


class _Frame(MacroElement):
    """What the picture does: words on it, zoom within its bounds, clicks."""

    _template = Template((_TEMPLATES / "map_frame.js").read_text("utf-8"))

    def __init__(self, picture: folium.Map, shapes: folium.GeoJson, **parts: Any) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Frame"
        self._picture, self._shapes = picture, shapes
        self.bounds, self.labels, self.said = parts["bounds"], parts["labels"], parts["said"]

    @property
    def map_name(self) -> str:
        return str(self._picture.get_name())

    @property
    def shapes_name(self) -> str:
        return str(self._shapes.get_name())


def safe(text: str) -> str:
    """Text that means only itself in markup, in a script and in a template: all but letters, digits and a few marks
    as numbers.
    """
    return re.sub(r"[^\w .,;:%()/–-]", lambda found: f"&#{ord(found[0])};", text)


def tile_map(page: MapPage, grid: Grid, w: Words, dark: bool, stamp: str | None = None) -> folium.Map:
    """The picture of a page's areas on their grid; `stamp` stands in it (illustrative data)."""
    colours = palette(dark)
    west, south, east, north = tiles.bounds(grid)
    picture = _Map(
        location=[(south + north) / 2, (west + east) / 2],
        zoom_start=4,
        tiles=None,
        crs="Simple",
        zoom_control=False,
        attributionControl=False,
        scrollWheelZoom=False,
        boxZoom=False,
        keyboard=False,
        zoomSnap=0,
        zoomDelta=0.75,
        maxBoundsViscosity=1,
    )
    frame = tiles.blocks(grid) if page.level == "district" else tiles.squares(grid)
    shapes = _shapes(page, frame, w, colours, dark)
    shapes.add_to(picture)
    for marks in _marks(page, frame, colours):
        marks.add_to(picture)
    if page.level == "commune":
        _edges(tiles.blocks(grid), colours).add_to(picture)
    picture.add_child(
        _Frame(
            picture,
            shapes,
            bounds=[[south - _MARGIN, west - _MARGIN], [north + _ROOM, east + _MARGIN]],
            labels=[*_district_names(page, grid), *_words_on(page, frame)],
            said={"closer": w("map.closer"), "wider": w("map.wider"), "stamp": stamp or ""},
        )
    )
    page_of: Any = picture.get_root()
    page_of.header.add_child(Element(f"<style>{_stylesheet(colours, dark)}</style>"))
    return picture


def picked(page: MapPage, grid: Grid, area_code: str, dark: bool) -> folium.FeatureGroup | None:
    """The frame around the area that is picked, to be laid over the map without drawing it anew."""
    shape = tiles.outline(grid, page.level, area_code)
    if shape is None:
        return None
    colours = palette(dark)
    group = folium.FeatureGroup()
    for colour, weight in ((colours.paper, 7), (colours.ink, 3.5)):
        edge = folium.GeoJson(
            tiles.feature(shape), style_function=_style(fill=False, color=colour, weight=weight), interactive=False
        )
        edge.add_to(group)
    return group


def _shapes(page: MapPage, frame: gpd.GeoDataFrame, w: Words, colours: Palette, dark: bool) -> folium.GeoJson:
    places, tones = page.by_code, fills(dark)
    weight = 2 if page.level == "district" else 0.75
    features = [
        tiles.feature(_drawn(page, shape), code=code, tip=_tip(page, places[code], w))
        for code, shape in zip(frame["area_code"], frame["geometry"], strict=True)
    ]

    def style(item: dict[str, Any]) -> dict[str, Any]:
        step = places[item["properties"]["code"]].step
        edge = {"color": colours.ink if page.level == "district" else colours.line, "weight": weight}
        if step == UNCLEAR:
            edge = {"color": colours.ink, "weight": 2.5, "dashArray": "5 3"}
        return {"fillColor": tones[step].colour, "fillOpacity": 1, "lineJoin": "miter", **edge}

    def highlight(_: dict[str, Any]) -> dict[str, Any]:
        return {"color": colours.ink, "weight": 3}

    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        style_function=style,
        highlight_function=highlight,
        smooth_factor=0,
        tooltip=folium.GeoJsonTooltip(["tip"], labels=False, sticky=True, opacity=1),
    )


def _drawn(page: MapPage, shape: Any) -> Any:
    return shape if page.level == "district" else tiles.inset(shape)


def _tip(page: MapPage, place: Place, w: Words) -> str:
    """What a hover says, as markup: name and district, figure and period, verdict."""
    name = f"<b>{safe(place.name)}</b>"
    if page.level == "commune":
        name += f", {safe(place.district)}"
    figure = safe(w("chart.figure", period=page.period, figure=place.figure))
    figure = figure[0].upper() + figure[1:]
    verdict = (
        f"<br><small>{safe(page.verdict_column)}: {safe(place.judgement.label)}</small>" if place.judgement else ""
    )
    return f"{name}<br>{figure}{verdict}"


def _marks(page: MapPage, frame: gpd.GeoDataFrame, colours: Palette) -> list[folium.GeoJson]:
    """Hatching where there is no figure, a dot where nothing arose."""
    places = page.by_code
    by_step: dict[str, list[Any]] = {MISSING: [], NOTHING: []}
    for code, shape in zip(frame["area_code"], frame["geometry"], strict=True):
        by_step.setdefault(places[code].step, []).append(_drawn(page, shape))
    found = []
    if by_step[MISSING]:
        lines = tiles.feature(tiles.hatch(by_step[MISSING]))
        style = _style(color=colours.hatch, weight=1, fill=False)
        found.append(folium.GeoJson(lines, style_function=style, smooth_factor=0, interactive=False))
    if by_step[NOTHING]:
        dots = {"type": "FeatureCollection", "features": [tiles.feature(tiles.dot(s)) for s in by_step[NOTHING]]}
        style = _style(stroke=False, fillColor=colours.ink, fillOpacity=1)
        found.append(folium.GeoJson(dots, style_function=style, interactive=False))
    return found


def _edges(blocks: gpd.GeoDataFrame, colours: Palette) -> folium.GeoJson:
    features = [tiles.feature(shape) for shape in blocks["geometry"]]
    style = _style(fill=False, color=colours.ink, weight=2, lineJoin="miter")
    return folium.GeoJson(
        {"type": "FeatureCollection", "features": features}, style_function=style, smooth_factor=0, interactive=False
    )


def _style(**options: Any) -> Any:
    return lambda _: options


def _district_names(page: MapPage, grid: Grid) -> Iterable[Label]:
    blocks = tiles.blocks(grid)
    for code, shape in zip(blocks["area_code"], blocks["geometry"], strict=True):
        x, y = tiles.top(shape)
        yield round(x, 2), round(y, 2), safe(page.districts.get(code, code)), "kh-block"


def _words_on(page: MapPage, frame: gpd.GeoDataFrame) -> Iterable[Label]:
    """The figure on every shape that has one, and on every square its name, shown where there is room for it."""
    places = page.by_code
    for code, shape in zip(frame["area_code"], frame["geometry"], strict=True):
        place = places[code]
        x, y = (round(part, 2) for part in tiles.middle(shape))
        ground = f"kh-on-{place.step}" + (" kh-halo" if place.step == MISSING else "")
        if page.level == "commune":
            yield x, y, safe(place.bare), f"kh-name {ground}" + ("" if place.brief else " kh-alone")
        if place.brief:
            yield x, y, safe(place.brief), f"{'kh-figure' if page.level == 'district' else 'kh-number'} {ground}"


def _stylesheet(colours: Palette, dark: bool) -> str:
    text = {code: fill.text for code, fill in fills(dark).items()}
    return _css.render(address=addresses.TEXT_FONT, font=FONT, text=text, accent=colours.ink, **asdict(colours))

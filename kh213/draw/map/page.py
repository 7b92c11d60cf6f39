"""The map as an interactive picture: a view in, a folium map out. Nothing in it comes from another host.

- a shape is an area, a heavier edge its district; on the tile grid a square is a commune;
- the colour is the class of the figure (theme.fills); slanted lines: no figure; crossed lines: the ground changed; a
  dot: nothing arose; a thick dashed edge: the published figure is too rough to tell.

The script is written once for a view and kept: what a visitor's run makes anew is an empty map around it, because
streamlit-folium adds to the map that it is given (shared by two runs, each would get the other's choice).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from functools import lru_cache
from importlib.resources import files
from typing import Any

import folium
from branca.element import Element, MacroElement
from folium.template import Template
from jinja2 import Environment

from kh213.draw.map.shapes import UNITS, Drawing, Outline, of_grid, of_layer
from kh213.draw.theme import FONT, fills, palette
from kh213.view import addresses
from kh213.view.map.page import MapPage, Place
from kh213.words import Words

_TEMPLATES = files("kh213.draw") / "templates"
_css = Environment(autoescape=False).from_string((_TEMPLATES / "map_frame.css").read_text("utf-8"))  # noqa: S701


class _Map(folium.Map):
    """A map that asks only this site for Leaflet, and nobody for jQuery, Bootstrap or icons."""

    default_js = [("leaflet", addresses.leaflet("leaflet.js"))]  # noqa: RUF012
    default_css = [("leaflet_css", addresses.leaflet("leaflet.css"))]  # noqa: RUF012


class _Picture(MacroElement):
    """What is drawn, and what the picture does: words on it, zoom within its bounds, clicks."""

    _template = Template((_TEMPLATES / "map_frame.js").read_text("utf-8"))

    def __init__(self, data: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self.data = "Picture", data


class _Picked(MacroElement):
    """A frame around one area, inside of a feature group: it comes and goes without the map being drawn anew."""

    _template = Template(
        "{% macro script(this, kwargs) %}window.kh213.pick({{ this.code }}, {{ this._parent.get_name() }});{% endmacro %}"
    )

    def __init__(self, code: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name, self.code = "Picked", _script(code)


def interactive_map(page: MapPage, w: Words, dark: bool, stamp: str = "") -> folium.Map | None:
    """The picture of a page's areas; `stamp` stands under it (illustrative data). None where there is no drawing."""
    data = _data(page, w, dark, stamp)
    if data is None:
        return None
    picture = _Map(
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
    picture.add_child(_Picture(data))
    page_of: Any = picture.get_root()
    page_of.header.add_child(Element(f"<style>{_stylesheet(dark)}</style>"))
    return picture


def picked(area_code: str) -> folium.FeatureGroup:
    """The frame around the area that is picked, to be laid over the map."""
    group = folium.FeatureGroup()
    group.add_child(_Picked(area_code))
    return group


def drawing(page: MapPage) -> Drawing | None:
    """What to draw for a page: the installed layer where it was asked for and fits, else the grid, else nothing."""
    within = page.places[0].district_code if page.within and page.places else ""
    if page.layer:
        parents = tuple((place.code, place.district_code) for place in page.places)
        return of_layer(page.layer, parents, within)
    return of_grid(page.grid, page.level, within) if page.grid else None


@lru_cache(maxsize=64)
def _data(page: MapPage, w: Words, dark: bool, stamp: str) -> str | None:
    """All that the picture's script needs, as a script literal. Shapes and places are lists, to be short."""
    drawn = drawing(page)
    if drawn is None:
        return None
    places, tones, colours = page.by_code, fills(dark), palette(dark)
    steps = list(dict.fromkeys(place.step for place in page.places))
    verdicts = list(dict.fromkeys(place.judgement.label for place in page.places if place.judgement))
    groups = [group for group in drawn.groups if group.code in page.districts]
    order = {group.code: n for n, group in enumerate(groups)}
    west, south, east, north = (round(part, 2) for part in drawn.bounds)
    return _script(
        {
            "units": UNITS,
            "level": page.level,
            "geographic": drawn.geographic,
            "whole": not page.within,
            "bounds": [[south, west], [north, east]],
            "shapes": [
                _shape(shape, places[shape.code], order, steps, verdicts)
                for shape in drawn.shapes
                if shape.code in places
            ],
            "lines": drawn.lines,
            "groups": [
                [
                    group.code,
                    page.districts[group.code],
                    group.x,
                    group.y,
                    int(group.below),
                    [] if drawn.geographic else group.rings,
                ]
                for group in groups
            ],
            "steps": [[code, tones[code].colour, tones[code].text] for code in steps],
            "verdicts": verdicts,
            "colours": asdict(colours),
            "said": {
                "lang": w.lang,
                "title": page.title,
                "period": page.period[:1].upper() + page.period[1:],
                "verdict": page.verdict_column,
                "change": page.changes,
                "closer": w("map.closer"),
                "wider": w("map.wider"),
                "all": w("map.all"),
                "stamp": stamp,
                "credit": page.credit,
            },
        }
    )


def _shape(shape: Outline, place: Place, order: Mapping[str, int], steps: list[str], verdicts: list[str]) -> list[Any]:
    """One area: where it is drawn, and what is written on it and said of it. The order is map_frame.js's own."""
    verdict = verdicts.index(place.judgement.label) if place.judgement else -1
    said = [place.name, place.bare, place.brief, place.figure, verdict, place.rests, place.change]
    where = [shape.x, shape.y, shape.room, int(shape.island), shape.rings]
    return [shape.code, order.get(shape.group, -1), steps.index(place.step), *said, *where]


def _script(value: Any) -> str:
    """A value as a literal for a script that stands in markup, and that two template engines have yet to pass."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for letter in "<>&'`$\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text.replace("{{", "{\\u007b").replace("{%", "{\\u0025").replace("{#", "{\\u0023")


@lru_cache(maxsize=2)
def _stylesheet(dark: bool) -> str:
    return _css.render(address=addresses.TEXT_FONT, font=FONT, **asdict(palette(dark)))

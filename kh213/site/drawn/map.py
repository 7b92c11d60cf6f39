"""/embed/{ky}/map: the map of a target or context indicator."""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import sha256

import shapely
from starlette.requests import Request
from starlette.routing import BaseRoute

from kh213.draw.framed import framed_map
from kh213.draw.map.picture import static_map_svg
from kh213.export import machine
from kh213.release.boundaries.layers import Layer, layer_for
from kh213.release.grids import Grid, read_grids
from kh213.release.publications import store
from kh213.site import asked
from kh213.site.asked import RefusalError
from kh213.site.drawn.pictures import PAGE, TYPES, Manner, Picture, route
from kh213.site.openapi import AS_OF, KY, Operation, Parameter, choice, text
from kh213.view.embed.map import framed_links, static_map
from kh213.view.map.choices import GEOGRAPHY, LEVELS, TILES, Choices, choices, subjects
from kh213.view.map.page import map_page
from kh213.view.reader import Reader
from kh213.words import formats

_DRAWINGS = {"tiles": TILES, "geography": GEOGRAPHY}
_DRAWING = Parameter("drawing", "api.picture.drawing", choice(_DRAWINGS, "tiles"))
_CODE = Parameter("code", "api.picture.subject", text("T08", "ddci-diem"))
_QUERY = (
    Parameter("level", "api.picture.level", choice(LEVELS)),
    Parameter("period", "api.picture.period", text("2020", "2020-Q4")),
    Parameter("within", "api.picture.within", text("193")),
    Parameter("compare", "api.picture.compare", text("2019", "2019-Q4")),
    _DRAWING,
    AS_OF,
)


def _map(request: Request, manner: Manner) -> Picture:
    ky = request.path_params["ky"]
    plan = asked.publication(ky).plan
    reader = Reader(plan, manner.w, ky, asked.as_of(request, plan.release.day) or plan.release.day)
    chosen = _chosen(request, reader)
    root = store.data_root()
    grids = read_grids(root)
    layer = layer_for(root, plan.areas, chosen.day, chosen.level) if chosen.drawing == GEOGRAPHY else None

    def make() -> str:
        page = map_page(reader, chosen, grids, layer)
        view = static_map(reader, chosen, page)
        if manner.ending == PAGE:
            return framed_map(view, framed_links(reader, chosen), manner.w, manner.theme)
        return static_map_svg(view, manner.width, manner.dark)

    own = _name(reader, chosen)
    drawn_on = _hash_of_layer(layer) if isinstance(layer, Layer) else _hash_of_grids(grids)
    # A page leads back to the publication as the address called it: latest and its date are two pages.
    told = (ky,) if manner.ending == PAGE else ()
    return Picture(
        file=machine.file_name(plan.release, "-".join((*own, *manner.unusual))),
        key=("map", plan.release.key, chosen.drawing, reader.as_of.isoformat(), *own, drawn_on, *told),
        make=make,
        cache=asked.caching(ky),
    )


def _chosen(request: Request, reader: Reader) -> Choices:
    """What is to be on the map. A target or indicator that is not there is a 404, anything else in vain a 422."""
    code = request.path_params["code"]
    existing = subjects(reader)
    if code not in existing:
        found = {"found": formats.excerpt(code), "existing": ", ".join(existing)}
        raise RefusalError(404, "embed_error.unknown_subject", **found)
    given = {name: request.query_params.get(name) for name in ("level", "period", "within", "compare")}
    drawing = asked.one_of(request, _DRAWING.name, _DRAWINGS, "tiles")
    level, period, within, compare = (value or "" for value in given.values())
    chosen = choices(reader, ma=code, cap=level, thoi=period, trong=within, so=compare, ve=_DRAWINGS[drawing])
    districts = [area.code for area in reader.plan.areas.on(chosen.day, "district")]
    possible = {
        "level": ("cap", [each for each in LEVELS if reader.plan.areas.on(chosen.day, each)]),
        "period": ("thoi", list(chosen.periods)),
        "within": ("trong", districts),
        "compare": ("so", [each for each in chosen.moments if each != chosen.moment.code]),
    }
    for parameter, (name, options) in possible.items():
        if name in chosen.wrong or given[parameter] == "":
            said = {"parameter": parameter, "existing": ", ".join(options) or "–"}
            raise RefusalError(422, "embed_error.bad_choice", found=formats.excerpt(given[parameter] or ""), **said)
    return chosen


def _name(reader: Reader, chosen: Choices) -> tuple[str, ...]:
    """What the picture shows, as parts of a file name."""
    parts = ["ban-do", chosen.code, chosen.level, chosen.moment.code]
    parts += [chosen.within.code] if chosen.within else []
    parts += ["so", chosen.beside.code] if chosen.beside else []
    parts += [AS_OF.name, reader.as_of.isoformat()] if reader.day_moved else []
    return tuple(re.sub(r"[^A-Za-z0-9_-]", "_", part) for part in parts)


@lru_cache(maxsize=4)
def _hash_of_grids(grids: tuple[Grid, ...]) -> str:
    return sha256(repr(grids).encode()).hexdigest()


@lru_cache(maxsize=32)
def _hash_of_layer(layer: Layer) -> str:
    found = sha256(repr((layer.source, layer.licence, layer.valid_from, sorted(layer.shapes))).encode())
    for code in sorted(layer.shapes):
        found.update(shapely.to_wkb(layer.shapes[code]))
    return found.hexdigest()


_OPERATION = Operation("embed_map", "api.picture.map", "", (KY, _CODE), _QUERY)

routes: list[BaseRoute] = [route("map/{code}", ending, _map, _OPERATION) for ending in TYPES]

"""/embed: pictures that other pages, slides and papers show. A dated address gives the same picture for good.

A picture is drawn once for a publication and a set of parameters, and kept on disk (kept.py); drawing never happens
twice at once, and never in the server's own thread.
"""

import logging
import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import shapely
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kh213.draw.png import NotDrawn, png
from kh213.draw.static_map import LEAST, MOST, static_map_svg
from kh213.export import machine
from kh213.release import store
from kh213.release.boundaries.layers import Layer, layer_for
from kh213.release.grids import Grid, read_grids
from kh213.site import asked, errors
from kh213.site.answers import Body, answer
from kh213.site.asked import DAY, RefusalError
from kh213.site.kept import Busy, Kept, folder, hash_of
from kh213.view.map import map_page
from kh213.view.map_choices import GEOGRAPHY, LEVELS, TILES, Choices, choices, subjects
from kh213.view.reader import Reader
from kh213.view.static_map import static_map
from kh213.words import LANGUAGES, formats, words

WIDTH = 960  # pixels, where none is asked for
_THEMES = ("light", "dark")
_DRAWINGS = {"tiles": TILES, "geography": GEOGRAPHY}
_MAP = ("level", "period", "within", "compare", "drawing", "lang", "theme", "width", DAY)
_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# An <img> of a page that shuts others out (COEP) needs to be told that it may show this.
_OPEN = {**asked.OPEN, "Cross-Origin-Resource-Policy": "cross-origin"}

_log = logging.getLogger(__name__)
_pictures = Kept(folder("embed"))


class Picture(NamedTuple):
    """One picture: what it is saved as, what it is kept under, how it is made, and how long a reader may keep it."""

    file: str
    key: str
    make: Callable[[], bytes]
    media_type: str
    cache: str


def _route(path: str, ending: str, find: Callable[[Request, str], Picture]) -> Route:
    """A route below `/embed/{ky}` for pictures of one kind, in the form that its ending says."""

    async def respond(request: Request) -> Response:
        try:
            picture = await to_thread.run_sync(find, request, ending)
            content = await _pictures.get(picture.key, picture.make)
        except RefusalError as refused:
            return errors.short(refused.status, refused.key, headers=_OPEN, **refused.parameters)
        except Busy as busy:
            later = {**_OPEN, "Retry-After": str(busy.seconds)}
            return errors.short(503, "embed_error.busy", headers=later, seconds=busy.seconds)
        except NotDrawn:
            _log.exception("no picture at %s", request.url.path)
            return errors.short(503, "embed_error.not_drawn", headers=_OPEN)
        return await to_thread.run_sync(_respond, request, picture, content)

    return Route(f"/embed/{{ky}}/{path}.{ending}", respond)


def _respond(request: Request, picture: Picture, content: bytes) -> Response:
    extra = {**_OPEN, "Content-Disposition": f'inline; filename="{picture.file}"'}
    body = Body(content, picture.media_type)
    return answer(body, request.headers, cache=picture.cache, extra=extra)


def _map(request: Request, ending: str) -> Picture:
    asked.check_query(request, (*_MAP, "scale") if ending == "png" else _MAP)
    ky = request.path_params["ky"]
    plan = asked.publication(ky).plan
    lang = asked.one_of(request, "lang", LANGUAGES, LANGUAGES[0])
    theme = asked.one_of(request, "theme", _THEMES, _THEMES[0])
    width = asked.whole_number(request, "width", LEAST, MOST, WIDTH)
    scale = asked.whole_number(request, "scale", 1, 2, 1)
    reader = Reader(plan, words(lang), ky, asked.as_of(request, plan.release.day) or plan.release.day)
    chosen = _chosen(request, reader)
    root = store.data_root()
    grids = read_grids(root)
    layer = layer_for(root, plan.areas, chosen.day, chosen.level) if chosen.drawing == GEOGRAPHY else None

    def svg() -> str:
        page = map_page(reader, chosen, grids, layer)
        return static_map_svg(static_map(reader, chosen, page), width, theme == "dark")

    own = _name(reader, chosen)
    drawn_on = _hash_of_layer(layer) if isinstance(layer, Layer) else _hash_of_grids(grids)
    settings = (ending, lang, theme, str(width), str(scale), chosen.drawing, reader.as_of.isoformat())
    return Picture(
        file=machine.file_name(plan.release, "-".join((*own, *_unusual(reader, theme)))) + f".{ending}",
        key="\n".join(("map", plan.release.key, _software(), *settings, *own, drawn_on)),
        make=(lambda: png(svg(), scale)) if ending == "png" else lambda: svg().encode(),
        media_type=_TYPES[ending],
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
    drawing = asked.one_of(request, "drawing", _DRAWINGS, "tiles")
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
    parts += ["tai", reader.as_of.isoformat()] if reader.day_moved else []
    return tuple(re.sub(r"[^A-Za-z0-9_-]", "_", part) for part in parts)


def _unusual(reader: Reader, theme: str) -> tuple[str, ...]:
    return tuple(part for part in (reader.w.lang, theme) if part not in (LANGUAGES[0], _THEMES[0]))


def _software() -> str:
    package = Path(__file__).parents[1]
    return hash_of((package, package.parent / ".streamlit"))


@lru_cache(maxsize=4)
def _hash_of_grids(grids: tuple[Grid, ...]) -> str:
    return sha256(repr(grids).encode()).hexdigest()


@lru_cache(maxsize=32)
def _hash_of_layer(layer: Layer) -> str:
    found = sha256(repr((layer.source, layer.licence, layer.valid_from, sorted(layer.shapes))).encode())
    for code in sorted(layer.shapes):
        found.update(shapely.to_wkb(layer.shapes[code]))
    return found.hexdigest()


routes: list[BaseRoute] = [_route("map/{code}", ending, _map) for ending in _TYPES]

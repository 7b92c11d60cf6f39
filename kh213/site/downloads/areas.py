"""/data/{ky}/areas/{level}.geojson: the districts or communes with their verdicts, in the outlines that are installed."""

from datetime import date
from functools import lru_cache

from starlette.requests import Request
from starlette.routing import BaseRoute

from kh213.export.geojson import areas_geojson, due_day
from kh213.model.plan import Target
from kh213.release.boundaries.layers import LEVELS, Layer, NotCovered, layer_for
from kh213.release.publications import store
from kh213.site import asked
from kh213.site.asked import A_MINUTE, DAY, Publication, RefusalError
from kh213.site.downloads.served import File, named, ready, route
from kh213.site.openapi import AS_OF, GEOJSON, KY, Operation, Parameter, choice, text
from kh213.site.sending.answers import Body
from kh213.words import formats

_LEVEL = Parameter("level", "api.parameter.level", choice(LEVELS))
_TARGET = Parameter("target", "api.parameter.target", text("T08", pattern="T[0-9]{2,3}"))


def _areas(publication: Publication, request: Request) -> File:
    plan, level = publication.plan, request.path_params[_LEVEL.name]
    if level not in LEVELS:
        existing = ", ".join(LEVELS)
        raise RefusalError(404, "geojson.unknown_level", found=formats.excerpt(level), existing=existing)
    target, moved = _target(publication, request), asked.as_of(request, plan.release.day)
    as_of = moved or plan.release.day
    day = due_day(plan, target, as_of)
    if not plan.areas.on(day, level):
        raise RefusalError(404, "geojson.no_level", found=level, day=day.isoformat(), parameter=DAY)
    layer = layer_for(store.data_root(), plan.areas, day, level)
    parts = [level, *([target.code] if target else []), *([DAY, moved.isoformat()] if moved else [])]
    return File(
        named(publication, "-".join(parts) + ".geojson"),
        lambda: _collection(publication, level, target, as_of, layer),
        cache="" if isinstance(layer, Layer) else A_MINUTE,  # outlines may be installed any day
    )


def _target(publication: Publication, request: Request) -> Target | None:
    code = request.query_params.get(_TARGET.name)
    if code is None:
        return None
    targets = publication.plan.targets
    if code not in targets:
        existing = ", ".join(targets)
        raise RefusalError(422, "geojson.unknown_target", found=formats.excerpt(code), existing=existing)
    return targets[code]


@lru_cache(maxsize=16)
def _collection(
    publication: Publication, level: str, target: Target | None, as_of: date, layer: Layer | NotCovered
) -> Body:
    plan = publication.plan
    units = plan.areas.on(due_day(plan, target, as_of), level)
    return ready(areas_geojson(plan, units, target, as_of, layer), GEOJSON)


routes: list[BaseRoute] = [
    route(
        "areas/{level}.geojson",
        _areas,
        Operation("data_areas", "api.data_areas", GEOJSON, (KY, _LEVEL), (_TARGET, AS_OF)),
    )
]

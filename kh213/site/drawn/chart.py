"""/embed/{ky}/{target}: target against actual, in one place."""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import BaseRoute

from kh213.draw.chart.picture import chart_picture_svg
from kh213.draw.framed import framed_chart
from kh213.export import machine
from kh213.model.areas import Area
from kh213.model.plan import Target
from kh213.site import asked
from kh213.site.asked import RefusalError
from kh213.site.drawn.pictures import PAGE, TYPES, Manner, Picture, route
from kh213.site.openapi import AS_OF, KY, Operation, Parameter, text
from kh213.view.area.places import asked_area
from kh213.view.embed.chart import embedded
from kh213.view.reader import Reader
from kh213.words import formats

_MOST_NAMED = 12  # areas in a refusal
_AREA = Parameter("area", "api.picture.area", text("22", "193"))
_CODE = Parameter("code", "api.picture.target", text("T05"))


def _chart(request: Request, manner: Manner) -> Picture:
    ky = request.path_params["ky"]
    plan = asked.publication(ky).plan
    reader = Reader(plan, manner.w, ky, asked.as_of(request, plan.release.day) or plan.release.day)
    target = _target(request, reader)
    area = _area(request, reader, target)

    def make() -> str:
        view = embedded(reader, target, area)
        if manner.ending == PAGE:
            return framed_chart(view, manner.w, manner.theme)
        return chart_picture_svg(view, manner.w, manner.width, manner.dark)

    parts = ["chi-tieu", target.code]
    parts += [area.code] if area.level != "province" else []
    parts += [AS_OF.name, reader.as_of.isoformat()] if reader.day_moved else []
    # A page leads back to the publication as the address called it: latest and its date are two pages.
    told = (ky,) if manner.ending == PAGE else ()
    return Picture(
        file=machine.file_name(plan.release, "-".join((*parts, *manner.unusual))),
        key=("chart", plan.release.key, target.code, area.code, reader.as_of.isoformat(), *told),
        make=make,
        cache=asked.caching(ky),
    )


def _target(request: Request, reader: Reader) -> Target:
    code, targets = request.path_params["code"], reader.plan.targets
    if code not in targets:
        existing = ", ".join(targets)
        raise RefusalError(404, "embed_error.unknown_target", found=formats.excerpt(code), existing=existing)
    return targets[code]


def _area(request: Request, reader: Reader, target: Target) -> Area:
    """What the code names on the day asked about, else what it last named; the province where none is asked for."""
    code = request.query_params.get(_AREA.name)
    province = reader.plan.areas.province
    if code is None:
        return province
    area = asked_area(reader, code, "")
    if area is None or area.code != code:
        known = sorted(
            {province.code, *reader.plan.areas_of(target.indicator_code)}, key=lambda each: (len(each), each)
        )
        existing = ", ".join(known[:_MOST_NAMED]) + (", …" if len(known) > _MOST_NAMED else "")
        raise RefusalError(422, "embed_error.unknown_area", found=formats.excerpt(code), existing=existing)
    return area


_OPERATION = Operation("embed_chart", "api.picture.chart", "", (KY, _CODE), (_AREA, AS_OF))

routes: list[BaseRoute] = [route("{code}", ending, _chart, _OPERATION) for ending in TYPES]

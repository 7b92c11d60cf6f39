"""/brief: the plan, a content group, a place or a chosen set of targets as slides or as a document.

A briefing is made once for a publication and a set of parameters, and kept on disk (sending/kept.py), one at a time and
never in the server's own thread. The site's own address stands in it, so it is a part of what it is kept under.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kh213.draw.theme import palette
from kh213.export import machine
from kh213.export.office.common import Colours
from kh213.export.office.document import document
from kh213.export.office.slides import slides
from kh213.model.areas import Area
from kh213.model.plan import Target
from kh213.site import asked, errors
from kh213.site.asked import DAY, RefusalError
from kh213.site.openapi import AS_OF, DOCX, KY, LANG, PPTX, Described, Operation, Parameter, text
from kh213.site.sending.answers import Body, answer
from kh213.site.sending.kept import Busy, Kept, folder, hash_of
from kh213.view import addresses
from kh213.view.area.places import asked_area, named_on
from kh213.view.briefing import whole as briefing
from kh213.view.briefing.whole import Briefing
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, formats, words

_A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # ISO knows other ways, which would be other addresses
_ROOM = 20_000_000  # bytes on disk; the largest briefing takes 0.2 MB

_GROUP = Parameter("group", "brief_api.group", text("C02"))
_AREA = Parameter("area", "brief_api.area", text("06970"))
_ON = Parameter("luc", "brief_api.luc", {"type": "string", "format": "date", "examples": ["2024-12-31"]})
_TARGETS = Parameter("targets", "brief_api.targets", text("T01", "T05,T08"))
_QUERY = (_GROUP, _AREA, _ON, _TARGETS, LANG, AS_OF)

_kept = Kept(folder("brief"), _ROOM)

Writer = Callable[[Briefing, Colours], bytes]


class Subject(NamedTuple):
    """What a briefing is of: how it is put together, and what of it a file name tells."""

    told: Callable[[Reader, bool], Briefing]
    name: tuple[str, ...]


class File(NamedTuple):
    name: str
    key: str
    make: Callable[[], bytes]


def _route(ending: str, write: Writer, operation: Operation) -> Described:
    async def respond(request: Request) -> Response:
        try:
            file = await to_thread.run_sync(_file, request, ending, write)
            content = await _kept.get(file.key, file.make)
        except RefusalError as refused:
            return errors.short(refused.status, refused.key, headers={}, **refused.parameters)
        except Busy as busy:
            later = {"Retry-After": str(busy.seconds)}
            return errors.short(503, "brief_error.busy", headers=later, seconds=busy.seconds)
        return await to_thread.run_sync(_respond, request, file.name, content, operation.media_type)

    return Described(f"/brief/{{ky}}.{ending}", respond, operation)


def _respond(request: Request, name: str, content: bytes, media_type: str) -> Response:
    extra = {"Content-Disposition": f'attachment; filename="{name}"'}
    cache = asked.caching(request.path_params["ky"])
    return answer(Body(content, media_type), request.headers, cache=cache, extra=extra)


def _file(request: Request, ending: str, write: Writer) -> File:
    asked.check_query(request, tuple(parameter.name for parameter in _QUERY))
    ky = request.path_params["ky"]
    plan = asked.publication(ky).plan
    w = words(asked.one_of(request, LANG.name, LANGUAGES, LANGUAGES[0]))
    reader = Reader(plan, w, ky, asked.as_of(request, plan.release.day) or plan.release.day)
    subject = _subject(request, reader)
    official = os.environ.get("KH213_OFFICIAL") == "1"
    name = (*subject.name, *((DAY, reader.as_of.isoformat()) if reader.day_moved else ()), w("briefing.file"))
    # A link in a briefing of the latest publication names its date, so both are one file.
    settings = (addresses.site(), str(official), w.lang, reader.as_of.isoformat(), ending)
    return File(
        name=f"{machine.file_name(plan.release, '-'.join(name))}.{ending}",
        key="\n".join(("brief", plan.release.key, _software(), *settings, *subject.name)),
        make=lambda: write(subject.told(reader, official), palette(False)),
    )


def _subject(request: Request, reader: Reader) -> Subject:
    given = request.query_params
    group, area, targets = (given.get(parameter.name) for parameter in (_GROUP, _AREA, _TARGETS))
    if (group is not None and (area is not None or targets is not None)) or (_ON.name in given and area is None):
        raise RefusalError(422, "brief_error.one_subject")
    chosen = _targets(reader, targets) if targets is not None else ()
    codes = tuple(target.code for target in chosen)
    if area is not None:
        place = _area(reader, area, given.get(_ON.name))
        if place != reader.plan.areas.province:
            tell = partial(_of_area, place, chosen)
            return Subject(tell, (place.code, *((given[_ON.name],) if _ON.name in given else ()), *codes))
    if group is not None:
        return _group(reader, group)
    if chosen:
        return Subject(lambda reader, official: briefing.of_targets(reader, chosen, official), codes)
    return Subject(briefing.of_plan, ())


def _of_area(place: Area, chosen: tuple[Target, ...], reader: Reader, official: bool) -> Briefing:
    return briefing.of_area(reader, place, chosen, official)


def _group(reader: Reader, code: str) -> Subject:
    groups = reader.plan.content_groups
    if code not in groups:
        existing = ", ".join(groups) or "–"
        raise RefusalError(422, "brief_error.unknown_group", found=formats.excerpt(code), existing=existing)
    return Subject(lambda reader, official: briefing.of_group(reader, groups[code], official), (code,))


def _targets(reader: Reader, given: str) -> tuple[Target, ...]:
    """The targets in the order in which they are written, each once."""
    known = reader.plan.targets
    codes = given.split(",", len(known))
    for place, code in enumerate(codes):
        if code not in known:
            existing = ", ".join(known) or "–"
            raise RefusalError(422, "brief_error.unknown_target", found=formats.excerpt(code), existing=existing)
        if code in codes[:place]:
            raise RefusalError(422, "brief_error.repeated_target", found=code)
    return tuple(known[code] for code in codes)


def _area(reader: Reader, code: str, day: str | None) -> Area:
    area = asked_area(reader, code, day or "")
    if area is None or area.code != code:
        raise RefusalError(422, "brief_error.unknown_area", found=formats.excerpt(code))
    if day is not None and not (_A_DAY.fullmatch(day) and named_on(area, day)):
        raise RefusalError(422, "brief_error.unknown_day", found=formats.excerpt(day))
    return area


def _software() -> str:
    package = Path(__file__).parents[2]
    return hash_of((package, package.parent / ".streamlit"))


_SLIDES = Operation("brief_slides", "brief_api.slides", PPTX, (KY,), _QUERY, open=False)
_DOCUMENT = Operation("brief_document", "brief_api.document", DOCX, (KY,), _QUERY, open=False)

routes: list[BaseRoute] = [_route("pptx", slides, _SLIDES), _route("docx", document, _DOCUMENT)]

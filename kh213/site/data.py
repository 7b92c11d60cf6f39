"""/data: what readers download. A dated address gives the bytes of that day for good; nothing here guesses.

Bytes are taken from disk only after the plan of the same folder was read and found whole, are proved by their hashes
once more, and are then kept by the key of that release.
"""

import logging
from collections.abc import Callable
from datetime import date
from functools import lru_cache

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kh213.export import machine
from kh213.export.archive import package_zip
from kh213.export.indicator import indicator_csv
from kh213.export.status import status_csv
from kh213.release.issues import Unusable
from kh213.release.package import DESCRIPTOR
from kh213.release.schema import TABLES
from kh213.release.verbatim import verbatim
from kh213.site import asked, errors
from kh213.site.answers import Body, answer
from kh213.site.asked import DAY, OPEN, Publication, RefusalError
from kh213.words import formats

_CSV, _JSON, _ZIP = "text/csv", "application/json", "application/zip"

_log = logging.getLogger(__name__)


# A file of a publication: what it is saved as, and its bytes on demand, worked out once and kept.
_File = tuple[str, Callable[[], Body]]
_Finder = Callable[[Publication, Request], _File]


def _route(path: str, find: _Finder, *allowed: str) -> Route:
    """A route below `/data/{ky}`; `allowed` are the query parameters that it takes, each at most once."""

    async def respond(request: Request) -> Response:
        try:
            return await to_thread.run_sync(_respond, request, find, allowed)
        except RefusalError as refused:
            return errors.short(refused.status, refused.key, headers=OPEN, **refused.parameters)

    return Route(f"/data/{{ky}}/{path}", respond)


def _respond(request: Request, find: _Finder, allowed: tuple[str, ...]) -> Response:
    asked.check_query(request, allowed)
    ky = request.path_params["ky"]
    publication = asked.publication(ky)
    try:
        name, body = find(publication, request)
        ready = body()
    except Unusable as error:
        _log.error("publication %s: %s", ky, error)
        raise RefusalError(503, "data_error.broken", found=formats.excerpt(ky)) from error
    extra = {**OPEN, "Content-Disposition": f'attachment; filename="{name}"'}
    return answer(ready, request.headers, cache=asked.caching(ky), extra=extra)


def _table(publication: Publication, request: Request) -> _File:
    name = request.path_params["table"]
    if name not in TABLES:
        existing = ", ".join(TABLES)
        raise RefusalError(404, "data_error.unknown_table", found=formats.excerpt(name), existing=existing)
    return _named(publication, f"{name}.csv"), lambda: _published(publication, f"{name}.csv", _CSV)


def _descriptor(publication: Publication, _: Request) -> _File:
    return _named(publication, DESCRIPTOR), lambda: _published(publication, DESCRIPTOR, _JSON)


def _package(publication: Publication, _: Request) -> _File:
    return _named(publication, "package.zip"), lambda: _zip(publication)


def _indicator(publication: Publication, request: Request) -> _File:
    code = request.path_params["code"]
    if code not in publication.plan.indicators:
        existing = ", ".join(publication.plan.indicators)
        raise RefusalError(404, "data_error.unknown_indicator", found=formats.excerpt(code), existing=existing)
    return _named(publication, f"{code}.csv"), lambda: _one_indicator(publication, code)


def _status(publication: Publication, request: Request) -> _File:
    as_of = asked.as_of(request, publication.plan.release.day)
    if as_of is None:
        release_day = publication.plan.release.day
        return _named(publication, "status.csv"), lambda: _verdicts(publication, release_day)
    return _named(publication, f"status-{DAY}-{as_of}.csv"), lambda: _verdicts_on(publication, as_of)


def _named(publication: Publication, what: str) -> str:
    return machine.file_name(publication.plan.release, what)


@lru_cache(maxsize=64)
def _published(publication: Publication, name: str, media_type: str) -> Body:
    return _ready(verbatim(publication.folder, publication.plan.release.key).files[name], media_type)


@lru_cache(maxsize=4)
def _zip(publication: Publication) -> Body:
    return _ready(package_zip(verbatim(publication.folder, publication.plan.release.key).files), _ZIP)


@lru_cache(maxsize=128)
def _one_indicator(publication: Publication, code: str) -> Body:
    return _ready(indicator_csv(publication.plan, code), _CSV)


@lru_cache(maxsize=8)
def _verdicts(publication: Publication, as_of: date) -> Body:
    return _ready(status_csv(publication.plan, as_of), _CSV)


@lru_cache(maxsize=32)
def _verdicts_on(publication: Publication, as_of: date) -> Body:
    """Any day that a reader asks for: apart, so that a run through all days pushes nothing else out."""
    return _ready(status_csv(publication.plan, as_of), _CSV)


def _ready(content: bytes, media_type: str) -> Body:
    body = Body(content, media_type)
    _ = body.gzipped, body.tag  # worked out here, in the thread, and kept
    return body


routes: list[BaseRoute] = [
    _route("package.zip", _package),
    _route(DESCRIPTOR, _descriptor),
    _route("status.csv", _status, DAY),
    _route("indicators/{code}.csv", _indicator),
    _route("{table}.csv", _table),
]

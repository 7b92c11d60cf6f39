"""Files of a publication over HTTP: how an address below `/data/{ky}` becomes an answer."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from kh213.export import machine
from kh213.release.issues import Unusable
from kh213.site import asked, errors
from kh213.site.asked import OPEN, Publication, RefusalError
from kh213.site.openapi import Described, Operation
from kh213.site.sending.again import may_be_kept
from kh213.site.sending.answers import Body, answer
from kh213.site.sending.kept import Busy, Kept, folder, hash_of
from kh213.site.sending.ranges import ranged
from kh213.words import formats

_ROOM = 20_000_000  # bytes of workbooks on disk

_log = logging.getLogger(__name__)
_kept = Kept(folder("data"), _ROOM)


class File(NamedTuple):
    """What a file is saved as, and its bytes on demand, worked out once and kept.

    `key` is what a file that takes long is kept under on disk; "" for one that is made at once. `cache` says how long
    a reader may keep it where that is not what its publication's name says.
    """

    name: str
    body: Callable[[], Body]
    key: str = ""
    cache: str = ""


Finder = Callable[[Publication, Request], File]


def route(path: str, find: Finder, operation: Operation) -> Described:
    """A route below `/data/{ky}`."""

    async def respond(request: Request) -> Response:
        try:
            found = await _respond(request, find, operation)
        except RefusalError as refused:
            return errors.short(refused.status, refused.key, headers=OPEN, **refused.parameters)
        except Busy as busy:
            later = {**OPEN, "Retry-After": str(busy.seconds)}
            return errors.short(503, "data_error.busy", headers=later, seconds=busy.seconds)
        except Unusable as error:
            ky = request.path_params["ky"]
            _log.error("publication %s: %s", ky, error)
            return errors.short(503, "data_error.broken", headers=OPEN, found=formats.excerpt(ky))

        may_be_kept(request.scope)
        return found

    return Described(f"/data/{{ky}}/{path}", respond, operation)


def named(publication: Publication, what: str) -> str:
    """The name under which a file is saved; one of invented figures says so."""
    return machine.file_name(publication.plan.release, what)


def ready(content: bytes, media_type: str) -> Body:
    """A body whose hash and compressed forms are worked out here, in the thread, and kept."""
    return Body(content, media_type).ready()


def software() -> str:
    """A part of a key on disk: with which software a file was made."""
    return hash_of((Path(__file__).parents[2],))


async def _respond(request: Request, find: Finder, operation: Operation) -> Response:
    file = await to_thread.run_sync(_find, request, find, operation)
    if file.key:
        content = await _kept.get(file.key, lambda: file.body().content)
        body = await to_thread.run_sync(ready, content, operation.media_type)
    else:
        body = await to_thread.run_sync(file.body)
    extra = {**OPEN, "Content-Disposition": f'attachment; filename="{file.name}"'}
    cache = file.cache or asked.caching(request.path_params["ky"])
    whole = answer(body, request.headers, cache=cache, extra=extra)
    return ranged(request, whole) if operation.ranges else whole


def _find(request: Request, find: Finder, operation: Operation) -> File:
    asked.check_query(request, operation.allowed)
    return find(asked.publication(request.path_params["ky"]), request)

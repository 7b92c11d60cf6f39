"""/data/changes/{old}..{new}.csv: every cell that changed between two publications, each named as below /data."""

import logging
from functools import lru_cache

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kh213.export.changes import changes_csv, changes_name
from kh213.release.comparing.diff import NotComparable, published_difference
from kh213.release.issues import Unusable
from kh213.site import asked, errors
from kh213.site.asked import OPEN, Publication, RefusalError
from kh213.site.openapi import CSV, KY, Described, Operation, Parameter
from kh213.site.sending.answers import Body, answer
from kh213.words import formats

_log = logging.getLogger(__name__)


async def _changes(request: Request) -> Response:
    try:
        return await to_thread.run_sync(_respond, request)
    except RefusalError as refused:
        return errors.short(refused.status, refused.key, headers=OPEN, **refused.parameters)


def _respond(request: Request) -> Response:
    asked.check_query(request, ())
    names = request.path_params["old"], request.path_params["new"]
    old, new = (asked.publication(ky) for ky in names)
    try:
        body = _file(old, new)
        name = changes_name(published_difference(old, new))
    except NotComparable as error:
        raise RefusalError(422, "data_error.not_comparable") from error
    except Unusable as error:
        _log.error("changes %s..%s: %s", *names, error)
        raise RefusalError(503, "data_error.broken", found=formats.excerpt(error.release)) from error
    return answer(
        body,
        request.headers,
        cache=_caching(*names),
        extra={**OPEN, "Content-Disposition": f'attachment; filename="{name}"'},
    )


def _caching(old: str, new: str) -> str:
    """A pair of dates never changes; with `latest` in it, it may at any time."""
    return next((asked.caching(ky) for ky in (old, new) if asked.caching(ky) != asked.A_YEAR), asked.A_YEAR)


@lru_cache(maxsize=4)
def _file(old: Publication, new: Publication) -> Body:
    return Body(changes_csv(published_difference(old, new)), CSV).ready()


_OLD = Parameter("old", "api.parameter.old", KY.schema)
_NEW = Parameter("new", "api.parameter.new", KY.schema)

routes: list[BaseRoute] = [
    Described(
        "/data/changes/{old}..{new}.csv", _changes, Operation("data_changes", "api.data_changes", CSV, (_OLD, _NEW))
    )
]

"""/data/: what there is to download, for data portals."""

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kh213.export.catalogue import Entry, catalogue, entry
from kh213.release.issues import Unusable
from kh213.release.publications import store
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.reading.read import read_plan
from kh213.release.reading.verbatim import verbatim
from kh213.site import asked, errors
from kh213.site.asked import A_MINUTE, OPEN, RefusalError
from kh213.site.downloads.served import ready
from kh213.site.openapi import JSON_LD, Described, Operation
from kh213.site.sending.answers import Body, answer
from kh213.view import addresses

_OPERATION = Operation("data_catalogue", "api.data_catalogue", JSON_LD, refusals=(422, 503))


async def _catalogue(request: Request) -> Response:
    try:
        asked.check_query(request, _OPERATION.allowed)
        name, body = await to_thread.run_sync(_file)
    except RefusalError as refused:
        return errors.short(refused.status, refused.key, headers=OPEN, **refused.parameters)
    extra = {**OPEN, "Content-Disposition": f'inline; filename="{name}"'}
    return answer(body, request.headers, cache=A_MINUTE, extra=extra)


def _file() -> tuple[str, Body]:
    """The catalogue of all releases that can be used; invented figures are for no portal. Raises RefusalError."""
    newest = asked.publication(store.LATEST).plan.release
    found = tuple(each for each in map(_entry_now, store.releases(store.data_root(), date.today())) if each)
    return f"{newest.plan_name.slug}-catalogue.jsonld", _body(found, addresses.site())


def _entry_now(name: str) -> Entry | None:
    folder = store.data_root() / "releases" / name
    return _entry(folder, store.stamp(folder))


@lru_cache(maxsize=512)
def _entry(folder: Path, _stamp: store.Stamp) -> Entry | None:
    """What is to be said of a release; None where it cannot be used. Read once while its files stay."""
    try:
        plan = read_plan(folder)
        descriptor = json.loads(verbatim(folder, plan.release.key).files[DESCRIPTOR])
    except Unusable:
        return None
    served = not plan.release.illustrative and plan.release.day.isoformat() == folder.name
    return entry(plan, descriptor) if served else None


@lru_cache(maxsize=2)
def _body(entries: tuple[Entry, ...], site: str) -> Body:
    return ready(catalogue(entries, site), JSON_LD)


routes: list[BaseRoute] = [Described(addresses.data_catalogue(), _catalogue, _OPERATION)]

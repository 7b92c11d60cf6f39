"""`/readyz`: whether readers should be sent to this replica. `/healthz` says only that the process answers."""

from datetime import date

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from kh213.release.publications import log, store
from kh213.site import errors
from kh213.site.openapi import TEXT, Described, Operation


async def readyz(_: Request) -> Response:
    """`ok`, or 503 while there is nothing to show: releases that have not been copied yet, a mount that is missing."""
    if await to_thread.run_sync(_is_ready):
        return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})
    return errors.short(503, "data_error.nothing_at_all")


def _is_ready() -> bool:
    root = store.data_root()
    try:
        store.open_publication(root, store.LATEST, date.today())
    except store.NoPublication:
        # That all were withdrawn is something to tell readers, and no other replica could show more.
        return bool(log.withdrawn(root))
    return True


_OPERATION = Operation("readyz", "api.readyz", TEXT, refusals=(503,), open=False, download=False, tagged=False)
route = Described("/readyz", readyz, _OPERATION)

"""Every address that the site answers itself, in one list. What is not in it, and is not one of the few doors of
Streamlit that stay open, is a 404.
"""

from functools import lru_cache

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from kh213.site import errors, feed, openapi, ready, sitemap
from kh213.site.bundle import files
from kh213.site.downloads import areas, catalogue, changes, citation, data
from kh213.site.drawn import brief, card, embed
from kh213.site.entrance import doors
from kh213.site.openapi import JSON, TEXT, Described, Operation
from kh213.site.pages import routes as pages
from kh213.site.sending.answers import ASK_AGAIN, Body, answer
from kh213.view import addresses


async def to_catalogue(_: Request) -> Response:
    """`/data` leads to `/data/`."""
    return RedirectResponse(addresses.data_catalogue(), 308)


async def healthz(_: Request) -> Response:
    """For a load balancer: the process answers."""
    return PlainTextResponse("ok", headers={"Cache-Control": "no-store"})


async def openapi_json(request: Request) -> Response:
    """What the addresses for programs take and answer."""
    document = await to_thread.run_sync(_openapi, addresses.site())
    return answer(document, request.headers, cache=ASK_AGAIN)


@lru_cache(maxsize=1)
def _openapi(_site: str) -> Body:
    return Body(openapi.document(routes), JSON)


async def favicon(request: Request) -> Response:
    """The address that browsers try unasked."""
    icon = await to_thread.run_sync(files.body, files.FAVICON)
    return answer(icon, request.headers, cache="public, max-age=86400")


class Elsewhere(BaseRoute):
    """The last of our routes: takes what nothing else took, except the doors of Streamlit that stay open.

    It stands before Streamlit's own routes, which would answer 200 with HTML for any address.
    """

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """FULL for all but Streamlit's open doors."""
        return (Match.NONE if doors.is_streamlits(scope["path"]) else Match.FULL), {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers 404."""
        await errors.not_found(Headers(scope=scope), scope["path"])(scope, receive, send)


_HEALTHZ = Operation("healthz", "api.healthz", TEXT, refusals=(), open=False, download=False, tagged=False)
_OPENAPI = Operation("openapi", "api.openapi", JSON, refusals=(), open=False, download=False)

routes: list[BaseRoute] = [
    *pages.routes,
    Described("/healthz", healthz, _HEALTHZ),
    ready.route,
    Described("/api/openapi.json", openapi_json, _OPENAPI),
    *sitemap.routes,
    *feed.routes,
    Route("/favicon.ico", favicon),
    *changes.routes,  # before those of one publication, which would take "changes" for its name
    Route(addresses.data_catalogue().rstrip("/"), to_catalogue),
    *catalogue.routes,
    *citation.routes,
    *areas.routes,
    *data.routes,
    *embed.routes,
    *brief.routes,
    *card.routes,
    Elsewhere(),
]

"""Every address that the site answers itself, in one list. What is not in it, and is not one of the few doors of
Streamlit that stay open, is a 404.
"""

from functools import lru_cache
from urllib.parse import parse_qsl, urlencode

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from kh213.site import (
    areas,
    brief,
    catalogue,
    changes,
    citation,
    data,
    doors,
    embed,
    errors,
    feed,
    files,
    openapi,
    sitemap,
)
from kh213.site.answers import ASK_AGAIN, Body, answer
from kh213.site.openapi import JSON, TEXT, Described, Operation
from kh213.site.shell import language_asked, shell, status_of
from kh213.view import addresses
from kh213.view.pages import PAGES, Page

# With it in the address, Streamlit's script asks a foreign host for a "static app" instead of this server.
_HARMFUL = "staticAppId"


def page_route(page: Page) -> Route:
    """The route of one page's first response."""

    async def first_response(request: Request) -> Response:
        if _HARMFUL in request.query_params:
            return RedirectResponse(_without(_HARMFUL, request), 307)
        language = language_asked(request.query_params.getlist("lang"))
        html = await to_thread.run_sync(shell, page, language, dict(request.query_params))
        status = await to_thread.run_sync(status_of, request.query_params.getlist("ky"))
        return answer(html, request.headers, cache=ASK_AGAIN, status=status)

    return Route(page.path, first_response, name=page.name)


def slash_route(page: Page) -> Route:
    """`/chi-tieu/` leads to `/chi-tieu`. The Location is a path: no Host header finds its way into it."""

    async def to_page(request: Request) -> Response:
        query = request.url.query
        return RedirectResponse(page.path + (f"?{query}" if query else ""), 308)

    return Route(f"{page.path}/", to_page)


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
        await errors.not_found(Headers(scope=scope))(scope, receive, send)


def _without(name: str, request: Request) -> str:
    kept = [(key, value) for key, value in parse_qsl(request.url.query, keep_blank_values=True) if key != name]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


_HEALTHZ = Operation("healthz", "api.healthz", TEXT, refusals=(), open=False, download=False, tagged=False)
_OPENAPI = Operation("openapi", "api.openapi", JSON, refusals=(), open=False, download=False)

routes: list[BaseRoute] = [
    *(page_route(page) for page in PAGES),
    *(slash_route(page) for page in PAGES if page.slug),
    Described("/healthz", healthz, _HEALTHZ),
    Described("/api/openapi.json", openapi_json, _OPENAPI),
    *sitemap.routes,
    *feed.routes,
    Route("/favicon.ico", favicon),
    *changes.routes,  # before those of one publication, which would take "changes" for its name
    *catalogue.routes,
    *citation.routes,
    *areas.routes,
    *data.routes,
    *embed.routes,
    *brief.routes,
    Elsewhere(),
]

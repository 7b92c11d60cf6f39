"""Every address that the site answers itself, in one list. What is not in it, and is not one of the few doors of
Streamlit that stay open, is a 404.
"""

from urllib.parse import parse_qsl, urlencode

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import Receive, Scope, Send

from kh213.site import data, doors, embed, errors, files
from kh213.site.answers import ASK_AGAIN, answer
from kh213.site.shell import language_asked, shell
from kh213.view.pages import PAGES, Page

# With it in the address, Streamlit's script asks a foreign host for a "static app" instead of this server.
_HARMFUL = "staticAppId"


def page_route(page: Page) -> Route:
    """The route of one page's first response."""

    async def first_response(request: Request) -> Response:
        if _HARMFUL in request.query_params:
            return RedirectResponse(_without(_HARMFUL, request), 307)
        language = language_asked(request.query_params.getlist("lang"))
        html = await to_thread.run_sync(shell, page, language)
        return answer(html, request.headers, cache=ASK_AGAIN)

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


async def robots(_: Request) -> Response:
    """The pages and files are for everyone; the platform's own addresses are of no use to a crawler."""
    rules = "User-agent: *\nDisallow: /_stcore/\nDisallow: /component/\nDisallow: /media/\n"
    return PlainTextResponse(rules, headers={"Cache-Control": "public, max-age=86400"})


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


routes: list[BaseRoute] = [
    *(page_route(page) for page in PAGES),
    *(slash_route(page) for page in PAGES if page.slug),
    Route("/healthz", healthz),
    Route("/robots.txt", robots),
    Route("/favicon.ico", favicon),
    *data.routes,
    *embed.routes,
    Elsewhere(),
]

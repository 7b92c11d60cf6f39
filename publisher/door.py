"""Who may come in: this machine alone. What the public site's guard does holds here too; one more door is open, the
uploads, and only to the page itself.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from html import escape
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st
from anyio import to_thread
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kh213.site import errors
from kh213.site.entrance.guard import Guard
from kh213.site.pages.shell import document, language_asked
from kh213.site.routes import Elsewhere, favicon, healthz
from kh213.site.sending.answers import ASK_AGAIN, Body, answer
from kh213.view.pages import Page
from kh213.words import words
from publisher import desk

MEGABYTES = 200  # of one file that is handed in
UPLOADS = "/_stcore/upload_file/"
PAGE = Page("publisher", "")
_OWN = {f"/publisher/{path.name}": path for path in (Path(__file__).parent / "static").iterdir()}
_TYPES = {".css": "text/css", ".js": "text/javascript"}


class Door:
    """ASGI middleware, the outermost: refuses whoever is not on this machine, or was led here by another site's name
    (DNS rebinding) or another site's page (a forged upload).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.guarded = app, Guard(app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self.app(scope, receive, send)
        elif not is_own(scope):
            await _refuse(scope, receive, send)
        elif scope["type"] == "http" and is_upload(scope):
            await self.app(scope, receive, send)
        else:
            await self.guarded(scope, receive, send)


def is_own(scope: Scope) -> bool:
    """Whether a request comes from this machine and asks for it by one of its own names."""
    client = scope.get("client")
    host = urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname
    return client is not None and is_loopback(client[0]) and host is not None and is_loopback(host)


def is_upload(scope: Scope) -> bool:
    """Whether the page itself hands a file in, or takes one away. Another origin's page says so in Origin."""
    headers = Headers(scope=scope)
    own = urlsplit(headers.get("origin", "")).netloc == headers.get("host")
    return scope["method"] in {"PUT", "DELETE"} and scope["path"].startswith(UPLOADS) and own


def is_loopback(host: str) -> bool:
    """Whether a name or number is this machine for itself."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await Guard(errors.short(403, "publisher.not_from_here"))(scope, receive, send)


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Refuses to serve on an address that others can reach; takes out what a killed server left behind."""
    address = st.get_option("server.address")
    if not address or not is_loopback(address):
        raise SystemExit("\n".join(words(language)("publisher.not_here_alone") for language in ("vi", "en")))
    await to_thread.run_sync(desk.sweep)
    yield


@cache
def first_response(language: str) -> Body:
    """The public site's shell with the title, style and script of this page, empty until the app has drawn it."""
    say = words(language)
    head = f"<title>{escape(say(f'page.{PAGE.name}.title'))}</title>"
    styles = tuple(address for address, path in sorted(_OWN.items()) if path.suffix == ".css")
    scripts = tuple(address for address, path in sorted(_OWN.items()) if path.suffix == ".js")
    without = say("publisher.noscript")
    html = document(language, head, "", styles=styles, scripts=scripts, without_script=without)
    return Body(html, "text/html")


async def page(request: Request) -> Response:
    """The page's first response."""
    body = await to_thread.run_sync(first_response, language_asked(request.query_params.getlist("lang")))
    return answer(body, request.headers, cache=ASK_AGAIN)


async def own_file(request: Request) -> Response:
    """The page's own style or script."""
    path = _OWN.get(request.url.path)
    if path is None:
        return errors.not_found(request.headers, request.url.path)
    content = await to_thread.run_sync(path.read_bytes)
    return answer(Body(content, _TYPES[path.suffix]), request.headers, cache=ASK_AGAIN)


class OtherThanUploads(Elsewhere):
    """404 for whatever nobody opened; the door above has looked at the uploads."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """FULL for all but Streamlit's open doors and the uploads."""
        return (Match.NONE, {}) if scope["path"].startswith(UPLOADS) else super().matches(scope)


routes: list[BaseRoute] = [
    Route("/", page),
    Route("/publisher/{name}", own_file),
    Route("/healthz", healthz),
    Route("/favicon.ico", favicon),
    OtherThanUploads(),
]

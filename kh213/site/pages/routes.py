"""The addresses of pages: the first response to each, and where its forms lead."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from kh213.arrange.asked import Asked, asked_of
from kh213.arrange.pieces import Arranged
from kh213.arrange.site import arranged
from kh213.model.plan import Plan
from kh213.release.publications import log, store
from kh213.site.bundle.needs import first_needs
from kh213.site.entrance.policy import is_embedded
from kh213.site.pages import first, shell
from kh213.site.pages.head import described, head
from kh213.site.sending.again import may_be_kept
from kh213.site.sending.answers import ASK_AGAIN, Body, answer
from kh213.view.pages import PAGES, Page
from kh213.words import words

# With it in the address, Streamlit's script asks a foreign host for a "static app" instead of this server.
_HARMFUL = "staticAppId"
_STREAMLITS = frozenset({"embed", "embed_options"})  # which st.query_params does not show to a page either
_MOST = 300  # first responses that are kept


class Found(NamedTuple):
    """A first response: its status with its body, or where a form leads."""

    status: int
    body: Body | None
    location: str = ""


def page_route(page: Page) -> Route:
    """The route of one page's first response."""

    async def first_response(request: Request) -> Response:
        if _HARMFUL in request.query_params:
            return RedirectResponse(_without(_HARMFUL, request), 307)
        found = await to_thread.run_sync(find, _asked(page, request))
        if found.body is None:
            return RedirectResponse(found.location, 303, {"Cache-Control": "no-store"})
        may_be_kept(request.scope)
        return answer(found.body, request.headers, cache=ASK_AGAIN, status=found.status)

    return Route(page.path, first_response, name=page.name)


def slash_route(page: Page) -> Route:
    """`/chi-tieu/` leads to `/chi-tieu`. The Location is a path: no Host header finds its way into it."""

    async def to_page(request: Request) -> Response:
        query = request.url.query
        return RedirectResponse(page.path + (f"?{query}" if query else ""), 308)

    return Route(f"{page.path}/", to_page)


def find(asked: Asked) -> Found:
    """The first response at an address. Reads the data folder (a listing and some stats): call it in a thread."""
    form, plain = first.forms(asked)
    page = arranged(plain)
    if form:
        return Found(303, None, first.chosen(page, plain, form))
    status = 410 if asked("ky") in log.withdrawn(store.data_root()) else 200
    return Found(status, _drawn(page, plain, _newest()))


@lru_cache(maxsize=_MOST)
def _drawn(arranged: Arranged, asked: Asked, newest: Plan | None) -> Body:
    lang = shell.language_asked([asked("lang")])
    page = next(each for each in PAGES if each.name == asked.page)
    query = dict(asked.query)
    found = head(page, lang, query, newest, title=arranged.title, description=described(page, lang, query))
    needed = first_needs(arranged.pieces, embedded=asked.embedded)
    html = shell.document(lang, found, first.body(arranged, asked, words(lang)), preloads=needed)
    return Body(html, "text/html").ready()


def _newest() -> Plan | None:
    try:
        return store.open_publication(store.data_root(), store.LATEST, date.today()).plan
    except store.NoPublication:
        return None


def _asked(page: Page, request: Request) -> Asked:
    items = [(name, value) for name, value in request.query_params.multi_items() if name not in _STREAMLITS]
    return asked_of(page.name, items, is_embedded(request.url.query))


def _without(name: str, request: Request) -> str:
    kept = [(key, value) for key, value in parse_qsl(request.url.query, keep_blank_values=True) if key != name]
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")


routes: list[BaseRoute] = [
    *(page_route(page) for page in PAGES),
    *(slash_route(page) for page in PAGES if page.slug),
]

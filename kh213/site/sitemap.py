"""/sitemap.xml and /robots.txt: what search engines may and should read."""

from functools import lru_cache

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from kh213.export.sitemap import sitemap
from kh213.model.plan import Plan
from kh213.release.publications import store
from kh213.site import asked, errors
from kh213.site.asked import RefusalError
from kh213.site.openapi import Described, Operation
from kh213.site.sending.answers import Body, answer
from kh213.view import addresses
from kh213.view.outside import known
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, words

XML = "application/xml"
_SITEMAP = Operation("sitemap", "citing.api.sitemap", XML, refusals=(404, 422, 503), open=False, download=False)
_RULES = "User-agent: *\nDisallow: /_stcore/\nDisallow: /component/\nDisallow: /media/\n"


async def robots(_: Request) -> Response:
    """The pages and files are for everyone; the platform's own addresses are of no use to a crawler."""
    site = addresses.site()
    rules = f"{_RULES}\nSitemap: {site}{addresses.sitemap()}\n" if site else _RULES
    return PlainTextResponse(rules, headers={"Cache-Control": "public, max-age=86400"})


async def _sitemap(request: Request) -> Response:
    try:
        return await to_thread.run_sync(_respond, request)
    except RefusalError as refused:
        return errors.short(refused.status, refused.key, headers={}, **refused.parameters)


def _respond(request: Request) -> Response:
    asked.check_query(request, _SITEMAP.allowed)
    site = addresses.site()
    if not site:  # a list of paths is no sitemap, and no Host header is believed
        raise RefusalError(404, "citing_error.no_site")
    return answer(_made(asked.publication(store.LATEST).plan, site), request.headers, cache=asked.A_MINUTE)


@lru_cache(maxsize=2)
def _made(plan: Plan, site: str) -> Body:
    reader = Reader(plan, words(LANGUAGES[0]), store.LATEST, plan.release.day)
    by_language = {lang: known.pages(each) for lang, each in known.languages(reader).items()}
    pages = (dict(zip(by_language, paths, strict=True)) for paths in zip(*by_language.values(), strict=True))
    return Body(sitemap(site, pages, plan.release.day), XML)


routes: list[BaseRoute] = [Described("/sitemap.xml", _sitemap, _SITEMAP), Route("/robots.txt", robots)]

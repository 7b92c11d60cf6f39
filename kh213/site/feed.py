"""/feed.atom: what was published, what turned, what was withdrawn."""

import logging
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kh213.export.atom import atom
from kh213.release.comparing.diff import Difference, published_difference
from kh213.release.issues import Unusable
from kh213.release.publications import in_use, log, store
from kh213.site import asked, errors
from kh213.site.asked import Publication, RefusalError
from kh213.site.openapi import LANG, Described, Operation
from kh213.site.sending.answers import Body, answer
from kh213.view import addresses
from kh213.view.outside.feed import News, feed
from kh213.words import LANGUAGES, formats, words

ATOM = "application/atom+xml"
_MOST = 12  # publications: as many as a year brings that has one every month
_FEED = Operation("feed", "citing.api.feed", ATOM, query=(LANG,), refusals=(422, 503), open=False, download=False)

_log = logging.getLogger(__name__)


async def _feed(request: Request) -> Response:
    try:
        return await to_thread.run_sync(_respond, request)
    except RefusalError as refused:
        return errors.short(refused.status, refused.key, headers={}, **refused.parameters)


def _respond(request: Request) -> Response:
    asked.check_query(request, _FEED.allowed)
    lang = asked.one_of(request, "lang", LANGUAGES, LANGUAGES[0])
    asked.publication(store.LATEST)  # refuses where there is none to tell of
    body = _made(_opened(), tuple(log.withdrawals(store.data_root()).values()), lang, addresses.site())
    return answer(body, request.headers, cache=asked.A_MINUTE)


def _opened() -> tuple[Publication, ...]:
    """The publications that the feed tells of, oldest first, and one before them to compare with."""
    root, today = store.data_root(), date.today()
    names = store.releases(root, today)[: _MOST + 1]
    return tuple(Publication(each.plan, each.folder) for each in in_use.opened(root, reversed(names), today))


@lru_cache(maxsize=2 * len(LANGUAGES))
def _made(opened: tuple[Publication, ...], withdrawn: tuple[log.Entry, ...], lang: str, site: str) -> Body:
    return Body(atom(feed(words(lang), tuple(_news(opened))[-_MOST:], withdrawn), site), ATOM)


def _news(opened: tuple[Publication, ...]) -> Iterator[News]:
    for before, publication in zip((None, *opened), opened, strict=False):
        yield publication.plan, _compared(before, publication) if before else None


@lru_cache(maxsize=_MOST)
def _compared(old: Publication, new: Publication) -> Difference:
    try:
        return published_difference(old, new)
    except Unusable as error:
        _log.error("feed: %s", error)
        raise RefusalError(503, "data_error.broken", found=formats.excerpt(error.release)) from error


routes: list[BaseRoute] = [Described("/feed.atom", _feed, _FEED)]

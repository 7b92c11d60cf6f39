"""/card/{ky}/{page}.png: the picture that chats and feeds show beside a link to a page (Open Graph)."""

from __future__ import annotations

import logging
import re

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute

from kh213.draw.card import card_svg
from kh213.draw.png import NotDrawn
from kh213.export import machine
from kh213.site import asked, errors
from kh213.site.asked import RefusalError
from kh213.site.drawn import pictures
from kh213.site.drawn.pictures import Picture
from kh213.site.openapi import AS_OF, KY, LANG, Described, Operation, Parameter, choice, text
from kh213.site.sending.answers import Body, answer
from kh213.site.sending.kept import Busy
from kh213.view import addresses
from kh213.view.area.places import asked_area, named_on
from kh213.view.outside.card import Subject, card
from kh213.view.pages import PAGES
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, formats, words

# A page that shuts others out (COEP) may still show a link to this one with its picture.
_HEADERS = {"Cross-Origin-Resource-Policy": "cross-origin"}
_A_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # ISO knows other ways, which would be other addresses
_NAMES = {addresses.card_slug(page.name): page.name for page in PAGES}

_PAGE = Parameter("page", "card_api.page", choice(_NAMES))
_SUBJECT = Parameter("ma", "card_api.subject", text("T06", "22"))
_ON = Parameter("luc", "card_api.luc", {"type": "string", "format": "date", "examples": ["2024-12-31"]})
# Of the parameters, those that only some pages take.
_OWN = {"indicator": (_SUBJECT.name,), "area": (_SUBJECT.name, _ON.name)}
_CARD = Operation("card", "card_api.card", "image/png", (KY, _PAGE), (_SUBJECT, _ON, LANG, AS_OF), open=False)

_log = logging.getLogger(__name__)


async def _respond(request: Request) -> Response:
    try:
        picture = await to_thread.run_sync(_find, request)
        content = await pictures.drawn(picture)
    except RefusalError as refused:
        return errors.short(refused.status, refused.key, headers={}, **refused.parameters)
    except Busy as busy:
        later = {"Retry-After": str(busy.seconds)}
        return errors.short(503, "embed_error.busy", headers=later, seconds=busy.seconds)
    except NotDrawn:
        _log.exception("no picture at %s", request.url.path)
        return errors.short(503, "card_error.not_drawn")
    return await to_thread.run_sync(_answer, request, picture, content)


def _answer(request: Request, picture: Picture, content: bytes) -> Response:
    extra = {**_HEADERS, "Content-Disposition": f'inline; filename="{picture.file}.png"'}
    return answer(Body(content, _CARD.media_type), request.headers, cache=picture.cache, extra=extra)


def _find(request: Request) -> Picture:
    """What the address asks for, before anything is drawn."""
    slug, ky = request.path_params["page"], request.path_params["ky"]
    if slug not in _NAMES:
        existing = ", ".join(_NAMES)
        raise RefusalError(404, "card_error.unknown_page", found=formats.excerpt(slug), existing=existing)
    asked.check_query(request, (*_OWN.get(_NAMES[slug], ()), LANG.name, AS_OF.name))
    plan = asked.publication(ky).plan
    w = words(asked.one_of(request, LANG.name, LANGUAGES, LANGUAGES[0]))
    reader = Reader(plan, w, ky, asked.as_of(request, plan.release.day) or plan.release.day)
    about = _subject(request, reader, _NAMES[slug])
    parts = ["lien-ket", slug, about.code, about.when]
    parts += [AS_OF.name, reader.as_of.isoformat()] if reader.day_moved else []
    parts += [w.lang] if w.lang != LANGUAGES[0] else []
    return Picture(
        file=machine.file_name(plan.release, "-".join(filter(None, parts))),
        key=("card", plan.release.key, *about, reader.as_of.isoformat(), w.lang),
        make=lambda: card_svg(card(reader, about)),
        cache=asked.caching(ky),
    )


def _subject(request: Request, reader: Reader, page: str) -> Subject:
    """The page's target or place; the page in general where none is named."""
    code, when = (request.query_params.get(parameter.name) for parameter in (_SUBJECT, _ON))
    if page == "area" and (code is not None or when is not None):
        area = asked_area(reader, code or "", when or "")
        if area is None or area.code != code:
            raise RefusalError(422, "card_error.unknown_area", found=formats.excerpt(code or ""))
        if when is not None and not (_A_DAY.fullmatch(when) and named_on(area, when)):
            raise RefusalError(422, "card_error.unknown_day", found=formats.excerpt(when))
    if page == "indicator" and code is not None and code not in reader.plan.targets:
        existing = ", ".join(reader.plan.targets)
        raise RefusalError(422, "card_error.unknown_target", found=formats.excerpt(code), existing=existing)
    return Subject(page, code or "", when or "")


routes: list[BaseRoute] = [Described("/card/{ky}/{page}.png", _respond, _CARD)]

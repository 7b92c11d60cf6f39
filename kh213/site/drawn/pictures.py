"""/embed: how an address becomes a picture, or a light page for somebody else's frame.

A picture is made once for a publication and a set of parameters, and kept on disk (sending/kept.py); making never
happens twice at once, and never in the server's own thread.
"""

from __future__ import annotations

import logging
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from kh213.draw import framed
from kh213.draw.paper.picture import LEAST, MOST
from kh213.draw.png import NotDrawn, png
from kh213.site import asked, errors
from kh213.site.asked import RefusalError
from kh213.site.openapi import LANG, Described, Operation, Parameter, choice, whole
from kh213.site.sending.again import may_be_kept
from kh213.site.sending.answers import Body, answer
from kh213.site.sending.kept import Busy, Kept, folder, hash_of
from kh213.view import addresses
from kh213.words import LANGUAGES, Words, words

PAGE = "html"
TYPES = {"svg": "image/svg+xml", "png": "image/png", PAGE: "text/html"}
_WIDTH = 960  # pixels, where none is asked for
_THEMES = ("light", "dark")
# An <img> of a page that shuts others out (COEP) needs to be told that it may show this.
_OPEN = {**asked.OPEN, "Cross-Origin-Resource-Policy": "cross-origin"}

_theme = Parameter("theme", "api.picture.theme", choice(_THEMES, _THEMES[0]))
_page_theme = Parameter("theme", "api.picture.page_theme", choice(framed.THEMES, framed.AUTO))
_width = Parameter("width", "api.picture.width", whole(LEAST, MOST, _WIDTH))
_scale = Parameter("scale", "api.picture.scale", whole(1, 2, 1))
_MANNERS = {"svg": (LANG, _theme, _width), "png": (LANG, _theme, _width, _scale), PAGE: (LANG, _page_theme)}

_log = logging.getLogger(__name__)
_pictures = Kept(folder("embed"))


class Manner(NamedTuple):
    """In which form, language, theme and size something is to be shown."""

    ending: str
    w: Words
    theme: str
    width: int
    scale: int

    @property
    def dark(self) -> bool:
        return self.theme == "dark"

    @property
    def unusual(self) -> tuple[str, ...]:
        """What of it a file name tells."""
        return tuple(part for part in (self.w.lang, self.theme) if part in ("en", "dark"))

    @property
    def key(self) -> tuple[str, ...]:
        return self.ending, self.w.lang, self.theme, str(self.width), str(self.scale)


class Picture(NamedTuple):
    """One picture or page: what it is saved as, what it is kept under, how it is made, how long it may be kept."""

    file: str
    key: tuple[str, ...]
    make: Callable[[], str]
    cache: str


Finder = Callable[[Request, Manner], Picture]


def route(path: str, ending: str, find: Finder, operation: Operation) -> Described:
    """A route below `/embed/{ky}` in the form that its ending says. `operation` is what all forms have in common."""
    query = operation.query + _MANNERS[ending]
    own = replace(operation, name=f"{operation.name}_{ending}", media_type=TYPES[ending], query=query)

    async def respond(request: Request) -> Response:
        try:
            asked.check_query(request, own.allowed)
            manner = _manner(request, ending)
            picture = await to_thread.run_sync(find, request, manner)
            content = await _pictures.get(
                "\n".join((_software(), addresses.site(), *picture.key, *manner.key)), _maker(picture, manner)
            )
        except RefusalError as refused:
            return errors.short(refused.status, refused.key, headers=_OPEN, **refused.parameters)
        except Busy as busy:
            later = {**_OPEN, "Retry-After": str(busy.seconds)}
            return errors.short(503, "embed_error.busy", headers=later, seconds=busy.seconds)
        except NotDrawn:
            _log.exception("no picture at %s", request.url.path)
            return errors.short(503, "embed_error.not_drawn", headers=_OPEN)
        may_be_kept(request.scope)
        return await to_thread.run_sync(_respond, request, picture, manner, content)

    return Described(f"/embed/{{ky}}/{path}.{ending}", respond, own)


async def drawn(picture: Picture) -> bytes:
    """The PNG of a picture that is drawn in one manner only, from the same folder. Raises Busy, NotDrawn."""
    return await _pictures.get("\n".join((_software(), *picture.key)), lambda: png(picture.make()))


def _manner(request: Request, ending: str) -> Manner:
    themes, usual = (framed.THEMES, framed.AUTO) if ending == PAGE else (_THEMES, _THEMES[0])
    return Manner(
        ending,
        words(asked.one_of(request, "lang", LANGUAGES, LANGUAGES[0])),
        asked.one_of(request, "theme", themes, usual),
        asked.whole_number(request, "width", LEAST, MOST, _WIDTH),
        asked.whole_number(request, "scale", 1, 2, 1),
    )


def _maker(picture: Picture, manner: Manner) -> Callable[[], bytes]:
    if manner.ending == "png":
        return lambda: png(picture.make(), manner.scale)
    return lambda: picture.make().encode()


def _respond(request: Request, picture: Picture, manner: Manner, content: bytes) -> Response:
    extra = {**_OPEN, "Content-Disposition": f'inline; filename="{picture.file}.{manner.ending}"'}
    if manner.ending == PAGE:
        extra["Content-Security-Policy"] = page_policy(manner.theme)
    return answer(_body(content, TYPES[manner.ending]), request.headers, cache=picture.cache, extra=extra)


@lru_cache(maxsize=64)
def _body(content: bytes, media_type: str) -> Body:
    """What many ask for is hashed and compressed once."""
    return Body(content, media_type)


@lru_cache(maxsize=len(framed.THEMES))
def page_policy(theme: str) -> str:
    """Of a framed page: its own style and its own script, both by their hashes, and nothing else from anywhere."""
    return (
        f"default-src 'none'; style-src {_hashed(framed.style(theme))}; script-src {_hashed(framed.SCRIPT)}; "
        "base-uri 'none'; form-action 'none'; frame-ancestors *"
    )


def _hashed(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _software() -> str:
    package = Path(__file__).parents[2]
    return hash_of((package, package.parent / ".streamlit"))

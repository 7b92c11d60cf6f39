"""The fixed files that the site serves: Streamlit's bundle, the map component, Leaflet and our own.

Each folder is listed once at start; only a listed file is ever opened, so no address can climb out of it, and
an unknown name is a real 404 (Streamlit answers 200 with HTML for `/static/js/anything.js`).
"""

import mimetypes
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from kh213.draw.still import fitting
from kh213.site import theme
from kh213.site.bundle.packing import Fixed, Packing, places
from kh213.site.sending.again import may_be_kept
from kh213.site.sending.answers import ASK_AGAIN, FOREVER, answer
from kh213.view import addresses

COMPONENT = "/component/streamlit_folium.st_folium"
STYLESHEET = addresses.static("kh213.css")
SCRIPT = addresses.static("kh213.js")
FIRST = addresses.static("first.js")
ICON = addresses.static("icon.svg")
FAVICON = addresses.static("favicon.ico")
FONT = addresses.TEXT_FONT
ICONS = addresses.static("fonts/kh213-icons-2.980.woff2")

packing = Packing(*places())

_TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".html": "text/html",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain",
}
# Their names or folders carry a hash or a version: the bytes at such an address never change.
_MARKS = addresses.static("marks/")
_FOR_GOOD = ("/static/", f"{COMPONENT}/static/", addresses.leaflet(""), addresses.static("fonts/"))


def package(name: str) -> Path:
    """The folder of an installed package, found without importing it. Raises ModuleNotFoundError."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name)
    return Path(spec.origin).parent


@cache
def listed() -> dict[str, Path]:
    """Every address that a file answers, with the file. Source maps stay out: no reader needs them."""
    folders = {
        "/static/": package("streamlit") / "static" / "static",
        f"{COMPONENT}/": package("streamlit_folium") / "frontend" / "build",
        addresses.leaflet(""): package("js_lib_leaflet") / "static" / "js_lib_leaflet",
        addresses.static(""): Path(__file__).parents[1] / "static",
    }
    found = {
        prefix + path.relative_to(folder).as_posix(): path
        for prefix, folder in folders.items()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in {".map", ".md"}
    }
    return found | {text_font(found): found[FONT], icon_font(found): found[ICONS]}


def text_font(addresses_found: Iterable[str]) -> str:
    """The address of Streamlit's text font, 170 KB, where our subset of the same type answers, 41 KB.

    Not a second @font-face of the same family: while that one is on its way, Chromium asks for the first one too.
    Raises ValueError where a new version of Streamlit has none or several.
    """
    return _only("/static/media/SourceSansVF-Upright.", addresses_found)


def icon_font(addresses_found: Iterable[str]) -> str:
    """The address of Streamlit's icons, 375 KB, which its script asks for on every page; our subset, 4 KB, answers.

    Raises ValueError where a new version of Streamlit has none or several.
    """
    return _only("/static/media/MaterialSymbols-Rounded.", addresses_found)


def _only(start: str, addresses_found: Iterable[str]) -> str:
    found = [each for each in addresses_found if each.startswith(start)]
    if len(found) != 1:
        raise ValueError(f"Streamlit's bundle has {len(found)} files {start}*; files.py expects one")
    return found[0]


@cache
def body(address: str) -> Fixed:
    """The file at a listed address, read and compressed on first demand and kept (the whole bundle is 15 MB).

    Its brotli form comes later, where it does not lie ready on disk (packing.py). Reads the disk and compresses: call it
    in a thread. Raises KeyError for an address that is not listed.
    """
    path = listed()[address]
    media_type = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    colours = (theme.variables() + theme.drawn() + fitting()).encode() if address == STYLESHEET else b""
    return packing.take(Fixed(colours + path.read_bytes(), media_type).ready())


def versioned(address: str) -> str:
    """The address of one of our own files with its hash in the query, so that a browser may keep it for good."""
    return f"{address}?v={body(address).tag}"


def caching(address: str, query: str) -> str:
    """How long the file at an address may be kept: for good where the address names these very bytes."""
    if address in (text_font(listed()), icon_font(listed())):
        return "public, max-age=604800"  # the hash in the name is not that of our bytes
    if address.startswith(_MARKS):
        return "public, max-age=86400"
    is_named = address.startswith(_FOR_GOOD) or query == f"v={body(address).tag}"
    return FOREVER if is_named else ASK_AGAIN


class Files:
    """ASGI middleware that answers the fixed files. A middleware, because Streamlit refuses routes of ours for
    `/static` and `/component`.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in listed():
            await self.app(scope, receive, send)
            return
        address = scope["path"]
        found = await to_thread.run_sync(body, address)
        kept = caching(address, scope["query_string"].decode("latin-1"))
        # The map lives in an origin of its own (entrance/policy.py), and a font from another origin needs leave.
        extra = {"Access-Control-Allow-Origin": "*"} if address == FONT else {}
        if not found.packs or found.brotli:  # else a better form is to come
            may_be_kept(scope)
        await answer(found, Headers(scope=scope), cache=kept, extra=extra)(scope, receive, send)

"""Answers to what cannot be answered: short, in both languages, with the right status."""

from html import escape

from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from kh213.site import theme
from kh213.view import addresses
from kh213.words import LANGUAGES, words

_FILES = ("/data/", "/embed/", "/brief/", "/api/")

# The error page carries its own style and loads nothing, so it also stands where nothing else answers.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


def short(status: int, key: str, *, headers: dict[str, str] | None = None, **parameters: object) -> Response:
    """Two lines of plain text, Vietnamese then English: the sentence `key` of words with its parameters."""
    lines = [words(language)(key, **parameters) for language in LANGUAGES]
    return PlainTextResponse("\n".join(lines) + "\n", status, {"Cache-Control": "no-store", **(headers or {})})


def not_found(asked: Headers, path: str) -> Response:
    """404: a page for a reader who followed a link, two lines for a program. Among the files it says where all are."""
    key = "http.no_such_file" if path.startswith(_FILES) else "http.not_found"
    return page(404, key) if _wants_page(asked) else short(404, key)


def page(status: int, key: str) -> Response:
    """The sentence `key` as a small HTML page in both languages, with the way home."""
    blocks = "".join(_block(language, key) for language in LANGUAGES)
    title = escape(words(LANGUAGES[0])(key))
    return HTMLResponse(
        f'<!DOCTYPE html>\n<html lang="{LANGUAGES[0]}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="robots" content="noindex"><title>{title}</title><style>{theme.variables()}{_STYLE}</style></head>'
        f"<body><main>{blocks}</main></body></html>\n",
        status,
        {"Cache-Control": "no-store", "Content-Security-Policy": _POLICY},
    )


def _block(language: str, key: str) -> str:
    say = words(language)
    heading = "h1" if language == LANGUAGES[0] else "h2"
    home = addresses.page("overview", lang=None if language == LANGUAGES[0] else language)
    return (
        f'<section lang="{language}"><{heading}>{escape(say(key))}</{heading}>'
        f'<p><a href="{escape(home)}">{escape(say("http.home"))}</a></p></section>'
    )


def _wants_page(asked: Headers) -> bool:
    """A browser opening a document says so (Fetch metadata); an older one names text/html in Accept."""
    destination = asked.get("sec-fetch-dest")
    if destination:
        return destination in {"document", "iframe", "frame"}
    return "text/html" in asked.get("accept", "")


_STYLE = (
    "body{margin:0;background:var(--kh-paper);color:var(--kh-ink);font:1rem/1.5 sans-serif}"
    "main{max-width:38rem;margin:0 auto;padding:3rem 1.25rem}h1,h2{font-size:1.25rem;line-height:1.4;margin:0 0 .5rem}"
    "section+section{margin-top:2rem}a{color:var(--kh-accent)}"
    "a:focus-visible{outline:3px solid var(--kh-accent);outline-offset:2px}"
)

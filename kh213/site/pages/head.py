"""The head of the first response: what the page is called and says where a link to it is shared, its address for good,
its other languages, the feed, the data.
"""

import json
import logging
from collections.abc import Iterator, Mapping
from functools import lru_cache
from html import escape
from typing import NamedTuple

from kh213.arrange.asked import Asked
from kh213.arrange.visits import Visit, visit
from kh213.model.plan import Plan
from kh213.release.publications import store
from kh213.view import addresses
from kh213.view.outside import known
from kh213.view.outside.card import HEIGHT, WIDTH, Card, address, card, description, subject, whose
from kh213.view.outside.dataset import dataset
from kh213.view.pages import Page
from kh213.view.reader import Reader
from kh213.view.withdrawn import withdrawn_page
from kh213.words import LANGUAGES, words

_ABOUT_DATA = frozenset({"overview", "data"})
_NOINDEX = '<meta name="robots" content="noindex" />'
_LOCALES = {"vi": "vi_VN", "en": "en_GB"}


_log = logging.getLogger("kh213")


class _Told(NamedTuple):
    """What the page at an address shows, and what is said of it beside a link."""

    reader: Reader
    card: Card


def head(
    page: Page, language: str, query: Mapping[str, str], plan: Plan | None, *, title: str, description: str
) -> str:
    """The elements for the head of a page at an address with this `query`; `plan` is the newest publication, if any,
    `title` and `description` are those of what the page shows.

    Invented figures, pages about an address that somebody holds already, and those that say that there is no such thing
    are not for search engines; a link to them has its picture where it is shared. Looks at the data folder (a listing
    and a stat): call it in a thread.
    """
    reader = Reader(plan, words(language), store.LATEST, plan.release.day) if plan else None
    lines = [
        f"<title>{escape(title)}</title>",
        _meta("description", description, "name"),
        _meta("color-scheme", "light dark", "name"),
        *_shared(language, title, description),
        *_pictured(page, language, query),
        _feed(language),
    ]
    if page.name == "verify" or query.get("ky") == store.DEMO or reader is None or _is_nothing(reader, page, query):
        lines.append(_NOINDEX)
    else:
        lines += _addresses(reader, page, query)
        lines += [_dataset(reader.plan, language, addresses.site())] if page.name in _ABOUT_DATA else []
    return "\n".join(lines)


def _is_nothing(reader: Reader, page: Page, query: Mapping[str, str]) -> bool:
    about_one = page.name in {"indicator", "area"} and bool(query.get("ma", "").strip())
    return about_one and not subject(reader, page.name, query).code


def described(page: Page, language: str, query: Mapping[str, str]) -> str:
    """The description of a page at an address: the verdict in words where it has one, else what the page is for. Of a
    withdrawn publication, why it was. Looks at the data folder, as `head` does.
    """
    gone = _visit(page, language, query)
    if gone and gone.withdrawn:
        told = withdrawn_page(gone.reader, gone.withdrawn, "")
        return f"{told.when} {told.why}"
    found = _told(page, language, query)
    return description(found.reader, found.card) if found else words(language)(f"page.{page.name}.description")


def _told(page: Page, language: str, query: Mapping[str, str]) -> _Told | None:
    """None where there is nothing to tell: nothing is published, or what was asked for is withdrawn.

    A page that fails says so itself, with an answer (arrange/site.py); its head must not fail either.
    """
    try:
        look = _visit(page, language, query)
        if look is None or look.withdrawn:
            return None
        return _Told(look.reader, card(look.reader, subject(look.reader, page.name, query)))
    except Exception:  # noqa: BLE001  what happened is for the log
        _log.exception("the head of page %s failed", page.name)
        return None


def _visit(page: Page, language: str, query: Mapping[str, str]) -> Visit | None:
    try:
        return visit(Asked(page.name, tuple({**query, "lang": language}.items())))
    except store.NoPublication:
        return None


def _shared(language: str, title: str, description: str) -> Iterator[str]:
    yield _meta("og:type", "website")
    yield _meta("og:title", title)
    yield _meta("og:description", description)
    yield _meta("og:locale", _LOCALES[language])
    yield from (_meta("og:locale:alternate", _LOCALES[other]) for other in LANGUAGES if other != language)


def _pictured(page: Page, language: str, query: Mapping[str, str]) -> Iterator[str]:
    """The picture beside a link with its alt text, whose it is, and the address that the link leads to.

    All addresses here are absolute or useless: a site that does not know its own names no picture. Of a withdrawn
    publication there is none either; that of the newest would say something else.
    """
    told, site = _told(page, language, query), addresses.site()
    if told:
        yield _meta("og:site_name", told.reader.w("frame.site", plan=whose(told.reader)))
    if not told or not site:
        yield _meta("twitter:card", "summary", "name")
        return
    # The canonical address, but with the publication and the day that were chosen: services fetch what stands here and
    # show that, and a link to old or invented figures must not be shown with the newest.
    yield _meta("og:url", site + known.canonical(told.reader, page.name, query))
    yield _meta("og:image", site + address(told.reader, subject(told.reader, page.name, query)))
    yield _meta("og:image:type", "image/png")
    yield _meta("og:image:width", str(WIDTH))
    yield _meta("og:image:height", str(HEIGHT))
    yield _meta("og:image:alt", told.card.alt)
    yield _meta("twitter:card", "summary_large_image", "name")


def _meta(name: str, content: str, kind: str = "property") -> str:
    return f'<meta {kind}="{name}" content="{escape(content)}" />'


def _feed(language: str) -> str:
    title = escape(words(language)("citing.feed.subtitle"))
    href = escape(addresses.site() + addresses.feed(language if language != LANGUAGES[0] else None))
    return f'<link rel="alternate" type="application/atom+xml" title="{title}" href="{href}" />'


def _addresses(reader: Reader, page: Page, query: Mapping[str, str]) -> list[str]:
    site = addresses.site()
    by_language = {
        lang: escape(site + known.canonical(each, page.name, query)) for lang, each in known.languages(reader).items()
    }
    forms = {**by_language, "x-default": by_language[LANGUAGES[0]]}
    return [
        f'<link rel="canonical" href="{by_language[reader.w.lang]}" />',
        *(f'<link rel="alternate" hreflang="{lang}" href="{href}" />' for lang, href in forms.items()),
    ]


@lru_cache(maxsize=2 * len(LANGUAGES))
def _dataset(plan: Plan, language: str, site: str) -> str:
    """The Dataset as a data block, which no browser runs; `<` is written as a number, so nothing in it can end it."""
    reader = Reader(plan, words(language), store.LATEST, plan.release.day)
    content = json.dumps(dataset(reader, site), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{content}</script>'

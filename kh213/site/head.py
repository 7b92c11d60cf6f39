"""What the first response says to programs: the page's address for good, its other languages, the feed, the data."""

import json
from collections.abc import Mapping
from functools import lru_cache
from html import escape

from kh213.model.plan import Plan
from kh213.release import store
from kh213.view import addresses, known
from kh213.view.dataset import dataset
from kh213.view.pages import Page
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, words

_ABOUT_DATA = frozenset({"overview", "data"})
_NOINDEX = '<meta name="robots" content="noindex" />'


def head(page: Page, language: str, query: Mapping[str, str], plan: Plan | None) -> str:
    """The elements for the head of a page at an address with this query; `plan` is the newest publication, if any.

    Invented figures, and pages about an address that somebody holds already, are not for search engines.
    """
    reader = Reader(plan, words(language), store.LATEST, plan.release.day) if plan else None
    lines = [_feed(language)]
    if page.name == "verify" or query.get("ky") == store.DEMO or reader is None:
        lines.append(_NOINDEX)
    else:
        lines += _addresses(reader, page, query)
        lines += [_described(reader.plan, language, addresses.site())] if page.name in _ABOUT_DATA else []
    return "".join(f"\n    {line}" for line in lines)


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
def _described(plan: Plan, language: str, site: str) -> str:
    """The Dataset as a data block, which no browser runs; `<` is written as a number, so nothing in it can end it."""
    reader = Reader(plan, words(language), store.LATEST, plan.release.day)
    content = json.dumps(dataset(reader, site), ensure_ascii=False).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{content}</script>'

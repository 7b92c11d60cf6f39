"""The first response to a page: Streamlit's index.html, told what page it is and in which language.

Streamlit serves one index.html for every address, in English, titled "Streamlit", with 200 for what does not
exist. The edits below each fail loudly where a new version of Streamlit has changed what they look for.
"""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from html import escape

from kh213.model.plan import Plan
from kh213.release import log, store
from kh213.site import files
from kh213.site.answers import Body
from kh213.site.head import head as head_for
from kh213.view import addresses
from kh213.view.pages import Page
from kh213.words import LANGUAGES, words

_MOST = 500  # first responses that are kept: every page, target and place in both languages is some 200
_INDEX = files.package("streamlit") / "static" / "index.html"


def shell(page: Page, language: str, query: Mapping[str, str] | None = None) -> Body:
    """The HTML of a page's first response in one of LANGUAGES, at an address with this query; without one, of a page
    that has no address for good. Raises ValueError where an edit finds no place.

    Looks at the data folder for the newest publication (a listing and a stat): call it in a thread.
    """
    plan = _newest()
    head = "" if query is None else head_for(page, language, query, plan)
    return _shell(page, language, title(page, language, plan), head)


def title(page: Page, language: str, plan: Plan | None) -> str:
    """The page's title with the plan's name, as the page itself sets it later; alone where nothing is published."""
    say = words(language)
    own = say(f"page.{page.name}.title")
    return say("frame.page_title", page=own, plan=plan.release.plan_name.short_name.within(language)) if plan else own


def _newest() -> Plan | None:
    try:
        return store.open_publication(store.data_root(), store.LATEST, date.today()).plan
    except store.NoPublication:
        return None


@lru_cache(maxsize=_MOST)
def _shell(page: Page, language: str, title: str, head: str) -> Body:
    html = _INDEX.read_text("utf-8")
    for pattern, replacement in _edits(page, language, title, head):
        before, *rest = re.split(pattern, html, flags=re.DOTALL)
        if len(rest) != 1:
            raise ValueError(f"Streamlit's index.html has {len(rest)} places for {pattern!r}; shell.py expects one")
        html = before + replacement + rest[0]
    # A page may lie deeper than the root: from there the bundle's relative addresses would miss.
    return Body(html.replace('"./static/', '"/static/').encode(), "text/html")


def language_asked(given: list[str]) -> str:
    """The language of a first response: the last `lang` where it is known, else the first of LANGUAGES.

    The last, because the page (st.query_params) and kh213.js take that one too.
    """
    return given[-1] if given and given[-1] in LANGUAGES else LANGUAGES[0]


def status_of(given: list[str]) -> int:
    """The status of a first response by the `ky` in its address: 410 for a release that was withdrawn.

    Looks at the release log (a stat): call it in a thread.
    """
    return 410 if given and given[-1] in log.withdrawn(store.data_root()) else 200


def preloads() -> list[str]:
    """The files of the bundle that every first visit asks for, from index.html: compressed ahead at start."""
    return re.findall(r'"\.(/static/[^"]+)"', _INDEX.read_text("utf-8"))


def _edits(page: Page, language: str, title: str, head: str) -> list[tuple[str, str]]:
    """Pairs of what to find in index.html, exactly once, and what to put there."""
    say = words(language)
    return [
        (r'<html lang="en">', f'<html lang="{language}">'),
        (r'<meta\s+name="viewport"[^>]*>', '<meta name="viewport" content="width=device-width, initial-scale=1" />'),
        (
            r"<title>Streamlit</title>",
            _head(title, say(f"page.{page.name}.description"), language) + head,
        ),
        (
            r'<link rel="shortcut icon"[^>]*>',
            f'<link rel="icon" href="{files.versioned(files.ICON)}" type="image/svg+xml" />',
        ),
        # The agent API is closed (doors.py), so nothing points to it.
        (r'<!--\s+Machine-readable pointer.*?-->\s*<link rel="service-desc"[^>]*>', ""),
        # The one inline script marks a state for a crawler's service that is not used here; without it no inline
        # script is left and the policy needs no hash. Ours comes before the bundle's module, which reads it.
        (
            r"<!-- initialize window.prerenderReady.*?</script>",
            f'<script src="{files.versioned(files.SCRIPT)}"></script>',
        ),
        # Our stylesheet comes after Streamlit's: of two equal rules the later one wins.
        (
            r"</head>",
            f'  <link rel="stylesheet" href="{files.versioned(files.STYLESHEET)}" />\n  </head>',
        ),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{_without_script(language)}</p></noscript>"),
        (
            r'<div id="root"></div>',
            f'<a class="kh-skip" href="#">{escape(say("frame.skip"))}</a>\n    <div id="root"></div>',
        ),
    ]


def _without_script(language: str) -> str:
    package = addresses.data_package("latest")
    return words(language)("site.noscript", package=f'<a href="{package}">{package}</a>')


def _head(title: str, description: str, language: str) -> str:
    heading, text = escape(title), escape(description)
    locale = {"vi": "vi_VN", "en": "en_GB"}[language]
    return (
        f"<title>{heading}</title>\n"
        f'    <meta name="description" content="{text}" />\n'
        '    <meta name="color-scheme" content="light dark" />\n'
        '    <meta property="og:type" content="website" />\n'
        f'    <meta property="og:locale" content="{locale}" />\n'
        f'    <meta property="og:title" content="{heading}" />\n'
        f'    <meta property="og:description" content="{text}" />'
    )

"""What stands around every page: where the reader is, in which publication, and who is speaking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kh213.release.publications.store import DEMO, LATEST
from kh213.view import addresses
from kh213.view.pages import PAGES
from kh213.view.pinned import pinned
from kh213.view.reader import FIRST_DAY, Link, Reader
from kh213.words import LANGUAGES, Words, formats

# Who chooses another publication asks anew what it is compared with.
_SETTLED_BY_PUBLICATION = ("tu",)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader must be told before the page, and where to go from there ("" is nowhere)."""

    text: str
    href: str = ""
    to: str = ""
    more: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    ky: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """The two choices that every page obeys, as a form: the publication, and the day as of which it is read.

    `others` are the other parameters of the address, which the form carries along; days are ISO.
    """

    state: str
    publications: tuple[Publication, ...]
    day: str
    first_day: str
    last_day: str
    others: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    site: str
    home: str
    here: str
    full: str
    path: str
    menu: tuple[Link, ...]
    other_language: str
    settings: Settings
    illustrative: bool
    band: Notice | None
    demo: str
    moved: str
    unmoved: str
    release: str
    data: str
    changes: str
    method: str
    not_official: str
    address: str


def frame(
    reader: Reader,
    page: str,
    query: dict[str, str],
    releases: Sequence[str],
    official: bool,
    site: str = "",
    *,
    demo: bool = True,
    preview: bool = False,
) -> Frame:
    """The frame of a page.

    `query` is the page's own part of the address, `releases` the dates of all there are, newest first; `official` is
    the operator's word that the site is the province's own; `site` is the site's own address, for what is printed; `demo` says
    whether there are illustrative figures to look at, `preview` that what is shown has not been published.
    """
    w, release = reader.w, reader.plan.release
    other = LANGUAGES[1] if w.lang == LANGUAGES[0] else LANGUAGES[0]
    shared = {**query, **reader.kept()}
    lasting = {name: value for name, value in query.items() if name not in _SETTLED_BY_PUBLICATION}
    moved = _moved(reader) if reader.day_moved else ""
    return Frame(
        site=w("frame.site", plan=reader.say(release.plan_name.short_name)),
        home=reader.link("overview"),
        here=reader.link(page),
        full=addresses.page(page, **shared),
        path=addresses.page(page, **lasting, lang=reader.kept()["lang"]),
        menu=tuple(Link(w(f"page.{item.name}.title"), reader.link(item.name)) for item in PAGES if item.in_menu),
        other_language=addresses.page(page, **shared | {"lang": other if other != LANGUAGES[0] else None}),
        settings=_settings(reader, lasting, releases, demo),
        illustrative=release.illustrative,
        band=_band(w, release.illustrative, preview, addresses.page(page, **query, lang=shared["lang"])),
        demo=addresses.page("overview", lang=shared["lang"], ky=DEMO) if demo else "",
        moved=moved,
        unmoved=addresses.page(page, **shared | {"tai": None}),
        release=w(
            "frame.footer_demo" if release.illustrative else "frame.footer_release", day=formats.day(w, release.day)
        ),
        data=reader.link("data"),
        changes=reader.link("changes"),
        method=reader.link("method"),
        not_official=""
        if official
        else w("frame.not_official", province=formats.area_inside(w, reader.plan.areas.province)),
        address=pinned(reader, site, page, **query),
    )


def _band(w: Words, illustrative: bool, preview: bool, real: str) -> Notice | None:
    """What stays in sight however far one scrolls: that the figures are invented, or not published."""
    if illustrative:
        return Notice(w("frame.illustrative_band"), real, w("frame.illustrative_leave"))
    return Notice(w("frame.preview_band")) if preview else None


def _moved(reader: Reader) -> str:
    """That the day was moved, and how many figures count only from the release because nobody dated them."""
    w, plan = reader.w, reader.plan
    undated = sum(
        n
        for (known_on, published_on, source), n in plan.observed.tally(
            "known_on", "published_on", "source_code"
        ).items()
        if known_on == plan.release.day and published_on is None and plan.sources[source].published_on is None
    )
    said = w("frame.day_moved", day=formats.day(w, reader.as_of))
    return f"{said} {w('frame.undated', n=undated)}" if undated else said


def _settings(reader: Reader, query: dict[str, str], releases: Sequence[str], demo: bool) -> Settings:
    w, release = reader.w, reader.plan.release
    key = "frame.publication_demo" if release.illustrative else "frame.publication"
    state = w(key, day=formats.day(w, release.day))
    if reader.day_moved:
        state += ", " + w("frame.as_of", day=formats.day(w, reader.as_of))
    days = [formats.day(w, date.fromisoformat(name)) for name in releases]
    named = [
        (LATEST, w("frame.latest", day=days[0] if days else "")),
        *zip(releases[1:], days[1:], strict=True),
        *([(DEMO, w("frame.demo"))] if demo else []),
    ]
    kept = {"lang": reader.kept()["lang"], **query}
    return Settings(
        state=state,
        publications=tuple(Publication(ky, name, ky == reader.ky) for ky, name in named),
        day=reader.as_of.isoformat() if reader.day_moved else "",
        first_day=FIRST_DAY.isoformat(),
        last_day=release.day.isoformat(),
        others=tuple((name, value) for name, value in kept.items() if value),
    )

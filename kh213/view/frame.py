"""What stands around every page: where the reader is, in which publication, and who is speaking."""

from __future__ import annotations

from dataclasses import dataclass

from kh213.view import addresses
from kh213.view.pages import PAGES
from kh213.view.reader import Link, Reader
from kh213.words import LANGUAGES, formats


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that the reader must be told before the page, and where to go from there ("" is nowhere)."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    site: str
    home: str
    here: str
    menu: tuple[Link, ...]
    other_language: str
    illustrative: bool
    real: str
    demo: str
    moved: str
    unmoved: str
    release: str
    data: str
    method: str
    not_official: str


def frame(reader: Reader, page: str, query: dict[str, str], official: bool) -> Frame:
    """The frame of a page. `query` is the page's own part of the address; `official` is the operator's word."""
    w, release = reader.w, reader.plan.release
    other = LANGUAGES[1] if w.lang == LANGUAGES[0] else LANGUAGES[0]
    shared = {**query, **reader.kept()}
    moved = w("frame.day_moved", day=formats.day(w, reader.as_of)) if reader.day_moved else ""
    return Frame(
        site=w("frame.site", plan=reader.say(release.plan_name.short_name)),
        home=reader.link("overview"),
        here=reader.link(page),
        menu=tuple(Link(w(f"page.{item.name}.title"), reader.link(item.name)) for item in PAGES),
        other_language=addresses.page(page, **shared | {"lang": other if other != LANGUAGES[0] else None}),
        illustrative=release.illustrative,
        real=addresses.page(page, **query, lang=shared["lang"]),
        demo=addresses.page("overview", lang=shared["lang"], ky="demo"),
        moved=moved,
        unmoved=addresses.page(page, **shared | {"tai": None}),
        release=w("frame.footer_release", day=formats.day(w, release.day)),
        data=reader.link("data"),
        method=reader.link("method"),
        not_official="" if official else w("frame.not_official", province=formats.area_inside(w, reader.plan.areas.province)),
    )

"""The address under which a view stays what it is: that of a dated release in place of the latest."""

from __future__ import annotations

from dataclasses import dataclass

from kh213.model.areas import Area
from kh213.release.publications.store import DEMO, LATEST
from kh213.view import addresses
from kh213.view.reader import Link, Reader
from kh213.words import LANGUAGES, formats


@dataclass(frozen=True, slots=True)
class Share:
    """An address to send to somebody else, and what it promises."""

    said: str
    href: str


def pinned(reader: Reader, site: str, page: str, **query: str | None) -> str:
    """The address of a page with its publication named by its date; absolute where the `site`'s own one is known."""
    day = reader.plan.release.day.isoformat()
    ky = {"ky": day if reader.ky == LATEST else reader.ky}
    return site + addresses.page(page, **{**query, **reader.kept(), **ky})


def share(reader: Reader, site: str, page: str, **query: str | None) -> Share:
    """The same with its sentence. Illustrative figures are one set that may be made anew: nothing is promised of it."""
    release = reader.plan.release
    day = formats.day(reader.w, release.day)
    said = reader.w("place.share_demo") if release.illustrative else reader.w("place.share", day=day)
    return Share(said, pinned(reader, site, page, **query))


def to_check(reader: Reader, site: str, target_code: str, area: Area) -> str:
    """Where whoever has a conclusion on a place in hand sees whether it still holds; "" for invented figures."""
    if reader.plan.release.illustrative:
        return ""
    place = area.code if area != reader.plan.areas.province else None
    return pinned(reader, site, "verify", ma=target_code, noi=place)


def latest_link(reader: Reader, page: str, **query: str | None) -> Link | None:
    """From a page that is pinned to one publication to that of the newest; None on one that follows it."""
    if reader.ky in (LATEST, DEMO):
        return None
    lang = reader.w.lang if reader.w.lang != LANGUAGES[0] else None
    day = formats.day(reader.w, reader.plan.release.day)
    return Link(reader.w("framed.latest", day=day), addresses.page(page, **query, lang=lang))

"""What a map says where it stands alone, as a picture in a slide or on paper: the page's view, and what must not be
missing once nobody can look around any more (unit, source, days, what kind of drawing it is).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kh213.view import addresses
from kh213.view.map.choices import TILES, Choices
from kh213.view.map.page import MapPage, Place, figure_of
from kh213.view.pinned import latest_link
from kh213.view.reader import Link, Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class StaticMap:
    """A map as a picture says it. `page` is the view of the page: classes, legend and figures are its own.

    `stamp` is "" for published figures. `source` is never left out, `notes` only where there is no room at all.
    """

    page: MapPage
    lang: str
    stamp: str
    subtitle: tuple[str, ...]
    notes: tuple[str, ...]
    source: str
    description: str


def static_map(reader: Reader, chosen: Choices, page: MapPage) -> StaticMap:
    w = reader.w
    return StaticMap(
        page=page,
        lang=w.lang,
        stamp=reader.stamp,
        subtitle=(page.kicker, _what(reader, chosen, page), *filter(None, (page.context, *page.gap[:1]))),
        notes=tuple(filter(None, (page.scale_note, page.no_layer, _drawing(reader, page), page.credit))),
        source=source_line(reader, page.foot),
        description=_description(reader, chosen, page),
    )


def _what(reader: Reader, chosen: Choices, page: MapPage) -> str:
    """Period, level, unit; of context, the line above says the unit already."""
    w = reader.w
    said = [_capital(page.period), w(f"level.{page.level}")]
    if chosen.target:
        said.append(w("picture.unit", unit=reader.say(chosen.indicator.unit)))
    return " · ".join(said)


def _drawing(reader: Reader, page: MapPage) -> str:
    return page.reading or reader.w("picture.no_drawing", day=formats.day(reader.w, page.day))


def source_line(reader: Reader, foot: str) -> str:
    """Who published what when, in which release, and whose picture it is. `foot` is "" where nothing was published."""
    w, release = reader.w, reader.plan.release
    said = [foot or w("picture.release", release=formats.day(w, release.day))]
    if reader.day_moved:
        said.append(_capital(w("frame.as_of", day=formats.day(w, reader.as_of))) + ".")
    said.append(w("frame.site", plan=reader.say(release.plan_name.short_name)) + ".")
    return " ".join(said)


def _description(reader: Reader, chosen: Choices, page: MapPage) -> str:
    """What the table would say: how many areas in every class, and the two ends."""
    classes = [f"{row.areas}: {row.label}" + (f" ({row.span})" if row.span else "") for row in page.legend if row.count]
    return " ".join((page.title + ".", "; ".join(classes) + ".", *_ends(reader, chosen, page)))


def _ends(reader: Reader, chosen: Choices, page: MapPage) -> tuple[str, ...]:
    """The areas with the highest and the lowest figure; none where all are the same."""
    places = page.by_code
    known = []
    for area in chosen.areas.values():
        row = figure_of(reader, chosen, area)
        if row is not None and row.value is not None and area.code in places:
            known.append((row.value, places[area.code]))
    if len({value for value, _ in known}) < 2:
        return ()
    low, high = (pick(value for value, _ in known) for pick in (min, max))
    if chosen.indicator.kind == "rank":
        low, high = high, low  # rank 1 is the highest
    return _end(reader, page, "highest", high, known), _end(reader, page, "lowest", low, known)


def _end(reader: Reader, page: MapPage, which: str, value: Fraction, known: Sequence[tuple[Fraction, Place]]) -> str:
    there = [place for each, place in known if each == value]
    first = min(there, key=lambda place: (place.district, place.bare, place.code))
    area = first.name if page.level == "district" else f"{first.name} ({first.district})"
    if len(there) > 1:
        area = reader.w("picture.and_more", area=area, n=len(there) - 1)
    return reader.w(f"picture.{which}", area=area, figure=first.figure)


def framed_links(reader: Reader, chosen: Choices) -> tuple[Link, ...]:
    """From a map in another site's frame: to the whole view, to its figures, and from a pinned one to the newest."""
    w = reader.w
    query = {
        "ma": chosen.code,
        "cap": chosen.level,
        "thoi": chosen.moment.code,
        "trong": chosen.within.code if chosen.within else None,
        "so": chosen.beside.code if chosen.beside else None,
        "ve": chosen.drawing if chosen.drawing != TILES else None,
    }
    newest = latest_link(reader, "map", ma=chosen.code, cap=chosen.level)
    links = [
        Link(w("frame.full"), reader.link("map", **query)),
        Link(w("framed.data"), addresses.data_indicator(reader.ky, chosen.indicator.code)),
    ]
    return tuple(links + ([newest] if newest else []))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

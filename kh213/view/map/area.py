"""One area picked on the map: its figure, its verdict, and what it was made of and became."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kh213.model.areas import Area, AreaChange
from kh213.model.figures import series
from kh213.model.periods import previous_day
from kh213.view.map.choices import Choices
from kh213.view.map.page import MapPage
from kh213.view.map.places import Place, figure_of, place_of
from kh213.view.reader import Link, Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Kin:
    """An area that another one was made of or became, with its last figure of the indicator ("" for none)."""

    place: Link
    figure: str


@dataclass(frozen=True, slots=True)
class Event:
    """What happened to an area on a day: the sentence up to the areas concerned, these, and the resolution."""

    sentence: str
    kin: tuple[Kin, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class MapArea:
    place: Place
    period: str
    since: str
    history: tuple[Event, ...]
    unchanged: str
    links: tuple[Link, ...]


def map_area(reader: Reader, chosen: Choices, page: MapPage, area: Area) -> MapArea:
    """The area that is picked, or the district that is opened: that one is not among the page's places."""
    areas = reader.plan.areas
    place = page.by_code.get(area.code) or place_of(reader, chosen, area, figure_of(reader, chosen, area), "")
    made = _events(reader, chosen, area, areas.made_of(area), "made")
    became = _events(reader, chosen, area, areas.became(area), "became")
    return MapArea(
        place=place,
        period=page.period,
        since=_since(reader, area),
        history=(*made, *became),
        unchanged="" if made or became else reader.w("map.unchanged"),
        links=_links(reader, chosen, area),
    )


def _links(reader: Reader, chosen: Choices, area: Area) -> tuple[Link, ...]:
    name = reader.area_name(area)
    links = [Link(reader.w("map.more", area=name), reader.place(area).href)]
    if chosen.level == "district":
        kept = {"so": chosen.beside.code if chosen.beside else None, "thoi": chosen.moment.code}
        inside = reader.link("map", ma=chosen.code, cap="commune", trong=area.code, **kept)
        links.insert(0, Link(reader.w("map.inside", area=name), inside))
    return tuple(links)


def _since(reader: Reader, area: Area) -> str:
    """During which days the area is what it is here."""
    w = reader.w
    if area.valid_from and area.valid_to:
        return w("map.span.both", first=formats.day(w, area.valid_from), last=formats.day(w, area.valid_to))
    if area.valid_from:
        return w("map.span.since", first=formats.day(w, area.valid_from))
    return w("map.span.until", last=formats.day(w, area.valid_to)) if area.valid_to else ""


def _events(
    reader: Reader, chosen: Choices, area: Area, changes: tuple[AreaChange, ...], direction: str
) -> tuple[Event, ...]:
    """The links of one day by what happened, each with all its areas."""

    def what(change: AreaChange) -> tuple[str, str]:
        return change.kind, change.legal_basis or ""

    grouped = groupby(sorted(changes, key=what), key=what)
    return tuple(_event(reader, chosen, area, list(links), direction) for _, links in grouped)


def _event(reader: Reader, chosen: Choices, area: Area, links: list[AreaChange], direction: str) -> Event:
    w, areas = reader.w, reader.plan.areas
    first = links[0]
    before, after = previous_day(first.changed_on), first.changed_on
    if direction == "made":
        others = [areas.at(link.from_code, before) for link in links]
    else:
        others = [areas.at(link.to_code, after) for link in links]
    found = [other for other in others if other is not None]
    sentence = w(
        f"map.{direction}.{first.kind}", day=formats.day(w, after), parent=_parent(reader, area, links, direction)
    )
    kin = () if first.kind == "reparent" else tuple(_kin(reader, chosen, other) for other in found)
    return Event(sentence, kin, formats.document(w, first.legal_basis or ""))


def _parent(reader: Reader, area: Area, links: list[AreaChange], direction: str) -> str:
    """The unit that an area moved from (made) or to (became)."""
    link, areas = links[0], reader.plan.areas
    day: date = previous_day(link.changed_on) if direction == "made" else link.changed_on
    other = areas.at(link.from_code if direction == "made" else link.to_code, day)
    parent = areas.parent(other, day) if other else None
    return formats.area_inside(reader.w, parent) if parent else reader.area_name(area)


def _kin(reader: Reader, chosen: Choices, other: Area) -> Kin:
    w, indicator = reader.w, chosen.indicator
    rows = series(reader.plan, indicator.code, other, reader.as_of)
    figure = ""
    if rows:
        beside = chosen.target.value if chosen.target else None
        period = formats.period(w, rows[-1].time_period, rows[-1].accumulation)
        figure = w("chart.figure", period=period, figure=formats.figure(w, indicator, rows[-1], beside))
    return Kin(reader.place(other), figure)

"""Which place: found by name, by code, or by going through the list; and how a place is told from its namesakes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kh213.model.areas import LEVELS, Area
from kh213.model.search import find, last_day
from kh213.view.area.origins import Turned, turned_into
from kh213.view.reader import Link, Reader
from kh213.words import formats

MOST_RESULTS = 40


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a list: `where` it lies, `when` it was in force if it is not, and what it is now."""

    name: Link
    where: str
    when: str
    now: Turned | None


@dataclass(frozen=True, slots=True)
class Places:
    name: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found, or that it found nothing; `more` says how many are not shown."""

    headline: str
    groups: tuple[Places, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with those inside it, for going through the list."""

    unit: Link | None
    summary: str
    inside: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Browse:
    """The list of all units on one day."""

    heading: str
    said: str
    branches: tuple[Branch, ...]


def results(reader: Reader, text: str) -> Results:
    """What a text may mean, districts before communes."""
    found = find(reader.plan.areas, text, reader.as_of)
    shown = found.areas[:MOST_RESULTS]
    key = "nothing" if not shown else "guessed" if found.guessed else "one" if len(found.areas) == 1 else "found"
    groups = tuple(
        Places(reader.w(f"level.{level}"), tuple(_place(reader, area) for area in shown if area.level == level))
        for level in LEVELS
        if any(area.level == level for area in shown)
    )
    more = len(found.areas) - len(shown)
    return Results(
        headline=reader.w(f"place.search.{key}", n=len(found.areas), text=formats.excerpt(text.strip())),
        groups=groups,
        more=reader.w("place.search.more", n=more) if more else "",
    )


def asked_area(reader: Reader, code: str, when: str) -> Area | None:
    """The area that an address names: its code on the day `when` (ISO) or, without one, on the reader's day.

    Where a code names nothing then, it is what it last named before, else what it named first.
    """
    areas = reader.plan.areas
    history = areas.history(code) or areas.history(code.zfill(5))
    if not history:
        return None
    code = history[0].code
    asked = areas.at(code, day) if (day := _day(when)) else None
    ended = [area for area in history if area.valid_to and area.valid_to < reader.as_of]
    return asked or areas.at(code, reader.as_of) or (ended[-1] if ended else history[0])


def named_on(area: Area, when: str) -> bool:
    """Whether an address that gives a day gives one on which the area was in force."""
    day = _day(when)
    return day is not None and area.in_force(day)


def namesakes(reader: Reader, area: Area) -> tuple[Link, ...]:
    """What else the code of an area has meant, each with its span."""
    return tuple(dated(reader, other) for other in reader.plan.areas.history(area.code) if other != area)


def dated(reader: Reader, area: Area) -> Link:
    """A link to a place that says when it was in force, where it is not on the reader's day."""
    link, when = reader.place(area), when_in_force(reader, area)
    return Link(f"{link.text} ({when})" if when else link.text, link.href)


def when_in_force(reader: Reader, area: Area) -> str:
    """ "đến 30/06/2025": the span of a unit that is not in force on the reader's day; "" for one that is."""
    return "" if area.in_force(reader.as_of) else validity(reader, area)


def validity(reader: Reader, area: Area) -> str:
    """ "từ 01/01/2020 đến 30/06/2025"; "" for a unit without a known beginning or end."""
    w = reader.w
    first = formats.day(w, area.valid_from) if area.valid_from else ""
    last = formats.day(w, area.valid_to) if area.valid_to else ""
    if not first and not last:
        return ""
    return w(f"place.valid.{'both' if first and last else 'since' if first else 'until'}", first=first, last=last)


def parent(reader: Reader, area: Area) -> Area | None:
    """What an area lay in, when it was in force."""
    return reader.plan.areas.parent(area, last_day(area))


def browse(reader: Reader) -> tuple[Browse, ...]:
    """The units of the reader's day and, where the map has changed since the deadline, those of that day."""
    due = max((target.due.last for target in reader.plan.targets.values()), default=reader.as_of)
    areas = reader.plan.areas
    if areas.on(reader.as_of, "district") or reader.as_of <= due:
        return (_by_district(reader, reader.as_of),)
    return _all_communes(reader, reader.as_of), _by_district(reader, due)


def _place(reader: Reader, area: Area) -> Place:
    above = parent(reader, area)
    return Place(
        name=reader.place(area),
        where=reader.area_name(above) if above else "",
        when=when_in_force(reader, area),
        now=turned_into(reader, area),
    )


def _by_district(reader: Reader, day: date) -> Browse:
    areas, w = reader.plan.areas, reader.w
    districts = areas.on(day, "district")
    return Browse(
        heading=w("place.browse.districts", n=len(districts)),
        said=w("place.browse.day", day=formats.day(w, day)),
        branches=tuple(_branch(reader, unit, areas.on(day, "commune", unit.code)) for unit in districts),
    )


def _all_communes(reader: Reader, day: date) -> Browse:
    w = reader.w
    communes = reader.plan.areas.on(day, "commune")
    inside = tuple(reader.place(unit) for unit in communes)
    return Browse(
        heading=w("place.browse.communes", n=len(communes)),
        said=w("place.browse.day", day=formats.day(w, day)),
        branches=(Branch(None, w("place.browse.all", n=len(communes)), inside),),
    )


def _branch(reader: Reader, unit: Area, inside: Sequence[Area]) -> Branch:
    return Branch(
        reader.place(unit),
        reader.w("place.browse.inside", n=len(inside)),
        tuple(reader.place(part) for part in inside),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None

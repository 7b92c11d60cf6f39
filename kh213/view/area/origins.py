"""What a place was made of, where only those units can be told of, and which places hold its ground now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kh213.model.areas import SAME_TERRITORY, Area
from kh213.model.periods import previous_day
from kh213.model.search import last_day, now
from kh213.view.area.figures import itself_on, part_link
from kh213.view.area.words import kinds
from kh213.view.reader import Link, Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Origin:
    """A district, and those of its units that a younger place was made of."""

    district: Link | None
    units: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """Which places hold the ground of one that is no more, since when."""

    said: str
    places: tuple[Link, ...]


def deadline(reader: Reader) -> date:
    """The last day of the plan's last due period."""
    return max((target.due.last for target in reader.plan.targets.values()), default=reader.as_of)


def origins(reader: Reader, area: Area, *, has_figures: bool) -> tuple[tuple[Area, ...], date]:
    """The units that a place was made of and the day on which they stood, where they are what can be told of it.

    Of a place whose ground is younger than the deadline (or the reader's day) these are the units of that day; of one
    that was merged before, and has no figure of its own yet, those of the day before the merger.
    """
    areas = reader.plan.areas
    day = min(reader.as_of, deadline(reader))
    begins = area.valid_from.last if area.valid_from else None
    if begins is None:
        return (), day
    if begins > day:
        return (() if itself_on(reader, area, day) else areas.ancestry_ends(area, day)), day
    merged = any(link.kind not in SAME_TERRITORY for link in areas.made_of(area))
    return (areas.predecessors(area) if merged and not has_figures else ()), previous_day(begins)


def by_district(reader: Reader, area: Area, units: Sequence[Area], day: date) -> tuple[Origin, ...]:
    groups: dict[Area | None, list[Area]] = {}
    for unit in units:
        groups.setdefault(reader.plan.areas.parent(unit, day), []).append(unit)
    return tuple(
        Origin(reader.place(district) if district else None, tuple(part_link(reader, area, unit) for unit in inside))
        for district, inside in groups.items()
    )


def turned_into(reader: Reader, area: Area) -> Turned | None:
    """What a place has become by the reader's day; None while it is in force, or where nothing is known to follow."""
    areas, w = reader.plan.areas, reader.w
    last = last_day(area)
    gone = area.valid_to is not None and last < reader.as_of
    units = now(areas, area, reader.as_of) if gone else ()
    if not units:
        return None
    since = max((unit.valid_from.last for unit in units if unit.valid_from), default=last)
    before = [origin for unit in units for origin in areas.ancestry_ends(unit, last)]
    whole = all(area.code in {origin.code, origin.parent_code} for origin in before)
    key = "one" if len(units) == 1 else "whole" if whole else "part"
    said = w(f"place.turned_{key}", day=formats.day(w, since), kinds=kinds(reader, units))
    return Turned(said, tuple(reader.place(unit) for unit in units))

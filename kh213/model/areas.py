"""Areas in time: who existed on a day, under which parent, and what became of whom.

GSO gives codes out again (06652 was Phường Hà Phong, is Phường Hà Tu since 2025): a code alone is not an area, a code
on a day is. Every look-up here therefore asks for a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from kh213.model.periods import Day, previous_day

LEVELS = ("province", "district", "commune")

# Changes after which a unit is still the same territory; a merger or a split makes another one.
SAME_TERRITORY = frozenset({"rename", "reclassify", "reparent"})


@dataclass(frozen=True, slots=True)
class Area:
    """An administrative unit during one span of validity; both ends are days in force, None is open."""

    code: str
    name: str
    area_type: str
    level: str
    parent_code: str | None = None
    valid_from: Day | None = None
    valid_to: date | None = None

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from.last <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class AreaChange:
    """One successor link: what `from_code` was until the day before, `to_code` is (in part) from `changed_on`."""

    from_code: str
    to_code: str
    changed_on: date
    kind: str
    legal_basis: str | None = None


@dataclass(frozen=True)
class Areas:
    """All units of a plan over time."""

    spans: tuple[Area, ...]
    changes: tuple[AreaChange, ...] = ()

    @cached_property
    def _by_code(self) -> dict[str, tuple[Area, ...]]:
        spans: dict[str, list[Area]] = defaultdict(list)
        for area in self.spans:
            spans[area.code].append(area)
        return {code: tuple(sorted(found, key=_begins)) for code, found in spans.items()}

    @cached_property
    def _changes_to(self) -> dict[tuple[str, date], tuple[AreaChange, ...]]:
        return _grouped((change.to_code, change.changed_on, change) for change in self.changes)

    @cached_property
    def _changes_from(self) -> dict[tuple[str, date], tuple[AreaChange, ...]]:
        return _grouped((change.from_code, previous_day(change.changed_on), change) for change in self.changes)

    @cached_property
    def province(self) -> Area:
        """The plan's own area: the unit of the highest level. Raises LookupError where there is none."""
        for area in self.spans:
            if area.level == "province":
                return area
        raise LookupError("no area of level 'province'")

    @cached_property
    def change_days(self) -> tuple[date, ...]:
        """Every day on which the map changed, oldest first."""
        return tuple(sorted({change.changed_on for change in self.changes}))

    def history(self, code: str) -> tuple[Area, ...]:
        """All that a code has meant, oldest first."""
        return self._by_code.get(code, ())

    def at(self, code: str, day: date) -> Area | None:
        """The area that a code names on a day."""
        return next((area for area in self.history(code) if area.in_force(day)), None)

    def on(self, day: date, level: str, parent_code: str | None = None) -> tuple[Area, ...]:
        """The units of one level in force on a day, in the order of their codes; of one parent where it is given."""
        found = (
            area
            for area in self.spans
            if area.level == level and area.in_force(day) and (parent_code is None or area.parent_code == parent_code)
        )
        return tuple(sorted(found, key=lambda area: area.code))

    def parent(self, area: Area, day: date) -> Area | None:
        return self.at(area.parent_code, day) if area.parent_code else None

    def became(self, area: Area) -> tuple[AreaChange, ...]:
        """The links that end this span; empty while it is in force, or where nothing but its record ended."""
        return self._changes_from.get((area.code, area.valid_to), ()) if area.valid_to else ()

    def made_of(self, area: Area) -> tuple[AreaChange, ...]:
        """The links that begin this span."""
        return self._changes_to.get((area.code, area.valid_from.last), ()) if area.valid_from else ()

    def predecessors(self, area: Area) -> tuple[Area, ...]:
        """The units, as they stood the day before, that this one was made of; itself among them if it only grew."""
        found = (self.at(link.from_code, previous_day(link.changed_on)) for link in self.made_of(area))
        return tuple(unit for unit in found if unit is not None)

    def successors(self, area: Area) -> tuple[Area, ...]:
        found = (self.at(link.to_code, link.changed_on) for link in self.became(area))
        return tuple(unit for unit in found if unit is not None)

    def same_territory(self, code: str, on: date, later: date) -> bool:
        """Whether what a code named on one day is, on a later one, the same ground under whatever name or parent."""
        area = self.at(code, on)
        if area is None:
            return False
        while not area.in_force(later):
            following = self.at(area.code, _next_day(area.valid_to)) if area.valid_to else None
            if following is None:
                return False
            links = (*self.became(area), *self.made_of(following))
            if not links or any(link.kind not in SAME_TERRITORY for link in links):
                return False  # where no link says what happened, the code may have been given out again
            area = following
        return True

    def ancestry_ends(self, area: Area, on: date) -> tuple[Area, ...]:
        """The units in force on an earlier day that today's unit was made of, through every change between."""
        reached: dict[tuple[str, str], Area] = {}
        waiting = [area]
        while waiting:
            unit = waiting.pop()
            if unit.in_force(on):
                reached[unit.code, unit.name] = unit
            elif unit.valid_from is not None and unit.valid_from.last > on:
                before = self.predecessors(unit)
                if not before:
                    earlier = self.at(unit.code, previous_day(unit.valid_from.last))
                    before = (earlier,) if earlier else ()
                waiting.extend(before)
        return tuple(sorted(reached.values(), key=lambda unit: unit.code))


def _begins(area: Area) -> date:
    return area.valid_from.last if area.valid_from else date.min


def _next_day(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)


def _grouped(changes: Iterable[tuple[str, date, AreaChange]]) -> dict[tuple[str, date], tuple[AreaChange, ...]]:
    groups: dict[tuple[str, date], list[AreaChange]] = defaultdict(list)
    for code, day, change in changes:
        groups[code, day].append(change)
    return {key: tuple(found) for key, found in groups.items()}

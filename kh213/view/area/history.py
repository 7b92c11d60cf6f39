"""What happened to a place: how it came about, what it was before, what became of it, and by which resolution."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kh213.model.areas import SAME_TERRITORY, Area, AreaChange
from kh213.view.area.places import parent
from kh213.view.reader import Link, Reader
from kh213.words import formats

# Changes of the ground after which a unit may still go by its name and code: it has grown.
GROWING = frozenset({"merge", "split_and_merge"})


@dataclass(frozen=True, slots=True)
class Event:
    day: str
    said: str
    units: tuple[Link, ...]
    basis: str


def events(reader: Reader, area: Area) -> tuple[Event, ...]:
    """What happened to a place, newest first: how it and all before it came about, and what came of it."""
    made: dict[tuple[str, date], Area] = {}
    waiting = [area]
    while waiting:
        unit = waiting.pop()
        if unit.valid_from and (unit.code, unit.valid_from.last) not in made:
            made[unit.code, unit.valid_from.last] = unit
            waiting.extend(reader.plan.areas.predecessors(unit))
    begun = [(unit.valid_from.last, _beginning(reader, unit)) for unit in made.values() if unit.valid_from]
    ended = [(unit.valid_to, _end(reader, unit)) for unit in _line(reader, area) if unit.valid_to]
    told = sorted((*begun, *ended), key=lambda item: item[0], reverse=True)
    return tuple(event for _, event in told if event is not None)


def _line(reader: Reader, area: Area) -> Iterable[Area]:
    """A unit and, as long as each became just one, those that followed it."""
    yield area
    following = reader.plan.areas.successors(area)
    while following:
        yield from following
        following = reader.plan.areas.successors(following[0]) if len(following) == 1 else ()


def _beginning(reader: Reader, area: Area) -> Event | None:
    links = reader.plan.areas.made_of(area)
    before = reader.plan.areas.predecessors(area)
    if not links or area.valid_from is None:
        return None
    w = reader.w
    itself = [unit for unit in before if (unit.code, unit.name) == (area.code, area.name)]
    key = _kind(links)
    if key in GROWING and itself and len(before) > 1:
        key, before = "grow", tuple(unit for unit in before if unit not in itself)
    above = parent(reader, area)
    said = w(f"place.made.{key}", area=reader.area_name(area), parent=reader.area_name(above) if above else "")
    partly = {link.from_code for link in links if link.kind == "split"}
    units = tuple(_origin_link(reader, unit, partly=unit.code in partly, parented=key == "reparent") for unit in before)
    return Event(formats.day(w, area.valid_from), said, units, _basis(reader, links))


def _origin_link(reader: Reader, unit: Area, *, partly: bool, parented: bool) -> Link:
    link = reader.place(unit)
    above = parent(reader, unit) if parented else None
    text = f"{link.text}, {reader.area_name(above)}" if above else link.text
    return Link(reader.w("place.partly", name=text) if partly else text, link.href)


def _end(reader: Reader, area: Area) -> Event | None:
    links = reader.plan.areas.became(area)
    after = reader.plan.areas.successors(area)
    if area.valid_to is None:
        return None
    w = reader.w
    day = date.fromordinal(area.valid_to.toordinal() + 1)
    if not links:
        gone = area.level != "province" and not reader.plan.areas.on(day, area.level)
        name = reader.area_name(area)
        level = w(f"place.at_level.{area.level}") if gone else ""
        said = w("place.became.level_gone", area=name, level=level) if gone else w("place.became.nothing", area=name)
        return Event(formats.day(w, day), said, (), "")
    above = parent(reader, after[0]) if after else None
    key = _kind(links)
    if key in GROWING and [(unit.code, unit.name) for unit in after] == [(area.code, area.name)]:
        key = "grow"
    said = w(f"place.became.{key}", area=reader.area_name(area), parent=reader.area_name(above) if above else "")
    return Event(formats.day(w, day), said, tuple(reader.place(unit) for unit in after), _basis(reader, links))


def _kind(links: Sequence[AreaChange]) -> str:
    """What to call a change: by its one kind where the ground stayed the same, else a merger or a split."""
    kinds = {link.kind for link in links}
    if len(kinds) == 1 and kinds <= SAME_TERRITORY:
        return next(iter(kinds))
    if kinds == {"split"}:
        return "split"
    return "split_and_merge" if "split" in kinds else "merge"


def _basis(reader: Reader, links: Sequence[AreaChange]) -> str:
    found = dict.fromkeys(link.legal_basis for link in links if link.legal_basis)
    return formats.document(reader.w, "; ".join(found))

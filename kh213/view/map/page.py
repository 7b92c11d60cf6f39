"""One indicator over all areas of a level in one period: what the map, its legend and its table say.

A figure belongs to the area as it stood in its period, so the areas are those in force on the period's last day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache

from kh213.model.search import fold
from kh213.release.boundaries.layers import Layer, NotCovered
from kh213.release.grids import Grid, grid_for
from kh213.view.map import words as say
from kh213.view.map.change import Differences, differences
from kh213.view.map.choices import GEOGRAPHY, Choices
from kh213.view.map.places import Place, figure_of, place_of
from kh213.view.map.scale import MISSING, Scale, Step, scale
from kh213.view.reader import Link, Reader
from kh213.words import formats

__all__ = ["LegendRow", "MapPage", "Place", "figure_of", "map_page"]


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One class and how many areas fall into it; `areas` says that number in words."""

    code: str
    label: str
    span: str
    count: int
    areas: str


@dataclass(frozen=True, eq=False)
class MapPage:
    """Everything that the page says. `grid` is None where no drawing has just these areas: `no_grid` says so.

    `places` come by district, then by name. `districts` names the district of each block of the grid. `layer` is set
    where the areas are to be drawn on an installed layer, `credit` is then its source and licence; `no_layer` says why
    they are not though that was asked for. `within` is the district whose communes alone are shown, `changes` the head
    of the column that compares two periods; each is "" where there is none.
    """

    kicker: str
    finding: str
    context: str
    gap: tuple[str, ...]
    elsewhere: tuple[Link, ...]
    level: str
    period: str
    day: date
    legend: tuple[LegendRow, ...]
    scale_note: str
    places: tuple[Place, ...]
    districts: Mapping[str, str]
    grid: Grid | None
    no_grid: str
    sums: tuple[str, ...]
    foot: str
    title: str
    table: str
    verdict_column: str
    links: tuple[Link, ...]
    layer: Layer | None = None
    no_layer: str = ""
    credit: str = ""
    reading: str = ""
    within: str = ""
    back: tuple[Link, ...] = ()
    changes: str = ""

    @cached_property
    def by_code(self) -> Mapping[str, Place]:
        return {place.code: place for place in self.places}


def map_page(
    reader: Reader, chosen: Choices, grids: Sequence[Grid], layer: Layer | NotCovered | None = None
) -> MapPage:
    """The page for what was chosen; `layer` is what is installed for its day and level, or why nothing is."""
    return _map_page(reader, chosen, tuple(grids), layer)


@lru_cache(maxsize=128)
def _map_page(reader: Reader, chosen: Choices, grids: tuple[Grid, ...], layer: Layer | NotCovered | None) -> MapPage:
    plan, w = reader.plan, reader.w
    target, indicator, level = chosen.target, chosen.indicator, chosen.level
    rows = {area.code: figure_of(reader, chosen, area) for area in chosen.areas.values()}
    known = [row for row in rows.values() if row is not None]
    classes = scale(reader, indicator, target, known)
    places = [
        place_of(reader, chosen, area, rows[area.code], classes.step_of(rows[area.code]))
        for area in chosen.areas.values()
    ]
    moved = differences(reader, chosen, chosen.beside, rows) if chosen.beside else None
    if moved:
        places = [_moved(place, moved) for place in places]
    grid = grid_for(grids, plan.areas, chosen.day)
    outlines = layer if chosen.drawing == GEOGRAPHY and isinstance(layer, Layer) else None
    period = say.period_of(reader, chosen)
    name = reader.say(indicator.short_name)
    return MapPage(
        kicker=say.kicker(reader, chosen),
        finding=say.finding(reader, chosen, places),
        context=w("map.context") if target is None else "",
        gap=() if known else say.gap(reader, chosen),
        elsewhere=() if known else say.elsewhere(reader, chosen),
        level=level,
        period=period,
        day=chosen.day,
        legend=_legend(reader, moved.steps if moved else classes.steps, places),
        scale_note=_scale_note(reader, classes, moved) if known else "",
        places=tuple(sorted(places, key=lambda place: (fold(place.district), fold(place.bare), place.code))),
        districts={area.code: formats.bare_name(area) for area in plan.areas.on(chosen.day, "district")},
        grid=grid,
        no_grid="" if grid or outlines else w("map.no_grid", day=formats.day(w, chosen.day)),
        sums=say.sums(reader, chosen) if known else (),
        foot=say.foot(reader, known) if known else "",
        title=w("map.title", name=name, period=period, level=w(f"level.{level}")),
        table=w("map.table", n=len(places), unit=say.kinds(w, chosen.areas.values())),
        verdict_column=w("map.column_verdict", due=formats.day(w, target.due.last)) if target else "",
        links=say.links(reader, chosen),
        layer=outlines,
        no_layer=_no_layer(reader, chosen, layer) if outlines is None else "",
        credit=w("map.credit", source=outlines.source, licence=outlines.licence) if outlines else "",
        reading=_reading(reader, chosen, grid, outlines),
        within=reader.area_name(chosen.within) if chosen.within else "",
        back=_back(reader, chosen),
        changes=_changes(reader, chosen),
    )


def _moved(place: Place, moved: Differences) -> Place:
    found = moved.by_code[place.code]
    return replace(place, step=found.step, brief=found.brief, change=found.said)


def _changes(reader: Reader, chosen: Choices) -> str:
    if chosen.beside is None:
        return ""
    return reader.w(
        "map.column_change", period=formats.period(reader.w, chosen.beside.code, chosen.beside.accumulation)
    )


def _scale_note(reader: Reader, classes: Scale, moved: Differences | None) -> str:
    return reader.w("map.change.note") if moved else classes.note


def _reading(reader: Reader, chosen: Choices, grid: Grid | None, outlines: Layer | None) -> str:
    """How the drawing is to be read, what it does not claim, and which areas it lacks."""
    if outlines is None:
        return reader.w(f"map.tiles.{chosen.level}") if grid else ""
    key = "map.outlines_dissolved" if outlines.dissolved else "map.outlines"
    said = reader.w(key, day=formats.day(reader.w, outlines.valid_from))
    lacking = [reader.area_name(area) for code, area in chosen.areas.items() if code not in outlines.shapes]
    return f"{said} {reader.w('map.outlines_lacking', names=', '.join(lacking))}" if lacking else said


def _no_layer(reader: Reader, chosen: Choices, layer: Layer | NotCovered | None) -> str:
    """Why the areas are not drawn as they lie, though that was asked for."""
    if chosen.drawing != GEOGRAPHY or isinstance(layer, Layer):
        return ""
    reason = layer.reason if layer else "none_installed"
    return reader.w(f"map.no_layer.{reason}", day=formats.day(reader.w, chosen.day))


def _back(reader: Reader, chosen: Choices) -> tuple[Link, ...]:
    """From the communes of one district back to the whole province."""
    if chosen.within is None:
        return ()
    kept = {
        "ma": chosen.code,
        "thoi": chosen.moment.code,
        "so": chosen.beside.code if chosen.beside else None,
        "ve": chosen.drawing if chosen.drawing == GEOGRAPHY else None,
    }
    return tuple(
        Link(reader.w(f"map.back.{level}"), reader.link("map", cap=level, **kept)) for level in ("district", "commune")
    )


def _legend(reader: Reader, steps: Sequence[Step], places: Sequence[Place]) -> tuple[LegendRow, ...]:
    """Every class of the scale, empty ones too; of what stands outside it only what occurs, and always the missing."""
    w = reader.w
    counted = Counter(place.step for place in places)
    rows = [] if counted[MISSING] == len(places) else [(step.code, step.label, step.span) for step in steps]
    rows += [(code, w(f"map.standing.{code}"), "") for code in say.STANDING if counted[code] or code == MISSING]
    return tuple(
        LegendRow(*row, counted[row[0]], w("map.count", n=counted[row[0]], unit=say.area_word(w, counted[row[0]])))
        for row in rows
    )

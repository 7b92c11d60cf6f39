"""A place beside the province and the places around it: one promise, one period, every figure with its bar."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kh213.model.areas import Area
from kh213.model.figures import series
from kh213.model.periods import previous_day
from kh213.model.plan import Indicator, Observation, Target
from kh213.model.search import last_day, now
from kh213.view.area.figures import shown_row, verdict_here
from kh213.view.area.origins import deadline
from kh213.view.area.words import kinds
from kh213.view.figures.bars import Bar, Scale, scale, side
from kh213.view.reader import Link, Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Touching:
    """The codes of the units that border on one, and whose boundaries say so."""

    codes: tuple[str, ...]
    source: str


# Who borders on an area on a day, by the boundaries installed; None where these cannot tell.
Borders = Callable[[Area, date], Touching | None]


@dataclass(frozen=True, slots=True)
class Around:
    """The places around one, and why these (touching, siblings or ground); `of` is the unit that they all lie in."""

    units: tuple[Area, ...]
    why: str
    source: str = ""
    of: Area | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One place: `role` says that it is the place itself or the province; without a figure there is no standing."""

    name: Link
    role: str
    figure: str
    standing: str
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Beside:
    """`goal` is where on the bars the target stands, in percent; without any figure `said` names the `places`."""

    heading: str
    said: str
    promise: str
    goal: float | None
    rows: tuple[Row, ...]
    missing: str
    places: tuple[Link, ...]


def no_borders(_: Area, __: date) -> Touching | None:
    """Where no boundaries are installed."""
    return None


def beside(reader: Reader, area: Area, targets: Sequence[Target], borders: Borders) -> Beside | None:
    """The first of the targets for which anything can be set beside, else that there is nothing; None for the province.

    The period is that of the place's own figure; where it has none, the latest for which one of the others has one.
    """
    if area.level == "province" or not targets:
        return None
    for target in targets:
        row = shown_row(reader, target, area, verdict_here(reader, target, area))
        around = _around(reader, area, row.period.last if row else _day(reader, area), borders)
        row = row or _latest(reader, target, around.units)
        if row is not None and around.units:
            return _compared(reader, target, area, row, around)
    return _silence(reader, targets[0], area, _around(reader, area, _day(reader, area), borders))


def _day(reader: Reader, area: Area) -> date:
    days = (min(reader.as_of, deadline(reader)), reader.as_of, last_day(area))
    return next(day for day in days if area.in_force(day))


def _around(reader: Reader, area: Area, day: date, borders: Borders) -> Around:
    areas = reader.plan.areas
    place = areas.at(area.code, day) or area
    touching = borders(place, day)
    if touching and touching.codes:
        units = (areas.at(code, day) for code in touching.codes)
        return Around(tuple(unit for unit in units if unit and unit.level == area.level), "touching", touching.source)
    above = areas.parent(place, day)
    if above and (above.level == "district" or place.level == "district"):
        return Around(_others(place, areas.on(day, place.level, above.code)), "siblings", of=above)
    return _on_old_ground(reader, place, day)


def _on_old_ground(reader: Reader, place: Area, day: date) -> Around:
    """Where there are no districts any more: the units on the ground of the one that most of the place was in."""
    areas = reader.plan.areas
    before = previous_day(place.valid_from.last) if place.valid_from else day
    above = [areas.parent(unit, before) for unit in areas.ancestry_ends(place, before)]
    districts = [unit for unit in above if unit is not None and unit.level == "district"]
    if not districts:
        return Around((), "ground")
    district = max(districts, key=districts.count)
    return Around(_others(place, now(areas, district, day)), "ground", of=district)


def _others(place: Area, units: Iterable[Area]) -> tuple[Area, ...]:
    return tuple(unit for unit in units if unit.code != place.code)


def _latest(reader: Reader, target: Target, units: Sequence[Area]) -> Observation | None:
    province = reader.plan.areas.province
    rows = [
        row for unit in (*units, province) for row in series(reader.plan, target.indicator_code, unit, reader.as_of)
    ]
    return max(rows, key=lambda row: (row.period.last, row.period.days), default=None)


def _compared(reader: Reader, target: Target, area: Area, row: Observation, around: Around) -> Beside:
    w, province = reader.w, reader.plan.areas.province
    indicator = reader.plan.indicators[target.indicator_code]
    places = [(area, w("place.beside.here")), (province, w("place.beside.province")), *((u, "") for u in around.units)]
    figures = {unit: _same_period(reader, indicator, unit, row) for unit, _ in places}
    drawn = scale(target, indicator, figures.values())
    first, others = places[:2], sorted(places[2:], key=lambda place: _order(figures[place[0]]))
    missing = sum(figures[unit] is None for unit, _ in places)
    promise = formats.promise(w, indicator, target)
    return Beside(
        heading=w(
            "place.beside.heading",
            name=reader.say(indicator.short_name),
            period=formats.period(w, row.time_period, row.accumulation),
        ),
        said=_who(reader, area, around),
        promise=w("place.beside.goal", promise=promise) if drawn else "",
        goal=drawn.goal if drawn else None,
        rows=tuple(_row(reader, target, unit, role, figures[unit], drawn) for unit, role in (*first, *others)),
        missing=w("place.beside.missing", n=missing) if missing else "",
        places=(),
    )


def _same_period(reader: Reader, indicator: Indicator, unit: Area, like: Observation) -> Observation | None:
    rows = series(reader.plan, indicator.code, unit, reader.as_of)
    same = (row for row in rows if (row.period.span, row.accumulation) == (like.period.span, like.accumulation))
    return next(same, None)


def _order(row: Observation | None) -> tuple[bool, float]:
    """The highest figure first, those without one last; the order of the codes where they are equal."""
    return row is None, -float(row.value) if row is not None and row.value is not None else 0.0


def _row(reader: Reader, target: Target, unit: Area, role: str, row: Observation | None, drawn: Scale | None) -> Row:
    w, indicator = reader.w, reader.plan.indicators[target.indicator_code]
    has_value = row is not None and row.value is not None
    return Row(
        name=reader.place(unit),
        role=role,
        figure=formats.figure(w, indicator, row, beside=target.value) if row else w("place.not_published"),
        standing=w(f"place.beside.standing.{side(target, indicator, row)}") if row and has_value else "",
        bar=drawn.bar(row) if drawn else None,
    )


def _who(reader: Reader, area: Area, around: Around) -> str:
    return reader.w(f"place.beside.{around.why}", **_names(reader, area, around), source=around.source)


def _names(reader: Reader, area: Area, around: Around) -> dict[str, str]:
    w = reader.w
    above = formats.area_inside(w, around.of) if around.of else ""
    return {"area": formats.area_inside(w, area), "kinds": kinds(reader, around.units), "parent": above}


def _silence(reader: Reader, target: Target, area: Area, around: Around) -> Beside | None:
    if not around.units:
        return None
    name = reader.say(reader.plan.indicators[target.indicator_code].short_name)
    said = reader.w(f"place.beside.none_{around.why}", **_names(reader, area, around), name=name)
    places = tuple(reader.place(unit) for unit in around.units) if around.why == "touching" else ()
    return Beside("", said, "", None, (), "", places)

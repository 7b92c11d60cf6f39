"""One indicator over all areas of a level in one period: what the map, its legend and its table say.

A figure belongs to the area as it stood in its period, so the areas are those in force on the period's last day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from kh213.model.areas import Area
from kh213.model.figures import RollUp, roll_up, series
from kh213.model.plan import Observation, Target
from kh213.model.search import fold
from kh213.model.verdict import Verdict, judge
from kh213.release.grids import Grid, grid_for
from kh213.view import addresses
from kh213.view.chart import status_words
from kh213.view.judgement import Judgement, judgement
from kh213.view.map_choices import LEVELS, Choices, moments, subjects
from kh213.view.reader import Link, Reader
from kh213.view.scale import MISSING, NOTHING, UNCLEAR, Scale, scale
from kh213.words import formats

_SIGNS = {"approx": "≈ ", "gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ "}
_STANDING = (UNCLEAR, NOTHING, MISSING)


@dataclass(frozen=True, slots=True)
class Place:
    """One area on the map. `step` is its class, `brief` the figure as it fits a tile, `said` why there is none."""

    code: str
    name: str
    bare: str
    district: str
    district_code: str
    step: str
    figure: str
    brief: str
    counts: str
    said: str
    published: str
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class LegendRow:
    """One class and how many areas fall into it; `areas` says that number in words."""

    code: str
    label: str
    span: str
    count: int
    areas: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """Everything that the page says. `grid` is None where no drawing has just these areas: `no_grid` says so.

    `places` come by district, then by name. `districts` names the district of each block of the grid.
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

    @property
    def by_code(self) -> Mapping[str, Place]:
        return {place.code: place for place in self.places}


def map_page(reader: Reader, chosen: Choices, grids: Sequence[Grid]) -> MapPage:
    plan, w = reader.plan, reader.w
    target, indicator, level = chosen.target, chosen.indicator, chosen.level
    day = chosen.moment.period.last
    rows = {area.code: figure_of(reader, chosen, area) for area in chosen.areas.values()}
    known = [row for row in rows.values() if row is not None]
    classes = scale(reader, indicator, target, known)
    places = [_place(reader, chosen, classes, area, rows[area.code]) for area in chosen.areas.values()]
    grid = grid_for(grids, plan.areas, day)
    period = formats.period(w, chosen.moment.code, chosen.moment.accumulation)
    name = reader.say(indicator.short_name)
    return MapPage(
        kicker=_kicker(reader, chosen),
        finding=_finding(reader, chosen, classes, places),
        context=w("map.context") if target is None else "",
        gap=() if known else _gap(reader, chosen),
        elsewhere=() if known else _elsewhere(reader, chosen),
        level=level,
        period=period,
        day=day,
        legend=_legend(reader, classes, places, level),
        scale_note=classes.note if known else "",
        places=tuple(sorted(places, key=lambda place: (fold(place.district), fold(place.bare), place.code))),
        districts={area.code: formats.bare_name(area) for area in plan.areas.on(day, "district")},
        grid=grid,
        no_grid="" if grid else w("map.no_grid", day=formats.day(w, day)),
        sums=_sums(reader, chosen) if known else (),
        foot=_foot(reader, known) if known else "",
        title=w("map.title", name=name, period=period, level=w(f"level.{level}")),
        table=w(f"map.table.{level}", n=len(places)),
        verdict_column=w("map.column_verdict", due=formats.day(w, target.due.last)) if target else "",
        links=_links(reader, chosen),
    )


def figure_of(reader: Reader, chosen: Choices, area: Area) -> Observation | None:
    """The figure in force for an area in the period shown."""
    moment = chosen.moment
    rows = series(reader.plan, chosen.indicator.code, area, reader.as_of)
    found = (row for row in rows if (row.time_period, row.accumulation) == (moment.code, moment.accumulation))
    return next(found, None)


def verdict_of(reader: Reader, target: Target, area: Area, day: date) -> Verdict:
    """The verdict on an area as it stood on a day: where its code later names other ground, it was not there to judge."""
    due = min(reader.as_of, target.due.last)
    first, last = sorted((day, due))
    if reader.plan.areas.same_territory(area.code, first, last):
        return judge(reader.plan, target, area.code, reader.as_of)
    return Verdict(target, area.code, reader.as_of, "undetermined", "not_in_force")


def _place(reader: Reader, chosen: Choices, classes: Scale, area: Area, row: Observation | None) -> Place:
    w, target, indicator = reader.w, chosen.target, chosen.indicator
    day = chosen.moment.period.last
    district = area if area.level == "district" else reader.plan.areas.parent(area, day)
    beside = target.value if target else None
    figure = formats.figure(w, indicator, row, beside) if row else w("value.none")
    return Place(
        code=area.code,
        name=reader.area_name(area),
        bare=formats.bare_name(area),
        district=formats.bare_name(district) if district else "",
        district_code=district.code if district else "",
        step=classes.step_of(row),
        figure=figure,
        brief=_brief(reader, chosen, row),
        counts=_counts(reader, row),
        said=status_words(reader, row) if row else _why_missing(reader, chosen, area),
        published=reader.published(row) if row else "",
        judgement=judgement(reader, verdict_of(reader, target, area, day)) if target else None,
    )


def _brief(reader: Reader, chosen: Choices, row: Observation | None) -> str:
    """The figure as short as it can be, without its unit: 29,9 or ≈ 72; "" where there is none."""
    if row is None or row.value is None:
        return ""
    w, indicator = reader.w, chosen.indicator
    if indicator.kind == "share":
        exact = replace(row, qualifier="eq")
        said = formats.figure(w, indicator, exact, chosen.target.value if chosen.target else None).removesuffix("%")
    else:
        said = formats.trimmed(w, row.value, indicator.decimals)
    return _SIGNS.get(row.qualifier, "") + said


def _counts(reader: Reader, row: Observation | None) -> str:
    if row is None or row.numerator is None or row.denominator is None or row.nothing_arose:
        return ""
    n, d = (formats.trimmed(reader.w, part, 3) for part in (row.numerator, row.denominator))
    return reader.w("figure.counts", n=n, d=d)


def _why_missing(reader: Reader, chosen: Choices, area: Area) -> str:
    """What the publisher said of a figure that is not there; "" where nothing was said."""
    moment = chosen.moment
    rows = [
        row
        for row in reader.plan.published(chosen.indicator.code, area.code)
        if row.known_on <= reader.as_of and (row.time_period, row.accumulation) == (moment.code, moment.accumulation)
    ]
    last = max(rows, key=lambda row: row.known_on, default=None)
    return status_words(reader, last) if last and not last.is_figure else ""


def _kicker(reader: Reader, chosen: Choices) -> str:
    w, name = reader.w, reader.say(chosen.indicator.short_name)
    if chosen.target is None:
        return f"{name}, {reader.say(chosen.indicator.unit)}"
    promise = formats.promise(w, chosen.indicator, chosen.target)
    due = formats.day(w, chosen.target.due.last)
    return f"{chosen.target.code} · {name}. " + w("target.promise", promise=promise, due=due)


def _finding(reader: Reader, chosen: Choices, classes: Scale, places: Sequence[Place]) -> str:
    """The map in one sentence: how many reached it, of how many, and how many cannot be told."""
    w, target, indicator = reader.w, chosen.target, chosen.indicator
    counted = Counter(place.step for place in places)
    total, missing = len(places), counted[MISSING]
    unit = w(f"map.unit.{chosen.level}")
    if missing == total:
        return w("map.none", name=reader.say(indicator.short_name), unit=unit)
    period = formats.period(w, chosen.moment.code, chosen.moment.accumulation)
    period = period[0].upper() + period[1:]
    if target:
        reached = sum(counted[code] for code in classes.codes if code.startswith("reached"))
        promise = formats.promise(w, indicator, target)
        said = [w("map.reached", period=period, n=reached, total=total, unit=unit, promise=promise)]
    else:
        said = [w("map.given", period=period, n=total - missing, total=total, unit=unit)]
    said += [
        w(f"map.rest.{code}", n=counted[code], unit=_unit(reader, chosen.level, counted[code]))
        for code in _STANDING
        if counted[code]
    ]
    return ", ".join(said) + "."


def _gap(reader: Reader, chosen: Choices) -> tuple[str, ...]:
    """What would have to be published for this map to show something."""
    w, indicator = reader.w, chosen.indicator
    unit = w(f"map.unit.{chosen.level}")
    said = [w("map.gap", unit=unit)]
    if indicator.numerator and indicator.denominator:
        parts = {"numerator": reader.say(indicator.numerator), "denominator": reader.say(indicator.denominator)}
        said.append(w("map.needed_counts", unit=unit, **parts))
    else:
        said.append(w("map.needed", unit=unit))
    return tuple(said)


def _elsewhere(reader: Reader, chosen: Choices) -> tuple[Link, ...]:
    """Where there is something to see: this indicator at the other level, and the context with most areas."""
    w, plan = reader.w, reader.plan
    other = next(level for level in LEVELS if level != chosen.level)
    links = []
    if moments(plan, chosen.indicator.code, other, reader.as_of):
        links.append(Link(w(f"map.see.{other}"), reader.link("map", ma=chosen.code, cap=other)))
    context = [code for code in subjects(reader) if code not in plan.targets]
    if context:
        code = max(context, key=lambda code: len(plan.areas_of(code)))
        name = reader.say(plan.indicators[code].short_name)
        links.append(Link(w("map.see.context", name=name), reader.link("map", ma=code)))
    return tuple(links)


def _legend(reader: Reader, classes: Scale, places: Sequence[Place], level: str) -> tuple[LegendRow, ...]:
    """Every class of the scale, empty ones too; of what stands outside it only what occurs, and always the missing."""
    w = reader.w
    counted = Counter(place.step for place in places)
    rows = [] if counted[MISSING] == len(places) else [(step.code, step.label, step.span) for step in classes.steps]
    rows += [(code, w(f"map.standing.{code}"), "") for code in _STANDING if counted[code] or code == MISSING]

    def areas(n: int) -> str:
        return w("map.count", n=n, unit=_unit(reader, level, n))

    return tuple(LegendRow(*row, counted[row[0]], areas(counted[row[0]])) for row in rows)


def _unit(reader: Reader, level: str, n: int) -> str:
    return reader.w(f"map.unit_one.{level}" if n == 1 else f"map.unit.{level}")


def _sums(reader: Reader, chosen: Choices) -> tuple[str, ...]:
    """What the areas add up to, beside what was published for the whole province; only where both counts are known."""
    w, plan, moment = reader.w, reader.plan, chosen.moment
    code, units = chosen.indicator.code, chosen.areas.values()
    summed = roll_up(plan, code, units, moment.code, reader.as_of, moment.accumulation)
    if summed is None or chosen.target is None:
        return ()
    province = plan.areas.province
    row = figure_of(reader, chosen, province)
    if row is None:
        published = w("map.province_none", area=reader.area_name(province))
    else:
        figure = formats.figure(w, chosen.indicator, row, chosen.target.value)
        published = w("map.province", area=reader.area_name(province), figure=figure, published=reader.published(row))
    return (published, _computed(reader, chosen, summed), w("map.decides_nothing"))


def _computed(reader: Reader, chosen: Choices, summed: RollUp) -> str:
    w, indicator = reader.w, chosen.indicator
    value = formats.measure(w, indicator, summed.value) if summed.value is not None else w("value.nothing_arose")
    return w(
        "map.computed",
        reported=summed.reported,
        expected=summed.expected,
        unit=w(f"map.unit.{chosen.level}"),
        value=value,
        n=formats.trimmed(w, summed.numerator, 3),
        d=formats.trimmed(w, summed.denominator, 3),
    )


def _foot(reader: Reader, known: Sequence[Observation]) -> str:
    w = reader.w
    publishers = dict.fromkeys(reader.source(row).publisher for row in known)
    first, last = (pick(known, key=lambda row: row.known_on) for pick in (min, max))
    days = list(dict.fromkeys((reader.published(first), reader.published(last))))
    key = "map.foot_one" if len(days) == 1 else "map.foot"
    release = formats.day(w, reader.plan.release.day)
    return w(key, sources="; ".join(publishers), first=days[0], last=days[-1], release=release)


def _links(reader: Reader, chosen: Choices) -> tuple[Link, ...]:
    w = reader.w
    links = [Link(w("target.download"), addresses.data_indicator(reader.ky, chosen.indicator.code))]
    if chosen.target:
        links.append(Link(w("map.target"), reader.link("indicator", ma=chosen.target.code)))
    links.append(Link(w("target.how_judged"), reader.link("method")))
    return tuple(links)

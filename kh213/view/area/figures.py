"""The figures of one place, promise by promise, beside those of the province and of the units that it was made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kh213.model.areas import Area
from kh213.model.figures import series
from kh213.model.plan import Observation, Target
from kh213.model.search import last_day, now
from kh213.model.verdict import Verdict, judge
from kh213.view.figures.bars import Bar, scale
from kh213.view.figures.judgement import Judgement, judgement
from kh213.view.reader import Link, Reader, verdicts
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one place with its period, the verdict on it where there is one, and its bar beside others."""

    name: Link
    figure: str
    period: str
    published: str
    source: Link
    judgement: Judgement | None
    bar: Bar | None = None


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise with the figure of the place and, beside it, that of the province, if the place is another one."""

    target_code: str
    name: Link
    promise: str
    here: Figure
    province: Figure | None


@dataclass(frozen=True, slots=True)
class Parts:
    """One promise with the figures of the units that a place was made of: side by side, never added up.

    `goal` is where on the bars the target stands, in percent; None where there are no bars.
    """

    target_code: str
    name: Link
    promise: str
    rows: tuple[Figure, ...]
    goal: float | None
    source: Link | None
    province: Figure


def verdict_here(reader: Reader, target: Target, area: Area) -> Verdict | None:
    """The verdict on a promise for this very place; None where its code named another ground on the day that counts."""
    if not itself_on(reader, area, min(reader.as_of, target.due.last)):
        return None
    return judge(reader.plan, target, area.code, reader.as_of)


def itself_on(reader: Reader, area: Area, day: date) -> bool:
    """Whether a place was on a day the ground that it is, under whatever name, type or parent."""
    return area.in_force(day) or reader.plan.areas.same_territory(area.code, *sorted((day, last_day(area))))


def with_figures(reader: Reader, area: Area) -> list[Target]:
    """The targets of which the place has a figure of its own."""
    plan = reader.plan
    return [target for target in plan.targets.values() if series(plan, target.indicator_code, area, reader.as_of)]


def promise(reader: Reader, target: Target, area: Area, verdict: Verdict | None) -> Promise:
    indicator = reader.plan.indicators[target.indicator_code]
    return Promise(
        target_code=target.code,
        name=promise_link(reader, target),
        promise=formats.promise(reader.w, indicator, target),
        here=figure(reader, target, area, verdict),
        province=_of_province(reader, target) if area.level != "province" else None,
    )


def parts(reader: Reader, area: Area, origins: Sequence[Area]) -> tuple[Parts, ...]:
    """Each promise of which any of these units has a figure, with all of them."""
    return tuple(
        _parts(reader, target, area, origins)
        for target in reader.plan.targets.values()
        if any(series(reader.plan, target.indicator_code, unit, reader.as_of) for unit in origins)
    )


def part_link(reader: Reader, area: Area, unit: Area) -> Link:
    """A unit that a place was made of; that it was only in part where others have the rest of its ground."""
    link = reader.place(unit)
    begins = area.valid_from.last if area.valid_from else None
    partly = begins is not None and len(now(reader.plan.areas, unit, begins)) > 1
    return Link(reader.w("place.partly", name=link.text), link.href) if partly else link


def promise_link(reader: Reader, target: Target) -> Link:
    indicator = reader.plan.indicators[target.indicator_code]
    return Link(reader.say(indicator.short_name), reader.link("indicator", ma=target.code))


def figure(reader: Reader, target: Target, area: Area, verdict: Verdict | None) -> Figure:
    """What the verdict rests on, else the latest figure, else that there is none."""
    w = reader.w
    shown = shown_row(reader, target, area, verdict)
    source = reader.source(shown) if shown else None
    return Figure(
        name=reader.place(area),
        figure=formats.figure(w, reader.plan.indicators[target.indicator_code], shown, beside=target.value)
        if shown
        else w("place.not_published"),
        period=formats.period(w, shown.time_period, shown.accumulation) if shown else "",
        published=reader.published(shown) if shown else "",
        source=Link(source.publisher, source.url or "") if source else Link(""),
        judgement=judgement(reader, verdict) if verdict else None,
    )


def shown_row(reader: Reader, target: Target, area: Area, verdict: Verdict | None) -> Observation | None:
    """The one figure of a place to show for a promise: what the verdict rests on, else the latest."""
    if verdict and verdict.figure:
        return verdict.figure
    rows = series(reader.plan, target.indicator_code, area, reader.as_of)
    return rows[-1] if rows else None


def shared_source(figures: Sequence[Figure]) -> Link | None:
    """The one source of all these figures, to be named once; None where they come from several."""
    sources = {figure.source for figure in figures if figure.period}
    return sources.pop() if len(sources) == 1 else None


def _of_province(reader: Reader, target: Target) -> Figure:
    province = reader.plan.areas.province
    return figure(reader, target, province, verdicts(reader.plan, reader.as_of)[target.code, province.code])


def _parts(reader: Reader, target: Target, area: Area, origins: Sequence[Area]) -> Parts:
    indicator = reader.plan.indicators[target.indicator_code]
    judged = [(unit, verdict_here(reader, target, unit)) for unit in origins]
    shown = [shown_row(reader, target, unit, verdict) for unit, verdict in judged]
    drawn = scale(target, indicator, shown)
    rows = tuple(
        replace(
            figure(reader, target, unit, verdict),
            name=part_link(reader, area, unit),
            bar=drawn.bar(row) if drawn else None,
        )
        for (unit, verdict), row in zip(judged, shown, strict=True)
    )
    return Parts(
        target_code=target.code,
        name=promise_link(reader, target),
        promise=formats.promise(reader.w, indicator, target),
        rows=rows,
        goal=drawn.goal if drawn else None,
        source=shared_source(rows),
        province=_of_province(reader, target),
    )

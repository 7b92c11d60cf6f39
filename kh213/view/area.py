"""One place: what was promised there, what was published of it, and what became of the place itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kh213.model.areas import SAME_TERRITORY, Area
from kh213.model.figures import series
from kh213.model.periods import previous_day
from kh213.model.plan import Observation, Target
from kh213.model.search import last_day, now
from kh213.model.verdict import Verdict, judge
from kh213.view import addresses
from kh213.view.area_history import Event, events
from kh213.view.chart import Chart, target_chart
from kh213.view.figures import FigureTable, figure_table
from kh213.view.judgement import Judgement, judgement
from kh213.view.overview import tally
from kh213.view.places import namesakes, parent, validity
from kh213.view.reader import Link, Reader, verdicts
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one place with its period, and the verdict on it where there is one."""

    name: Link
    figure: str
    period: str
    published: str
    source: Link
    judgement: Judgement | None


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
    """One promise with the figures of the units that a place was made of: side by side, never added up."""

    target_code: str
    name: Link
    promise: str
    rows: tuple[Figure, ...]
    source: Link | None
    province: Figure


@dataclass(frozen=True, slots=True)
class Origin:
    """A district, and those of its units that a younger place was made of."""

    district: Link | None
    units: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Unpublished:
    """What the plan promised at the level of this place, and of which nothing was published."""

    said: str
    promises: tuple[tuple[Link, str], ...]
    since: str
    elsewhere: str
    whole: Link


@dataclass(frozen=True, slots=True)
class Context:
    """Figures about a place that are not of the plan, or that do not decide it, and why they do not."""

    name: str
    why: str
    table: FigureTable


@dataclass(frozen=True, slots=True)
class AreaPage:
    name: str
    kind: str
    code: str
    lies_in: Link | None
    when: str
    sentence: str
    explanation: str
    mark: str
    now: tuple[Link, ...]
    also: tuple[Link, ...]
    promises: tuple[Promise, ...]
    source: Link | None
    unjudged: str
    parts: tuple[Parts, ...]
    parts_said: str
    made_of_said: str
    made_of: tuple[Origin, ...]
    unpublished: Unpublished | None
    context: tuple[Context, ...]
    events: tuple[Event, ...]
    inside: tuple[Link, ...]
    inside_said: str
    links: tuple[Link, ...]

    @property
    def charted(self) -> tuple[str, ...]:
        """The targets of which a chart of this place can be drawn."""
        return tuple(promise.target_code for promise in self.promises)


def area_page(reader: Reader, area: Area, charted: str = "") -> AreaPage:
    """What is said of a place; `charted` is the target whose chart is asked for, by default the first with a figure."""
    w = reader.w
    with_figures = _with_figures(reader, area)
    judged = {target.code: verdict for target in with_figures if (verdict := verdict_here(reader, target, area))}
    origins, origins_on = _origins(reader, area, with_figures)
    parts = _parts(reader, origins)
    if not parts and area.in_force(_deadline(reader)):
        origins = ()
    sentence, explanation, mark = _lead(reader, area, with_figures, list(judged.values()), origins, parts)
    inside, inside_on = _inside(reader, area)
    return AreaPage(
        name=reader.area_name(area),
        kind=w(f"place.type.{area.area_type}"),
        code=area.code,
        lies_in=reader.place(above) if (above := parent(reader, area)) else None,
        when=validity(reader, area),
        sentence=sentence,
        explanation=explanation,
        mark=mark,
        now=_now(reader, area),
        also=namesakes(reader, area),
        promises=(promises := tuple(_promise(reader, t, area, judged.get(t.code)) for t in with_figures)),
        source=_shared_source([promise.here for promise in promises]),
        unjudged=_unjudged(reader, area) if with_figures and not judged else "",
        parts=parts,
        parts_said=_parts_said(reader, area, parts),
        made_of_said=w("place.made_of", day=formats.day(w, origins_on)) if origins else "",
        made_of=_by_district(reader, origins, origins_on),
        unpublished=_unpublished(reader, area, with_figures, parts),
        context=_context(reader, area),
        events=events(reader, area),
        inside=tuple(reader.place(unit) for unit in inside),
        inside_said=w("place.inside", n=len(inside), day=formats.day(w, inside_on)) if inside else "",
        links=_links(reader, area, with_figures, charted),
    )


def _now(reader: Reader, area: Area) -> tuple[Link, ...]:
    """What holds the ground of a place that is no more."""
    gone = area.valid_to is not None and area.valid_to < reader.as_of
    return tuple(reader.place(unit) for unit in now(reader.plan.areas, area, reader.as_of)) if gone else ()


def area_chart(reader: Reader, target: Target, area: Area) -> Chart | None:
    return target_chart(reader, target, area, verdict_here(reader, target, area))


def verdict_here(reader: Reader, target: Target, area: Area) -> Verdict | None:
    """The verdict on a promise for this very place; None where its code named another ground on the day that counts."""
    day = min(reader.as_of, target.due.last)
    itself = area.in_force(day) or reader.plan.areas.same_territory(area.code, *sorted((day, last_day(area))))
    if not itself:
        return None
    return judge(reader.plan, target, area.code, reader.as_of)


def _with_figures(reader: Reader, area: Area) -> list[Target]:
    plan = reader.plan
    return [target for target in plan.targets.values() if series(plan, target.indicator_code, area, reader.as_of)]


def _promise(reader: Reader, target: Target, area: Area, verdict: Verdict | None) -> Promise:
    indicator = reader.plan.indicators[target.indicator_code]
    return Promise(
        target_code=target.code,
        name=Link(reader.say(indicator.short_name), reader.link("indicator", ma=target.code)),
        promise=formats.promise(reader.w, indicator, target),
        here=_figure(reader, target, area, verdict),
        province=_of_province(reader, target) if area.level != "province" else None,
    )


def _of_province(reader: Reader, target: Target) -> Figure:
    province = reader.plan.areas.province
    return _figure(reader, target, province, verdicts(reader.plan, reader.as_of)[target.code, province.code])


def _figure(reader: Reader, target: Target, area: Area, verdict: Verdict | None) -> Figure:
    """What the verdict rests on, else the latest figure, else that there is none."""
    plan, w = reader.plan, reader.w
    indicator = plan.indicators[target.indicator_code]
    rows = series(plan, indicator.code, area, reader.as_of)
    shown = (verdict.figure if verdict else None) or (rows[-1] if rows else None)
    source = reader.source(shown) if shown else None
    return Figure(
        name=reader.place(area),
        figure=formats.figure(w, indicator, shown, beside=target.value) if shown else w("place.not_published"),
        period=formats.period(w, shown.time_period, shown.accumulation) if shown else "",
        published=reader.published(shown) if shown else "",
        source=Link(source.publisher, source.url or "") if source else Link(""),
        judgement=judgement(reader, verdict) if verdict else None,
    )


def _shared_source(figures: Sequence[Figure]) -> Link | None:
    """The one source of several figures, to be named once; None where there are more, or only one figure."""
    sources = {figure.source for figure in figures if figure.period}
    return sources.pop() if len(sources) == 1 and len(figures) > 1 else None


def _deadline(reader: Reader) -> date:
    return max((target.due.last for target in reader.plan.targets.values()), default=reader.as_of)


def _origins(reader: Reader, area: Area, with_figures: Sequence[Target]) -> tuple[tuple[Area, ...], date]:
    """The units that a place was made of and the day on which they stood, where they are what can be told of it.

    Of a place younger than the deadline (or the reader's day) these are the units of that day; of one that was
    merged before, and has no figure of its own yet, those of the day before the merger.
    """
    areas = reader.plan.areas
    day = min(reader.as_of, _deadline(reader))
    begins = area.valid_from.last if area.valid_from else None
    if begins is None or (begins <= day and with_figures):
        return (), day
    if begins > day:
        return areas.ancestry_ends(area, day), day
    merged = any(link.kind not in SAME_TERRITORY for link in areas.made_of(area))
    return (areas.predecessors(area) if merged else ()), previous_day(begins)


def _by_district(reader: Reader, units: Sequence[Area], day: date) -> tuple[Origin, ...]:
    groups: dict[Area | None, list[Area]] = {}
    for unit in units:
        groups.setdefault(reader.plan.areas.parent(unit, day), []).append(unit)
    return tuple(
        Origin(reader.place(district) if district else None, tuple(reader.place(unit) for unit in inside))
        for district, inside in groups.items()
    )


def _parts(reader: Reader, origins: Sequence[Area]) -> tuple[Parts, ...]:
    plan = reader.plan
    found = []
    for target in plan.targets.values():
        if not any(series(plan, target.indicator_code, unit, reader.as_of) for unit in origins):
            continue
        indicator = plan.indicators[target.indicator_code]
        found.append(
            Parts(
                target_code=target.code,
                name=Link(reader.say(indicator.short_name), reader.link("indicator", ma=target.code)),
                promise=formats.promise(reader.w, indicator, target),
                rows=(rows := tuple(_figure(reader, target, u, verdict_here(reader, target, u)) for u in origins)),
                source=_shared_source(rows),
                province=_of_province(reader, target),
            )
        )
    return tuple(found)


def _parts_said(reader: Reader, area: Area, parts: Sequence[Parts]) -> str:
    return reader.w("place.parts_said", area=formats.area_inside(reader.w, area)) if parts else ""


def _lead(
    reader: Reader,
    area: Area,
    with_figures: Sequence[Target],
    judged: list[Verdict],
    origins: Sequence[Area],
    parts: Sequence[Parts],
) -> tuple[str, str, str]:
    """The one sentence about this place, what more is to be said, and the mark where one verdict is the whole of it."""
    w = reader.w
    inside = formats.area_inside(w, area)
    if area.level == "province":
        ours = [verdicts(reader.plan, reader.as_of)[code, area.code] for code in reader.plan.targets]
        name = reader.say(reader.plan.release.plan_name.short_name)
        return w("overview.headline", plan=name, total=len(ours), tally=tally(reader, ours, whole=True)), "", ""
    if len(judged) == 1:
        said = judgement(reader, judged[0])
        indicator = reader.plan.indicators[judged[0].target.indicator_code]
        return (
            w("place.lead.one", name=reader.say(indicator.short_name), said=said.sentence),
            said.explanation,
            said.mark,
        )
    if judged:
        return w("place.lead.many", area=inside, n=len(judged), tally=tally(reader, judged)), "", ""
    if with_figures:
        return w("place.lead.unjudged", area=inside, n=len(with_figures)), "", ""
    if origins:
        return _lead_of_parts(reader, area, origins, parts), "" if parts else w("place.lead.unknown"), ""
    return w("place.lead.nothing", area=inside), w("place.lead.unknown"), ""


def _lead_of_parts(reader: Reader, area: Area, origins: Sequence[Area], parts: Sequence[Parts]) -> str:
    """A unit younger than the plan, the day or its figures: for how many of those it was made of there are figures."""
    w = reader.w
    begins = area.valid_from.last if area.valid_from else reader.as_of
    when = "after_due" if begins > _deadline(reader) else "later" if begins > reader.as_of else "before"
    born = w(f"place.lead.born_{when}", area=reader.area_name(area), since=formats.day(w, begins))
    if not parts:
        return born + " " + w("place.lead.parts_nothing", n=len(origins))
    if len(parts) == 1:
        target = reader.plan.targets[parts[0].target_code]
        judged = [verdict for unit in origins if (verdict := verdict_here(reader, target, unit))]
        said = tally(reader, judged)
        if said:
            return born + " " + w("place.lead.parts_one", n=len(origins), name=parts[0].name.text, tally=said)
    with_some = {row.name for table in parts for row in table.rows if row.period}
    return born + " " + w("place.lead.parts_some", n=len(with_some), total=len(origins))


def _unjudged(reader: Reader, area: Area) -> str:
    return reader.w("place.unjudged", area=reader.area_name(area), due=formats.day(reader.w, _deadline(reader)))


def _unpublished(
    reader: Reader, area: Area, with_figures: Sequence[Target], parts: Sequence[Parts]
) -> Unpublished | None:
    """The promises at this place's level without a figure; None where there is one for each, or for the province."""
    plan, w = reader.plan, reader.w
    if area.level == "province":
        return None
    known = {target.code for target in with_figures} | {table.target_code for table in parts}
    at_level = [
        target for target in plan.targets.values() if plan.indicators[target.indicator_code].level == area.level
    ]
    silent = [target for target in at_level if target.code not in known]
    key = "silent" if silent else "none_at_level" if not at_level else "all_known"
    due = max((target.due.last for target in silent or at_level), default=_deadline(reader))
    others = sum(plan.indicators[target.indicator_code].level == "province" for target in plan.targets.values())
    if key == "all_known" or (key == "none_at_level" and known):
        return None
    level = w(f"place.at_level.{area.level}")
    return Unpublished(
        said=w(f"place.unpublished.{key}", level=level, area=formats.area_inside(w, area)),
        promises=tuple((_promise_link(reader, target), _promise_words(reader, target)) for target in silent),
        since=_since(reader, due) if silent else "",
        elsewhere=w("place.unpublished.elsewhere", n=others) if others else "",
        whole=Link(w("place.unpublished.elsewhere_link"), reader.link("overview")),
    )


def _promise_link(reader: Reader, target: Target) -> Link:
    indicator = reader.plan.indicators[target.indicator_code]
    return Link(reader.say(indicator.short_name), reader.link("indicator", ma=target.code))


def _promise_words(reader: Reader, target: Target) -> str:
    w = reader.w
    promise = formats.promise(w, reader.plan.indicators[target.indicator_code], target)
    return w("target.promise", promise=promise, due=formats.day(w, target.due.last))


def _since(reader: Reader, due: date) -> str:
    """How long the deadline is over, and who leads the plan."""
    w = reader.w
    said = []
    if reader.as_of > due:
        span = formats.span(w, due, reader.as_of)
        said.append(w("place.unpublished.since", due=formats.day(w, due), span=span))
    lead = reader.plan.release.plan_name.lead_agency_code
    if lead:
        said.append(w("overview.lead", agency=reader.agency(lead)) + ".")
    return " ".join(said)


def _context(reader: Reader, area: Area) -> tuple[Context, ...]:
    """Figures of this place for anything not itself promised; those of the province stand beside their targets."""
    plan, w = reader.plan, reader.w
    if area.level == "province":
        return ()
    promised = {target.indicator_code for target in plan.targets.values()}
    about = {row.indicator_code: row for row in plan.related_figures}
    found = []
    for indicator in plan.indicators.values():
        rows = _rows_here(reader, indicator.code, area)
        if indicator.code in promised or not rows:
            continue
        related = about.get(indicator.code)
        why = w("place.context_why")
        if related:
            why = w("place.related_why", target=related.target_code, why=reader.say(related.why))
        table = figure_table(reader, rows)
        found.append(Context(reader.say(indicator.name), why, replace(table, places=False)))
    return tuple(context for context in found if context.table.rows)


def _rows_here(reader: Reader, indicator_code: str, area: Area) -> list[Observation]:
    """Every row of the area's code from when it named this ground, revisions included."""
    areas, day = reader.plan.areas, last_day(area)
    rows = reader.plan.published(indicator_code, area.code)
    return [row for row in rows if areas.same_territory(area.code, *sorted((row.period.last, day)))]


def _inside(reader: Reader, area: Area) -> tuple[tuple[Area, ...], date]:
    """The units that a district is made of and the day of which this is true: the reader's, or one of its own."""
    days = (reader.as_of, _deadline(reader), last_day(area))
    day = next(day for day in days if area.in_force(day))
    return (reader.plan.areas.on(day, "commune", area.code) if area.level == "district" else ()), day


def _links(reader: Reader, area: Area, with_figures: Sequence[Target], charted: str) -> tuple[Link, ...]:
    w = reader.w
    links = []
    naming = sum(area.code in task.area_codes for task in reader.plan.tasks.values())
    if naming:
        links.append(Link(w("place.tasks", n=naming), reader.link("tasks", noi=area.code)))
    if with_figures:
        target = next((target for target in with_figures if target.code == charted), with_figures[0])
        name = reader.say(reader.plan.indicators[target.indicator_code].short_name)
        cap = area.level if area.level != "province" else None
        links.append(
            Link(w("target.on_map"), reader.link("map", ma=target.code, cap=cap, noi=area.code if cap else None))
        )
        href = addresses.data_indicator(reader.ky, target.indicator_code)
        links.append(Link(w("place.download", name=name), href))
    links.append(Link(w("target.how_judged"), reader.link("method")))
    return tuple(links)

"""One place: what was promised there, what was published of it, and what became of the place itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kh213.model.areas import Area
from kh213.model.plan import Observation, Target
from kh213.model.search import last_day
from kh213.model.verdict import Verdict
from kh213.view import addresses
from kh213.view.area.beside import Beside, Borders, beside, no_borders
from kh213.view.area.figures import (
    Parts,
    Promise,
    parts,
    promise,
    promise_link,
    shared_source,
    verdict_here,
    with_figures,
)
from kh213.view.area.history import Event, events
from kh213.view.area.origins import Origin, Turned, by_district, deadline, origins, turned_into
from kh213.view.area.places import asked_area, namesakes, parent
from kh213.view.area.words import former, former_counted
from kh213.view.figures.chart import Chart, target_chart
from kh213.view.figures.judgement import judgement
from kh213.view.figures.table import FigureTable, figure_table
from kh213.view.overview import tally
from kh213.view.reader import Link, Reader, verdicts
from kh213.words import formats

MOST_TASKS = 3


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
class Naming:
    """The tasks of the plan that name a place."""

    said: str
    tasks: tuple[Link, ...]
    more: Link | None


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
    naming: Naming | None
    now: Turned | None
    also: tuple[Link, ...]
    promises: tuple[Promise, ...]
    source: Link | None
    unjudged: str
    beside: Beside | None
    parts: tuple[Parts, ...]
    parts_heading: str
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


def area_page(reader: Reader, area: Area, charted: str = "", borders: Borders = no_borders) -> AreaPage:
    """What is said of a place; `charted` is the target whose chart is asked for, by default the first with a figure."""
    w = reader.w
    known = with_figures(reader, area)
    judged = {target.code: verdict for target in known if (verdict := verdict_here(reader, target, area))}
    before, before_on = origins(reader, area, has_figures=bool(known))
    of_parts = parts(reader, area, before)
    if not of_parts and area.in_force(deadline(reader)):
        before = ()
    sentence, explanation, mark = _lead(reader, area, known, list(judged.values()), before, of_parts)
    inside, inside_on = _inside(reader, area)
    promises = tuple(promise(reader, target, area, judged.get(target.code)) for target in known)
    chosen = _chosen(known, charted)
    return AreaPage(
        name=reader.area_name(area),
        kind=w(f"place.type.{area.area_type}"),
        code=area.code,
        lies_in=_lies_in(reader, area),
        when=_when(reader, area),
        sentence=sentence,
        explanation=explanation,
        mark=mark,
        naming=_naming(reader, area),
        now=turned_into(reader, area),
        also=namesakes(reader, area),
        promises=promises,
        source=shared_source([promise.here for promise in promises]),
        unjudged=_unjudged(reader, area) if known and not judged else "",
        beside=beside(reader, area, [chosen] if chosen else [] if of_parts else _at_level(reader, area), borders),
        parts=of_parts,
        parts_heading=w("place.parts", former=former_counted(reader, before)) if of_parts else "",
        parts_said=_parts_said(reader, area, before) if of_parts else "",
        made_of_said=w("place.made_of", day=formats.day(w, before_on)) if before else "",
        made_of=by_district(reader, area, before, before_on),
        unpublished=_unpublished(reader, area, {t.code for t in known} | {t.target_code for t in of_parts}, before),
        context=_context(reader, area),
        events=events(reader, area),
        inside=tuple(reader.place(unit) for unit in inside),
        inside_said=w("place.inside", n=len(inside), day=formats.day(w, inside_on)) if inside else "",
        links=_links(reader, area, chosen),
    )


def area_chart(reader: Reader, target: Target, area: Area) -> Chart | None:
    return target_chart(reader, target, area, verdict_here(reader, target, area))


def _chosen(known: Sequence[Target], charted: str) -> Target | None:
    return next((target for target in known if target.code == charted), known[0] if known else None)


def _at_level(reader: Reader, area: Area) -> list[Target]:
    """The targets of which the plan says that they are to be kept by every unit of this level."""
    plan = reader.plan
    return [target for target in plan.targets.values() if plan.indicators[target.indicator_code].level == area.level]


def _lies_in(reader: Reader, area: Area) -> Link | None:
    above = parent(reader, area)
    return replace(reader.place(above), text=formats.area_inside(reader.w, above)) if above else None


def _when(reader: Reader, area: Area) -> str:
    """ "tồn tại đến 30/06/2025": during which days a place is what it is here; "" where that is always."""
    w = reader.w
    first = formats.day(w, area.valid_from) if area.valid_from else ""
    last = formats.day(w, area.valid_to) if area.valid_to else ""
    key = "both" if first and last else "since" if first else "until"
    return w(f"place.exists.{key}", first=first, last=last) if first or last else ""


def _naming(reader: Reader, area: Area) -> Naming | None:
    tasks = [task for task in reader.plan.tasks.values() if area.code in task.area_codes]
    if not tasks:
        return None
    href = reader.link("tasks", noi=area.code)
    more = len(tasks) - MOST_TASKS
    return Naming(
        reader.w("place.tasks"),
        tuple(Link(reader.say(task.name), href) for task in tasks[:MOST_TASKS]),
        Link(reader.w("place.tasks_more", n=more), href) if more > 0 else None,
    )


def _parts_said(reader: Reader, area: Area, before: Sequence[Area]) -> str:
    w = reader.w
    return w("place.parts_said", area=formats.area_inside(w, area), former=former_counted(reader, before))


def _lead(
    reader: Reader,
    area: Area,
    known: Sequence[Target],
    judged: list[Verdict],
    before: Sequence[Area],
    of_parts: Sequence[Parts],
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
    if known:
        return w("place.lead.unjudged", area=inside, n=len(known)), "", ""
    if before:
        return _lead_of_parts(reader, area, before, of_parts), "" if of_parts else w("place.lead.unknown"), ""
    return w("place.lead.nothing", area=inside), w("place.lead.unknown"), ""


def _lead_of_parts(reader: Reader, area: Area, before: Sequence[Area], of_parts: Sequence[Parts]) -> str:
    """A unit younger than the plan, the day or its figures: for how many of those it was made of there are figures."""
    w = reader.w
    begins = area.valid_from.last if area.valid_from else reader.as_of
    when = "after_due" if begins > deadline(reader) else "later" if begins > reader.as_of else "before"
    if when == "after_due" and not area.in_force(reader.as_of):
        when = "later" if begins > reader.as_of else "after_due_ended"
    born = w(f"place.lead.born_{when}", area=reader.area_name(area), since=formats.day(w, begins))
    said = former_counted(reader, before)
    if not of_parts:
        return born + " " + w("place.lead.parts_nothing", former=said)
    if len(of_parts) == 1:
        target = reader.plan.targets[of_parts[0].target_code]
        judged = [verdict for unit in before if (verdict := verdict_here(reader, target, unit))]
        counted = tally(reader, judged)
        if counted:
            return born + " " + w("place.lead.parts_one", former=said, name=of_parts[0].name.text, tally=counted)
    with_some = {row.name for table in of_parts for row in table.rows if row.period}
    return born + " " + w("place.lead.parts_some", n=len(with_some), former=said)


def _unjudged(reader: Reader, area: Area) -> str:
    return reader.w("place.unjudged", area=reader.area_name(area), due=formats.day(reader.w, deadline(reader)))


def _unpublished(reader: Reader, area: Area, known: set[str], before: Sequence[Area]) -> Unpublished | None:
    """The promises at this place's level without a figure; None where there is one for each, or for the province."""
    w = reader.w
    if area.level == "province":
        return None
    at_level = _at_level(reader, area)
    silent = [target for target in at_level if target.code not in known]
    if not silent and (at_level or known):
        return None
    due = max((target.due.last for target in silent), default=deadline(reader))
    who = former(reader, before) if before else formats.area_inside(w, area)
    key = "silent" if silent else "none_at_level"
    return Unpublished(
        said=w(f"place.unpublished.{key}", level=w(f"place.at_level.{area.level}"), area=who),
        promises=tuple((promise_link(reader, target), _promise_words(reader, target)) for target in silent),
        since=_since(reader, due) if silent else "",
        elsewhere=_elsewhere(reader, area, known),
        whole=Link(w("place.unpublished.elsewhere_link"), reader.link("overview")),
    )


def _elsewhere(reader: Reader, area: Area, known: set[str]) -> str:
    """How many targets are judged elsewhere: for the province as a whole, and at the other level below it."""
    w, plan = reader.w, reader.plan
    levels = [plan.indicators[t.indicator_code].level for t in plan.targets.values() if t.code not in known]
    said = []
    for level in ("province", "district", "commune"):
        n = levels.count(level)
        if n and level != area.level:
            place = "province" if level == "province" else "level"
            at = w(f"place.at_level.{level}") if place == "level" else ""
            said.append(w(f"place.elsewhere.{place}.{'one' if n == 1 else 'many'}", n=n, level=at))
    if len(said) > 1:
        return w("place.unpublished.elsewhere_and", first=said[0], second=said[1])
    return w("place.unpublished.elsewhere_alone", first=said[0]) if said else ""


def _promise_words(reader: Reader, target: Target) -> str:
    w = reader.w
    words = formats.promise(w, reader.plan.indicators[target.indicator_code], target)
    return w("target.promise", promise=words, due=formats.day(w, target.due.last))


def _since(reader: Reader, due: date) -> str:
    """How long the deadline is over, and who leads the plan."""
    w = reader.w
    said = []
    if reader.as_of > due:
        span = formats.span(w, due, reader.as_of)
        said.append(w("place.unpublished.since", due=formats.day(w, due), span=span))
    lead = reader.plan.release.plan_name.lead_agency_code
    if lead:
        said.append(w("overview.lead", agency=reader.agency(lead)))
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
        rows = rows_here(reader, indicator.code, area)
        if indicator.code in promised or not rows:
            continue
        related = about.get(indicator.code)
        why = w("place.context_why")
        if related:
            why = w("place.related_why", target=related.target_code, why=reader.say(related.why))
        table = figure_table(reader, rows)
        found.append(Context(reader.say(indicator.name), why, replace(table, places=False)))
    return tuple(context for context in found if context.table.rows)


def rows_here(reader: Reader, indicator_code: str, area: Area) -> list[Observation]:
    """Every row of the area's code from when it named this ground, revisions included."""
    areas, day = reader.plan.areas, last_day(area)
    rows = reader.plan.published(indicator_code, area.code)
    return [row for row in rows if areas.same_territory(area.code, *sorted((row.period.last, day)))]


def _inside(reader: Reader, area: Area) -> tuple[tuple[Area, ...], date]:
    """The units that a district is made of and the day of which this is true: the reader's, or one of its own."""
    days = (reader.as_of, deadline(reader), last_day(area))
    day = next(day for day in days if area.in_force(day))
    return (reader.plan.areas.on(day, "commune", area.code) if area.level == "district" else ()), day


def _links(reader: Reader, area: Area, chosen: Target | None) -> tuple[Link, ...]:
    w = reader.w
    links = []
    if chosen:
        name = reader.say(reader.plan.indicators[chosen.indicator_code].short_name)
        cap = area.level if area.level != "province" else None
        links.append(
            Link(w("target.on_map"), reader.link("map", ma=chosen.code, cap=cap, noi=area.code if cap else None))
        )
        href = addresses.data_indicator(reader.ky, chosen.indicator_code)
        links.append(Link(w("place.download", name=name), href))
        if asked_area(reader, area.code, "") == area:  # a picture is asked for by the code alone
            noi = area.code if cap else None
            links.append(Link(w("embedding.link"), reader.link("embed", ma=chosen.code, noi=noi)))
    links.append(Link(w("target.how_judged"), reader.link("method")))
    return tuple(links)

"""What a promise says where its chart stands alone, as a picture or in another site's frame: everything that a reader
must know once nobody can look around any more.
"""

from __future__ import annotations

from dataclasses import dataclass

from kh213.model.areas import Area
from kh213.model.figures import series
from kh213.model.plan import Observation, Target
from kh213.model.verdict import Verdict
from kh213.view import addresses
from kh213.view.area.figures import verdict_here
from kh213.view.area.page import rows_here
from kh213.view.area.places import when_in_force
from kh213.view.embed.map import source_line
from kh213.view.figures.chart import Chart, target_chart
from kh213.view.figures.judgement import Judgement, judgement
from kh213.view.figures.table import FigureTable, figure_table
from kh213.view.pinned import latest_link, to_check
from kh213.view.reader import Link, Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Embedded:
    """One promise in one place. `stamp` is "" for published figures.

    `chart` is None where no figure is known; `missing` then says what is missing, since when, and who leads the plan.
    `judgement` is None where the place was no unit of its own on the day that counts, which `unjudged` says. `newer`
    says which figures are newer than the one that decides, or than the day asked about. `check` says where a picture is
    checked against what holds now; "" where the site's own address is not known, or nothing is concluded.
    """

    lang: str
    stamp: str
    title: str
    subtitle: tuple[str, ...]
    judgement: Judgement | None
    unjudged: str
    newer: tuple[str, ...]
    chart: Chart | None
    missing: tuple[str, ...]
    notes: tuple[str, ...]
    source: str
    check: str
    description: str
    table: FigureTable
    links: tuple[Link, ...]


def embedded(reader: Reader, target: Target, area: Area) -> Embedded:
    """The promise for the ground that an area is on the reader's day."""
    w = reader.w
    verdict = verdict_here(reader, target, area)
    said = judgement(reader, verdict) if verdict else None
    chart = target_chart(reader, target, area, verdict)
    missing = () if chart else _missing(reader, target, area)
    unjudged = "" if said else _unjudged(reader, target, area)
    title = w("chart.title", name=_name(reader, target), area=formats.area_inside(w, area))
    told = (said.sentence, said.explanation) if said else (unjudged,)
    return Embedded(
        lang=w.lang,
        stamp=reader.stamp,
        title=title,
        subtitle=_subtitle(reader, target, area, chart),
        judgement=said,
        unjudged=unjudged,
        newer=_newer(reader, target, area, verdict),
        chart=chart,
        missing=missing,
        notes=chart.notes if chart else (),
        source=source_line(reader, chart.foot if chart else ""),
        check=_check(reader, target, area) if said else "",
        description=" ".join(filter(None, (*told, chart.alt if chart else "", *missing))),
        table=figure_table(
            reader,
            rows_here(reader, target.indicator_code, area),
            target.value,
            verdict.decided_by if verdict else None,
        ),
        links=_links(reader, target, area, judged=said is not None),
    )


def _name(reader: Reader, target: Target) -> str:
    return reader.say(reader.plan.indicators[target.indicator_code].short_name)


def _subtitle(reader: Reader, target: Target, area: Area, chart: Chart | None) -> tuple[str, ...]:
    """The promise with its deadline; unit, periods, and until when the place was what it is here."""
    w, indicator = reader.w, reader.plan.indicators[target.indicator_code]
    promise = formats.promise(w, indicator, target)
    kept = w("target.promise", promise=promise, due=formats.day(w, target.due.last))
    shown = [w("picture.unit", unit=reader.say(indicator.unit)), _periods(reader, chart) if chart else ""]
    when = when_in_force(reader, area)
    shown += [f"{reader.area_name(area)} {when}" if when else ""]
    return f"{target.code} · {kept}", " · ".join(filter(None, shown))


def _periods(reader: Reader, chart: Chart) -> str:
    first, last = chart.points[0].period, chart.points[-1].period
    return first if first == last else reader.w("period.interval", first=first, last=last)


def _unjudged(reader: Reader, target: Target, area: Area) -> str:
    due = formats.day(reader.w, target.due.last)
    return reader.w("place.unjudged", area=reader.area_name(area), due=due)


def _missing(reader: Reader, target: Target, area: Area) -> tuple[str, ...]:
    w, plan = reader.w, reader.plan
    level = plan.indicators[target.indicator_code].level
    if area.level not in ("province", level):
        return (w(f"picture.level.{level}", area=formats.area_inside(w, area)),)
    said = [w("picture.chart_empty") + "."]
    if reader.as_of > target.due.last:
        span = formats.span(w, target.due.last, reader.as_of)
        said.append(w("place.unpublished.since", due=formats.day(w, target.due.last), span=span))
    lead = plan.release.plan_name.lead_agency_code
    if lead:
        said.append(w("overview.lead", agency=reader.agency(lead)))
    return tuple(said)


def _newer(reader: Reader, target: Target, area: Area, verdict: Verdict | None) -> tuple[str, ...]:
    """A picture of an old figure says that there are newer ones, of this publication's own knowledge."""
    w = reader.w
    rows = rows_here(reader, target.indicator_code, area)
    later = [row for row in rows if row.is_figure and row.known_on > reader.as_of]
    if later:
        newest = max(later, key=lambda row: (row.period.last, row.known_on))
        return (w("picture.newer_after", **_figure(reader, target, newest)),)
    held = series(reader.plan, target.indicator_code, area, reader.as_of)
    judged = verdict.figure if verdict else None
    if judged is None or held[-1].period.last <= judged.period.last:
        return ()
    period = formats.period(w, judged.time_period, judged.accumulation)
    return (w("picture.newer_figure", judged=period, **_figure(reader, target, held[-1])),)


def _figure(reader: Reader, target: Target, row: Observation) -> dict[str, str]:
    w, indicator = reader.w, reader.plan.indicators[target.indicator_code]
    return {
        "period": formats.period(w, row.time_period, row.accumulation),
        "figure": formats.figure(w, indicator, row, beside=target.value),
    }


def _check(reader: Reader, target: Target, area: Area) -> str:
    site = addresses.site()
    address = to_check(reader, site, target.code, area) if site else ""
    return reader.w("picture.check", address=address) if address else ""


def _links(reader: Reader, target: Target, area: Area, *, judged: bool) -> tuple[Link, ...]:
    """The whole view, the figures as a file; from a pinned page whether its conclusion still holds, and the newest."""
    w = reader.w
    page, query = "area", {"ma": area.code, "chi": target.code}
    if area.level == "province":
        page, query = "indicator", {"ma": target.code}
    newest = latest_link(reader, page, **query)
    links = [
        Link(w("frame.full"), reader.link(page, **query)),
        Link(w("framed.data"), addresses.data_indicator(reader.ky, target.indicator_code)),
    ]
    check = to_check(reader, "", target.code, area) if judged and newest else ""
    links += [Link(w("framed.check"), check)] if check else []
    return tuple(links + ([newest] if newest else []))

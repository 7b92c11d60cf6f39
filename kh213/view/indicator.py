"""One promise: its words, the verdict with its reason, the figures, and what cannot decide it."""

from __future__ import annotations

from dataclasses import dataclass

from kh213.model.figures import series
from kh213.model.plan import Target
from kh213.model.verdict import Verdict
from kh213.view.abbreviations import written_out
from kh213.view.figures.chart import Chart, target_chart
from kh213.view.figures.judgement import Judgement, judgement
from kh213.view.figures.table import FigureTable, figure_table, figures_file
from kh213.view.reader import Link, Reader, verdicts
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Related:
    """An indicator that informs the promise without deciding it, and why it does not."""

    name: str
    why: str
    table: FigureTable
    download: Link


@dataclass(frozen=True, slots=True)
class TargetPage:
    code: str
    title: str
    full_name: str
    promise: str
    due: str
    quote: str
    quote_source: Link
    short_forms: str
    ambiguity: str
    assumptions: tuple[str, ...]
    judgement: Judgement
    chart: Chart | None
    no_chart: str
    table: FigureTable
    download: Link
    evidence: Link | None
    nearest: str
    related: tuple[Related, ...]
    related_later: str
    definition: str
    counted: tuple[tuple[str, str], ...]
    legal_basis: str
    links: tuple[Link, ...]
    before: Link | None
    after: Link | None


@dataclass(frozen=True, slots=True)
class UnknownTarget:
    """What was asked for and is not there, and what is."""

    found: str
    known: tuple[Link, ...]


def named(reader: Reader, found: str) -> UnknownTarget:
    links = tuple(Link(name, reader.link("indicator", ma=code)) for code, name in reader.promises().items())
    return UnknownTarget(formats.excerpt(found), links)


def target_page(reader: Reader, target: Target) -> TargetPage:
    plan, w = reader.plan, reader.w
    indicator = plan.indicators[target.indicator_code]
    province = plan.areas.province
    verdict = verdicts(plan, reader.as_of)[target.code, province.code]
    chart = target_chart(reader, target, province, verdict)
    table = figure_table(reader, plan.published(indicator.code, province.code), target.value, verdict.decided_by)
    download = figures_file(reader, indicator)
    codes = list(plan.targets)
    place = codes.index(target.code)
    source = plan.sources[target.source_code]
    return TargetPage(
        code=target.code,
        title=reader.say(indicator.short_name),
        full_name=reader.say(indicator.name),
        promise=formats.promise(w, indicator, target),
        due=formats.day(w, target.due.last),
        quote=target.quote,
        quote_source=Link(
            w("target.quoted_from", publisher=source.publisher, day=formats.day(w, source.published_on))
            if source.published_on
            else source.publisher,
            source.url or "",
        ),
        short_forms=written_out(w, target.quote),
        ambiguity=reader.say(target.ambiguity),
        assumptions=_assumptions(reader, target),
        judgement=judgement(reader, verdict),
        chart=chart,
        no_chart="" if chart else _no_chart(reader, reader.say(indicator.short_name)),
        table=table,
        download=download,
        evidence=_evidence(reader, verdict),
        nearest=_nearest(reader, target, verdict.reason),
        related=_related(reader, target),
        related_later=_later(reader, target),
        definition=reader.say(indicator.definition),
        counted=_counted(reader, target),
        legal_basis=formats.document(w, indicator.legal_basis or ""),
        links=(*(() if table.rows else (download,)), *_links(reader, target)),
        before=_neighbour(reader, codes[place - 1]) if place else None,
        after=_neighbour(reader, codes[place + 1]) if place + 1 < len(codes) else None,
    )


def _evidence(reader: Reader, verdict: Verdict) -> Link | None:
    """Who published the figure on which the verdict rests, and when."""
    row = verdict.decided_by
    if row is None:
        return None
    source = reader.source(row)
    said = reader.w("target.quoted_from", publisher=source.publisher, day=reader.published(row))
    return Link(said, source.url or "")


def _no_chart(reader: Reader, name: str) -> str:
    key = "target.no_chart_by" if reader.day_moved else "target.no_chart"
    return reader.w(key, name=name, as_of=formats.day(reader.w, reader.as_of))


def _assumptions(reader: Reader, target: Target) -> tuple[str, ...]:
    """What the wording does not say and the verdict had to assume."""
    w = reader.w
    said = []
    if target.comparator_basis == "assumed" and not target.ambiguity:  # else the note on the wording says it
        said.append(w(f"target.assumed.{target.comparator}"))
    if target.due_basis == "plan_title":
        said.append(w("target.due_from_title", due_period=formats.period(w, target.due.code)))
    return tuple(said)


def _counted(reader: Reader, target: Target) -> tuple[tuple[str, str], ...]:
    indicator = reader.plan.indicators[target.indicator_code]
    parts = (("target.numerator", indicator.numerator), ("target.denominator", indicator.denominator))
    return tuple((reader.w(key), reader.say(text)) for key, text in parts if text)


def _related(reader: Reader, target: Target) -> tuple[Related, ...]:
    """The related indicators of which a figure is known on the reader's day."""
    plan = reader.plan
    found = []
    for related in plan.related(target.code):
        indicator = plan.indicators[related.indicator_code]
        rows = [row for code in plan.areas_of(indicator.code) for row in plan.published(indicator.code, code)]
        table = figure_table(reader, rows)
        if table.rows:
            found.append(
                Related(reader.say(indicator.name), reader.say(related.why), table, figures_file(reader, indicator))
            )
    return tuple(found)


def _later(reader: Reader, target: Target) -> str:
    """The related indicators of which no figure is known yet on a day in the past, in one sentence."""
    plan, w = reader.plan, reader.w
    told = plan.observed.tally("indicator_code", "known_on")
    known = {code for code, known_on in told if known_on <= reader.as_of}
    names = [
        reader.say(plan.indicators[related.indicator_code].short_name)
        for related in plan.related(target.code)
        if related.indicator_code not in known
    ]
    if not names:
        return ""
    return w("target.related_later", names="; ".join(names), as_of=formats.day(w, reader.as_of))


def _nearest(reader: Reader, target: Target, reason: str | None) -> str:
    """Why a promise with related figures is undecided, told by the one nearest to it: the first that the plan lists."""
    plan, w = reader.plan, reader.w
    if reason != "only_related_figures":
        return ""
    for related in plan.related(target.code):
        indicator = plan.indicators[related.indicator_code]
        known = series(plan, indicator.code, plan.areas.province, reader.as_of)
        if known:
            row = known[-1]
            return w(
                "target.nearest",
                name=reader.say(indicator.short_name),
                period=formats.period(w, row.time_period, row.accumulation),
                figure=formats.figure(w, indicator, row),
                why=reader.say(related.why),
            )
    return ""


def _links(reader: Reader, target: Target) -> tuple[Link, ...]:
    w, plan = reader.w, reader.plan
    links = []
    if len(plan.areas_of(target.indicator_code)) > 1:
        links.append(Link(w("target.on_map"), reader.link("map", ma=target.code)))
    links.append(Link(w("embedding.link"), reader.link("embed", ma=target.code)))
    links.append(Link(w("target.how_judged"), reader.link("method")))
    return tuple(links)


def _neighbour(reader: Reader, code: str) -> Link:
    return Link(reader.promises()[code], reader.link("indicator", ma=code))

"""One promise: its words, the verdict with its reason, the figures, and what cannot decide it."""

from __future__ import annotations

from dataclasses import dataclass

from kh213.model.plan import Target
from kh213.view import addresses
from kh213.view.chart import Chart, target_chart
from kh213.view.figures import FigureTable, figure_table
from kh213.view.judgement import Judgement, judgement
from kh213.view.reader import Link, Reader, verdicts
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Related:
    """An indicator that informs the promise without deciding it, and why it does not."""

    name: str
    definition: str
    why: str
    table: FigureTable
    download: str


@dataclass(frozen=True, slots=True)
class TargetPage:
    code: str
    title: str
    full_name: str
    promise: str
    due: str
    quote: str
    quote_source: Link
    ambiguity: str
    assumptions: tuple[str, ...]
    judgement: Judgement
    chart: Chart | None
    no_chart: str
    table: FigureTable
    related: tuple[Related, ...]
    definition: str
    counted: tuple[tuple[str, str], ...]
    legal_basis: str
    links: tuple[Link, ...]
    before: Link | None
    after: Link | None


def target_page(reader: Reader, target: Target) -> TargetPage:
    plan, w = reader.plan, reader.w
    indicator = plan.indicators[target.indicator_code]
    province = plan.areas.province
    verdict = verdicts(plan, reader.as_of)[target.code, province.code]
    chart = target_chart(reader, target, province, verdict)
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
        ambiguity=reader.say(target.ambiguity),
        assumptions=_assumptions(reader, target),
        judgement=judgement(reader, verdict),
        chart=chart,
        no_chart="" if chart else w("target.no_chart", name=reader.say(indicator.name)),
        table=figure_table(reader, plan.published(indicator.code, province.code), target.value),
        related=_related(reader, target),
        definition=reader.say(indicator.definition),
        counted=_counted(reader, target),
        legal_basis=indicator.legal_basis or "",
        links=_links(reader, target),
        before=_neighbour(reader, codes[place - 1]) if place else None,
        after=_neighbour(reader, codes[place + 1]) if place + 1 < len(codes) else None,
    )


def _assumptions(reader: Reader, target: Target) -> tuple[str, ...]:
    """What the wording does not say and the verdict had to assume."""
    w = reader.w
    said = []
    if target.comparator_basis == "assumed":
        said.append(w(f"target.assumed.{target.comparator}"))
    if target.due_basis == "plan_title":
        said.append(w("target.due_from_title"))
    return tuple(said)


def _counted(reader: Reader, target: Target) -> tuple[tuple[str, str], ...]:
    indicator = reader.plan.indicators[target.indicator_code]
    parts = (("target.numerator", indicator.numerator), ("target.denominator", indicator.denominator))
    return tuple((reader.w(key), reader.say(text)) for key, text in parts if text)


def _related(reader: Reader, target: Target) -> tuple[Related, ...]:
    plan = reader.plan
    found = []
    for related in plan.related(target.code):
        indicator = plan.indicators[related.indicator_code]
        rows = [row for code in plan.areas_of(indicator.code) for row in plan.published(indicator.code, code)]
        found.append(
            Related(
                name=reader.say(indicator.name),
                definition=reader.say(indicator.definition),
                why=reader.say(related.why),
                table=figure_table(reader, rows),
                download=addresses.data_indicator(reader.ky, indicator.code),
            )
        )
    return tuple(found)


def _links(reader: Reader, target: Target) -> tuple[Link, ...]:
    w, plan = reader.w, reader.plan
    links = [Link(w("target.download"), addresses.data_indicator(reader.ky, target.indicator_code))]
    if len(plan.areas_of(target.indicator_code)) > 1:
        links.append(Link(w("target.on_map"), reader.link("map", ma=target.code)))
    links.append(Link(w("target.how_judged"), reader.link("method")))
    return tuple(links)


def _neighbour(reader: Reader, code: str) -> Link:
    indicator = reader.plan.indicators[reader.plan.targets[code].indicator_code]
    return Link(f"{code} {reader.say(indicator.short_name)}", reader.link("indicator", ma=code))

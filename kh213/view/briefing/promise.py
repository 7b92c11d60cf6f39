"""One promise as a slide or a section of a document says it, for the province or for one place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kh213.model.areas import Area
from kh213.model.figures import series
from kh213.model.plan import Source, Target
from kh213.model.search import last_day
from kh213.view import addresses
from kh213.view.area.figures import verdict_here
from kh213.view.area.page import area_chart, rows_here
from kh213.view.figures.chart import Chart
from kh213.view.figures.columns import Column, columns
from kh213.view.figures.judgement import Judgement, judgement
from kh213.view.figures.table import FigureRow, figure_rows
from kh213.view.indicator import TargetPage, target_page
from kh213.view.pinned import pinned
from kh213.view.reader import Reader
from kh213.words import Words, formats


class Numbered:
    """The sources of a briefing, numbered in the order in which they are first cited."""

    def __init__(self) -> None:
        self.sources: dict[Source, int] = {}

    def number(self, source: Source) -> int:
        return self.sources.setdefault(source, len(self.sources) + 1)


@dataclass(frozen=True, slots=True)
class Figure:
    """A published figure and the number of its source in the list at the end."""

    row: FigureRow
    source: int


@dataclass(frozen=True, slots=True)
class Promise:
    """`judgement` is None for a place that is not judged; `headline` then says why. `address` is where to check it.

    `columns` and `chart` are empty where nothing was published. `reading` says how to read the chart, `wording` what
    the promise leaves open.
    """

    code: str
    name: str
    place: str
    promise: str
    goal: str
    headline: str
    judgement: Judgement | None
    explanation: str
    nearest: str
    quote: str
    wording: tuple[str, ...]
    definition: tuple[str, ...]
    chart: Chart | None
    columns: tuple[Column, ...]
    reading: tuple[str, ...]
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]
    address: str

    @property
    def in_force(self) -> tuple[Figure, ...]:
        """The figures that no later publication replaced, newest period first."""
        return tuple(figure for figure in self.figures if not figure.row.superseded)


def promise(reader: Reader, target: Target, area: Area, numbered: Numbered) -> Promise:
    w, plan = reader.w, reader.plan
    page = target_page(reader, target)
    whole = area == plan.areas.province
    verdict = verdict_here(reader, target, area)
    said = judgement(reader, verdict) if verdict else None
    chart = area_chart(reader, target, area)
    quoted = numbered.number(plan.sources[target.source_code])
    figures = _figures(reader, target, area, numbered)
    return Promise(
        code=target.code,
        name=page.title,
        place=reader.area_name(area),
        promise=w("target.promise", promise=page.promise, due=page.due),
        goal=f"{page.promise}, {w('chart.due', day=page.due)}",
        headline=said.sentence if said else w("place.unjudged", area=reader.area_name(area), due=page.due),
        judgement=said,
        explanation=said.explanation if said else "",
        nearest=_nearest(reader, target, page, numbered) if whole else "",
        quote=w("briefing.quote", quote=page.quote, cited=w("briefing.cited", number=quoted)),
        wording=tuple(part for part in (page.ambiguity, *page.assumptions) if part),
        definition=_definition(reader, page),
        chart=chart,
        columns=columns(chart, w) if chart else (),
        reading=_reading(reader, chart) if chart else (),
        figures=figures,
        notes=noted(w, [figure.row for figure in figures]),
        address=_address(reader, target, area, judged=said is not None),
    )


def _definition(reader: Reader, page: TargetPage) -> tuple[str, ...]:
    said = [(reader.w("target.definition"), page.definition), *page.counted]
    said += [(reader.w("target.legal_basis"), page.legal_basis)]
    return tuple(reader.w("briefing.said_of", name=name, text=text) for name, text in said if text)


def _reading(reader: Reader, chart: Chart) -> tuple[str, ...]:
    """What the chart cannot show by itself: only what occurs in it."""
    w = reader.w
    said = []
    if unsure := [point.period for point in chart.points if point.is_open]:
        key = "briefing.open_note_rank" if chart.kind == "rank" else "briefing.open_note"
        said.append(w(key, periods="; ".join(unsure)))
    if chart.missing:
        said.append(w("chart.note.missing", periods="; ".join(mark.text for mark in chart.missing)))
    said += [w("chart.note.break_bullet", text=mark.text) for mark in chart.breaks]
    return tuple(said)


def _nearest(reader: Reader, target: Target, page: TargetPage, numbered: Numbered) -> str:
    """The related figure that comes nearest, with the number of its source."""
    if not page.nearest:
        return ""
    plan = reader.plan
    known = (
        series(plan, related.indicator_code, plan.areas.province, reader.as_of) for related in plan.related(target.code)
    )
    source = reader.source(next(rows[-1] for rows in known if rows))
    return page.nearest + " " + reader.w("briefing.cited", number=numbered.number(source))


def noted(w: Words, rows: Sequence[FigureRow]) -> tuple[str, ...]:
    """The notes on figures, each once with the periods that it is about; without them where it is about most."""
    periods: dict[str, list[str]] = {}
    for row in rows:
        if row.note:
            periods.setdefault(row.note, []).append(row.period)
    return tuple(
        note
        if 1 < len(about) > len(rows) / 2
        else w("briefing.said_of", name="; ".join(dict.fromkeys(about)), text=note)
        for note, about in periods.items()
    )


def _figures(reader: Reader, target: Target, area: Area, numbered: Numbered) -> tuple[Figure, ...]:
    rows = figure_rows(reader, rows_here(reader, target.indicator_code, area), target.value)
    return cited(reader, rows, numbered)


def cited(reader: Reader, rows: Sequence[FigureRow], numbered: Numbered) -> tuple[Figure, ...]:
    """The rows with the numbers of their sources."""
    known = {(source.publisher, source.url or "", source.title): source for source in reader.plan.sources.values()}
    return tuple(Figure(row, numbered.number(known[row.source.text, row.source.href, row.title])) for row in rows)


def _address(reader: Reader, target: Target, area: Area, judged: bool) -> str:
    """Where a printed figure is checked against what holds now; the place's own page where nothing is judged."""
    place = area.code if area != reader.plan.areas.province else None
    if not judged:
        return pinned(reader, addresses.site(), "area", ma=area.code, luc=last_day(area).isoformat())
    return pinned(reader, addresses.site(), "verify", ma=target.code, noi=place)


def spoken(reader: Reader, source: Source) -> str:
    """A source as it is listed: what it is, whose, published when, and when we looked at it."""
    w = reader.w
    published = formats.day(w, source.published_on) if source.published_on else w("figure.day_not_stated")
    said = w("briefing.source", title=source.title.rstrip("."), publisher=source.publisher, published=published)
    if source.retrieved_on:
        said += " " + w("briefing.retrieved", day=formats.day(w, source.retrieved_on))
    return said

"""Phương pháp: how a verdict is reached, told with the figures of the publication that is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from kh213.model.areas import LEVELS
from kh213.model.periods import months_before, previous_day
from kh213.model.plan import Indicator, Observation, Target
from kh213.model.verdict import METHOD_VERSION, PACED, REASONS, VERDICTS, Pace, Verdict, reaches
from kh213.release.publications.store import DEMO
from kh213.view import addresses
from kh213.view.data import pinned
from kh213.view.figures.judgement import Judgement, judgement, label, mark
from kh213.view.figures.table import FigureTable, figure_table
from kh213.view.overview import tally
from kh213.view.reader import Link, Reader, verdicts
from kh213.words import Words, formats

_SHOWN_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One verdict of the method: its mark and name, when it is given, and how often it is now."""

    code: str
    label: str
    mark: str
    rule: str
    count: str


@dataclass(frozen=True, slots=True)
class ReasonRow:
    rule: str
    count: str


@dataclass(frozen=True, slots=True)
class Example:
    """One target of this publication. For a decided one, all figures that were known of it and what is done with them."""

    name: Link
    promise: str
    quote: str
    quote_source: Link
    figures: FigureTable | None
    steps: tuple[str, ...]
    judgement: Judgement
    related: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PacedExample:
    """A pace worked out: each line is (symbol, what it is, its value)."""

    name: Link
    as_of: str
    lines: tuple[tuple[str, str, str], ...]
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Territory:
    day: str
    units: str


@dataclass(frozen=True, slots=True)
class MethodPage:
    plan: str
    version: str
    as_of: str
    tally: str
    verdicts: tuple[VerdictRow, ...]
    reasons: tuple[ReasonRow, ...]
    decided: Example | None
    undecided: Example | None
    paced: PacedExample | None
    demo: str
    origins: tuple[str, ...]
    sources: int
    sources_full: int
    figures: str
    figures_uncertain: int
    comparators_assumed: int
    dues_from_title: int
    targets: int
    territories: tuple[Territory, ...]
    not_official: str
    status: str
    data: str


def method_page(reader: Reader, official: bool, *, demo: bool = True) -> MethodPage:
    """The page for a reader; `official` is the operator's word that the site is the government's own, `demo` says
    whether there are illustrative figures to look at.
    """
    plan, w = reader.plan, reader.w
    ours = _provincial(reader, reader.as_of)
    sources = plan.sources.values()
    targets = plan.targets.values()
    return MethodPage(
        plan=reader.say(plan.release.plan_name.name),
        version=METHOD_VERSION,
        as_of=formats.day(w, reader.as_of),
        tally=tally(reader, ours, whole=True),
        verdicts=_verdict_rows(w, ours),
        reasons=_reason_rows(w, ours),
        decided=_decided(reader, ours),
        undecided=_undecided(reader, ours),
        paced=_paced(reader),
        demo=addresses.page("method", ky=DEMO, lang=reader.kept()["lang"])
        if demo and not plan.release.illustrative
        else "",
        origins=tuple(_origin(reader, code) for code in dict.fromkeys(target.source_code for target in targets)),
        sources=len(sources),
        sources_full=sum(source.extent_read == "full" for source in sources),
        figures=formats.number(w, len(plan.observations), 0),
        figures_uncertain=plan.observed.tally("status").get(("U",), 0),
        comparators_assumed=sum(target.comparator_basis == "assumed" for target in targets),
        dues_from_title=sum(target.due_basis == "plan_title" for target in targets),
        targets=len(targets),
        territories=_territories(reader),
        not_official="" if official else w("frame.not_official", province=reader.area_name(plan.areas.province)),
        status=addresses.data_status(pinned(reader), reader.kept()["tai"]),
        data=reader.link("data"),
    )


def _provincial(reader: Reader, day: date) -> list[Verdict]:
    judged = verdicts(reader.plan, day)
    return [judged[code, reader.plan.areas.province.code] for code in reader.plan.targets]


def _verdict_rows(w: Words, ours: Iterable[Verdict]) -> tuple[VerdictRow, ...]:
    counted = Counter(verdict.code for verdict in ours)
    return tuple(
        VerdictRow(code, label(w, code), mark(code), w(f"method.rule.{code}"), formats.number(w, counted[code], 0))
        for code in VERDICTS
    )


def _reason_rows(w: Words, ours: Iterable[Verdict]) -> tuple[ReasonRow, ...]:
    counted = Counter(verdict.reason for verdict in ours)
    return tuple(ReasonRow(w(f"method.reason.{code}"), formats.number(w, counted[code], 0)) for code in REASONS)


def _decided(reader: Reader, ours: Iterable[Verdict]) -> Example | None:
    """The first target on which the figures decide after its deadline."""
    found = next((verdict for verdict in ours if verdict.code in {"met", "met_late", "missed"}), None)
    if found is None:
        return None
    indicator_code = found.target.indicator_code
    rows = [row for row in reader.plan.published(indicator_code, found.area_code) if row.known_on <= reader.as_of]
    figures = figure_table(reader, rows, found.target.value)
    return replace(_example(reader, found), figures=figures, steps=_steps(reader, found))


def _undecided(reader: Reader, ours: Iterable[Verdict]) -> Example | None:
    """An undecided target, rather one about which something is published."""
    undecided = [verdict for verdict in ours if verdict.code == "undetermined"]
    if not undecided:
        return None
    found = next((verdict for verdict in undecided if verdict.reason == "only_related_figures"), undecided[0])
    return _example(reader, found)


def _example(reader: Reader, verdict: Verdict) -> Example:
    plan, w, target = reader.plan, reader.w, verdict.target
    indicator = plan.indicators[target.indicator_code]
    source = plan.sources[target.source_code]
    return Example(
        name=_name(reader, target),
        promise=w("target.promise", promise=formats.promise(w, indicator, target), due=formats.day(w, target.due.last)),
        quote=target.quote,
        quote_source=Link(source.publisher, source.url or ""),
        figures=None,
        steps=(),
        judgement=judgement(reader, verdict),
        related=tuple(
            (reader.say(plan.indicators[row.indicator_code].name), reader.say(row.why))
            for row in plan.related(target.code)
        ),
    )


def _steps(reader: Reader, verdict: Verdict) -> tuple[str, ...]:
    """What the method does with the figures, one sentence a step."""
    row, target = verdict.figure, verdict.target
    if row is None:
        return ()
    w = reader.w
    indicator = reader.plan.indicators[target.indicator_code]
    period = formats.period(w, row.time_period, row.accumulation)
    choice = "method.step.later" if verdict.code == "met_late" else "method.step.deciding"
    known = w("method.step.known", published=reader.published(row), as_of=formats.day(w, reader.as_of))
    return (
        w("method.step.due", due=formats.day(w, target.due.last), due_period=formats.period(w, target.due.code)),
        w(choice, period=period, interval=w(f"method.interval.{indicator.frequency}")) + " " + known,
        _comparison(w, indicator, target, row),
    )


def _comparison(w: Words, indicator: Indicator, target: Target, row: Observation) -> str:
    figure = formats.figure(w, indicator, row, beside=target.value)
    outcome = {True: "reached", False: "short", None: "open"}[reaches(target, indicator, row)]
    promise = formats.promise(w, indicator, target)
    said = w(f"method.step.{outcome}", figure=figure, promise=promise)
    if not row.numerator or not row.denominator or row.qualifier != "eq":
        return said
    n, d = formats.trimmed(w, row.numerator, 3), formats.trimmed(w, row.denominator, 3)
    left = formats.trimmed(w, 100 * row.numerator, 3)
    right = formats.trimmed(w, target.value * row.denominator, 3)
    value = formats.trimmed(w, target.value, 3)
    return said + " " + w("method.step.counts", n=n, d=d, left=left, right=right, target=value)


def _paced(reader: Reader) -> PacedExample | None:
    """A pace on the day asked about, or half a year before the last deadline once that has passed."""
    due = max(target.due.last for target in reader.plan.targets.values())
    day = reader.as_of if reader.as_of <= due else months_before(due, 6)
    then = replace(reader, as_of=day)
    paced = [verdict for verdict in _provincial(reader, day) if verdict.code in PACED]
    verdict = next((verdict for verdict in paced if verdict.code != "on_track"), next(iter(paced), None))
    if verdict is None or verdict.pace is None or verdict.figure is None or verdict.figure.value is None:
        return None
    indicator = reader.plan.indicators[verdict.target.indicator_code]
    return PacedExample(
        name=_name(then, verdict.target),
        as_of=formats.day(reader.w, day),
        lines=_pace_lines(reader.w, indicator, verdict, verdict.pace, verdict.figure.value),
        judgement=judgement(then, verdict),
    )


def _pace_lines(
    w: Words, indicator: Indicator, verdict: Verdict, pace: Pace, y: Fraction
) -> tuple[tuple[str, str, str], ...]:
    """b, T, y, f, P and R with their numbers, each worked out from those above it."""
    target, figure = verdict.target, verdict.figure
    if figure is None:
        return ()
    t0, t, due = pace.baseline_period.last, figure.period.last, target.due.last
    gone, all_days = (t - t0).days, (due - t0).days
    f = Fraction(gone, all_days)

    def value(number: Fraction) -> str:
        return formats.measure(w, indicator, number, _SHOWN_DECIMALS)

    def plain(number: Fraction) -> str:
        return formats.trimmed(w, number, _SHOWN_DECIMALS)

    b, bound, expected = plain(pace.baseline_value), plain(Fraction(target.value)), plain(pace.expected_value)
    return (
        ("b, t0", w("method.pace.b", day=formats.day(w, t0)), value(pace.baseline_value)),
        ("T, D", w("method.pace.t", day=formats.day(w, due)), value(Fraction(target.value))),
        ("y, t", w("method.pace.y", day=formats.day(w, t)), value(y)),
        ("f", w("method.pace.f", gone=formats.number(w, gone, 0), all=formats.number(w, all_days, 0)), plain(f)),
        ("P", w("method.pace.p", b=b, target=bound, f=plain(f)), value(pace.expected_value)),
        ("R", w("method.pace.r", y=plain(y), b=b, expected=expected), plain(pace.pace)),
    )


def _name(reader: Reader, target: Target) -> Link:
    indicator = reader.plan.indicators[target.indicator_code]
    return Link(f"{target.code} {reader.say(indicator.short_name)}", reader.link("indicator", ma=target.code))


def _origin(reader: Reader, code: str) -> str:
    """A source of the promises: what it is, and what it leaves out."""
    w, source = reader.w, reader.plan.sources[code]
    published = formats.day(w, source.published_on) if source.published_on else w("figure.day_not_stated")
    said = w("method.origin", title=source.title, publisher=source.publisher, published=published)
    return f"{said} {reader.say(source.note)}".strip()


def _territories(reader: Reader) -> tuple[Territory, ...]:
    """How many units of each level there were before the first change, and from each day that changed their number."""
    w, areas = reader.w, reader.plan.areas
    if not areas.change_days:
        return ()
    first = areas.change_days[0]
    found: list[Territory] = []
    for day in (previous_day(first), *areas.change_days):
        counted = [(level, len(areas.on(day, level))) for level in LEVELS[1:]]
        units = ", ".join(
            w(f"method.units.{level}", n=n) if n else w(f"method.units.no_{level}") for level, n in counted
        )
        if not found or found[-1].units != units:
            key = "method.before" if day < first else "method.since"
            found.append(Territory(w(key, day=formats.day(w, max(day, first))), units))
    return tuple(found)

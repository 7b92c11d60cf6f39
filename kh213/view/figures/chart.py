"""Target against actual over time, as plain data: what a chart must show, before anyone draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from kh213.model.areas import Area
from kh213.model.figures import series, value_range
from kh213.model.periods import regular_periods
from kh213.model.plan import Indicator, Observation, Target
from kh213.model.verdict import Verdict, reaches
from kh213.view.reader import Reader
from kh213.words import formats

# Figures that may still change or that rest on weak ground are drawn as open dots.
_OPEN = frozenset({"P", "E", "U"})


@dataclass(frozen=True, slots=True)
class Point:
    """One figure. `low` and `high` bound an inexact one; `side` is reached, short or none (cannot be told)."""

    day: date
    period: str
    value: float
    text: str
    side: str
    is_open: bool
    low: float | None
    high: float | None
    said: str


@dataclass(frozen=True, slots=True)
class Goal:
    value: float
    text: str
    due: date


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day: a break of the series, or a period for which nothing was published."""

    day: date
    text: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing in words and numbers.

    `form` is bullet (one period), line or dots (time; ranks too). `path` is the required way from the baseline to
    the target. `floor` and `ceiling` are the ends of the value axis; a rank has 1 on top.
    """

    form: str
    title: str
    unit: str
    kind: str
    decimals: int
    points: tuple[Point, ...]
    goal: Goal | None
    path: tuple[tuple[date, float], ...]
    missing: tuple[Mark, ...]
    breaks: tuple[Mark, ...]
    floor: float
    ceiling: float
    foot: str
    notes: tuple[str, ...]
    alt: str


def target_chart(reader: Reader, target: Target, area: Area, verdict: Verdict | None) -> Chart | None:
    """The chart of one promise in one area; None where no figure was published for it."""
    plan, w = reader.plan, reader.w
    indicator = plan.indicators[target.indicator_code]
    held = series(plan, indicator.code, area, reader.as_of)
    rows = [row for row in held if row.value is not None]
    if not rows:
        return None
    goal = Goal(float(target.value), formats.promise(w, indicator, target), target.due.last)
    points = tuple(_point(reader, indicator, target, row) for row in rows)
    missing = _missing(reader, indicator, area, held)
    breaks = _breaks(reader, area, rows)
    form = "bullet" if len({point.day for point in points}) == 1 else "line"
    floor, ceiling = _axis(indicator, [*points], goal)
    return Chart(
        form=form,
        title=w("chart.title", name=reader.say(indicator.short_name), area=formats.area_inside(w, area)),
        unit=reader.say(indicator.unit),
        kind=indicator.kind,
        decimals=indicator.decimals,
        points=points,
        goal=goal,
        path=_path(verdict, target),
        missing=missing,
        breaks=breaks,
        floor=floor,
        ceiling=ceiling,
        foot=_foot(reader, rows),
        notes=_notes(reader, form, points, missing, breaks, bool(_path(verdict, target))),
        alt=_alt(reader, target, area, list(zip(points, rows, strict=True)), missing),
    )


def _point(reader: Reader, indicator: Indicator, target: Target, row: Observation) -> Point:
    w = reader.w
    if row.value is None:
        raise ValueError("a chart draws figures that have a value")
    span = value_range(row)
    exact = row.qualifier == "eq"
    reached = reaches(target, indicator, row)
    text = formats.figure(w, indicator, row, beside=target.value)
    period = formats.period(w, row.time_period, row.accumulation)
    return Point(
        day=row.period.last,
        period=period,
        value=float(row.value),
        text=text,
        side="none" if reached is None else "reached" if reached else "short",
        is_open=row.status in _OPEN,
        low=None if exact or span.low is None else float(span.low),
        high=None if exact or span.high is None else float(span.high),
        said=w(
            "chart.point", period=period, figure=text, published=reader.published(row), status=status_words(reader, row)
        ),
    )


def status_words(reader: Reader, row: Observation) -> str:
    return "" if row.status == "A" else reader.w(f"obs_status.{row.status}")


def _missing(reader: Reader, indicator: Indicator, area: Area, held: Sequence[Observation]) -> tuple[Mark, ...]:
    """Periods without a value between the first and the last: named as missing, taken back, or passed over."""
    w = reader.w
    marks = {}
    for row in held:
        if row.nothing_arose:
            marks[row.period.last] = (formats.period(w, row.time_period, row.accumulation), w("value.nothing_arose"))
    told = {row.period.last for row in held}
    for row in reader.plan.published(indicator.code, area.code):
        day = row.period.last
        if row.known_on <= reader.as_of and not row.is_figure and day not in told and area.in_force(day):
            marks[day] = (formats.period(w, row.time_period, row.accumulation), w(f"obs_status.{row.status}"))
    for period in regular_periods(indicator.frequency, held[0].period.last, held[-1].period.last):
        if not any(period.first <= day <= period.last for day in (*told, *marks)):
            marks[period.last] = (formats.period(w, period.code), w("value.not_in_data"))
    return tuple(Mark(day, w("chart.missing", period=name, why=why)) for day, (name, why) in sorted(marks.items()))


def _breaks(reader: Reader, area: Area, rows: Sequence[Observation]) -> tuple[Mark, ...]:
    """Where what is measured changed under the same name: a new definition (B), or another territory."""
    w = reader.w
    marks = {
        row.period.first: Mark(row.period.first, reader.say(row.note) or w("obs_status.B"))
        for row in rows
        if row.status == "B"
    }
    if area.valid_from and rows and reader.plan.areas.made_of(area):
        day = area.valid_from.last
        marks[day] = Mark(day, w("chart.new_territory", day=formats.day(w, day)))
    return tuple(mark for _, mark in sorted(marks.items()))


def _path(verdict: Verdict | None, target: Target) -> tuple[tuple[date, float], ...]:
    if verdict is None or verdict.pace is None:
        return ()
    start = verdict.pace.baseline_period.last, float(verdict.pace.baseline_value)
    return start, (target.due.last, float(target.value))


def _axis(indicator: Indicator, points: Sequence[Point], goal: Goal) -> tuple[float, float]:
    values = [goal.value, *(point.value for point in points)]
    if indicator.kind == "rank":
        return 1.0, max(float(max(values)) + 1, 5.0)
    if indicator.kind == "share":
        return 0.0, 100.0
    top = (
        float(indicator.value_max)
        if indicator.value_max is not None
        else float(Fraction(max(values)) * Fraction(11, 10))
    )
    return 0.0, top


def _foot(reader: Reader, rows: Sequence[Observation]) -> str:
    w = reader.w
    publishers = tuple(dict.fromkeys(reader.source(row).publisher for row in rows))
    newest = max(rows, key=lambda row: row.known_on)
    return w(
        "chart.foot",
        sources="; ".join(publishers),
        published=reader.published(newest),
        release=formats.day(w, reader.plan.release.day),
    )


def _notes(
    reader: Reader, form: str, points: Sequence[Point], missing: Sequence[Mark], breaks: Sequence[Mark], has_path: bool
) -> tuple[str, ...]:
    """How to read what is drawn: only the signs that occur."""
    w = reader.w
    notes = [
        ("chart.note.open", any(point.is_open for point in points)),
        ("chart.note.inexact", any(point.low is not None or point.high is not None for point in points)),
        ("chart.note.path", has_path),
    ]
    said = [w(key) for key, occurs in notes if occurs]
    if missing:
        said.append(w("chart.note.missing", periods="; ".join(mark.text for mark in missing)))
    said.extend(w(f"chart.note.break_{form}", text=mark.text) for mark in breaks)
    return tuple(said)


def _alt(
    reader: Reader,
    target: Target,
    area: Area,
    drawn: Sequence[tuple[Point, Observation]],
    missing: Sequence[Mark],
) -> str:
    """The chart in a sentence: every figure with what weakens it, every period without one in its place."""
    w, indicator = reader.w, reader.plan.indicators[target.indicator_code]
    said = [(mark.day, mark.text) for mark in missing]
    for point, row in drawn:
        status = status_words(reader, row)
        key = "chart.figure_with" if status else "chart.figure"
        said.append((point.day, w(key, period=point.period, figure=point.text, status=status)))
    return w(
        "chart.alt",
        name=reader.say(indicator.short_name),
        area=formats.area_inside(w, area),
        figures="; ".join(text for _, text in sorted(said, key=lambda each: each[0])),
        promise=formats.promise(w, indicator, target),
        due=formats.day(w, target.due.last),
    )

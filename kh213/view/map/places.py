"""One area on the map: its figure, its class, what is said of it, and on which figure its verdict rests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kh213.model.areas import Area
from kh213.model.figures import series
from kh213.model.periods import previous_day
from kh213.model.plan import Observation, Target
from kh213.model.verdict import Verdict, judge
from kh213.view.figures.chart import status_words
from kh213.view.figures.judgement import Judgement, judgement
from kh213.view.map.choices import Choices, Moment
from kh213.view.reader import Reader
from kh213.words import formats

_SIGNS = {"approx": "≈ ", "gt": "> ", "ge": "≥ ", "lt": "< ", "le": "≤ "}


@dataclass(frozen=True, slots=True)
class Place:
    """One area on the map. `step` is its class, `brief` the figure as it fits a tile, `said` why there is none.

    `rests` says on which figure the verdict rests, where that is not the one shown, or why there is none at all.
    `change` is how far the figure is from that of the period compared with, "" where none is.
    """

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
    rests: str = ""
    change: str = ""


def figure_of(reader: Reader, chosen: Choices, area: Area) -> Observation | None:
    """The figure in force for an area in the period shown."""
    return figure_in(reader, chosen, area, chosen.moment)


def figure_in(reader: Reader, chosen: Choices, area: Area, moment: Moment) -> Observation | None:
    """The figure in force for an area in a period."""
    before = previous_day(moment.period.last)
    rows = series(reader.plan, chosen.indicator.code, area, reader.as_of, before)
    found = (row for row in rows if (row.time_period, row.accumulation) == (moment.code, moment.accumulation))
    return next(found, None)


def verdict_of(reader: Reader, target: Target, area: Area, day: date) -> Verdict:
    """The verdict on an area as it stood on a day: where its code later names other ground, it was not there to judge."""
    due = min(reader.as_of, target.due.last)
    first, last = sorted((day, due))
    if reader.plan.areas.same_territory(area.code, first, last):
        return judge(reader.plan, target, area.code, reader.as_of)
    return Verdict(target, area.code, reader.as_of, "undetermined", "not_in_force")


def place_of(reader: Reader, chosen: Choices, area: Area, row: Observation | None, step: str) -> Place:
    """What the map says of an area whose figure in the period is `row`, in the class `step`."""
    w, target, indicator, day = reader.w, chosen.target, chosen.indicator, chosen.day
    parent = area if area.level == "district" else reader.plan.areas.parent(area, day)
    district = parent if parent and parent.level == "district" else None
    beside = target.value if target else None
    verdict = verdict_of(reader, target, area, day) if target else None
    return Place(
        code=area.code,
        name=reader.area_name(area),
        bare=formats.bare_name(area),
        district=formats.bare_name(district) if district else "",
        district_code=parent.code if parent else "",
        step=step,
        figure=formats.figure(w, indicator, row, beside) if row else w("value.none"),
        brief=_brief(reader, chosen, row),
        counts=_counts(reader, row),
        said=status_words(reader, row) if row else _why_missing(reader, chosen, area),
        published=reader.published(row) if row else "",
        judgement=judgement(reader, verdict) if verdict else None,
        rests=_rests(reader, chosen, verdict, row) if verdict else "",
    )


def _rests(reader: Reader, chosen: Choices, verdict: Verdict, shown: Observation | None) -> str:
    """A verdict stands beside a figure that may be of another period: then it names its own."""
    w, row = reader.w, verdict.figure
    if verdict.reason == "not_in_force":
        return w("map.not_judged")
    if row is None or row == shown:  # not `is`: of millions of figures each is made when it is asked for
        return ""
    figure = formats.figure(w, chosen.indicator, row, verdict.target.value)
    return w("map.rests", period=formats.period(w, row.time_period, row.accumulation), figure=figure)


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

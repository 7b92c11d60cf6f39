"""Tells invented reports: who publishes which figure when, as shapes.toml draws the curves and the stories.

Every chance is drawn from the seed and from the key of what it is drawn for, never from a clock or an order: the same
seed and the same areas give the same reports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from kh213.model.areas import SAME_TERRITORY, Area, Areas
from kh213.model.periods import parse_period

LANGUAGES = ("vi", "en")

_CLIMB = 14  # quarters from `low` to `high`
_WAIT = 45  # days from a provisional figure to the final one, and of a report that is late by chance


@dataclass(frozen=True, slots=True)
class Shape:
    """How the figures of one target grow, and who reports them (the keys are explained in shapes.toml)."""

    target: str
    accumulation: str
    low: float
    high: float
    levels: Sequence[str]
    counts: Mapping[str, int]
    until: str
    sized: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """Something that happens to the reports of some areas on some targets, from one quarter to another."""

    what: str
    targets: Sequence[str]
    areas: Sequence[str]
    first: str = "0000-Q1"
    last: str = "9999-Q4"
    days: int = 0
    factor: float = 1.0
    value: str = ""
    qualifier: str = "eq"


@dataclass(frozen=True, slots=True)
class Report:
    """One publication of one figure; `counts` is (numerator, denominator) where they are given."""

    unit: Area
    time_period: str
    published_on: date
    counts: tuple[int, int] | None
    stated: str = ""
    qualifier: str = "eq"
    status: str = "A"
    remarks: tuple[Mapping[str, str], ...] = ()


@dataclass(frozen=True)
class Teller:
    """Tells the reports on one target, the smallest units first: larger ones add up what is then known of them."""

    areas: Areas
    spec: Mapping[str, Any]
    seed: int
    shape: Shape
    stories: Sequence[Story]

    def reports(self) -> Iterator[Report]:
        for quarter in _quarters(self.spec["first_quarter"], self.shape.until):
            below: list[Report] = []
            for level in self.shape.levels:
                units = self.areas.on(parse_period(quarter).last, level)
                below = [report for unit in units for report in self._of_unit(unit, quarter, below)]
                yield from below

    def _of_unit(self, unit: Area, quarter: str, below: Iterable[Report]) -> list[Report]:
        """What one unit publishes for one quarter: nothing, a figure, or a provisional and a final one."""
        if self._story("silent", unit, quarter):
            return []
        report = Report(unit, quarter, self._usual_day(unit, quarter), None)
        uncounted = self._without_counts(report)
        if uncounted:
            return [uncounted]
        report = self._added_up(self._delayed(report), [part for part in below if part.unit.parent_code == unit.code])
        report = self._broken(report)
        if self._story("revised", unit, quarter):
            return [self._provisional(report), self._saying("revised", report, waits=_WAIT)]
        if self._story("pilot", unit, quarter):
            return [report, self._first_month(report)]
        return [report]

    def _without_counts(self, report: Report) -> Report | None:
        unit, quarter = report.unit, report.time_period
        if self._story("missing", unit, quarter) or self._happens("missing", unit, quarter):
            return self._saying("missing", replace(report, status="O"))
        if self._story("nothing_arose", unit, quarter):
            return self._saying("nothing_arose", replace(report, counts=(0, 0)))
        story = self._story("stated", unit, quarter)
        if story:
            return self._saying("stated", replace(report, stated=story.value, qualifier=story.qualifier))
        return None

    def _delayed(self, report: Report) -> Report:
        story = self._story("late", report.unit, report.time_period)
        if story:
            return self._saying("late", report, waits=story.days)
        if self._happens("late", report.unit, report.time_period):
            return self._saying("late", report, waits=_WAIT)
        return report

    def _added_up(self, report: Report, below: Iterable[Report]) -> Report:
        """The unit's own office, and what smaller units had published by that day; says how many where some had not."""
        known = {
            part.unit.code: part.counts
            for part in sorted(below, key=lambda part: part.published_on)
            if part.published_on <= report.published_on and part.counts and part.time_period == report.time_period
        }
        counts = _sum([self._counts(report.unit, report.time_period), *known.values()])
        smaller = self.shape.levels[: self.shape.levels.index(report.unit.level)]
        day = parse_period(report.time_period).last
        expected = len(self.areas.on(day, smaller[-1], report.unit.code)) if smaller else 0
        if len(known) == expected:
            return replace(report, counts=counts)
        return self._saying("coverage", replace(report, counts=counts), reported=len(known), expected=expected)

    def _broken(self, report: Report) -> Report:
        """Marks a break: in the first period of a changed territory, and where a story says so."""
        begins = report.unit.valid_from
        fresh = begins is not None and begins.last == parse_period(report.time_period).first
        if fresh and any(link.kind not in SAME_TERRITORY for link in self.areas.made_of(report.unit)):
            return self._saying("break", replace(report, status="B"))
        if self._story("redefined", report.unit, report.time_period):
            return self._saying("redefined", replace(report, status="B"))
        return report

    def _provisional(self, final: Report) -> Report:
        """The earlier publication, in which some cases are not yet counted."""
        numerator, denominator = final.counts or (0, 0)
        missed = self._draw("missed", final.unit.code, final.time_period).uniform(0.03, 0.09)
        counts = (round(numerator * (1 - missed)), denominator)
        return self._saying("provisional", replace(final, status="P", counts=counts))

    def _first_month(self, report: Report) -> Report:
        """A trial report on the month after the quarter: a third of the quarter's counts."""
        numerator, denominator = report.counts or (0, 0)
        month = f"{int(report.time_period[:4]) + 1}-01"
        published = parse_period(month).last + timedelta(days=20)
        return self._saying("pilot", Report(report.unit, month, published, (numerator // 3, denominator // 3)))

    def _saying(self, remark: str, report: Report, waits: int = 0, **told: int) -> Report:
        """The report with one more remark, published so many days later."""
        said = {lang: self.spec["remarks"][remark][lang].format(**told) for lang in LANGUAGES}
        published = report.published_on + timedelta(days=waits)
        return replace(report, published_on=published, remarks=(*report.remarks, said))

    def _counts(self, unit: Area, quarter: str) -> tuple[int, int]:
        """Numerator and denominator of a unit's own office, from 1 January where they accumulate over the year."""
        to_date = self.shape.accumulation == "year_to_date"
        quarters = _quarters(f"{quarter[:4]}-Q1", quarter) if to_date else [quarter]
        return _sum(self._of_quarter(unit, one) for one in quarters)

    def _of_quarter(self, unit: Area, quarter: str) -> tuple[int, int]:
        usual: float = self.shape.counts.get(unit.level, 0)
        if self.shape.sized and unit.level == "district":
            # a merged district is as large as the ones that it was made of
            usual *= sum(self.spec["districts"][part.code]["size"] for part in self.areas.predecessors(unit) or (unit,))
        if self.shape.accumulation != "point":
            usual *= self.spec["seasons"][quarter[-2:]]
        denominator = round(usual * self._draw("denominator", unit.code, quarter[:4]).uniform(0.96, 1.04))
        noise = self._draw("numerator", unit.code, quarter).uniform(0.98, 1.02)
        return min(denominator, round(denominator * self._share(unit, quarter) / 100 * noise)), denominator

    def _share(self, unit: Area, quarter: str) -> float:
        first = self.spec["first_quarter"]
        if self._story("regresses", unit, quarter):
            return self._climbed(unit, first) * (1 - 0.06 * (_index(quarter) - _index(first)))
        falls = self._story("falls", unit, quarter)
        return self._climbed(unit, quarter) * (falls.factor if falls else 1)

    def _climbed(self, unit: Area, quarter: str) -> float:
        """The share in percent on the S: 3x² − 2x³ between `low` and `high`, the whole curve moved by `ahead`."""
        begins = self.areas.history(unit.code)[0]  # a commune keeps its pace when it comes under another district
        district = self.spec["districts"].get(begins.parent_code if unit.level == "commune" else unit.code, {})
        ahead: float = self.spec["ahead"].get(begins.area_type, 0) + district.get("ahead", 0)
        ahead += self._draw("ahead", unit.code).uniform(-1, 1) * self.spec["uneven"][unit.level]
        quarters = _index(quarter) - _index(self.spec["climbs_from"]) + ahead
        x = min(max(quarters / _CLIMB, 0), 1)
        return self.shape.low + (self.shape.high - self.shape.low) * x * x * (3 - 2 * x)

    def _usual_day(self, unit: Area, quarter: str) -> date:
        days = self.spec["days"]
        waits = days[unit.level] + self._draw("day", unit.code, quarter).randint(0, days["spread"])
        return parse_period(quarter).last + timedelta(days=waits)

    def _story(self, what: str, unit: Area, quarter: str) -> Story | None:
        for story in self.stories:
            if story.what == what and story.first <= quarter <= story.last and {unit.code, "*"} & set(story.areas):
                return story
        return None

    def _happens(self, what: str, unit: Area, quarter: str) -> bool:
        chance: float = self.spec["chance"][what] if unit.level == "commune" else 0
        return self._draw(what, unit.code, quarter).random() < chance

    def _draw(self, *key: str) -> Random:
        return Random(":".join((str(self.seed), self.shape.target, *key)))  # noqa: S311 - chance, not secrecy


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    pairs = list(counts)
    return sum(numerator for numerator, _ in pairs), sum(denominator for _, denominator in pairs)


def _quarters(first: str, last: str) -> list[str]:
    return [f"{index // 4}-Q{index % 4 + 1}" for index in range(_index(first), _index(last) + 1)]


def _index(quarter: str) -> int:
    return int(quarter[:4]) * 4 + int(quarter[-1]) - 1

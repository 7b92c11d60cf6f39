"""What the axes of a chart say: numbers and periods as text, written by `words` and never by the drawing library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import gcd

from kh213.draw.labels import TIERS, Style, text_width
from kh213.draw.theme import SMALL
from kh213.view.figures.chart import Chart
from kh213.words import Words, formats

EDGE = 16  # pixels from the first and last day to the sides of the plot

_RANKS_SHOWN = 8
_VALUES_SHOWN = 6
_TICKS = 24
_FEW_LEFT_OUT = 0.6
_GAP = 4
_STRIDES = (1, 2, 3, 6, 12, 24, 36, 60, 120)  # in months


def value_ticks(w: Words, kind: str, floor: float, ceiling: float) -> dict[str, str]:
    """The marks of the value axis, as JavaScript writes such a number, and their texts: round steps; ranks from 1."""
    if kind == "rank":
        apart = next(int(step) for step in _round_steps(0) if (ceiling - 1) / step < _RANKS_SHOWN)
        ranks = (1, *range(apart if apart > 1 else 2, int(ceiling) + 1, apart))
        return {str(rank): formats.number(w, rank, 0) for rank in ranks}
    step = next(step for step in _round_steps(-6) if (ceiling - floor) / step < _VALUES_SHOWN)
    decimals = next(n for n in range(7) if (step * 10**n).denominator == 1)
    multiples = range(-int(-Fraction(floor) // step), int(Fraction(ceiling) // step) + 1)
    ticks = {}
    for tick in (n * step for n in multiples):
        text = formats.number(w, tick, decimals)
        ticks[f"{float(tick):.{decimals}f}"] = w("chart.percent", value=text) if kind == "share" else text
    return ticks


def _round_steps(least: int) -> Iterable[Fraction]:
    """1, 2, 5 times every power of ten from 10 to the `least`."""
    for power in range(least, 16):
        for digit in (1, 2, 5):
            yield Fraction(10) ** power * digit


@dataclass(frozen=True, slots=True)
class Name:
    """What a day is called after the period that it ends: quý III with its year beneath, or the year alone."""

    kind: str
    text: str
    year: str = ""


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """The days of a chart from first to last, those that have a mark, and what each of these is called."""

    first: date
    last: date
    days: tuple[date, ...]
    called: Mapping[date, Name]
    kept: frozenset[date]

    @classmethod
    def of(cls, chart: Chart, w: Words) -> TimeAxis:
        said = {point.day: point.period for point in chart.points}
        for mark in chart.missing:
            said.setdefault(mark.day, mark.text)
        called = {day: _name(w, day, text) for day, text in said.items()}
        if chart.goal and chart.goal.due not in called:
            called[chart.goal.due] = _like(w, chart.goal.due, called.values())
        for day, _ in chart.path:
            called.setdefault(day, _like(w, day, called.values()))
        days = sorted(called)
        first, last = days[0], days[-1]
        if first == last:  # one day alone stands at the right, after a year of nothing
            first -= timedelta(365)
        ends = {days[0], days[-1], chart.goal.due if chart.goal else days[0]}
        return cls(first, last, tuple(days), called, frozenset(ends))

    def share(self, day: date) -> float:
        return (day - self.first).days / (self.last - self.first).days

    def marked(self) -> tuple[date, ...]:
        """The days that get a tick: all, or where they are many those with a text."""
        named = self.fitting(TIERS[-1])
        return tuple(day for day in self.days if len(self.days) <= _TICKS or named[day.isoformat()] != [""])

    def names(self) -> dict[int, dict[str, list[str]]]:
        """The texts under the axis for every width of `labels.TIERS`, by ISO day; empty where there is no room."""
        return {tier: self.fitting(tier) for tier in TIERS}

    def fitting(self, width: float) -> dict[str, list[str]]:
        """The texts under an axis of one width."""
        if self._is_even():
            last = _months(self.days[-1])
            for stride in _STRIDES:
                even = [day for day in self.days if (last - _months(day)) % stride == 0]
                if len(even) > 1 and self._fits(even, width):
                    return self._texts(even)
        chosen: list[date] = []
        for day in (*sorted(self.kept, reverse=True), *self.days):  # uneven periods: as many as there is room for
            if self._fits(sorted({*chosen, day}), width):
                chosen = sorted({*chosen, day})
        return self._texts(chosen)

    def _is_even(self) -> bool:
        """Whether the days come in equal steps, with few left out."""
        months = [_months(day) for day in self.days]
        step = gcd(*(month - months[0] for month in months)) or 1
        return len(months) > _FEW_LEFT_OUT * ((months[-1] - months[0]) / step + 1)

    def _fits(self, chosen: list[date], width: float) -> bool:
        texts = self._texts(chosen)
        end = float("-inf")
        for day in chosen:
            wide = max(text_width(line, Style(size=SMALL)) for line in texts[day.isoformat()])
            middle = EDGE + self.share(day) * (width - 2 * EDGE)
            if middle - wide / 2 < end + _GAP:
                return False
            end = middle + wide / 2
        return True

    def _texts(self, chosen: list[date]) -> dict[str, list[str]]:
        """The texts of all days: the year stands under the first one of it."""
        texts = {day.isoformat(): [""] for day in self.days}
        year = ""
        for day in chosen:
            name = self.called[day]
            texts[day.isoformat()] = [name.text, name.year] if name.year not in {"", year} else [name.text]
            year = name.year
        return texts


def _months(day: date) -> int:
    return day.year * 12 + day.month


def _name(w: Words, day: date, said: str) -> Name:
    """The short name of the period that `said` begins with; a period of another kind is called by its last month."""
    period = said.partition(": ")[0].partition(" (")[0]  # a missing one has its reason in brackets
    year, quarter = str(day.year), f"{day.year}-Q{(day.month + 2) // 3}"
    if period in {formats.period(w, year), formats.period(w, year, "point")}:
        return _called(w, day, "year")
    if period in {formats.period(w, quarter), formats.period(w, quarter, "point")}:
        return _called(w, day, "quarter")
    return _called(w, day, "month")


def _like(w: Words, day: date, others: Iterable[Name]) -> Name:
    """The name of a day without a figure, of the same kind as the others where it ends such a period."""
    kinds = {name.kind for name in others}
    if "quarter" in kinds and day.month % 3 == 0:
        return _called(w, day, "quarter")
    return _called(w, day, "year" if kinds <= {"year"} and day.month == 12 else "month")


def _called(w: Words, day: date, kind: str) -> Name:
    year = str(day.year)
    if kind == "year":
        return Name(kind, year)
    number = (day.month + 2) // 3
    if kind == "quarter":
        return Name(kind, w("chart.quarter", roman=("I", "II", "III", "IV")[number - 1], number=number), year)
    return Name(kind, w("chart.month", month=day.month, name=w(f"month.{day.month}")), year)

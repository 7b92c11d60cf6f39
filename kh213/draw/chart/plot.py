"""Where days and values lie in a chart over time, and which of its figures a line may join."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from kh213.draw.chart.axes import EDGE, TimeAxis
from kh213.draw.chart.marks import ends
from kh213.draw.labels import TIERS, Across
from kh213.view.figures.chart import Chart, Point
from kh213.words import Words

HIGH = 230  # pixels from the top of the plot to the axis
_ABOVE = 24  # for the label of the highest figure
_BELOW_RANKS = 24  # the last rank does not lie on the axis: it is not zero
_COLUMN = 14  # the widest that a missing period is drawn
_SMALLER = 24  # more figures than this get smaller dots


@dataclass(frozen=True, slots=True)
class Plot:
    """A chart laid out: days become places across, values become pixels from the top.

    `high` is from the top to the axis, `least` the narrowest width in which it is shown.
    """

    chart: Chart
    axis: TimeAxis
    top: float
    floor: float
    ceiling: float
    high: float = HIGH
    least: float = TIERS[0]

    @classmethod
    def of(cls, chart: Chart, w: Words, top: float, high: float = HIGH, least: float = TIERS[0]) -> Plot:
        return cls(chart, TimeAxis.of(chart, w), top, *ends(chart), high, least)

    @property
    def bottom(self) -> float:
        return self.top + self.high

    @property
    def radius(self) -> float:
        return 6.0 if len(self.chart.points) <= _SMALLER else 3.5

    @property
    def value_range(self) -> tuple[float, float]:
        """Where the first and the last value of the axis lie: zero at the bottom, rank 1 at the top."""
        high = self.top + _ABOVE
        return (high, self.bottom - _BELOW_RANKS) if self.chart.kind == "rank" else (self.bottom, high)

    @property
    def column(self) -> float:
        """How wide a missing period may be drawn at the narrowest, next to its neighbours."""
        places = sorted({self.x(day).at(self.least) for day in self.axis.days})
        return max(4.0, min([_COLUMN, *(0.7 * (after - before) for before, after in pairwise(places))]))

    def x(self, day: date) -> Across:
        share = self.axis.share(day)
        return Across(EDGE - 2 * EDGE * share, share)

    def y(self, value: float) -> float:
        first, last = self.value_range
        return first + (last - first) * (value - self.floor) / (self.ceiling - self.floor)

    def breaks(self) -> list[date]:
        """Where breaks are drawn: on their day; halfway to the next figure where that is the day after a figure."""
        days = sorted({point.day for point in self.chart.points})
        found = []
        for mark in self.chart.breaks:
            later = [day for day in days if day >= mark.day]
            beside = mark.day - timedelta(1) in days and later
            day = mark.day + (later[0] - mark.day) / 2 if beside else mark.day
            found.append(min(max(day, self.axis.first), self.axis.last))
        return found

    def gaps(self) -> list[list[date]]:
        """The days of missing periods, those together that have no figure between them."""
        runs: list[list[date]] = []
        for day in sorted({mark.day for mark in self.chart.missing}):
            if runs and not any(runs[-1][-1] < point.day < day for point in self.chart.points):
                runs[-1].append(day)
            else:
                runs.append([day])
        return runs

    def segments(self) -> list[list[Point]]:
        """The runs of figures that a line may join: none across a gap, a break or a day with two figures."""
        if self.chart.form == "dots":
            return []
        shared = {day for day, n in Counter(point.day for point in self.chart.points).items() if n > 1}
        runs: list[list[Point]] = [[]]
        for point in sorted(self.chart.points, key=lambda point: point.day):
            if point.day in shared:
                runs.append([])
                continue
            if runs[-1] and self._parted(runs[-1][-1].day, point.day):
                runs.append([])
            runs[-1].append(point)
        return [run for run in runs if len(run) > 1]

    def _parted(self, before: date, after: date) -> bool:
        return any(before <= mark.day <= after for mark in self.chart.missing) or any(
            before < mark.day <= after for mark in self.chart.breaks
        )

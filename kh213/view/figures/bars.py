"""A figure as a bar beside others: how long it is, where the target stands, and on which side of it the figure is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from kh213.model.plan import Indicator, Observation, Target
from kh213.model.verdict import reaches

_WHOLE = Fraction(100)
_ROOM = Fraction(11, 10)  # above the highest value, so that its bar does not look like all there can be


@dataclass(frozen=True, slots=True)
class Bar:
    """`width` is in percent of the scale; `side` is reached, short or none (cannot be told)."""

    width: float
    side: str


@dataclass(frozen=True, slots=True)
class Scale:
    """What the bars of one table share: their end (the beginning is zero), and where in percent the target stands."""

    target: Target
    indicator: Indicator
    end: Fraction
    goal: float

    def bar(self, row: Observation | None) -> Bar | None:
        """The bar of a figure; None where there is no figure, and so no length."""
        if row is None or row.value is None:
            return None
        return Bar(_percent(row.value, self.end), side(self.target, self.indicator, row))


def scale(target: Target, indicator: Indicator, rows: Iterable[Observation | None]) -> Scale | None:
    """The scale on which all of the figures fit; None for a rank (first place is not a length) or below zero."""
    goal = Fraction(target.value)
    values = [goal, *(row.value for row in rows if row is not None and row.value is not None)]
    if indicator.kind == "rank" or min(values) < 0:
        return None
    end = max(_WHOLE, *values) if indicator.kind == "share" else max(values) * _ROOM
    return Scale(target, indicator, end, _percent(goal, end)) if end else None


def side(target: Target, indicator: Indicator, row: Observation) -> str:
    """On which side of the target a figure with a value is."""
    reached = reaches(target, indicator, row)
    return "none" if reached is None else "reached" if reached else "short"


def _percent(value: Fraction, end: Fraction) -> float:
    return round(float(100 * value / end), 2)

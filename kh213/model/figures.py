"""Which of several published rows holds on a day, what range a figure stands for, and what parts add up to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kh213.model.areas import Area
from kh213.model.observation import in_force as in_force
from kh213.model.periods import Period, parse_period
from kh213.model.plan import Observation, Plan


def series(
    plan: Plan, indicator_code: str, area: Area, as_of: date, after: date | None = None
) -> tuple[Observation, ...]:
    """The figures in force for one area: only those of periods in which its code named the same territory.

    A figure belongs to the area as it stood in its period, so a merged unit does not inherit those of its parts.
    With `after`, those of periods that end later than that day.
    """
    begins = area.valid_from.last if area.valid_from else date.min
    reference = area.valid_to or max(as_of, begins)
    rows = plan.published(indicator_code, area.code, after)
    return in_force((row for row in rows if _same_ground(plan, area.code, row.period.last, reference)), as_of)


def _same_ground(plan: Plan, code: str, day: date, reference: date) -> bool:
    return plan.areas.same_territory(code, min(day, reference), max(day, reference))


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a published figure may stand for; None is unbounded."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def all_at_least(self, bound: Fraction) -> bool:
        return self.low is not None and self.low >= bound

    def none_at_least(self, bound: Fraction) -> bool:
        return self.high is not None and (self.high < bound or (self.high == bound and self.high_open))

    def all_at_most(self, bound: Fraction) -> bool:
        return self.high is not None and self.high <= bound

    def none_at_most(self, bound: Fraction) -> bool:
        return self.low is not None and (self.low > bound or (self.low == bound and self.low_open))

    def only(self, point: Fraction) -> bool:
        return self.low == self.high == point

    def without(self, point: Fraction) -> bool:
        return self.none_at_least(point) or self.none_at_most(point)


def value_range(row: Observation) -> Range:
    """The range of a figure by its qualifier. Raises ValueError for a row without a value."""
    if row.value is None:
        raise ValueError("a row without a value has no range")
    value = row.value
    match row.qualifier:
        case "gt":
            return Range(value, None, low_open=True)
        case "ge":
            return Range(value, None)
        case "lt":
            return Range(None, value, high_open=True)
        case "le":
            return Range(None, value)
        case "approx" if row.stated is not None:
            half = half_place(row.stated)
            return Range(value - half, value + half)
        case "approx":
            return Range(None, None)  # counts alone do not say how roughly they were rounded
        case _:
            return Range(value, value)


def half_place(stated: Decimal) -> Fraction:
    """Half the place of the last non-zero digit: 75800 gives 50, 300000 gives 50000, 45.6 gives 0.05."""
    exponent = stated.normalize().as_tuple().exponent
    return Fraction(10) ** int(exponent) / 2


@dataclass(frozen=True, slots=True)
class RollUp:
    """What the parts of an area add up to: computed, never published, and it decides nothing.

    `value` is 100·Σnumerator/Σdenominator in percent, None where nothing arose; `reported` of `expected` units gave
    counts for the period.
    """

    period: Period
    value: Fraction | None
    numerator: Decimal
    denominator: Decimal
    reported: int
    expected: int


def roll_up(
    plan: Plan,
    indicator_code: str,
    units: Iterable[Area],
    period_code: str,
    as_of: date,
    accumulation: str = "period",
) -> RollUp | None:
    """A ratio of sums over units for one period and accumulation; None where no unit published its counts.

    Only figures of the units themselves are added: those of a code from when it named another area belong to that one.
    """
    units = tuple(units)
    period = parse_period(period_code)
    if accumulation == "year_to_date":
        period = period.to_date()
    rows = [
        row
        for unit in units
        for row in series(plan, indicator_code, unit, as_of)
        if (row.period.span, row.accumulation) == (period.span, accumulation) and row.counted
    ]
    if not rows:
        return None
    numerator = sum((row.numerator for row in rows if row.numerator is not None), Decimal(0))
    denominator = sum((row.denominator for row in rows if row.denominator is not None), Decimal(0))
    value = 100 * Fraction(numerator) / Fraction(denominator) if denominator else None
    return RollUp(period, value, numerator, denominator, len(rows), len(units))

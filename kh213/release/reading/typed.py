"""What the texts of an observation mean: the one reading of them, whether it is made at once or when asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from kh213.model.periods import Day, Period
from kh213.model.plan import Source


def number(text: str) -> Decimal | None:
    """A number as written; None for an empty cell."""
    return Decimal(text) if text else None


def day(text: str) -> Day | None:
    """A day as precisely as it is known; None for an empty cell."""
    return Day.parse(text) if text else None


def period(said: Period, accumulation: str) -> Period:
    """The span that a figure covers: from 1 January where it counts from there."""
    return said.to_date() if accumulation == "year_to_date" else said


def value(numerator: Decimal | None, denominator: Decimal | None, stated: Decimal | None) -> Fraction | None:
    """The exact value, in percent of the denominator where counts are given; None where there is none."""
    if denominator is not None and not denominator:
        return None  # nothing arose, whatever is stated beside it
    if numerator is not None and denominator is not None:
        (a, b), (c, d) = numerator.as_integer_ratio(), denominator.as_integer_ratio()
        return Fraction(100 * a * d, b * c)
    return None if stated is None else Fraction(stated)


def known_on(published_on: Day | None, source: Source, release_day: date) -> date:
    """From which day a figure may be used: published, else as its source was, else since we have either."""
    published = published_on or source.published_on
    return published.last if published else source.retrieved_on or release_day

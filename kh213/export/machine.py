"""How values stand in files for machines: `.` decimals, ISO days, nothing rounded; and what the files are called."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kh213.model.periods import Day
from kh213.model.plan import Release, Text
from kh213.release.schema import Column, Table

# The last column of a file of ours that holds invented figures. Files of published figures do not have it: their
# columns are those of the method and nothing else.
MARK = "publication_status"


def number(value: Fraction | Decimal | None) -> str:
    """An exact decimal where one ends, else the shortest that gives back the same double; never an exponent.

    58 is "58", 1/8 is "0.125", 200/3 is "66.66666666666667"; None is "".
    """
    if value is None:
        return ""
    exact = Fraction(value)
    places = _decimal_places(exact.denominator)
    if places is None:
        return format(Decimal(repr(float(exact))), "f")
    digits = str(abs(exact.numerator) * 10**places // exact.denominator).rjust(places + 1, "0")
    whole, part = (digits[:-places], digits[-places:]) if places else (digits, "")
    return ("-" if exact < 0 else "") + whole + ("." + part if part else "")


def day(when: Day | date | None) -> str:
    """An ISO day, as precise as it is known."""
    if when is None:
        return ""
    return when.text if isinstance(when, Day) else when.isoformat()


def flag(holds: bool) -> str:
    """What a column that holds or not says: `true`, or nothing."""
    return "true" if holds else ""


def table(name: str, columns: Iterable[str], release: Release) -> Table:
    """A table of text columns for `write_csv`, with the mark as its last column where the figures are invented."""
    header = [*columns, MARK] if release.illustrative else list(columns)
    return Table(name, Text(), (), tuple(Column(column, "string", Text()) for column in header))


def file_name(release: Release, what: str) -> str:
    """The name under which a file is saved: kh213-2026-11-22-status.csv, minh-hoa-kh213-… for invented figures."""
    return f"{release.name}-{what}"


def _decimal_places(denominator: int) -> int | None:
    """How many decimals a fraction in lowest terms has; None where they never end."""
    counts = []
    for prime in (2, 5):
        count = 0
        while denominator % prime == 0:
            denominator //= prime
            count += 1
        counts.append(count)
    return max(counts) if denominator == 1 else None

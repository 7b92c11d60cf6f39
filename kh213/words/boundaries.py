"""Boundary files in sentences: what was taken in, why one was refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from kh213.release.boundaries.refused import Problem, listed
from kh213.words import Words, formats

if TYPE_CHECKING:  # GeoPandas takes half a second, which no other command should wait for
    from kh213.release.boundaries.installing import Report


def problem(w: Words, found: Problem) -> str:
    """`missing: 3 units are missing: …`: the code, then the sentence with the remedy."""
    said, expected = formats.excerpt(found.found, 600), formats.excerpt(found.expected, 200)
    return f"{found.code}: {w(f'boundaries.problem.{found.code}', found=said, expected=expected)}"


def report(w: Words, told: Report) -> list[str]:
    """What was taken in, line by line; what did not arise is not mentioned."""
    lines = [
        w(
            "boundaries.report.taken",
            level=w(f"boundaries.level.{told.level}"),
            day=formats.day(w, date.fromisoformat(told.valid_from)),
            units=told.units,
            rows=told.rows,
            file=formats.excerpt(told.file, 80),
        ),
        w("boundaries.report.joined", by_code=told.by_code, by_name=told.by_name),
        _named(w, "other_type", told.other_type),
        _named(w, "unmatched", told.unmatched),
        _named(w, "missing", told.missing),
        w("boundaries.report.elsewhere", count=told.elsewhere) if told.elsewhere else "",
        w("boundaries.report.crs_assumed") if told.crs_assumed else w("boundaries.report.crs", crs=told.crs),
        w("boundaries.report.recoded") if told.recoded else "",
        w("boundaries.report.repaired", count=told.repaired) if told.repaired else "",
        w(
            "boundaries.report.mended",
            overlap=_amount(w, told.overlap_km2, 2),
            gap=_amount(w, told.gap_km2, 2),
            count=told.gaps_filled,
        ),
        w("boundaries.report.gaps_left", width=round(told.gap_width_m), count=told.gaps_left) if told.gaps_left else "",
        w(
            "boundaries.report.drawn",
            tolerance=round(told.tolerance_m),
            vertices=formats.number(w, told.vertices, 0),
            kilobytes=_amount(w, told.gzipped / 1000, 1),
            islets=told.islets_left_out,
        ),
    ]
    return [line for line in lines if line]


def _named(w: Words, what: str, names: tuple[str, ...]) -> str:
    if not names:
        return ""
    return w(f"boundaries.report.{what}", count=len(names), names=formats.excerpt(listed(names), 600))


def _amount(w: Words, value: float, decimals: int) -> str:
    return formats.trimmed(w, Decimal(str(value)), decimals)

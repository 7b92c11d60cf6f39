"""A table of published figures: every row that was known on the day, revised and withdrawn ones included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from kh213.model.figures import in_force
from kh213.model.plan import Indicator, Observation
from kh213.view import addresses
from kh213.view.figures.chart import status_words
from kh213.view.reader import Link, Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`superseded` is true for a figure that a later publication replaced or took back."""

    area: str
    period: str
    figure: str
    counts: str
    status: str
    published: str
    source: Link
    title: str
    note: str
    superseded: bool


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`places` tells whether areas other than the province occur; `note` is said once for most of the rows."""

    rows: tuple[FigureRow, ...]
    places: bool
    note: str


def figure_table(
    reader: Reader,
    rows: Sequence[Observation],
    beside: Decimal | None = None,
    deciding: Observation | None = None,
) -> FigureTable:
    """The rows known on the reader's day, newest period first. `beside` is the target they are compared with, `deciding`
    the row on which its verdict rests.
    """
    found = figure_rows(reader, rows, beside, deciding)
    notes = Counter(row.note for row in found if row.note)
    note, times = notes.most_common(1)[0] if notes else ("", 0)
    shared = note if times > 1 and times * 2 > len(found) else ""
    province = reader.plan.areas.province.code
    return FigureTable(
        rows=tuple(replace(row, note="") if row.note == shared else row for row in found),
        places=any(row.area_code != province for row in rows),
        note=shared,
    )


def figures_file(reader: Reader, indicator: Indicator) -> Link:
    """The figures of an indicator to take along, as CSV: named by what is in it, since a page offers several."""
    name = reader.say(indicator.short_name)
    return Link(reader.w("target.download", name=name), addresses.data_indicator(reader.ky, indicator.code))


def figure_rows(
    reader: Reader,
    rows: Sequence[Observation],
    beside: Decimal | None = None,
    deciding: Observation | None = None,
) -> tuple[FigureRow, ...]:
    """The rows themselves, each with its own note."""
    known = [row for row in rows if row.known_on <= reader.as_of]
    held = {(row.area_code, row.time_period, row.accumulation): row for row in _held(known, reader.as_of)}
    ordered = sorted(known, key=lambda row: (row.period.last, row.period.days, row.known_on), reverse=True)
    found = []
    for row in ordered:
        superseded, standing = _standing(
            reader, row, held.get((row.area_code, row.time_period, row.accumulation)), known
        )
        if row == deciding:
            standing = "; ".join(filter(None, (reader.w("figure.deciding"), standing)))
        found.append(_row(reader, row, beside, superseded, standing))
    return tuple(found)


def _held(rows: Sequence[Observation], as_of: date) -> list[Observation]:
    """The rows in force, area by area."""
    areas = dict.fromkeys(row.area_code for row in rows)
    return [held for code in areas for held in in_force((row for row in rows if row.area_code == code), as_of)]


def _standing(
    reader: Reader, row: Observation, held: Observation | None, known: Sequence[Observation]
) -> tuple[bool, str]:
    """Whether a later publication replaced a figure or took it back, and what its status is to be called.

    Two sources that became known on one day contradict each other: neither replaces the other, and both say so.
    """
    w = reader.w
    if row.is_figure and held is None:
        return True, w("figure.withdrawn")
    if held and _replaces(held, row):
        return True, w("figure.superseded")
    said = [status_words(reader, row)]
    said += [w("figure.contradicted")] if any(_contradicts(other, row) for other in known) else []
    return False, "; ".join(part for part in said if part)


def _replaces(held: Observation, row: Observation) -> bool:
    return (
        row.is_figure
        and held.value != row.value
        and (held.known_on > row.known_on or held.source_code == row.source_code)
    )


def _contradicts(other: Observation, row: Observation) -> bool:
    same = (other.area_code, other.period.span, other.accumulation) == (
        row.area_code,
        row.period.span,
        row.accumulation,
    )
    together = other.known_on == row.known_on and other.source_code != row.source_code
    return same and together and other.value != row.value and other.is_figure and row.is_figure


def _row(reader: Reader, row: Observation, beside: Decimal | None, superseded: bool, standing: str) -> FigureRow:
    w = reader.w
    indicator = reader.plan.indicators[row.indicator_code]
    source = reader.source(row)
    counted = row.numerator is not None and row.denominator is not None
    counts = (
        w("figure.counts", n=formats.trimmed(w, row.numerator, 3), d=formats.trimmed(w, row.denominator, 3))
        if counted and row.numerator is not None and row.denominator is not None
        else ""
    )
    return FigureRow(
        area=reader.name_of(row.area_code, row.period.last),
        period=formats.period(w, row.time_period, row.accumulation),
        figure=formats.figure(w, indicator, row, beside),
        counts=counts,
        status=standing,
        published=reader.published(row),
        source=Link(source.publisher, source.url or ""),
        title=source.title,
        note=reader.say(row.note),
        superseded=superseded,
    )

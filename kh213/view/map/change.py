"""Two periods side by side: how far each area's figure is from what it was, in classes around no change at all.

A figure belongs to the area as it stood in its period: where the ground is not the same, nothing is compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kh213.model.areas import Area
from kh213.model.plan import Indicator, Observation, Target
from kh213.view.map.choices import Choices, Moment
from kh213.view.map.places import figure_in
from kh213.view.map.scale import MISSING, NOTHING, UNCLEAR, Step, round_up
from kh213.view.reader import Reader
from kh213.words import formats

CHANGED = "changed"
CODES = ("worse_2", "worse_1", "same", "better_1", "better_2")
_QUARTER = Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Difference:
    """How one area moved: its class, the size as it fits a tile ("+8,1"), and the whole of it in words."""

    step: str
    brief: str
    said: str


def differences(reader: Reader, chosen: Choices, beside: Moment, rows: Mapping[str, Observation | None]) -> Differences:
    """Every area's figure in the period shown (`rows`, by code) against its own in the period `beside`."""
    pairs = {code: (row, _before(reader, chosen, chosen.areas[code], beside)) for code, row in rows.items()}
    moved = {
        code: row.value - old.value
        for code, (row, old) in pairs.items()
        if row and old and row.value is not None and old.value is not None
    }
    large = large_change(chosen.indicator, chosen.target, list(moved.values()))
    found = {}
    for code, (row, old) in pairs.items():
        step = _standing(reader, chosen, chosen.areas[code], beside, row, old)
        found[code] = (
            Difference(step, "", reader.w(f"map.change.{step}"))
            if step
            else _difference(reader, chosen, moved[code], large, old)
        )
    return Differences(found, _steps(reader, chosen.indicator, large))


@dataclass(frozen=True, slots=True)
class Differences:
    by_code: Mapping[str, Difference]
    steps: tuple[Step, ...]


def large_change(indicator: Indicator, target: Target | None, moved: Sequence[Fraction]) -> Fraction:
    """From where on a change is a large one: a quarter of what is promised, a tenth of what can be, or of what moved
    most."""
    if target is not None and target.value:
        return abs(Fraction(target.value)) * _QUARTER
    if indicator.value_max is not None and indicator.value_min is not None:
        return Fraction(indicator.value_max - indicator.value_min) / 10
    return round_up([abs(each) for each in moved], Fraction(0)) * _QUARTER


def _before(reader: Reader, chosen: Choices, area: Area, beside: Moment) -> Observation | None:
    unit = reader.plan.areas.at(area.code, beside.period.last)
    return figure_in(reader, chosen, unit, beside) if unit else None


def _standing(
    reader: Reader,
    chosen: Choices,
    area: Area,
    beside: Moment,
    row: Observation | None,
    old: Observation | None,
) -> str:
    """Why two figures cannot be compared; "" where they can."""
    first, last = sorted((beside.period.last, chosen.day))
    if not reader.plan.areas.same_territory(area.code, first, last):
        return CHANGED
    if row is None or old is None:
        return MISSING
    if row.nothing_arose or old.nothing_arose:
        return NOTHING
    return "" if row.qualifier == old.qualifier == "eq" else UNCLEAR


def _difference(
    reader: Reader, chosen: Choices, moved: Fraction, large: Fraction, old: Observation | None
) -> Difference:
    w, indicator = reader.w, chosen.indicator
    way = "better" if (moved > 0) == (indicator.better == "higher") else "worse"
    step = "same" if not moved else f"{way}_{2 if abs(moved) > large else 1}"
    brief = formats.trimmed(w, abs(moved), indicator.decimals)
    sign = "" if not moved else "+" if moved > 0 else "−"
    size = formats.difference(w, indicator, moved)
    before = formats.figure(w, indicator, old) if old else ""
    key = "same" if not moved else "rose" if moved > 0 else "fell"
    return Difference(step, sign + brief, w(f"map.change.{key}", size=size, before=before))


def _steps(reader: Reader, indicator: Indicator, large: Fraction) -> tuple[Step, ...]:
    w = reader.w
    size = formats.difference(w, indicator, large)
    signs = ("−", "+") if indicator.better == "higher" else ("+", "−")

    def span(code: str) -> str:
        way, _, part = code.partition("_")
        return w(f"map.change.span_{part}", sign=signs[way == "better"], size=size) if part else ""

    return tuple(Step(code, w(f"map.change.{code}"), span(code)) for code in CODES)

"""Into which classes the figures of a map fall: broken at the target, at fixed fractions of it, never by quantiles.

A class depends on the figure and on the promise alone, so the same figure has the same class in every period, and two
maps can be compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from kh213.model.plan import Indicator, Observation, Target
from kh213.model.verdict import is_whole_share, reaches
from kh213.view.reader import Reader
from kh213.words import formats

UNCLEAR, NOTHING, MISSING = "unclear", "nothing", "missing"

# How far a figure is from its target, as a part of the target: the breaks of the classes, on both sides.
_QUARTER, _HALF = Fraction(1, 4), Fraction(1, 2)
_VALUE_STEPS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One class: its code, what it means, and the figures it holds in numbers ("" where none can be named)."""

    code: str
    label: str
    span: str


@dataclass(frozen=True)
class Scale:
    """The classes of a map from low to high (from far below the promise to far above it), and how they are made."""

    indicator: Indicator
    target: Target | None
    steps: tuple[Step, ...]
    bounds: tuple[Fraction, ...]
    note: str

    def step_of(self, row: Observation | None) -> str:
        """The class of a figure; a missing one, and one where nothing arose, are classes of their own."""
        if row is None or not row.is_figure:
            return MISSING
        if row.nothing_arose or row.value is None:
            return NOTHING
        if self.target is None:
            inside = sum(row.value >= bound for bound in self.bounds[1:-1])
            return f"value_{inside + 1}" if row.qualifier in {"eq", "approx"} else UNCLEAR
        side = reaches(self.target, self.indicator, row)
        return UNCLEAR if side is None else _graded(side, _distance(row.value, self.target))

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(step.code for step in self.steps)


def scale(reader: Reader, indicator: Indicator, target: Target | None, rows: Sequence[Observation]) -> Scale:
    """The classes for one indicator: around its target, or equal parts of what it can be where nothing is promised."""
    if target is None:
        return _of_values(reader, indicator, rows)
    steps = _around(reader, indicator, target)
    note = reader.w("map.scale.note_target", promise=formats.promise(reader.w, indicator, target))
    return Scale(indicator, target, steps, (), note)


def _distance(value: Fraction, target: Target) -> Fraction:
    """How far a figure is from the target as a part of it, on whichever side; of a target of 0 there are no parts."""
    bound = Fraction(target.value)
    return abs(value - bound) / abs(bound) if bound else Fraction(0)


def _graded(reached: bool, distance: Fraction) -> str:
    if reached:
        return "reached_2" if distance >= _HALF else "reached_1"
    return f"short_{1 + (distance > _QUARTER) + (distance > _HALF)}"


def _around(reader: Reader, indicator: Indicator, target: Target) -> tuple[Step, ...]:
    w, bound = reader.w, Fraction(target.value)
    codes = ["short_3", "short_2", "short_1", "reached_1", "reached_2"]
    if not bound:
        codes = ["short_1", "reached_1"]
    elif not _can_exceed(indicator, target):
        codes.remove("reached_2")
    edges = {"short_3": (None, _HALF), "short_2": (_HALF, _QUARTER), "short_1": (_QUARTER, Fraction(0))}
    up = -1 if target.comparator == "le" else 1  # a target to stay below is the mirror of one to reach

    def at(part: Fraction | None) -> Fraction | None:
        return None if part is None else bound * (1 + part * up)

    parts: dict[str, tuple[Fraction | None, Fraction | None]] = {
        code: (None if far is None else -far, -near) for code, (far, near) in edges.items()
    }
    parts["reached_1"] = (Fraction(0), _HALF if "reached_2" in codes else None)
    parts["reached_2"] = (_HALF, None)

    def said(code: str) -> str:
        if target.comparator == "eq" and not is_whole_share(target, indicator):
            return formats.measure(w, indicator, target.value) if code == "reached_1" else ""
        low, high = (at(part) for part in parts[code])
        if code == "reached_1" and indicator.value_max == target.value and up > 0:
            return formats.measure(w, indicator, target.value)  # more than all of it cannot be
        return _span(reader, indicator, low, high, mirrored=up < 0)

    return tuple(Step(code, w(f"map.scale.{code}"), said(code)) for code in codes)


def _can_exceed(indicator: Indicator, target: Target) -> bool:
    """Whether a figure half as good again as the target is possible at all."""
    if target.comparator == "eq":
        return False
    if target.comparator == "le":
        return indicator.value_min is None or target.value * Decimal("0.5") >= indicator.value_min
    return indicator.value_max is None or target.value * Decimal("1.5") <= indicator.value_max


def _of_values(reader: Reader, indicator: Indicator, rows: Sequence[Observation]) -> Scale:
    """Equal parts from the least to the most that the indicator can be, or from 0 to a round number above all."""
    least = Fraction(indicator.value_min or 0)
    values = [row.value for row in rows if row.value is not None]
    whole = indicator.value_max is not None
    most = Fraction(indicator.value_max) if indicator.value_max is not None else least + round_up(values, least)
    bounds = tuple(least + (most - least) * part / _VALUE_STEPS for part in range(_VALUE_STEPS + 1))
    spans = [
        _span(reader, indicator, bounds[part] if part else None, bounds[part + 1] if part + 1 < _VALUE_STEPS else None)
        for part in range(_VALUE_STEPS)
    ]
    steps = tuple(Step(f"value_{part + 1}", span, "") for part, span in enumerate(spans))
    note = reader.w("map.scale.note_whole" if whole else "map.scale.note_equal")
    return Scale(indicator, None, steps, bounds, note)


def round_up(values: Sequence[Fraction], least: Fraction) -> Fraction:
    """Four times the least of 1, 2, 2.5, 5, 10, 20, … that reaches over all values."""
    top = max([*values, least + 1]) - least
    size = Fraction(1)
    while True:
        for part in (Fraction(1), Fraction(2), Fraction(5, 2), Fraction(5)):
            if part * size * _VALUE_STEPS >= top:
                return part * size * _VALUE_STEPS
        size *= 10


def _span(
    reader: Reader, indicator: Indicator, low: Fraction | None, high: Fraction | None, mirrored: bool = False
) -> str:
    """ "dưới 15%", "15% đến dưới 22,5%", "từ 45% trở lên"; mirrored, `low` is the higher end and belongs outside."""
    w, decimals = reader.w, max(indicator.decimals, 2)
    kind = "down" if mirrored else "up"
    measure = indicator.kind in {"share", "rank"}  # the words of another unit stand once, in the title

    def said(end: Fraction) -> str:
        return formats.measure(w, indicator, end, decimals) if measure else formats.trimmed(w, end, decimals)

    a, b = ("" if end is None else said(end) for end in (low, high))
    if low is None:
        return w(f"map.scale.span.{kind}.first", b=b)
    if high is None:
        return w(f"map.scale.span.{kind}.last", a=a)
    return w(f"map.scale.span.{kind}.between", a=a, b=b)

"""The verdict on one promise for one area on one day: the method of docs/method.md, version 1, and nothing else.

Symbols follow the method: T the target value, D the last day of the due period, y an observed value, t the last day
of its period, (b, t0) the baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from kh213.model.areas import Area
from kh213.model.figures import series, value_range
from kh213.model.periods import INTERVAL_MONTHS, Period, months_before
from kh213.model.plan import Indicator, Observation, Plan, Target

METHOD_VERSION = "1"

VERDICTS = ("met", "met_late", "missed", "reached", "on_track", "behind", "moving_away", "undetermined")
REASONS = (
    "not_in_force",
    "no_observation",
    "only_related_figures",
    "none_for_due_period",
    "no_dossiers",
    "qualifier_cannot_decide",
    "no_baseline",
    "no_pace",
    "too_early",
)
PACED = frozenset({"on_track", "behind", "moving_away"})

_ON_TRACK_FROM = Fraction(95, 100)
_TOO_EARLY_BELOW = Fraction(1, 10)
_DAYS_A_YEAR = 365


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it went and should have gone, in the indicator's own unit; rates are per year of 365 days."""

    baseline_period: Period
    baseline_value: Fraction
    expected_value: Fraction
    pace: Fraction
    observed_rate: Fraction
    needed_rate: Fraction | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A verdict with its inputs. `reason` is set exactly when `code` is `undetermined`; `figure` is what was weighed, also
    where it could not decide.
    """

    target: Target
    area_code: str
    as_of: date
    code: str
    reason: str | None = None
    figure: Observation | None = None
    pace: Pace | None = None
    since_lost: bool = False

    @property
    def decided_by(self) -> Observation | None:
        """The figure on which the verdict rests; None where nothing is decided."""
        return None if self.reason else self.figure

    @property
    def gap(self) -> Fraction | None:
        """Value minus target, in the indicator's own unit."""
        if self.figure is None or self.figure.value is None:
            return None
        return self.figure.value - Fraction(self.target.value)


def judge(plan: Plan, target: Target, area_code: str, as_of: date) -> Verdict:
    """The verdict on one promise for what an area's code names on the earlier of the as-of and the due day."""
    due = target.due.last
    area = plan.areas.at(area_code, min(as_of, due))
    if area is None:
        return Verdict(target, area_code, as_of, "undetermined", "not_in_force")
    indicator = plan.indicators[target.indicator_code]
    # Once the deadline has passed nothing older decides: of many years of figures the others need not be made.
    after = _oldest(indicator, due) if as_of > due else None
    figures = series(plan, indicator.code, area, as_of, after)
    if not figures and not (after and series(plan, indicator.code, area, as_of)):
        reason = "only_related_figures" if _related_known(plan, target, area, as_of) else "no_observation"
        return Verdict(target, area_code, as_of, "undetermined", reason)
    if as_of > due:
        return _after_due(target, indicator, area_code, as_of, figures)
    return _before_due(plan, target, indicator, area, as_of, figures)


def status(plan: Plan, as_of: date) -> tuple[Verdict, ...]:
    """Every verdict: each target for the province, then for every other area with a known figure, in code order."""
    return tuple(Verdicts(plan, as_of).values())


class Verdicts(Mapping[tuple[str, str], Verdict]):
    """Every verdict of `status` by (target code, area code), each taken when somebody asks for it."""

    def __init__(self, plan: Plan, as_of: date) -> None:
        self._plan, self._as_of = plan, as_of
        self._taken: dict[tuple[str, str], Verdict] = {}

    def __getitem__(self, asked: tuple[str, str]) -> Verdict:
        if asked not in self._taken:
            target_code, area_code = asked
            if area_code not in self._areas[target_code]:
                raise KeyError(asked)
            self._taken[asked] = judge(self._plan, self._plan.targets[target_code], area_code, self._as_of)
        return self._taken[asked]

    def __iter__(self) -> Iterator[tuple[str, str]]:
        return ((target, area) for target, areas in self._areas.items() for area in areas)

    def __len__(self) -> int:
        return sum(map(len, self._areas.values()))

    @cached_property
    def _areas(self) -> Mapping[str, Mapping[str, None]]:
        """The areas on which there is a verdict, by target: the province, then every other with a known figure."""
        province = self._plan.areas.province.code
        found = {}
        for target in self._plan.targets.values():
            known = sorted(set(self._plan.known_areas(target.indicator_code, self._as_of)))
            found[target.code] = dict.fromkeys((province, *known))
        return found


def reaches(target: Target, indicator: Indicator, row: Observation) -> bool | None:
    """Whether a figure reaches the target: True for its whole range, False for none of it, None where it may be."""
    bound = Fraction(target.value)
    span = value_range(row)
    comparator = "ge" if target.comparator == "eq" and is_whole_share(target, indicator) else target.comparator
    if comparator == "ge":
        yes, no = span.all_at_least(bound), span.none_at_least(bound)
    elif comparator == "le":
        yes, no = span.all_at_most(bound), span.none_at_most(bound)
    else:
        yes, no = span.only(bound), span.without(bound)
    return True if yes else False if no else None


def is_whole_share(target: Target, indicator: Indicator) -> bool:
    """A share of which everything is promised: more than 100 % cannot be, so `eq` means `ge`."""
    return indicator.kind == "share" and target.value == 100


def _related_known(plan: Plan, target: Target, area: Area, as_of: date) -> bool:
    return any(series(plan, row.indicator_code, area, as_of) for row in plan.related(target.code))


def _after_due(
    target: Target, indicator: Indicator, area_code: str, as_of: date, figures: Sequence[Observation]
) -> Verdict:
    due = target.due.last
    oldest = _oldest(indicator, due)
    deciding = _last(row for row in figures if oldest < row.period.last <= due)
    if deciding is None:
        return Verdict(target, area_code, as_of, "undetermined", "none_for_due_period")
    if deciding.nothing_arose:
        return Verdict(target, area_code, as_of, "undetermined", "no_dossiers", deciding)
    reached = reaches(target, indicator, deciding)
    if reached is None:
        return Verdict(target, area_code, as_of, "undetermined", "qualifier_cannot_decide", deciding)
    later = _one_a_day(row for row in figures if row.period.last > due and row.value is not None)
    if reached:
        lost = bool(later) and reaches(target, indicator, later[-1]) is False
        return Verdict(target, area_code, as_of, "met", None, deciding, since_lost=lost)
    made_up = next((row for row in later if reaches(target, indicator, row)), None)
    if made_up is not None:
        return Verdict(target, area_code, as_of, "met_late", None, made_up)
    return Verdict(target, area_code, as_of, "missed", None, deciding)


def _oldest(indicator: Indicator, due: date) -> date:
    """The day after which a figure must end to decide on a deadline: one reporting interval before it."""
    return months_before(due, INTERVAL_MONTHS[indicator.frequency])


def _before_due(
    plan: Plan, target: Target, indicator: Indicator, area: Area, as_of: date, figures: Sequence[Observation]
) -> Verdict:
    known = [row for row in figures if row.period.last <= target.due.last]
    latest = _last(known)
    if latest is None:
        return Verdict(target, area.code, as_of, "undetermined", "none_for_due_period")
    if not latest.nothing_arose and reaches(target, indicator, latest):
        return Verdict(target, area.code, as_of, "reached", None, latest)
    baseline = _baseline(target, area, plan.areas.province.code, known, latest)
    reason = _unpaced(target, indicator, baseline, known, latest)
    pace = _pace(target, baseline, latest) if baseline and not reason else None
    if pace is None:
        return Verdict(target, area.code, as_of, "undetermined", reason or "too_early", latest)
    code = "on_track" if pace.pace >= _ON_TRACK_FROM else "behind" if pace.pace >= 0 else "moving_away"
    return Verdict(target, area.code, as_of, code, None, latest, pace)


_Baseline = tuple[Period, Fraction]


def _baseline(
    target: Target, area: Area, province: str, known: Sequence[Observation], latest: Observation
) -> _Baseline | None:
    # The plan states a baseline for the whole province; on a district it would be somebody else's starting point.
    if target.baseline_period and target.baseline_value is not None and area.code == province:
        return target.baseline_period, Fraction(target.baseline_value)
    exact = _one_a_day(row for row in known if row.qualifier == "eq" and row.value is not None)
    first = next(iter(exact), None)
    if first is None or first is latest or first.value is None:
        return None
    return first.period, first.value


def _unpaced(
    target: Target,
    indicator: Indicator,
    baseline: _Baseline | None,
    known: Sequence[Observation],
    latest: Observation,
) -> str | None:
    """Why a figure short of its target has no pace at all: the first reason in the order of the method, or None."""
    if latest.nothing_arose:
        return "no_dossiers"
    if latest.qualifier != "eq":
        return "qualifier_cannot_decide"
    if indicator.kind == "rank":
        return "no_pace"
    if baseline is None:
        return "no_baseline"
    return None if _has_pace(target, indicator, baseline, known, latest) else "no_pace"


def _has_pace(
    target: Target, indicator: Indicator, baseline: _Baseline, known: Sequence[Observation], latest: Observation
) -> bool:
    start, value = baseline
    if target.comparator == "eq" and not is_whole_share(target, indicator):
        return False
    already_there = value <= target.value if target.comparator == "le" else value >= target.value
    broken = any(row.status == "B" and start.last < row.period.last <= latest.period.last for row in known)
    return not (already_there or broken)


def _pace(target: Target, baseline: _Baseline, latest: Observation) -> Pace | None:
    """Pace R = (y − b)/(P − b). The signs cancel, so a target to go below needs no branch. None while too early."""
    start, b = baseline
    y, bound = latest.value, Fraction(target.value)
    t0, t, due = start.last, latest.period.last, target.due.last
    if y is None or t0 >= t or t0 >= due:
        return None
    f = Fraction((t - t0).days, (due - t0).days)
    if f < _TOO_EARLY_BELOW:
        return None
    expected = b + (bound - b) * f
    observed = (y - b) * _DAYS_A_YEAR / (t - t0).days
    needed = (bound - y) * _DAYS_A_YEAR / (due - t).days if due > t else None
    return Pace(start, b, expected, (y - b) / (expected - b), observed, needed)


def _last(rows: Iterable[Observation]) -> Observation | None:
    return next(reversed(tuple(rows)), None)


def _one_a_day(rows: Iterable[Observation]) -> tuple[Observation, ...]:
    """Of figures that end on the same day the one that wins there; the rows come in the order of `in_force`."""
    return tuple({row.period.last: row for row in rows}.values())

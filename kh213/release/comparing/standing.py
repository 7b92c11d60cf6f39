"""Whether what was concluded in one publication is still concluded in the newest, and since when it is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kh213.model.plan import Plan
from kh213.model.verdict import Verdict, judge


@dataclass(frozen=True, slots=True)
class Standing:
    """A verdict as it was printed, and now. `now` is None where the newest publication has no such target any more.

    `replaced_on` is the day of the first of the publications that say otherwise, and have done so ever since; None
    while the printed verdict holds.
    """

    printed: Verdict
    now: Verdict | None
    newest: Plan
    replaced_on: date | None

    @property
    def holds(self) -> bool:
        return self.replaced_on is None

    @property
    def concluded_anew(self) -> bool:
        """Whether the verdict or the figure that decided it is another one."""
        now, was = self.now, self.printed
        return now is not None and (now.code, _figure(now)) != (was.code, _figure(was))

    @property
    def promise_changed(self) -> bool:
        """Whether something else is to be reached now than was when it was printed."""
        return self.now is not None and _promise(self.now) != _promise(self.printed)


def standing(plan: Plan, as_of: date, target_code: str, area_code: str, later: Iterable[Plan]) -> Standing:
    """What became of a verdict of `plan` on the day `as_of`; `later` are the publications after it, oldest first.

    Raises KeyError where the plan has no such target.
    """
    printed = judge(plan, plan.targets[target_code], area_code, as_of)
    newest, now, replaced_on = plan, None, None
    for newest in (plan, *later):
        now = _judged(newest, target_code, area_code)
        if now is not None and _says(now) == _says(printed):
            replaced_on = None
        elif replaced_on is None:
            replaced_on = newest.release.day
    return Standing(printed, now, newest, replaced_on)


def _judged(plan: Plan, target_code: str, area_code: str) -> Verdict | None:
    """The verdict of a publication on its own day."""
    target = plan.targets.get(target_code)
    return judge(plan, target, area_code, plan.release.day) if target else None


def _says(verdict: Verdict) -> tuple[object, ...]:
    """All that a sentence about a verdict names. A figure that another source confirms is the same figure."""
    return verdict.code, verdict.reason, verdict.since_lost, _promise(verdict), _figure(verdict), verdict.pace


def _figure(verdict: Verdict) -> tuple[object, ...] | None:
    row = verdict.figure
    if row is None:
        return None
    return row.period.span, row.accumulation, row.value, row.qualifier, row.numerator, row.denominator


def _promise(verdict: Verdict) -> tuple[object, ...]:
    target = verdict.target
    return target.indicator_code, target.comparator, target.value, target.due.code

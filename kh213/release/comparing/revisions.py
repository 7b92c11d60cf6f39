"""What became of each figure and of each verdict from one publication to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from kh213.model.plan import Observation, Plan, Target
from kh213.model.verdict import Verdict, judge, status

REVISIONS = ("added", "revised", "status", "confirmed", "taken_back", "gone", "missing")
CAUSES = ("time", "promise", "data")

_Place = tuple[str, str, date, date, str]


@dataclass(frozen=True, slots=True)
class Revision:
    """What holds for one indicator, area, period and accumulation, each release asked on its own day.

    `kind` is one of REVISIONS: a first figure, another figure, the same one of another status, the same one from
    another source or day, a figure taken back, one that is in no row any more, one said to be missing from the start.
    """

    kind: str
    old: Observation | None
    new: Observation | None

    @property
    def row(self) -> Observation:
        """What holds now, or what last held."""
        row = self.new or self.old
        if row is None:
            raise ValueError("a revision of nothing")
        return row

    @property
    def in_place(self) -> bool:
        """Whether another figure stands under the same source and day of publication: no later publication says so."""
        return (
            self.old is not None
            and self.new is not None
            and (self.old.source_code, self.old.published_on) == (self.new.source_code, self.new.published_on)
        )


@dataclass(frozen=True, slots=True)
class Flip:
    """A verdict that changed, each release asked on its own day, and one of CAUSES.

    `time`: the data of the old release, asked on the day of the new one, gives the new verdict too. `promise`: with
    the target as it was, the new data would not. `data`: everything else.
    """

    old: Verdict
    new: Verdict
    cause: str

    @property
    def turned(self) -> bool:
        """Whether it is another verdict, and not the same one with another reason or flag."""
        return self.old.code != self.new.code


def revisions(old: Plan, new: Plan) -> tuple[Revision, ...]:
    """Every figure that holds otherwise, in the order of indicators, the province first, then newest periods first."""
    before, after = _holding(old), _holding(new)
    found = (_revision(before.get(place), after.get(place)) for place in before | after)
    order = {code: at for at, code in enumerate([*new.indicators, *old.indicators][::-1])}
    province = new.areas.province.code

    def by_place(revision: Revision) -> tuple[int, bool, str, int, str]:
        row = revision.row
        first = (-order[row.indicator_code], row.area_code != province, row.area_code)
        return (*first, -row.period.last.toordinal(), row.accumulation)

    return tuple(sorted(filter(None, found), key=by_place))


def flips(old: Plan, new: Plan) -> tuple[Flip, ...]:
    """Every verdict on a target of both that is another, has another reason, or was not kept since: in the order of
    the targets, the province first.
    """
    return tuple(_flips(old, new))


def _holding(plan: Plan) -> dict[_Place, Observation]:
    """The row that holds at each place on the day of the release: `figures.in_force`, with what took a figure back."""
    known = (row for row in plan.observations if row.known_on <= plan.release.day)
    return {
        (row.indicator_code, row.area_code, *row.period.span, row.accumulation): row
        for row in sorted(known, key=lambda row: row.known_on)
    }


def _revision(old: Observation | None, new: Observation | None) -> Revision | None:
    kind = _kind(old, new)
    return Revision(kind, old, new) if kind else None


def _kind(old: Observation | None, new: Observation | None) -> str | None:
    if old is None or not old.is_figure:
        if new is not None and new.is_figure:
            return "added"
        return "missing" if old is None else None
    if new is None:
        return "gone"
    return _kind_of_figures(old, new) if new.is_figure else "taken_back"


def _kind_of_figures(old: Observation, new: Observation) -> str | None:
    if _figure(old) != _figure(new):
        return "revised"
    if old.status != new.status:
        return "status"
    return "confirmed" if (old.source_code, old.published_on) != (new.source_code, new.published_on) else None


def _figure(row: Observation) -> tuple[object, ...]:
    return row.value, row.qualifier, row.numerator, row.denominator


def _flips(old: Plan, new: Plan) -> Iterator[Flip]:
    before, after = _verdicts(old), _verdicts(new)
    province = new.areas.province.code
    for code, target in new.targets.items():
        if code not in old.targets:
            continue
        was_by, now_by = before[code], after[code]
        for area in sorted({**was_by, **now_by}, key=lambda area: (area != province, area)):
            was = was_by.get(area) or judge(old, old.targets[code], area, old.release.day)
            now = now_by.get(area) or judge(new, target, area, new.release.day)
            if _said(was) != _said(now):
                yield Flip(was, now, _cause(old, new, was, now))


def _verdicts(plan: Plan) -> Mapping[str, dict[str, Verdict]]:
    """Every verdict on the day of the release, by target and area."""
    found: dict[str, dict[str, Verdict]] = defaultdict(dict)
    for verdict in status(plan, plan.release.day):
        found[verdict.target.code][verdict.area_code] = verdict
    return found


def _said(verdict: Verdict) -> tuple[str, str | None, bool]:
    return verdict.code, verdict.reason, verdict.since_lost


def _cause(old: Plan, new: Plan, was: Verdict, now: Verdict) -> str:
    if _said(judge(old, was.target, now.area_code, now.as_of)) == _said(now):
        return "time"
    return "promise" if was.target != now.target and not _same_by(new, was.target, now) else "data"


def _same_by(new: Plan, target: Target, now: Verdict) -> bool:
    """Whether the new data gives the new verdict on the old promise too."""
    return target.indicator_code in new.indicators and _said(judge(new, target, now.area_code, now.as_of)) == _said(now)

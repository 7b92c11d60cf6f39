"""A change between two publications in words: said the same on the page, by the command and to the publisher."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kh213.model.plan import Observation, Target
from kh213.model.verdict import Verdict
from kh213.release.comparing.diff import Difference
from kh213.release.comparing.revisions import REVISIONS, Flip, Revision
from kh213.release.comparing.row_changes import RowChange
from kh213.view.change.rows import column_label
from kh213.view.figures.judgement import judgement, label
from kh213.view.reader import Reader
from kh213.words import Words, formats

# What a target promises: of its columns, those that a verdict rests on and that its promise in words names.
_PROMISE = frozenset({"indicator_code", "comparator", "target_value", "due_period"})
_NAMED_PLACES = 3


class Two(NamedTuple):
    """Both publications, each with the reader who looks at it on its own day."""

    difference: Difference
    before: Reader
    after: Reader


@dataclass(frozen=True, slots=True)
class FlipGroup:
    """The areas in which the verdict on one target changed from and to the same, for the same cause."""

    flips: tuple[Flip, ...]

    @property
    def first(self) -> Flip:
        return self.flips[0]


def two(w: Words, difference: Difference, ky: str) -> Two:
    """`ky` is what addresses call the newer publication."""
    old, new = difference.old, difference.new
    old_day = old.release.day
    return Two(difference, Reader(old, w, old_day.isoformat(), old_day), Reader(new, w, ky, new.release.day))


def tally(w: Words, difference: Difference) -> str:
    """1 kết luận đổi, 12 con số mới: what weighs most; what weighs less where that is all that changed."""
    kinds = [revision.kind for revision in difference.revisions]
    by_weight = (
        {
            "promises": sum(change.table == "targets" for change in difference.rows),
            "flips": sum(flip.turned for flip in difference.flips),
            **{kind: kinds.count(kind) for kind in ("added", "revised", "taken_back", "gone")},
        },
        {kind: kinds.count(kind) for kind in ("status", "missing", "confirmed")},
        {"rows": len(difference.rows), "orders": len(difference.reordered), "names": len(difference.named)},
        {"reasons": len(difference.flips)},
    )
    counted = next((counts for counts in by_weight if any(counts.values())), {})
    return ", ".join(_counted(w, kind, n) for kind, n in counted.items() if n) or w("changes.nothing")


def _counted(w: Words, kind: str, n: int) -> str:
    return w(f"changes.count.{kind}.{'one' if n == 1 else 'many'}", n=formats.number(w, n, 0))


# ---------------------------------------------------------------------------------------------- promises


def promise_lines(pair: Two) -> list[str]:
    """Every target that came, went or was changed."""
    return [_promise_line(pair, change) for change in pair.difference.rows if change.table == "targets"]


def _promise_line(pair: Two, change: RowChange) -> str:
    code = change.key[0]
    said: dict[str, str] = {"target": (pair.after if change.new else pair.before).promises()[code]}
    if change.old:
        said |= _promised(pair.before, pair.difference.old.targets[code], "old")
    if change.new:
        said |= _promised(pair.after, pair.difference.new.targets[code], "new")
    if change.kind != "changed":
        return pair.after.w(f"changes.line.promise_{change.kind}", **said)
    changed = {cell.column for cell in change.cells()}
    columns = ", ".join(column_label(pair.after, "targets", name) for name in sorted(changed - _PROMISE))
    if changed & _PROMISE:
        return pair.after.w("changes.line.promise", **said)
    return pair.after.w("changes.line.promise_words", **said, columns=columns)


def _promised(reader: Reader, target: Target, side: str) -> dict[str, str]:
    indicator = reader.plan.indicators[target.indicator_code]
    due = formats.period(reader.w, target.due.code)
    return {side: formats.promise(reader.w, indicator, target), f"{side}_due": due}


# ---------------------------------------------------------------------------------------------- verdicts


def flip_groups(pair: Two, turned: bool) -> list[FlipGroup]:
    """The verdicts that turned, or those that only have another reason: the province alone, other areas together."""
    province = pair.difference.new.areas.province.code
    groups: dict[tuple[object, ...], list[Flip]] = defaultdict(list)
    for flip in pair.difference.flips:
        if flip.turned == turned:
            sides = ((side.code, side.reason, side.since_lost) for side in (flip.old, flip.new))
            groups[flip.new.target.code, flip.new.area_code == province, *sides, flip.cause].append(flip)
    return [FlipGroup(tuple(found)) for found in groups.values()]


def place_words(pair: Two, group: FlipGroup) -> str:
    """toàn tỉnh, xã Nam Sơn, or 12 nơi with the first of their names."""
    w, plan = pair.after.w, pair.difference.new
    if group.first.new.area_code == plan.areas.province.code:
        return w("changes.whole")
    day = min(plan.release.day, group.first.new.target.due.last)
    names = [pair.after.name_of(flip.new.area_code, day) for flip in group.flips]
    if len(names) == 1:
        return names[0]
    key = "changes.places_more" if len(names) > _NAMED_PLACES else "changes.places"
    return w(key, n=formats.number(w, len(names), 0), names=", ".join(names[:_NAMED_PLACES]))


def flip_line(pair: Two, group: FlipGroup) -> str:
    """Chỉ tiêu T06 …: chưa đủ số liệu công bố → Đạt., and why where no figure of the new publication did it."""
    w, flip = pair.after.w, group.first
    said = {"target": pair.after.promises()[flip.new.target.code], "place": place_words(pair, group)}
    if not flip.turned:
        explanation = judgement(pair.after, flip.new).explanation if len(group.flips) == 1 else ""
        line = w("changes.line.reason", **said, label=label(w, flip.new.code), explanation=explanation)
        return line.strip()
    line = w("changes.line.flip", **said, old=label(w, flip.old.code), new=label(w, flip.new.code))
    return f"{line} {cause_words(pair, flip)}".strip()


def cause_words(pair: Two, flip: Flip) -> str:
    """Why a verdict changed where it was not for the data; "" where it was."""
    w = pair.after.w
    if flip.cause == "data":
        return ""
    if flip.cause == "promise":
        return w("changes.why.promise")
    day = formats.day(w, flip.new.as_of)
    if _passed(flip.old, flip.new):
        return w("changes.why.due", due=formats.day(w, flip.new.target.due.last), day=day)
    return w("changes.why.time", day=day)


def _passed(old: Verdict, new: Verdict) -> bool:
    return old.as_of <= new.target.due.last < new.as_of


# ---------------------------------------------------------------------------------------------- figures


def revised(pair: Two) -> list[Revision]:
    """What was published before and is no longer the same: other figures, taken back, gone, of another status."""
    order = ("revised", "taken_back", "gone", "status")
    found = [revision for revision in pair.difference.revisions if revision.kind in order]
    return sorted(found, key=lambda revision: order.index(revision.kind))


def figure_name(pair: Two, revision: Revision) -> str:
    """Which figure: indicator, area where it is not the province, period."""
    plan = (pair.after if revision.new else pair.before).plan
    indicator = plan.indicators[revision.row.indicator_code].short_name
    return f"{pair.after.say(indicator)}, {where_words(pair, revision)}"


def where_words(pair: Two, revision: Revision) -> str:
    """Which of an indicator's figures: the area where it is not the province, the period."""
    reader, row = pair.after if revision.new else pair.before, revision.row
    period = formats.period(reader.w, row.time_period, row.accumulation)
    if row.area_code == reader.plan.areas.province.code:
        return period
    return f"{reader.name_of(row.area_code, row.period.last)}, {period}"


def old_words(pair: Two, revision: Revision) -> str:
    """The figure before; that there was none."""
    old = revision.old
    return _figure(pair.before, old, revision.new) if old and old.is_figure else pair.before.w("changes.figure.none")


def new_words(pair: Two, revision: Revision) -> str:
    """The figure now; that it was taken back, or is in no row any more."""
    w, row = pair.after.w, revision.new
    if row is None:
        return w("changes.figure.gone")
    if not row.is_figure:
        return w("changes.figure.taken_back", status=w(f"obs_status.{row.status}"))
    return _figure(pair.after, row, revision.old)


def _figure(reader: Reader, row: Observation, other: Observation | None) -> str:
    """A figure with the decimals that tell it from the other one, its counts, and a status that is not the usual."""
    w = reader.w
    said = formats.figure(w, reader.plan.indicators[row.indicator_code], row, other.value if other else None)
    if row.numerator is not None and row.denominator is not None:
        counts = (formats.trimmed(w, n, 3) for n in (row.numerator, row.denominator))
        said += f" ({w('figure.counts', **dict(zip('nd', counts, strict=True)))})"
    return (
        said
        if row.status == "A"
        else w("changes.figure.with_status", figure=said, status=w(f"obs_status.{row.status}"))
    )


def added_groups(pair: Two) -> dict[str, list[Revision]]:
    """The figures that are new or said to be missing, or were published again unchanged, by indicator."""
    groups: dict[str, list[Revision]] = defaultdict(list)
    for revision in pair.difference.revisions:
        if revision.kind in {"added", "missing", "confirmed"}:
            groups[revision.row.indicator_code].append(revision)
    return groups


def added_words(w: Words, found: Sequence[Revision]) -> str:
    """12 con số mới, 1 con số được báo là không có."""
    kinds = [revision.kind for revision in found]
    return ", ".join(_counted(w, kind, kinds.count(kind)) for kind in REVISIONS if kind in kinds)

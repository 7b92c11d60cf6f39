"""What changed between two publications: rows and cells for machines, figures and verdicts for readers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kh213.model.plan import Plan
from kh213.release.cells.check import Rows
from kh213.release.comparing.revisions import Flip, Revision, flips, revisions
from kh213.release.comparing.row_changes import Cell, RowChange, changed_rows, named_anew, reordered
from kh213.release.issues import Progress, silent
from kh213.release.reading.read import read_whole
from kh213.release.reading.verbatim import verbatim


class NotComparable(ValueError):
    """Figures that were published beside invented ones: nothing true could be said of what changed."""


@dataclass(frozen=True)
class Difference:
    """`named` is what the package says of itself in other words, `rows` and `reordered` are of its tables.

    `revisions` and `flips` compare what held, and was concluded, on the day of each release: they can change although
    no row did, when a figure's day has come or a deadline has passed.
    """

    old: Plan
    new: Plan
    named: tuple[Cell, ...]
    rows: tuple[RowChange, ...]
    reordered: tuple[str, ...]
    revisions: tuple[Revision, ...]
    flips: tuple[Flip, ...]

    @property
    def same_data(self) -> bool:
        """Whether both hold the same, whatever the day makes of it."""
        return not (self.named or self.rows or self.reordered)

    @property
    def nothing(self) -> bool:
        """Whether a reader sees the same in both."""
        return self.same_data and not (self.revisions or self.flips)

    def cells(self) -> Iterator[Cell]:
        """Every changed cell of every table."""
        return (cell for change in self.rows for cell in change.cells())


def difference(old: Path, new: Path, tell: Progress = silent) -> Difference:
    """What changed from one package folder to another.

    Raises Unusable where one of them cannot be used, NotComparable where one holds invented figures and one does not.
    """
    read = []
    for done, folder in enumerate((old, new)):
        tell("comparing", done, 3)
        read.append(read_whole(folder))
    tell("comparing", 2, 3)
    return _compare(*read[0], *read[1])


@lru_cache(maxsize=4)
def published_difference(old: tuple[Plan, Path], new: tuple[Plan, Path]) -> Difference:
    """The same of two publications that are open already (the plan, and its folder); worked out once and kept."""
    return _compare(old[0], _rows(*old), new[0], _rows(*new))


def _rows(plan: Plan, folder: Path) -> Rows:
    return verbatim(folder, plan.release.key).tables


def _compare(old: Plan, old_rows: Rows, new: Plan, new_rows: Rows) -> Difference:
    if old.release.illustrative != new.release.illustrative:
        raise NotComparable(f"{old.release.name}, {new.release.name}")
    return Difference(
        old=old,
        new=new,
        named=named_anew(old.release, new.release),
        rows=changed_rows(old_rows, new_rows),
        reordered=reordered(old_rows, new_rows),
        revisions=revisions(old, new),
        flips=flips(old, new),
    )

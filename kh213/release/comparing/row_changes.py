"""Which rows two publications do not have in common, by the keys of their tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from kh213.model.plan import Release
from kh213.release.cells.check import Row, Rows
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.schema import TABLES, Table

Key = tuple[str, ...]


class Cell(NamedTuple):
    """One changed cell: of a row that came, "" was before; of one that went, "" is now."""

    table: str
    key: Key
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that came (`old` is None), went (`new` is None) or holds something else under the same key."""

    table: str
    key: Key
    old: Row | None
    new: Row | None

    @property
    def kind(self) -> str:
        """`added`, `removed` or `changed`."""
        return "added" if self.old is None else "removed" if self.new is None else "changed"

    @property
    def row(self) -> Row:
        """The row as it is now, or as it last was."""
        return self.new or self.old or {}

    def cells(self) -> Iterator[Cell]:
        """Its changed cells. The key names the row and is not among them."""
        old, new = self.old or {}, self.new or {}
        for column in {**old, **new}:
            before, after = old.get(column, ""), new.get(column, "")
            if before != after and column not in TABLES[self.table].key:
                yield Cell(self.table, self.key, column, before, after)


def changed_rows(old: Rows, new: Rows) -> tuple[RowChange, ...]:
    """Every row that differs, by table: those of the new file in its order, then those that are gone."""
    return tuple(change for table in TABLES.values() for change in _changed(table, old[table.name], new[table.name]))


def reordered(old: Rows, new: Rows) -> tuple[str, ...]:
    """The tables in which rows of both stand in another order: it decides which of two rows of one day holds."""
    return tuple(table.name for table in TABLES.values() if _reordered(table, old[table.name], new[table.name]))


def named_anew(old: Release, new: Release) -> tuple[Cell, ...]:
    """What the package says of itself and of its plan in other words than before."""
    before, after = _naming(old), _naming(new)
    return tuple(
        Cell(DESCRIPTOR, (), name, before[name], after[name]) for name in before if before[name] != after[name]
    )


def _changed(table: Table, old: Sequence[Row], new: Sequence[Row]) -> Iterator[RowChange]:
    before, after = _by_key(table, old), _by_key(table, new)
    for key, row in after.items():
        known = before.get(key)
        if known != row:
            change = RowChange(table.name, key, known, row)
            if known is None or any(change.cells()):  # a column that came and holds nothing is no change
                yield change
    for key, row in before.items():
        if key not in after:
            yield RowChange(table.name, key, row, None)


def _by_key(table: Table, rows: Sequence[Row]) -> dict[Key, Row]:
    if len(table.key) == 1:
        return {(row[table.key[0]],): row for row in rows}
    key = itemgetter(*table.key)
    return {key(row): row for row in rows}


def _reordered(table: Table, old: Sequence[Row], new: Sequence[Row]) -> bool:
    before, after = _by_key(table, old), _by_key(table, new)
    return any(
        one != other
        for one, other in zip(
            (key for key in before if key in after), (key for key in after if key in before), strict=True
        )
    )


def _naming(release: Release) -> dict[str, str]:
    plan = release.plan_name
    return {
        "title": release.title.vi,
        "title_en": release.title.en,
        "plan.name_vi": plan.name.vi,
        "plan.name_en": plan.name.en,
        "plan.short_name_vi": plan.short_name.vi,
        "plan.short_name_en": plan.short_name.en,
        "plan.lead_agency_code": plan.lead_agency_code or "",
        "plan.slug": plan.slug,
    }

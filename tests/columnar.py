"""The same tables kept by columns, as a release is whose CSV is long."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from kh213.model.plan import Plan, Release
from kh213.release.cells.check import Row, Rows
from kh213.release.columns.table import Columns, read_columns
from kh213.release.reading.package import write_csv
from kh213.release.reading.read import build_plan
from kh213.release.schema import TABLES
from tests.builders import PLAN_NAME, RELEASE_DAY, TITLE, Record, make_tables


def by_columns(rows: Sequence[Row], table: str = "observations") -> Columns:
    """Rows written as a CSV and read by columns."""
    with TemporaryDirectory() as name:
        path = Path(name) / "table.csv"
        path.write_bytes(write_csv(TABLES[table], rows))
        return read_columns(path)[0]


def both_ways(*records: Record) -> tuple[Plan, Plan]:
    """One release read plainly, and with its observations by columns; at least one must be among the records."""
    tables: Rows = make_tables(*records)
    release = Release("thu", RELEASE_DAY, "published", TITLE, PLAN_NAME, "key")
    columnar = {**tables, "observations": by_columns(tables["observations"])}
    return build_plan(release, tables), build_plan(release, columnar)

"""Law: any damage to one cell of a good package is reported, or is a change that `diff` shows in that cell alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from random import Random
from shutil import copytree
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh213.release.cells.check import Rows
from kh213.release.checking.folder import Report, check_folder
from kh213.release.comparing.diff import Difference, difference
from kh213.release.issues import Issue
from kh213.release.publications.publishing import stage
from kh213.release.reading.package import read_package, write_csv
from kh213.release.schema import TABLES
from tests.builders import area, change, indicator, observation, record, related, source, target, write_package
from tests.property.damages import CHANGED, REPLACED

REAL = Path(__file__).parents[2] / "data" / "releases" / "2026-11-22"
DAY = date(2026, 12, 1)


@dataclass(frozen=True)
class Damage:
    """One cell that holds something else than it did."""

    what: str
    table: str
    row: int
    column: str
    old: str
    new: str


def small(folder: Path) -> None:
    """Something in every table, with areas that changed and figures of every kind."""
    text = {"title": "Báo Quảng Ninh, số 5", "publisher": "Báo “Quảng Ninh”", "published_on": "2021-01-15"}
    write_package(
        folder,
        area("22"),
        area("193", "district", "Huyện Đông", until="2019-12-31", parent="22"),
        area("194", "district", "Thị xã Tây", until="2019-12-31", parent="22"),
        area("194", "district", "Thành phố Tây", since="2020-01-01", parent="22"),
        change("193", "194", "2020-01-01"),
        change("194", "194", "2020-01-01"),
        source("bao", url="https://a.vn/b?c=1", retrieved_on="2021-02-03", **text),
        source("khac"),
        observation("2019", 45.5, "2020-01-20"),
        observation("2020", None, "2021-01-15", of=(1552, 2000), note_vi="Số liệu sơ bộ; xem báo cáo"),
        observation("2020-Q3", 61, "2020-10-15", area="194", accumulation="year_to_date"),
        indicator("ty-le", name_vi="Tỷ lệ hồ sơ", value_min="0", value_max="100"),
        indicator("hang", kind="rank", name_vi="Xếp hạng", better="lower", role="context"),
        target(50, baseline_period="2018", baseline_value="30.25"),
        related("hang"),
        record("agencies", agency_code="so-tt", name_vi="Sở Thông tin", area_code="22"),
        record("content_groups", content_group_code="C01", source_code="bao"),
        record("solutions", solution_code="G01", source_code="bao"),
        record("tasks", task_code="N01", source_code="bao", lead_agency_code="so-tt", due_period="2020"),
        record("task_updates", task_code="N01", reported_on="2020-06", task_status="done", source_code="bao"),
    )


@contextmanager
def published(good: Path | None) -> Iterator[Path]:
    """A data folder with one release: a copy of `good`, else the small one."""
    with TemporaryDirectory() as folder:
        release = Path(folder) / "releases" / "2026-11-22"
        release.parent.mkdir()
        if good:
            copytree(good, release)
        else:
            small(release)
        yield Path(folder)


@cache
def tables_of(release: Path) -> Rows:
    return read_package(release)[1]


def damage_of(tables: Rows, seed: int) -> Damage | None:
    """One damage to one cell; None where it would leave the cell as it was."""
    rng = Random(seed)
    table = rng.choice([name for name, rows in tables.items() if rows])
    at = rng.randrange(len(tables[table]))
    column = rng.choice(TABLES[table].header)
    old = tables[table][at][column]
    what = rng.choice([*CHANGED, *REPLACED, "another of the same column", "the cell beside it"])
    if what in CHANGED:
        new = CHANGED[what](old)
    elif what in REPLACED:
        new = REPLACED[what]
    elif what == "the cell beside it":
        new = tables[table][at][rng.choice(TABLES[table].header)]
    else:
        new = rng.choice(tables[table])[column]
    return None if new == old else Damage(what, table, at + 2, column, old, new)


def handed_in(draft: Path, tables: Rows, damage: Damage, *, raw: bool = False) -> None:
    """The damaged table as the office hands it in, quoted as a spreadsheet does; `raw` spoils the file itself."""
    rows: list[Mapping[str, str]] = list(tables[damage.table])
    mark = "\ue000"
    rows[damage.row - 2] = {**rows[damage.row - 2], damage.column: mark if raw else damage.new}
    content = write_csv(TABLES[damage.table], rows)
    (draft / f"{damage.table}.csv").write_bytes(content.replace(mark.encode(), damage.new.encode()))


def blames(issue: Issue, damage: Damage) -> bool:
    """Whether an issue is about the damage: its row, or another place that the same cause makes wrong."""
    if issue.table == damage.table and (issue.row == damage.row or issue.code == "not_text"):
        return True
    said = f"{issue.found} {issue.expected}"
    return bool(damage.old and damage.old in said) or bool(damage.new.strip() and damage.new.strip() in said)


def changed_alone(damage: Damage, seen: Difference) -> bool:
    """Whether what a reader would see changed is that cell and nothing else."""
    (*rows,) = seen.rows
    if damage.column not in TABLES[damage.table].key:
        return [(cell.table, cell.column, cell.old, cell.new) for cell in seen.cells()] == [
            (damage.table, damage.column, damage.old, damage.new)
        ]
    place = TABLES[damage.table].key.index(damage.column)  # a row with another key is one that came and one that went
    return sorted((row.table, row.kind, row.key[place]) for row in rows) == [
        (damage.table, "added", damage.new),
        (damage.table, "removed", damage.old),
    ]


def shown(report: Report, root: Path) -> Difference:
    assert report.base
    assert report.tables
    assert report.title
    assert report.plan_name
    with TemporaryDirectory() as folder:
        stage(Path(folder), report.tables, DAY, "published", report.title, report.plan_name)
        return difference(root / "releases" / "2026-11-22", Path(folder))


def judged(root: Path, damage: Damage, *, raw: bool = False) -> None:
    tables = tables_of(root / "releases" / "2026-11-22")
    with TemporaryDirectory() as folder:
        handed_in(Path(folder), tables, damage, raw=raw)
        report = check_folder(Path(folder), root, DAY)
        if report.problems:
            at_the_place = [issue for issue in report.problems if raw or blames(issue, damage)]
            assert at_the_place, (damage, report.problems[:5])
        elif report.tables == tables:
            # Read as meant, and said; one line that ends in CRLF among others that do not loses nothing.
            assert report.warnings or (raw and damage.new == f"{damage.old}\r"), damage
        else:
            assert changed_alone(damage, shown(report, root)), damage


@pytest.fixture(scope="module")
def small_root() -> Iterator[Path]:
    with published(None) as root:
        yield root


@pytest.fixture(scope="module")
def real_root() -> Iterator[Path]:
    with published(REAL) as root:
        yield root


def test_the_packages_themselves_are_good(small_root: Path, real_root: Path, tmp_path: Path) -> None:
    for root in (small_root, real_root):
        draft = tmp_path / root.name
        copytree(root / "releases" / "2026-11-22", draft)
        assert check_folder(draft, root, DAY).problems == ()


@settings(max_examples=200, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_law_a_damaged_cell_is_reported_or_shown(small_root: Path, seed: int) -> None:
    damage = damage_of(tables_of(small_root / "releases" / "2026-11-22"), seed)
    if damage:
        judged(small_root, damage)


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_law_a_cell_that_spoils_its_file_is_reported_or_shown(small_root: Path, seed: int) -> None:
    damage = damage_of(tables_of(small_root / "releases" / "2026-11-22"), seed)
    if damage:
        judged(small_root, damage, raw=True)


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_law_a_damaged_cell_of_the_real_release_is_reported_or_shown(real_root: Path, seed: int) -> None:
    damage = damage_of(tables_of(real_root / "releases" / "2026-11-22"), seed)
    if damage:
        judged(real_root, damage)

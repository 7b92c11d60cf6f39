"""Laws of a difference: nothing from a release to itself, from one to another exactly what makes it the other, and
back again what undoes it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kh213.model.figures import in_force
from kh213.model.plan import Observation, Plan
from kh213.release.comparing.diff import Difference, difference
from kh213.release.reading.package import read_package
from kh213.release.schema import TABLES
from tests.builders import Record, observation, source, write_package
from tests.property.small_plans import Question, questions

MIRROR = {"added": "removed", "removed": "added", "changed": "changed"}
DAYS = date(2022, 1, 1), date(2023, 6, 1)

Tables = dict[str, dict[tuple[str, ...], dict[str, str]]]


@contextmanager
def two_packages(question: Question, seed: int) -> Iterator[tuple[Path, Path]]:
    with TemporaryDirectory() as folder:
        old = write_package(Path(folder) / "old", *question.records, day=DAYS[0])
        yield old, write_package(Path(folder) / "new", *reworked(question.records, Random(seed)), day=DAYS[1])


def reworked(records: list[Record], rng: Random) -> list[Record]:
    """The same release after some work: figures gone, changed and new, a source with another title, a target moved."""
    kept = [record for record in records if record.table != "observations" or rng.random() < 0.8]
    changed = [Record(record.table, dict(record.row)) for record in kept]
    for record in changed:
        if record.table == "observations" and rng.random() < 0.3:
            record.row["obs_value"] = rng.choice(["", "1", "7", "60"])
        if record.table == "targets" and rng.random() < 0.3:
            record.row["target_value"] = rng.choice(["1", "50"])
        if record.table == "sources" and rng.random() < 0.3:
            record.row["title"] = 'a,"b"\nc'
    added = [observation(period, 5, "2022-03-01") for period in rng.sample(["2018", "2019", "2020", "2021"], 2)]
    return [*changed, *added, source("moi")]


def by_key(folder: Path) -> Tables:
    _, tables = read_package(folder)
    return {
        name: {tuple(row[column] for column in table.key): dict(row) for row in tables[name]}
        for name, table in TABLES.items()
    }


def applied(tables: Tables, found: Difference) -> Tables:
    """The old tables with every changed cell written into them."""
    for change in found.rows:
        rows, key = tables[change.table], TABLES[change.table].key
        if change.kind == "removed":
            del rows[change.key]
            continue
        row = rows.setdefault(change.key, dict.fromkeys(TABLES[change.table].header, ""))
        row |= dict(zip(key, change.key, strict=True)) | {cell.column: cell.new for cell in change.cells()}
    return tables


def holding(plan: Plan) -> dict[tuple[object, ...], Observation]:
    """Every figure in force on the day of a release."""
    places = {(row.indicator_code, row.area_code) for row in plan.observations}
    return {
        (*place, *row.period.span, row.accumulation): row
        for place in places
        for row in in_force(plan.published(*place), plan.release.day)
    }


@settings(max_examples=60, deadline=None)
@given(questions())
def test_law_a_release_does_not_differ_from_itself(question: Question) -> None:
    with TemporaryDirectory() as folder:
        package = write_package(Path(folder) / "one", *question.records)
        assert difference(package, package).nothing


@settings(max_examples=150, deadline=None)
@given(questions(), st.integers(0, 2**32))
def test_law_the_changed_cells_make_the_old_tables_the_new_ones(question: Question, seed: int) -> None:
    with two_packages(question, seed) as (old, new):
        assert applied(by_key(old), difference(old, new)) == by_key(new)


@settings(max_examples=100, deadline=None)
@given(questions(), st.integers(0, 2**32))
def test_law_the_way_back_is_the_mirror(question: Question, seed: int) -> None:
    with two_packages(question, seed) as (old, new):
        there, back = difference(old, new), difference(new, old)
    assert {(cell.table, cell.key, cell.column, cell.old, cell.new) for cell in there.cells()} == {
        (cell.table, cell.key, cell.column, cell.new, cell.old) for cell in back.cells()
    }
    assert {(change.table, change.key, change.kind) for change in there.rows} == {
        (change.table, change.key, MIRROR[change.kind]) for change in back.rows
    }
    assert {(flip.old.target.code, flip.old.area_code, flip.old.code, flip.new.code) for flip in there.flips} == {
        (flip.old.target.code, flip.old.area_code, flip.new.code, flip.old.code) for flip in back.flips
    }
    assert there.reordered == back.reordered


@settings(max_examples=150, deadline=None)
@given(questions(), st.integers(0, 2**32))
def test_law_revisions_are_what_is_in_force_before_and_after(question: Question, seed: int) -> None:
    with two_packages(question, seed) as (old, new):
        found = difference(old, new)
    before, after = holding(found.old), holding(found.new)
    told = {
        (row.indicator_code, row.area_code, *row.period.span, row.accumulation): revision
        for revision in found.revisions
        for row in [revision.row]
    }
    assert len(told) == len(found.revisions)
    for place in before.keys() | after.keys():
        was, now = before.get(place), after.get(place)
        if was and now and (was.value, was.qualifier, was.status) == (now.value, now.qualifier, now.status):
            assert place not in told or told[place].kind in {"confirmed", "revised"}  # other counts of one ratio
        else:
            assert (told[place].old if was else None, told[place].new if now else None) == (was, now)
    assert all(place in before or place in after or told[place].kind == "missing" for place in told)

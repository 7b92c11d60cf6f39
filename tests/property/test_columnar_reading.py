"""A release that is kept by columns is the same release: every figure, every question about them, every verdict."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import get_args

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kh213.model.observation import Trait
from kh213.model.verdict import Verdicts, judge, status
from kh213.release.columns.table import from_arrow, read_columns
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES
from tests.builders import INDICATOR, PROVINCE, Record, make_tables, observation
from tests.columnar import both_ways, by_columns
from tests.property.small_plans import RELATED, Question, question_of, questions

AREAS = (PROVINCE, "193", "204", "000")
DAYS = [date(2018, 6, 30), date(2019, 12, 31), date(2020, 2, 1), date(2020, 12, 31), date(2022, 12, 31)]
TRAITS = get_args(Trait)


def with_figures(seeds: list[int]) -> Question:
    """One question whose plan holds the figures of several, so that more of them meet."""
    first, *others = map(question_of, seeds)
    seen = {tuple(record.row.items()) for record in first.records}
    rows = [each for other in others for each in other.records if each.table == "observations"]
    keys = {key_of(record) for record in first.records if record.table == "observations"}
    more = []
    for record in rows:
        if tuple(record.row.items()) not in seen and key_of(record) not in keys:
            keys.add(key_of(record))
            more.append(record)
    return Question([*first.records, *more], first.area_code, first.as_of)


def key_of(record: Record) -> tuple[str, ...]:
    return tuple(record.row[name] for name in TABLES["observations"].key)


plans = st.one_of(questions(), st.lists(st.integers(0, 2**32), min_size=2, max_size=6).map(with_figures))


@settings(deadline=None, max_examples=200)
@given(plans)
def test_every_verdict_is_the_same(question: Question) -> None:
    assume(any(record.table == "observations" for record in question.records))
    plain, columnar = both_ways(*question.records)
    for day in {question.as_of, *DAYS}:
        assert status(columnar, day) == status(plain, day)
        for target in plain.targets.values():
            assert [judge(columnar, target, code, day) for code in AREAS] == [
                judge(plain, target, code, day) for code in AREAS
            ]
        assert dict(Verdicts(plain, day)) == {(each.target.code, each.area_code): each for each in status(plain, day)}


@settings(deadline=None, max_examples=200)
@given(plans)
def test_every_figure_is_the_same(question: Question) -> None:
    assume(any(record.table == "observations" for record in question.records))
    plain, columnar = both_ways(*question.records)
    ours, theirs = columnar.observed, plain.observed
    assert tuple(ours) == tuple(theirs) == plain.observations
    assert [ours[at] for at in range(-len(theirs), len(theirs))] == [*theirs, *theirs]
    assert list(ours[1:3]) == list(theirs[1:3])
    for code in (INDICATOR, RELATED, "khong-co"):
        assert ours.areas_of(code) == theirs.areas_of(code)
        for area in AREAS:
            assert ours.published(code, area) == theirs.published(code, area)
            for day in DAYS:
                assert ours.published(code, area, day) == theirs.published(code, area, day)
        for day in (question.as_of, *DAYS):
            assert set(ours.known_areas(code, day)) == set(theirs.known_areas(code, day))
            assert list(ours.held(code, day, *TRAITS)) == list(theirs.held(code, day, *TRAITS))


@settings(deadline=None, max_examples=200)
@given(plans)
def test_every_count_and_choice_is_the_same(question: Question) -> None:
    assume(any(record.table == "observations" for record in question.records))
    plain, columnar = both_ways(*question.records)
    ours, theirs = columnar.observed, plain.observed
    for names in [*combinations(TRAITS, 1), *zip(TRAITS, TRAITS[3:], strict=False), TRAITS]:
        counted = theirs.tally(*names)
        assert list(ours.tally(*names).items()) == list(counted.items())
        for wanted in ({next(iter(counted))}, set(list(counted)[1:])):
            assert list(ours.select(names, wanted)) == list(theirs.select(names, wanted))


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=6)


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=30))
def test_rows_are_the_same_whatever_stands_in_their_cells(notes: list[tuple[str, str]]) -> None:
    rows = [observation("2020", at, note_vi=vi, note_en=en).row for at, (vi, en) in enumerate(notes)]
    columns = by_columns(rows)
    again = from_arrow(columns.to_arrow())
    assert list(columns) == list(again) == [again[at] for at in range(len(rows))] == rows
    assert columns.same_as(again)
    assert write_csv(TABLES["observations"], again) == write_csv(TABLES["observations"], rows)


@settings(deadline=None)
@given(st.lists(st.sampled_from(["1", "2", "3"]), min_size=1, max_size=8), st.data())
def test_rows_that_are_alike_are_seen(values: list[str], data: st.DataObject) -> None:
    rows = [observation("2020", value, area=data.draw(st.sampled_from(["22", "193"]))).row for value in values]
    columns = by_columns(rows)
    for names in (("obs_value",), ("area_code", "obs_value"), TABLES["observations"].header):
        assert columns.all_differ(names) == (len({tuple(row[name] for name in names) for row in rows}) == len(rows))


def test_the_hash_is_that_of_the_bytes_that_were_read() -> None:
    import hashlib

    with TemporaryDirectory() as name:
        path = Path(name) / "table.csv"
        path.write_bytes(write_csv(TABLES["observations"], make_tables(observation("2020", 1))["observations"]))
        _, size, digest = read_columns(path)
        assert (size, digest) == (path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())

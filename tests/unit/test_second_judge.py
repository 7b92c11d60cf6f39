"""Frictionless judges what would be published, independently of our own rules."""

from datetime import date

import pytest

from kh213.release.cells.check import check
from kh213.release.checking.second_judge import second_opinion
from kh213.release.issues import Issue
from tests.builders import PLAN_NAME, TITLE, area, make_tables, observation, source, target

DAY = date(2026, 12, 1)


def opinion(tables, known=(), numbers=None):
    return second_opinion(tables, numbers or {}, known, DAY, TITLE, PLAN_NAME)


def places(issues):
    return [(issue.table, issue.code, issue.row, issue.column) for issue in issues]


def test_it_has_nothing_to_say_of_a_good_package():
    assert opinion(make_tables(observation("2020", 60), source(url="https://a.vn/b"))) == []


def test_what_it_alone_finds_is_said_at_its_cell_in_its_own_words():
    (issue,) = opinion(make_tables(observation("2020", 60), observation("2021", "6,2")))
    assert places([issue]) == [("observations", "schema_rule", 3, "obs_value")]
    assert "number" in issue.found


def test_rows_are_counted_as_in_the_sheet():
    tables = make_tables(observation("2020", 60), observation("2021", "6,2"))
    assert places(opinion(tables, numbers={"observations": [4, 9]})) == [
        ("observations", "schema_rule", 9, "obs_value")
    ]


@pytest.mark.parametrize(
    "records",
    [
        (observation("2020", "x"),),
        (observation("2020-Q9", 5),),
        (observation("2020", 5, qualifier="about"),),
        (observation("2020", 5, of=(-1, 5)),),
        (observation("2020", 5), observation("2020", 6)),
        (observation("2020", 5, source_code="nobody"),),
        (area(), area("193", "district", parent="99")),
        (area(), area("1x", "district")),
        (source(), source()),
        (target(value=""),),
    ],
)
def test_what_we_found_ourselves_is_not_said_twice(records):
    tables = make_tables(*records)
    known = check(tables)
    assert known
    assert opinion(tables)
    assert opinion(tables, known) == []


def test_a_warning_at_a_cell_does_not_silence_it():
    tables = make_tables(observation("2020", "6,2"))
    assert opinion(tables, [Issue("observations", "not_judged", 2, "obs_value")]) != []


def test_it_finds_every_one_of_many_thousands():
    tables = make_tables(*(observation(str(year), "x") for year in range(1000, 4000)))
    assert len(opinion(tables)) == 3000


def test_it_says_how_far_it_is():
    told = []
    tables = make_tables(*(observation(str(year), 1) for year in range(1000, 7000)))
    second_opinion(tables, {}, [], DAY, None, None, lambda *at: told.append(at))
    assert [at for at in told if at[0] == "second_judge"] == [("second_judge", 5002, 6004)]

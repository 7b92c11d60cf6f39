"""What changed between two packages: rows, figures, verdicts, and why a verdict changed."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from kh213.export.changes import changes_json
from kh213.release.comparing.diff import Difference, NotComparable, difference
from kh213.release.comparing.revisions import Flip
from kh213.release.comparing.row_changes import Cell
from kh213.release.issues import Unusable
from kh213.release.schema import TABLES
from tests import second_release
from tests.builders import Record, area, indicator, observation, source, taken_back, target, write_package


def between(tmp_path: Path, old: list[Record], new: list[Record], days: tuple[str, str] | None = None) -> Difference:
    """What changed from one small release to the next."""
    first, last = (date.fromisoformat(day) for day in days or ("2022-01-01", "2022-06-01"))
    before = write_package(tmp_path / "old", *old, day=first)
    return difference(before, write_package(tmp_path / "new", *new, day=last))


def kinds(found: Difference) -> list[str]:
    return [revision.kind for revision in found.revisions]


def verdicts(flip: Flip) -> tuple[str, str, str]:
    return flip.old.code, flip.new.code, flip.cause


# ------------------------------------------------------------------------------------------------ rows and cells


def test_a_release_does_not_differ_from_itself() -> None:
    found = difference(second_release.FIRST, second_release.FIRST)
    assert found.nothing
    assert list(found.cells()) == []


def test_a_changed_cell_is_named_by_table_key_and_column(tmp_path: Path) -> None:
    found = between(tmp_path, [source(note_vi="a")], [source(note_vi="b")])
    assert list(found.cells()) == [Cell("sources", ("bao",), "note_vi", "a", "b")]
    assert [change.kind for change in found.rows] == ["changed"]
    assert not found.same_data
    assert found.revisions == ()


def test_a_row_that_came_or_went_gives_each_of_its_cells(tmp_path: Path) -> None:
    one, other = source("khac", title="Một"), source("moi", title="Hai")
    found = between(tmp_path, [source(), one], [source(), other])
    assert [(change.kind, change.key) for change in found.rows] == [("added", ("moi",)), ("removed", ("khac",))]
    assert Cell("sources", ("moi",), "title", "", "Hai") in set(found.cells())
    assert Cell("sources", ("khac",), "title", "Một", "") in set(found.cells())


def test_no_row_can_come_or_go_without_a_cell_outside_its_key() -> None:
    for table in TABLES.values():
        assert any(column.required and column.name not in table.key for column in table.columns), table.name


def test_rows_in_another_order_are_told_since_the_last_of_one_day_counts(tmp_path: Path) -> None:
    rows = [source(), source("khac"), observation("2020", 40), observation("2020", 60, source_code="khac")]
    found = between(tmp_path, rows, [*rows[:2], *reversed(rows[2:])])
    assert found.reordered == ("observations",)
    assert found.rows == ()
    assert [(flip.old.code, flip.new.code) for flip in found.flips] == [("met", "missed")]


def test_another_title_is_a_change_of_the_package_itself(tmp_path: Path) -> None:
    before = write_package(tmp_path / "old", day=date(2022, 1, 1))
    after = write_package(tmp_path / "new", day=date(2022, 6, 1))
    text = (after / "datapackage.json").read_text("utf-8").replace('"title_en": "A plan for tests"', '"title_en": "B"')
    (after / "datapackage.json").write_text(text, "utf-8")
    found = difference(before, after)
    assert [(cell.column, cell.old, cell.new) for cell in found.named] == [("title_en", "A plan for tests", "B")]
    assert found.rows == ()
    assert not found.same_data


# ------------------------------------------------------------------------------------------------ figures


def test_a_correction_that_comes_as_a_row_of_its_own_is_one_revised_figure(tmp_path: Path) -> None:
    old = [observation("2020", 40, "2021-01-15")]
    new = [*old, observation("2020", 42, "2022-03-01", note_vi="tính lại")]
    found = between(tmp_path, old, new)
    assert [change.kind for change in found.rows] == ["added"]
    (revision,) = found.revisions
    assert (revision.kind, revision.old and revision.old.value, revision.row.value) == ("revised", 40, 42)
    assert revision.row.note.vi == "tính lại"
    assert not revision.in_place


def test_a_figure_changed_within_its_row_says_so(tmp_path: Path) -> None:
    found = between(tmp_path, [observation("2020", 40)], [observation("2020", 42)])
    assert [(revision.kind, revision.in_place) for revision in found.revisions] == [("revised", True)]


def test_a_late_row_about_an_older_state_revises_nothing(tmp_path: Path) -> None:
    new = [observation("2020", 40, "2021-06-01"), observation("2020", 30, "2021-01-01")]
    found = between(tmp_path, new[:1], new)
    assert len(found.rows) == 1
    assert found.revisions == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ([], [observation("2020", 40)], "added"),
        ([observation("2020", 40)], [observation("2020", 40, qualifier="approx")], "revised"),
        ([observation("2020", of=(4, 10))], [observation("2020", of=(40, 100))], "revised"),
        ([observation("2020", 40, obs_status="P")], [observation("2020", 40)], "status"),
        ([observation("2020", 40)], [observation("2020", 40), observation("2020", 40, "2022-02-01")], "confirmed"),
        ([observation("2020", 40)], [observation("2020", 40), taken_back("2020", "2022-02-01")], "taken_back"),
        ([observation("2020", 40)], [], "gone"),
        ([], [taken_back("2020", "2022-02-01")], "missing"),
        ([taken_back("2020", "2021-02-01")], [observation("2020", 40, "2022-02-01")], "added"),
        ([taken_back("2020", "2021-02-01")], [taken_back("2020", "2021-02-01", status="L")], None),
        ([observation("2020", 40, note_vi="a")], [observation("2020", 40, note_vi="b")], None),
    ],
)
def test_what_became_of_a_figure(tmp_path: Path, old: list[Record], new: list[Record], kind: str | None) -> None:
    assert kinds(between(tmp_path, old, new)) == ([kind] if kind else [])


def test_a_figure_whose_day_had_not_come_is_new_when_it_has(tmp_path: Path) -> None:
    rows = [observation("2020", 60, "2022-03-01")]
    found = between(tmp_path, rows, rows)
    assert found.same_data
    assert kinds(found) == ["added"]


def test_figures_stand_by_indicator_then_the_province_then_newest_period(tmp_path: Path) -> None:
    places = [area(), area("193", "district")]
    rows = [observation("2020", 1, area="193"), observation("2019", 2), observation("2020", 3)]
    found = between(tmp_path, places, [*places, *rows])
    assert [revision.row.value for revision in found.revisions] == [3, 2, 1]


# ------------------------------------------------------------------------------------------------ verdicts


def test_a_new_figure_turns_a_verdict(tmp_path: Path) -> None:
    found = between(tmp_path, [], [observation("2020", 60)])
    assert [verdicts(flip) for flip in found.flips] == [("undetermined", "met", "data")]
    assert found.flips[0].turned


def test_a_deadline_that_passed_is_told_from_a_figure_that_changed(tmp_path: Path) -> None:
    rows = [observation("2019", 30, "2020-01-15"), observation("2020-S1", 60, "2020-07-15")]
    found = between(tmp_path, rows, rows, ("2020-08-01", "2021-02-01"))
    assert [verdicts(flip) for flip in found.flips] == [("reached", "met", "time")]
    assert found.same_data
    assert not found.nothing


def test_with_a_new_figure_that_changes_nothing_it_is_still_the_deadline(tmp_path: Path) -> None:
    rows = [observation("2020-S1", 60, "2020-07-15")]
    found = between(tmp_path, rows, [*rows, observation("2020", 70, "2021-01-15")], ("2020-08-01", "2021-02-01"))
    assert [verdicts(flip) for flip in found.flips] == [("reached", "met", "time")]


def test_with_a_new_figure_that_decides_it_is_the_figure(tmp_path: Path) -> None:
    rows = [observation("2020-S1", 60, "2020-07-15")]
    found = between(tmp_path, rows, [*rows, observation("2020", 40, "2021-01-15")], ("2020-08-01", "2021-02-01"))
    assert [verdicts(flip) for flip in found.flips] == [("reached", "missed", "data")]


def test_a_promise_that_was_lowered_is_the_cause_of_its_verdict(tmp_path: Path) -> None:
    row = observation("2020", 45)
    found = between(tmp_path, [row, target(50)], [row, target(40)])
    assert [verdicts(flip) for flip in found.flips] == [("missed", "met", "promise")]


def test_a_promise_that_was_reworded_is_not_blamed_for_a_new_figure(tmp_path: Path) -> None:
    old = [target(50), observation("2020", 45)]
    found = between(tmp_path, old, [target(50, quote_vi="khác"), observation("2020", 55)])
    assert [verdicts(flip) for flip in found.flips] == [("missed", "met", "data")]


def test_a_promise_measured_by_an_indicator_that_is_new_is_the_promise_that_changed(tmp_path: Path) -> None:
    old = [indicator("cu"), target(50, indicator_code="cu"), observation("2020", 40, indicator_code="cu")]
    new = [indicator("moi"), target(50, indicator_code="moi"), observation("2020", 60, indicator_code="moi")]
    found = between(tmp_path, old, new)
    assert [verdicts(flip) for flip in found.flips] == [("missed", "met", "promise")]
    assert kinds(found) == ["added", "gone"]


def test_the_same_verdict_for_another_reason_is_no_turn(tmp_path: Path) -> None:
    found = between(tmp_path, [], [observation("2019", 60)])
    (flip,) = found.flips
    assert (flip.old.reason, flip.new.reason) == ("no_observation", "none_for_due_period")
    assert not flip.turned


def test_a_target_not_kept_since_is_told_though_the_verdict_stays(tmp_path: Path) -> None:
    old = [observation("2020", 60)]
    found = between(tmp_path, old, [*old, observation("2021", 40, "2022-02-01")])
    assert [(flip.new.code, flip.new.since_lost, flip.turned) for flip in found.flips] == [("met", True, False)]


def test_an_area_whose_first_figure_came_had_no_verdict_before(tmp_path: Path) -> None:
    places = [area(), area("193", "district")]
    found = between(tmp_path, places, [*places, observation("2020", 60, area="193")])
    assert [(flip.new.area_code, *verdicts(flip)) for flip in found.flips] == [("193", "undetermined", "met", "data")]


def test_a_target_that_came_or_went_has_no_verdict_to_compare(tmp_path: Path) -> None:
    found = between(tmp_path, [target(code="T01")], [target(code="T02"), observation("2020", 60)])
    assert found.flips == ()
    assert [(change.table, change.kind) for change in found.rows if change.table == "targets"] == [
        ("targets", "added"),
        ("targets", "removed"),
    ]


# ------------------------------------------------------------------------------------------------ all of it


def test_invented_figures_are_never_compared_with_published_ones(tmp_path: Path) -> None:
    real = write_package(tmp_path / "real")
    invented = write_package(tmp_path / "invented", status="illustrative")
    with pytest.raises(NotComparable):
        difference(real, invented)


def test_a_package_that_is_not_there_cannot_be_compared(tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        difference(second_release.FIRST, tmp_path / "nothing")


def test_every_kind_of_change_is_found_in_a_changed_copy_of_the_first_release(tmp_path: Path) -> None:
    found = difference(*second_release.pair(tmp_path))
    counts = {kind: kinds(found).count(kind) for kind in dict.fromkeys(kinds(found))}
    assert counts == {
        "added": 6,
        "revised": 2,
        "status": 1,
        "confirmed": 1,
        "taken_back": 1,
        "gone": 1,
        "missing": 1,
    }
    turned = [(flip.new.target.code, flip.new.area_code, flip.new.code) for flip in found.flips if flip.turned]
    assert turned[:2] == [("T01", "22", "met_late"), ("T06", "22", "met")]
    assert len(turned) == 2 + len(second_release.COMMUNES)


def test_the_json_names_keys_and_figures_exactly(tmp_path: Path) -> None:
    told = changes_json(difference(*second_release.pair(tmp_path)))
    lowered = next(cell for cell in told["cells"] if cell["table"] == "targets")
    assert (lowered["key"], lowered["old"], lowered["new"]) == ({"target_code": "T07"}, "40", "35")
    rank = next(each for each in told["revisions"] if each["indicator_code"] == "ict-index-hang")
    assert (rank["old"]["obs_value"], rank["new"]["obs_value"], rank["new"]["note_en"]) == ("3", "4", "Computed anew.")
    assert {flip["cause"] for flip in told["flips"]} == {"data"}
    assert [told[side]["version"] for side in ("old", "new")] == ["2026-11-22", "2027-01-15"]


def test_progress_is_told_in_steps() -> None:
    told: list[tuple[str, int, int]] = []
    difference(second_release.FIRST, second_release.FIRST, lambda *step: told.append(step))
    assert all(one[1] < other[1] for one, other in pairwise(told))
    assert {step[0] for step in told} == {"comparing"}

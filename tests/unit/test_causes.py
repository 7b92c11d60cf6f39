"""One cause that spoils a whole column is said once, and never hides another."""

from kh213.release.checking.causes import causes, grouped
from kh213.release.issues import Issue
from kh213.release.schema import TABLES


def wrong(row: int, found: str = "6,2", column: str = "obs_value", code: str = "not_a_number") -> Issue:
    return Issue("observations", code, row, column, found, file="observations.csv")


def test_a_few_of_a_kind_stay_each_at_its_place():
    issues = [wrong(row) for row in (2, 3, 4, 5, 6)]
    assert grouped(issues) == tuple(issues)


def test_many_of_a_kind_become_one_at_its_first_place_with_how_often():
    (only,) = causes(wrong(row, f"{row},5") for row in range(2, 1002))
    assert (only.issue.row, only.issue.found, only.issue.count) == (2, "2,5", 1000)
    assert only.rows == tuple(range(2, 1002))


def test_two_wrong_codes_met_a_hundred_times_each_are_two_causes():
    issues = [wrong(row, "x" if row % 2 else "y", "area_code", "unknown_code") for row in range(2, 202)]
    assert [(issue.row, issue.found, issue.count) for issue in grouped(issues)] == [(2, "y", 100), (3, "x", 100)]


def test_other_columns_files_and_codes_are_other_causes():
    many = [wrong(row) for row in range(2, 12)]
    others = [wrong(5, column="numerator"), wrong(6, code="too_small"), Issue("observations", "not_a_number", 7)]
    assert [issue.count for issue in grouped(many + others)] == [10, 1, 1, 1]


def test_causes_stand_in_the_order_of_their_first_place():
    issues = [wrong(2), wrong(2, column="numerator"), wrong(3), wrong(3, column="numerator")]
    assert grouped(issues) == tuple(issues)


def test_what_was_counted_before_is_counted_on():
    (only,) = grouped([Issue("areas", "missing", row, "name_vi", count=2) for row in range(2, 12)])
    assert only.count == 20


def test_many_files_that_are_no_table_are_one_cause_and_missing_tables_are_not():
    ignored = [Issue("", "not_a_table", found=f"bieu-{at}", file=f"bieu-{at}.csv") for at in range(500)]
    assert [(issue.file, issue.count) for issue in grouped(ignored)] == [("bieu-0.csv", 500)]
    missing = [Issue(table, "table_missing", file=f"{table}.csv") for table in TABLES]
    assert grouped(missing) == tuple(missing)


def test_an_issue_of_a_whole_file_has_no_rows():
    (only,) = causes([Issue("areas", "file_missing")])
    assert only.rows == ()

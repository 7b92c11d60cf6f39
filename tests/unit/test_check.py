"""Every rule of tables.toml, reported with its table, spreadsheet row and column."""

from time import perf_counter

import pytest

from kh213.release.cells.check import check
from kh213.release.issues import Issue
from kh213.release.schema import TABLES
from tests.builders import area, indicator, make_tables, observation, record, source, target


def found(*records, **cells) -> list[tuple[str, str, int | None, str | None, str]]:
    """The issues of a release whose last record has these cells instead."""
    *others, last = records
    last.row.update(cells)
    return [(i.table, i.code, i.row, i.column, i.found) for i in check(make_tables(*others, last))]


def task(**cells):
    return record("tasks", **{"task_code": "N01", "source_code": "bao"} | cells)


def test_a_release_without_a_fault_has_no_issue():
    tables = make_tables(indicator(), target(), observation("2020", 60), task(), area(), source(url="https://a.vn/b"))
    assert check(tables) == []


@pytest.mark.parametrize(("table", "column"), [(t.name, c) for t in TABLES.values() for c in t.columns if c.required])
def test_a_required_cell_left_empty(table, column):
    tables = {table: [dict.fromkeys(TABLES[table].header, "")]}
    expected = Issue(table, "missing_choice", 2, column.name, "", ", ".join(column.enum))
    assert (expected if column.enum else Issue(table, "missing", 2, column.name)) in check(tables)


@pytest.mark.parametrize(("table", "column"), [(t.name, c) for t in TABLES.values() for c in t.columns if c.enum])
def test_a_word_that_is_not_in_the_list(table, column):
    tables = {table: [dict.fromkeys(TABLES[table].header, "") | {column.name: "Khác"}]}
    assert Issue(table, "not_in_list", 2, column.name, "Khác", ", ".join(column.enum)) in check(tables)


@pytest.mark.parametrize(
    ("table", "column"),
    [(t.name, c) for t in TABLES.values() for c in t.columns if c.pattern and not c.format],
)
def test_a_code_of_the_wrong_form(table, column):
    tables = {table: [dict.fromkeys(TABLES[table].header, "") | {column.name: "Ưa 1"}]}
    assert Issue(table, "wrong_form", 2, column.name, "Ưa 1", column.pattern.pattern) in check(tables)


@pytest.mark.parametrize(
    ("table", "column"), [(t.name, c) for t in TABLES.values() for c in t.columns if c.refers or c.list_of]
)
def test_a_code_that_nobody_has(table, column):
    other = (column.refers or column.list_of)[0]
    row = dict.fromkeys(TABLES[table].header, "") | {column.name: "99"}
    assert Issue(table, "unknown_code", 2, column.name, "99", other) in check({other: [], table: [row]})


def test_a_reference_to_a_table_that_is_not_handed_in_is_not_judged():
    assert check({"observations": [observation("2020", 60, indicator_code="la").row]}) == []


def test_every_code_of_a_list_must_be_known():
    agencies = record("agencies", agency_code="so-tt"), record("agencies", agency_code="so-nv")
    assert found(*agencies, task(cooperating="so-tt;so-nv")) == []
    for text, code in (
        ("so-tt;la", "unknown_in_list"),
        ("so-tt;so-nvv", "near_code"),
        ("so-tt;", "list_marks"),
        ("so-tt; so-nv", "list_marks"),
        (";", "word_for_nothing"),
    ):
        assert found(*agencies, task(cooperating=text)) == [("tasks", code, 2, "cooperating", text)]


def test_an_unknown_code_of_a_list_is_named():
    agencies = record("agencies", agency_code="so-tt"), record("agencies", agency_code="so-nv")
    (issue,) = check(make_tables(*agencies, task(cooperating="so-tt;la")))
    assert issue.expected == "“la”"


@pytest.mark.parametrize("text", ["NaN!", "inf", "1_000", "(5)", "1.2.3", "cao", "5;6", "٥"])
def test_what_is_not_a_number(text):
    assert found(observation("2020"), obs_value=text) == [("observations", "not_a_number", 2, "obs_value", text)]


@pytest.mark.parametrize(
    "text", ["6,2", "1.234,5", "1 000", " 5", "5 ", "1e5", "５", "+5", ".5", "5.", "-", "n/a", "x"]
)
def test_what_is_nearly_a_number_is_reported_once_with_its_own_code(text):
    ((_, code, row, column, said),) = found(observation("2020"), obs_value=text)
    assert code != "not_a_number"
    assert (row, column, said) == (2, "obs_value", text)


@pytest.mark.parametrize("text", ["0", "-3", "0.7350", "100", "006.5"])
def test_what_is_a_number(text):
    assert found(observation("2020"), obs_value=text) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("-1", "too_small"),
        ("7", "too_large"),
        ("1.5", "not_a_integer"),
        ("01", "number_other_form"),
        ("٣", "not_a_integer"),
    ],
)
def test_decimals_are_a_whole_number_from_0_to_6(text, code):
    assert found(indicator(), decimals=text) == [("indicators", code, 2, "decimals", text)]


@pytest.mark.parametrize("name", ["numerator", "denominator"])
def test_a_count_below_0(name):
    assert found(observation("2020"), **{name: "-1"}) == [("observations", "too_small", 2, name, "-1")]
    assert found(observation("2020"), **{name: "0"}) == []


@pytest.mark.parametrize("text", ["2020-Q5", "2020-13", "20", "2020/2019", "0000", "quý V/2020"])
def test_what_is_not_a_period(text):
    assert found(observation("2020"), time_period=text) == [("observations", "not_a_period", 2, "time_period", text)]


@pytest.mark.parametrize("text", ["2020-13", "20", "hôm qua"])
def test_what_is_not_a_day(text):
    assert found(observation("2020"), published_on=text) == [("observations", "not_a_day", 2, "published_on", text)]


@pytest.mark.parametrize("text", ["2020-12", "2020", "tháng 12/2020", "hôm qua"])
def test_what_is_not_a_date(text):
    assert found(area(), valid_to=text) == [("areas", "not_a_date", 2, "valid_to", text)]


@pytest.mark.parametrize("text", ["javascript:alert(1)", "http://a b", "HTTP"])
def test_what_is_not_an_address(text):
    assert found(source(), url=text) == [("sources", "not_a_uri", 2, "url", text)]


def test_two_rows_of_one_key_are_reported_at_the_second_with_the_first():
    rows = observation("2020", 60), observation("2021", 60), observation("2020", 61)
    (issue,) = check(make_tables(*rows))
    assert (issue.table, issue.code, issue.row, issue.column, issue.expected) == (
        ("observations", "duplicate_key", 4, "indicator_code", "2")
    )
    assert "2020" in issue.found


@pytest.mark.parametrize("name", ["area_code", "time_period", "accumulation", "source_code", "published_on"])
def test_rows_that_differ_in_one_part_of_the_key_are_two_figures(name):
    given = {
        "area_code": "193",
        "time_period": "2019",
        "accumulation": "point",
        "source_code": "khac",
        "published_on": "",
    }
    others = area("193", "district"), source(), source("khac")
    assert found(*others, observation("2020", 60), observation("2020", 61), **{name: given[name]}) == []


def test_a_row_keeps_its_number_whatever_its_place():
    rows = [observation(str(year), 1) for year in range(2000, 2020)]
    assert found(*rows, obs_value="cao") == [("observations", "not_a_number", 21, "obs_value", "cao")]


def test_one_cell_is_reported_once_and_every_wrong_cell_is_reported():
    assert [(row, column) for _, _, row, column, _ in found(observation("x"), observation("2020"), area_code="1")] == [
        (3, "area_code"),
        (2, "time_period"),
    ]


def test_a_plan_of_no_province_is_reported():
    issues = check(make_tables() | {"areas": [area("193", "district").row]})
    assert [(issue.table, issue.code, issue.row) for issue in issues] == [("areas", "no_province", None)]


def test_a_cell_is_reported_at_the_row_of_its_spreadsheet():
    tables = make_tables(observation("2020", 60), observation("2021", "6,2"))
    (issue,) = check(tables, {"observations": [5, 9]})
    assert (issue.code, issue.row, issue.expected) == ("decimal_comma", 9, "6.2")


def test_a_key_met_again_is_reported_with_the_spreadsheet_row_where_it_stood_first():
    tables = make_tables(observation("2020", 60), observation("2020", 61))
    (issue,) = check(tables, {"observations": [5, 9]})
    assert (issue.code, issue.row, issue.expected) == ("duplicate_key", 9, "5")


def test_only_the_tables_asked_for_are_judged_and_the_others_still_referred_to():
    tables = make_tables(observation("2020", "x"), indicator(decimals="x"))
    assert [issue.table for issue in check(tables, judged={"indicators"})] == ["indicators"]
    assert {issue.code for issue in check(make_tables(observation("2020", 1, area="99")), judged={"observations"})} == {
        "unknown_code"
    }


def test_of_what_has_been_published_only_what_cannot_be_typed_is_an_issue():
    tables = make_tables(observation("2020", of=("1.552", "2.000"), note_vi=" =A1"), source(title="Hoà\u00a0"))
    assert {issue.code for issue in check(tables)} == {"thousands_or_decimal", "formula", "hidden_letter"}
    assert check(tables, typed_only=True) == []
    assert [issue.code for issue in check(make_tables(observation("2020", "6,2")), typed_only=True)] == [
        "decimal_comma"
    ]


def test_a_name_is_answered_with_every_code_that_ever_had_it():
    old = area("06691", "commune", "Phường Hồng Gai", until="2025-06-30")
    new = area("06685", "commune", "Phường Hồng Gai", since="2025-07-01")
    tables = make_tables(area(), old, new, observation("2020", 1, area="phường hồng gai"))
    (issue,) = check(tables)
    assert issue.code == "name_for_code"
    assert issue.expected == "06691 (Phường Hồng Gai, – 2025-06-30); 06685 (Phường Hồng Gai, 2025-07-01 –)"


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("6970", "lost_zero", "06970"),
        (" 6970", "lost_zero", "06970"),
        ("6970.0", "lost_zero", "06970"),
        ("193.0", "near_code", "193"),
        ("06971", "near_code", "06970"),
        ("99", "unknown_code", "areas"),
        (" 06970", "blanks_around", "06970"),
        ("\u200b06970", "hidden_letter", "06970"),
        ("Hà Khanh", "name_for_code", "06970 (Phường Hà Khánh)"),
        ("#N/A", "error_cell", ""),
    ],
)
def test_an_area_that_is_not_known_is_answered_with_what_was_meant(text, code, expected):
    units = area(), area("193", "district", "Thành phố Hạ Long"), area("06970", "commune", "Phường Hà Khánh")
    (issue,) = check(make_tables(*units, observation("2020", 1, area=text)))
    assert (issue.code, issue.found, issue.expected) == (code, text, expected)


def test_a_column_of_unknown_codes_does_not_take_forever():
    units = [area(), *(area(f"{number:05}", "commune") for number in range(300))]
    figures = [observation("2020", 1, area=f"x{number:05}") for number in range(3000)]
    begun = perf_counter()
    issues = check(make_tables(*units, *figures))
    assert len(issues) == len(figures)
    assert perf_counter() - begun < 5

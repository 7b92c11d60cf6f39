"""What stands in a cell in place of a value, and letters that are not what they look like."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh213.release.cells.constraints import breach
from kh213.release.cells.diagnosis import diagnose, plain
from kh213.release.cells.found import Found
from kh213.release.issues import Issue
from kh213.release.schema import TABLES, Column

COLUMNS = {(table.name, column.name): column for table in TABLES.values() for column in table.columns}
VALUE = COLUMNS["observations", "obs_value"]
AREA = COLUMNS["observations", "area_code"]
NOTE = COLUMNS["observations", "note_vi"]
TITLE = COLUMNS["sources", "title"]
ADDRESS = COLUMNS["sources", "url"]
MONTH = COLUMNS["observations", "published_on"]

columns = st.sampled_from(list(COLUMNS.values()))
odd = st.sampled_from(
    ["\u00a0", "\u200b", "\ufeff", "\u0301", "é", "'", "５", "−", "–", ",", ".", " ", "\n", "\r", "1", "T"]
)
texts = st.lists(odd | st.text(max_size=4), max_size=6).map("".join)


# ------------------------------------------------------------------------------------------- no value, or not a value


@pytest.mark.parametrize("column", [VALUE, AREA, NOTE, MONTH], ids=lambda column: column.name)
@pytest.mark.parametrize("text", ["#DIV/0!", "#N/A", "#REF!", "#VALUE!", "#NAME?", "#num!", "########"])
def test_an_error_of_the_spreadsheet_is_no_data_anywhere(column: Column, text: str) -> None:
    assert diagnose(column, text) == Found("error_cell")


@pytest.mark.parametrize("text", ["=A1", "=SUM(B2:B9)", "+A1", "-A1", "@SUM(A1)", "=58.5"])
def test_a_formula_is_no_value(text: str) -> None:
    assert diagnose(VALUE, text) == Found("formula")


@pytest.mark.parametrize("text", ["-", "–", "n/a", "N/A", "x", "X", "null", "không có", "Chưa có", "...", "…", " - "])
def test_a_word_for_nothing_stands_where_a_cell_should_be_empty(text: str) -> None:
    assert diagnose(VALUE, text) == Found("word_for_nothing")


def test_a_word_for_nothing_is_never_made_a_missing_value_by_the_program() -> None:
    assert all(diagnose(VALUE, text).mended is None for text in ("-", "x", "n/a"))


def test_a_note_may_be_one_letter_but_not_a_dash() -> None:
    assert diagnose(NOTE, "x") is None
    assert diagnose(NOTE, "-") == Found("word_for_nothing")


@pytest.mark.parametrize("text", ["=A1", "=", "@lan", "\t=A1", "\u200b=A1"])
def test_prose_that_a_spreadsheet_would_compute_is_a_problem(text: str) -> None:
    found = diagnose(NOTE, text)
    assert found.code == "formula"
    assert not Issue("observations", found.code).warning


@pytest.mark.parametrize("text", ["- Một là", "+ thêm", "-5 ngày"])
def test_prose_that_begins_with_a_sign_is_only_a_warning(text: str) -> None:
    found = diagnose(NOTE, text)
    assert found.code == "sign_before_text"
    assert Issue("observations", found.code).warning


def test_a_blank_beside_a_sign_is_not_passed_over() -> None:
    assert diagnose(NOTE, " - Một là") == Found("blanks_around", "- Một là", "- Một là")


def test_a_required_cell_of_blanks_is_missing_and_another_one_is_mended_to_nothing() -> None:
    assert diagnose(TITLE, " \u00a0") == Found("missing")
    assert diagnose(NOTE, " \n").mended == diagnose(VALUE, "\u00a0").mended == ""


# ---------------------------------------------------------------------------------------------------- hidden letters


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (" 58.5", "blanks_around"),
        ("58.5\n", "blanks_around"),
        ("58.5\u00a0", "hidden_letter"),
        ("\ufeff58.5", "hidden_letter"),
        ("58\u200b.5", "hidden_letter"),
        ("58\u00ad.5", "hidden_letter"),
        ("５８.５", "full_width"),
        ("'58.5", "apostrophe"),
        ("’58.5", "apostrophe"),
    ],
)
def test_a_number_beneath_what_nobody_sees_is_mended_to_itself(text: str, code: str) -> None:
    assert diagnose(VALUE, text) == Found(code, "58.5", "58.5")


def test_decomposed_vietnamese_is_mended_to_the_same_letters_composed() -> None:
    written = "Ủy ban nhân dân tỉnh Quảng Ninh"
    assert diagnose(NOTE, normalize("NFD", written)) == Found("not_composed", written, written)
    assert diagnose(NOTE, written) is None


def test_a_mark_torn_from_its_letter_by_a_hidden_one_is_put_back_at_once() -> None:
    assert diagnose(NOTE, "e\u200b\u0301").mended == "é"


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "a\tb", "a\x9fb"])
def test_a_control_letter_is_reported_and_left_to_people(text: str) -> None:
    found = diagnose(NOTE, text)
    assert (found.code, found.mended) == ("control_letter", None)


def test_lines_may_be_broken_in_prose_and_nowhere_else() -> None:
    assert diagnose(NOTE, "một\nhai") is None
    assert diagnose(NOTE, "một\r\nhai") == Found("line_end_in_cell", "một\nhai", "một\nhai")
    assert diagnose(VALUE, "1\n2") == Found("line_break")
    assert diagnose(AREA, "22\n193") == Found("line_break")


def test_garbled_letters_are_told_with_what_they_were() -> None:
    assert diagnose(NOTE, "Quáº£ng Ninh") == Found("mojibake", "Quảng Ninh", "Quảng Ninh")


def test_lost_letters_cannot_be_restored() -> None:
    assert diagnose(NOTE, "Qu\ufffdng Ninh") == Found("letters_lost")


def test_wide_letters_and_quotes_in_prose_are_somebody_s_own() -> None:
    assert diagnose(NOTE, "’tis ＡＢ") is None


def test_an_address_with_a_hidden_letter_leads_nowhere() -> None:
    assert diagnose(ADDRESS, "https://a.vn/\u200bb") == Found("hidden_letter", "https://a.vn/b", "https://a.vn/b")
    assert diagnose(ADDRESS, "www.a.vn/b") == Found("address_without_http", "https://www.a.vn/b")


# -------------------------------------------------------------------------------------------------------------- laws


@given(columns, texts)
def test_law_what_is_offered_as_certain_is_in_form(column: Column, text: str) -> None:
    found = diagnose(column, text)
    if found and found.mended:
        assert breach(column, found.mended) is None


@given(columns, texts)
def test_law_a_cell_that_breaks_a_rule_is_never_passed_over(column: Column, text: str) -> None:
    assert not text or breach(column, text) is None or diagnose(column, text) is not None


@given(columns, texts)
def test_law_what_is_published_is_plain(column: Column, text: str) -> None:
    if diagnose(column, text) is None:
        assert plain(column, text) == text


@given(columns, texts)
def test_law_plain_is_plain(column: Column, text: str) -> None:
    assert plain(column, plain(column, text)) == plain(column, text)


@given(st.from_regex(re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,6})?"), fullmatch=True))
def test_law_a_plain_number_is_never_questioned_where_it_is_a_value(text: str) -> None:
    assert diagnose(VALUE, text) is None

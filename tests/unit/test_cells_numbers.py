"""Numbers as offices write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh213.release.cells.diagnosis import diagnose
from kh213.release.cells.found import Found
from kh213.release.cells.numbers import commas_proved
from kh213.release.schema import TABLES, Column


def column(table: str, name: str) -> Column:
    return next(each for each in TABLES[table].columns if each.name == name)


VALUE = column("observations", "obs_value")
COUNT = column("observations", "numerator")
DECIMALS = column("indicators", "decimals")


@pytest.mark.parametrize("text", ["58,5", "0,325", "-5,5", "12345,678"])
def test_a_decimal_comma_has_one_reading(text: str) -> None:
    meant = text.replace(",", ".")
    assert diagnose(VALUE, text) == Found("decimal_comma", meant, meant)


@pytest.mark.parametrize(
    ("text", "readings"),
    [("1,552", "1.552 | 1552"), ("-1,552", "-1.552 | -1552"), ("999,999", "999.999 | 999999")],
)
def test_a_comma_before_three_digits_has_two_readings_and_is_never_mended(text: str, readings: str) -> None:
    assert diagnose(VALUE, text) == Found("thousands_or_decimal", readings)


@pytest.mark.parametrize("text", ["1.552", "15.520", "1.234.567"])
def test_a_count_with_a_point_before_three_digits_may_be_thousands(text: str) -> None:
    found = diagnose(COUNT, text)
    assert found.expected.startswith(text.replace(".", ""))
    assert found.mended is None


@pytest.mark.parametrize("text", ["1552", "155.2", "0.552", "1.5520", "1552.000"])
def test_a_count_that_can_be_read_in_one_way_alone_is_in_order(text: str) -> None:
    assert diagnose(COUNT, text) is None


def test_a_value_of_three_decimals_is_in_order() -> None:
    assert diagnose(VALUE, "1.552") is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1 552", "1552"),
        ("1\u00a0552", "1552"),
        ("1 552,5", "1552.5"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
    ],
)
def test_marks_of_thousands_are_offered_away_and_never_mended(text: str, meant: str) -> None:
    assert diagnose(VALUE, text) == Found("thousands_marks", meant)


@pytest.mark.parametrize(
    ("text", "code", "meant"),
    [
        ("58,5%", "percent_sign", "58.5"),
        ("58.5 %", "percent_sign", "58.5"),
        ("58,5 điểm", "unit_in_number", "58.5"),
        ("1.552 hồ sơ", "unit_in_number", "1.552"),
        ("5 tỷ đồng", "unit_in_number", "5"),
        ("trên 95", "qualifier_in_number", "95"),
        (">= 95%", "qualifier_in_number", "95"),
        ("khoảng 6,2", "qualifier_in_number", "6.2"),
        ("1.23E+05", "scientific", "123000"),
        ("1,5e-3", "scientific", "0.0015"),
        ("−5", "other_dash", "-5"),
        ("+5", "number_other_form", "5"),
        (".5", "number_other_form", "0.5"),
        ("5.", "number_other_form", "5"),
    ],
)
def test_what_stands_around_a_number_is_named_and_the_number_offered(text: str, code: str, meant: str) -> None:
    found = diagnose(VALUE, text)
    assert (found.code, found.expected) == (code, meant)


@pytest.mark.parametrize("text", ["58,5%", "58,5 điểm", "1.23E+05", "trên 95", "+5", ".5", "1 552", "−5,5"])
def test_a_figure_is_not_mended_by_itself_where_more_than_its_mark_would_change(text: str) -> None:
    assert diagnose(VALUE, text).mended is None


@pytest.mark.parametrize("text", ["5-Jan", "31/12/2020", "2020-05-01", "1.5.2020", "Dec-20"])
def test_a_date_among_numbers_is_excel_s_doing(text: str) -> None:
    assert diagnose(VALUE, text) == Found("date_for_number")


@pytest.mark.parametrize("text", ["(5)", "1_000", "5;6", "1.2.3", "m2", "1,2,3", "--5", "٣"])
def test_what_nobody_can_read_is_no_number_and_nothing_is_offered(text: str) -> None:
    assert diagnose(VALUE, text) == Found("not_a_number")


def test_a_whole_number_written_with_decimals_is_offered_without() -> None:
    assert diagnose(DECIMALS, "1.0") == Found("number_other_form", "1")
    assert diagnose(DECIMALS, "1,5") == Found("not_a_integer")


@pytest.mark.parametrize("texts", [{"58,5"}, {"58,5", "60"}, {"0,325", "-1,5", "100"}])
def test_a_column_proves_decimal_commas(texts: set[str]) -> None:
    assert commas_proved(texts)


@pytest.mark.parametrize(
    "texts",
    [set(), {"60"}, {"1,552"}, {"58,5", "1,552"}, {"58,5", "60.5"}, {"58,5", "1.552"}, {"58,5", "-"}, {"5,5 %"}],
)
def test_a_column_does_not_prove_decimal_commas(texts: set[str]) -> None:
    assert not commas_proved(texts)


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_law_every_way_of_writing_a_number_offers_that_number(value: Decimal) -> None:
    english = f"{value:,.2f}"
    vietnamese = english.translate(str.maketrans(",.", ".,"))
    for written in (vietnamese, english, vietnamese.replace(".", " "), f"{vietnamese} %", f"{vietnamese} điểm"):
        found = diagnose(VALUE, written)
        assert Decimal(found.expected if found else written) == value

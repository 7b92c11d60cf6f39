"""Days and periods as offices write them, and as Excel leaves them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh213.model.periods import parse_period
from kh213.release.cells.days import in_order, order_proved
from kh213.release.cells.diagnosis import diagnose
from kh213.release.cells.found import Found
from kh213.release.schema import TABLES, Column
from kh213.words import formats, words


def column(table: str, name: str) -> Column:
    return next(each for each in TABLES[table].columns if each.name == name)


DATE = column("areas", "valid_to")
DAY = column("observations", "published_on")
PERIOD = column("observations", "time_period")


@pytest.mark.parametrize("text", ["31/12/2020", "31-12-2020", "31.12.2020"])
def test_a_date_that_begins_with_its_day_has_one_reading(text: str) -> None:
    assert diagnose(DATE, text) == Found("date_day_first", "2020-12-31", "2020-12-31")


def test_a_date_that_begins_with_its_month_has_one_reading() -> None:
    assert diagnose(DATE, "12/31/2020") == Found("date_month_first", "2020-12-31", "2020-12-31")


def test_a_date_with_two_readings_names_both() -> None:
    assert diagnose(DATE, "01/12/2020") == Found("date_two_readings", "2020-12-01 | 2020-01-12")


@pytest.mark.parametrize("text", ["2020/12/31", "2020.12.31", "20201231"])
def test_a_date_that_begins_with_its_year_has_one_reading(text: str) -> None:
    assert diagnose(DATE, text) == Found("date_year_first", "2020-12-31", "2020-12-31")


def test_a_serial_number_of_excel_is_offered_as_a_day_and_not_mended() -> None:
    assert diagnose(DATE, "44196") == diagnose(DAY, "44196") == Found("excel_serial", "2020-12-31")


@pytest.mark.parametrize("text", ["2020-02-30", "30/02/2020", "31/04/2021", "2020/13/01"])
def test_a_day_that_the_calendar_lacks(text: str) -> None:
    assert diagnose(DATE, text) == Found("no_such_day")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020-12-31 00:00:00", "time_in_date"),
        ("2020-12-31T00:00:00Z", "time_in_date"),
        ("31/12/2020 8:30", "time_in_date"),
        ("ngày 31 tháng 12 năm 2020", "date_in_words"),
        ("31-Dec-2020", "date_in_words"),
        ("Dec 31, 2020", "date_in_words"),
        ("31/12/20", "date_day_first"),
    ],
)
def test_other_writings_of_a_day_are_offered_and_not_mended(text: str, code: str) -> None:
    assert diagnose(DATE, text) == Found(code, "2020-12-31")


def test_a_month_is_enough_for_a_day_and_not_for_a_date() -> None:
    assert diagnose(DAY, "tháng 9/2020") == Found("date_in_words", "2020-09")
    assert diagnose(DAY, "9/2020") == Found("date_year_first", "2020-09", "2020-09")
    assert diagnose(DAY, "13/2020").mended is None
    assert diagnose(DATE, "9/2020").mended is None
    assert diagnose(DATE, "tháng 9/2020") == Found("not_a_date")


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ({"31/12/2020", "01/02/2020"}, "date_day_first"),
        ({"12/31/2020", "01/02/2020"}, "date_month_first"),
        ({"31/12/2020", "12/31/2020"}, None),
        ({"01/02/2020", "05/05/2020"}, None),
        (set(), None),
    ],
)
def test_the_order_of_dates_is_proved_by_their_column(texts: set[str], order: str | None) -> None:
    assert order_proved(texts) == order


def test_a_date_is_read_in_the_order_proved() -> None:
    assert in_order("01/02/2020", "date_day_first") == "2020-02-01"
    assert in_order("01/02/2020", "date_month_first") == "2020-01-02"
    assert in_order("01/02/20", "date_day_first") is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Quý III/2020", "2020-Q3"),
        ("quý 3 năm 2020", "2020-Q3"),
        ("Q3/2020", "2020-Q3"),
        ("2020Q3", "2020-Q3"),
        ("2020 - Q3", "2020-Q3"),
        ("IV/2020", "2020-Q4"),
        ("6 tháng đầu năm 2020", "2020-S1"),
        ("6 tháng cuối năm 2020", "2020-S2"),
        ("nửa đầu năm 2020", "2020-S1"),
        ("tháng 9/2020", "2020-09"),
        ("T9/2020", "2020-09"),
        ("09/2020", "2020-09"),
        ("2020/09", "2020-09"),
        ("2020-9", "2020-09"),
        ("2020M09", "2020-09"),
        ("Sep-20", "2020-09"),
        ("Kỳ 2020", "2020"),
        ("cả năm 2020", "2020"),
        ("2020.0", "2020"),
        ("2020-2021", "2020/2021"),
        ("từ tháng 7/2016 đến tháng 11/2016", "2016-07/2016-11"),
    ],
)
def test_a_period_as_people_write_it_is_offered_as_its_code(text: str, meant: str) -> None:
    assert diagnose(PERIOD, text) == Found("period_other_form", meant)


@pytest.mark.parametrize("text", ["9 tháng năm 2020", "9 tháng đầu năm 2020", "9T/2020"])
def test_nine_months_are_the_third_quarter_counted_from_january(text: str) -> None:
    assert diagnose(PERIOD, text) == Found("period_to_date", "2020-Q3; accumulation = year_to_date")


def test_a_day_where_a_period_stands_is_answered_with_the_periods_that_end_then() -> None:
    assert diagnose(PERIOD, "30/09/2020") == Found("date_for_period", "2020-09 | 2020-Q3")
    assert diagnose(PERIOD, "44196") == Found("date_for_period", "2020-12 | 2020-Q4 | 2020-S2 | 2020")


def test_a_small_letter_in_a_period_is_mended() -> None:
    assert diagnose(PERIOD, "2020-q3") == Found("other_case", "2020-Q3", "2020-Q3")
    assert diagnose(PERIOD, "2020–Q3") == Found("other_dash", "2020-Q3", "2020-Q3")


@pytest.mark.parametrize("text", ["2020-Q5", "2020-13", "2020/2019", "quý V/2020", "tháng 13/2020", "20"])
def test_what_is_no_period_in_any_writing(text: str) -> None:
    assert diagnose(PERIOD, text).code == "not_a_period"


codes = st.sampled_from(["{}", "{}-S1", "{}-S2", "{}-Q1", "{}-Q4", "{}-01", "{}-12"])


@given(codes, st.integers(2000, 2099))
def test_law_a_period_as_this_site_says_it_leads_back_to_its_code(form: str, year: int) -> None:
    code = form.format(year)
    found = diagnose(PERIOD, formats.period(words("vi"), code, "period"))
    assert found.expected.split(";")[0] == code


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)))
def test_law_every_way_of_writing_a_day_leads_to_it_or_names_it_among_two(day: date) -> None:
    for form in ("%d/%m/%Y", "%d.%m.%Y", "%m/%d/%Y", "%Y/%m/%d", "ngày %d tháng %m năm %Y", "%Y-%m-%d 00:00"):
        assert day.isoformat() in diagnose(DATE, day.strftime(form)).expected.split(" | ")


@given(st.text(alphabet="0123456789/-.–QqSsIVXivx thángquýnămđếncuối", max_size=14))
def test_law_whatever_is_offered_for_a_period_is_one(text: str) -> None:
    found = diagnose(PERIOD, text)
    if found and found.code == "period_other_form":
        parse_period(found.expected)

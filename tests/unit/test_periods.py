"""Periods and days: what every code covers, and what is no code."""

from datetime import date

import pytest

from kh213.model.periods import Day, month_end, months_before, parse_period, previous_day


@pytest.mark.parametrize(
    ("code", "first", "last", "months"),
    [
        ("2020", "2020-01-01", "2020-12-31", 12),
        ("2020-S1", "2020-01-01", "2020-06-30", 6),
        ("2020-S2", "2020-07-01", "2020-12-31", 6),
        ("2020-Q1", "2020-01-01", "2020-03-31", 3),
        ("2020-Q2", "2020-04-01", "2020-06-30", 3),
        ("2020-Q3", "2020-07-01", "2020-09-30", 3),
        ("2020-Q4", "2020-10-01", "2020-12-31", 3),
        ("2020-09", "2020-09-01", "2020-09-30", 1),
        ("2020-02", "2020-02-01", "2020-02-29", 1),
        ("2021-02", "2021-02-01", "2021-02-28", 1),
        ("2016-07/2016-11", "2016-07-01", "2016-11-30", 5),
        ("2015/2020", "2015-01-01", "2020-12-31", 72),
        ("2019-Q4/2020-S1", "2019-10-01", "2020-06-30", 9),
        ("2020-09/2020-09", "2020-09-01", "2020-09-30", 1),
    ],
)
def test_a_code_covers_whole_months(code, first, last, months):
    period = parse_period(code)
    assert (period.code, period.first, period.last) == (code, date.fromisoformat(first), date.fromisoformat(last))
    assert period.months == months
    assert period.days == (period.last - period.first).days + 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "20",
        "2020-",
        "2020-S0",
        "2020-S3",
        "2020-Q0",
        "2020-Q5",
        "2020-00",
        "2020-13",
        "2020-9",
        "2020-09-01",
        "0000",
    ]
    + [
        "2020/",
        "/2020",
        "2020/2019",
        "2020-09/2020-08",
        "2020/2020/2020",
        " 2020",
        "2020\n",
        "2020-q3",
        "Quý III/2020",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        parse_period(text)


@pytest.mark.parametrize("text", ["2020/2020-03", "2020-09/2020"])
def test_an_interval_whose_end_steps_back_is_refused(text):
    with pytest.raises(ValueError, match="ends before"):
        parse_period(text)


@pytest.mark.parametrize("read", [parse_period, Day.parse])
def test_digits_of_other_scripts_are_no_digits(read):
    with pytest.raises(ValueError, match="not a"):
        read("２０２０")


def test_two_codes_may_name_one_span():
    assert parse_period("2020").span == parse_period("2020-Q1/2020-Q4").span == parse_period("2020-S1/2020-12").span


def test_a_quarter_to_date_is_nine_months():
    period = parse_period("2020-Q3").to_date()
    assert (period.code, period.months, period.first) == ("2020-Q3", 9, date(2020, 1, 1))


@pytest.mark.parametrize(
    ("text", "last"),
    [("2021", "2021-12-31"), ("2021-02", "2021-02-28"), ("2020-02", "2020-02-29"), ("2021-03-19", "2021-03-19")],
)
def test_a_roughly_known_day_is_known_from_its_last_day(text, last):
    assert Day.parse(text) == Day(text, date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["", "2021-13", "2021-00", "2021-02-30", "19/03/2021", "2021-3-19", "2021-03-19 ", "0000"]
)
def test_a_day_that_the_calendar_lacks_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        Day.parse(text)


def test_a_day_is_written_as_it_was_given():
    assert Day.of(date(2021, 3, 19)) == Day.parse("2021-03-19")


def test_months_are_counted_back_to_their_ends():
    assert months_before(date(2020, 12, 31), 12) == date(2019, 12, 31)
    assert months_before(date(2020, 3, 31), 1) == date(2020, 2, 29)
    assert months_before(date(2020, 3, 31), 3) == date(2019, 12, 31)
    assert previous_day(date(2020, 1, 1)) == date(2019, 12, 31)
    with pytest.raises(ValueError, match="no such month"):
        month_end(2020, 13)

"""Days as offices write them, and as Excel counts them."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date, timedelta

from kh213.release.cells.found import OR, Found

_YEAR_FIRST = re.compile(r"(?P<y>[0-9]{4})([-/. ])(?P<m>[0-9]{1,2})\2(?P<d>[0-9]{1,2})")
_COMPACT = re.compile(r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_WITH_CLOCK = re.compile(
    r"(.*?[0-9])(?:t| )[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]m)?(?:z|[+-][0-9:]+)?"
)
_SAID = re.compile(r"(?:ngày )?([0-9]{1,2})(?:[-/. ]| tháng )([0-9]{1,2})(?:[-/. ]|,? năm )([0-9]{4})")
_MONTH_SAID = re.compile(r"(?:tháng |t)?([0-9]{1,2})(?: ?[-/.] ?| năm | )([0-9]{4})")
_MONTH_IN_DIGITS = re.compile(r"([0-9]{1,2})[-/]([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})")
_YEAR_SAID = re.compile(r"(?:năm )?([0-9]{4})(?:\.0+)?")
_ENGLISH = re.compile(r"(?:([0-9]{1,2})[- ])?([a-z]{3})[a-z]*\.?[- ](?:([0-9]{1,2}),? )?([0-9]{4}|[0-9]{2})")
_DAY_OF_MONTH = re.compile(r"[0-9]{1,2}-([a-z]{3})")
_ENGLISH_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_SERIAL = re.compile(r"[2-5][0-9]{4}(\.[0-9]+)?")  # 1954 to 2064
_EXCEL_DAY_0 = date(1899, 12, 30)
_MONTHS = 12


def why_not_a_day(text: str, whole: bool) -> Found | None:
    """Why a text is no day, and what it was meant as; None: no idea. `whole`: a month or a year alone will not do."""
    said = " ".join(text.lower().split())
    day = serial_day(said)
    if day:
        return Found("excel_serial", day.isoformat())
    return _numeric(said) or _clock(said) or _worded(said, whole)


def day_said(text: str) -> date | None:
    """The day that a text names in full, in a writing with one reading; None where it names none."""
    said = " ".join(text.lower().split())
    found = _numeric(said) or _clock(said) or _worded(said, whole=True)
    try:
        return date.fromisoformat(found.expected if found else text)
    except ValueError:
        return None


def reads_as_date(text: str) -> bool:
    """Whether a text is a date in some writing: Excel makes 5.1 or 1/5 into one."""
    said = text.lower()
    short = _DAY_OF_MONTH.fullmatch(said)
    if short:
        return short[1] in _ENGLISH_MONTHS
    return bool(_YEAR_FIRST.fullmatch(said) or _YEAR_LAST.fullmatch(said) or _english(said))


def serial_day(text: str) -> date | None:
    """The day that Excel means by a number in a column of dates, or None."""
    return _EXCEL_DAY_0 + timedelta(int(float(text))) if _SERIAL.fullmatch(text) else None


def order_proved(texts: Collection[str]) -> str | None:
    """`date_day_first` or `date_month_first` where a date among the texts has one order alone and none has the other."""
    dates = [match for text in texts if (match := _YEAR_LAST.fullmatch(text))]
    day_first = any(int(match[1]) > _MONTHS for match in dates)
    month_first = any(int(match[3]) > _MONTHS for match in dates)
    if day_first == month_first:
        return None
    return "date_day_first" if day_first else "date_month_first"


def in_order(text: str, order: str) -> str | None:
    """A date that ends in its year, as ISO in a proved order; None where it is no such date, or its year is short."""
    match = _YEAR_LAST.fullmatch(text)
    if not match or len(match[4]) != len("2020"):
        return None
    day, month = (match[1], match[3]) if order == "date_day_first" else (match[3], match[1])
    return iso_day(match[4], month, day)


def iso_day(year: str, month: str, day: str) -> str | None:
    """`2020-12-31`, or None for a day that the calendar lacks."""
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def iso_month(year: str, month: str) -> str | None:
    """`2020-12`, or None for a month that the calendar lacks."""
    return f"{year}-{int(month):02}" if 1 <= int(month) <= _MONTHS else None


def _numeric(said: str) -> Found | None:
    if match := _YEAR_FIRST.fullmatch(said) or _COMPACT.fullmatch(said):
        iso = iso_day(match["y"], match["m"], match["d"])
        return Found("date_year_first", iso, iso) if iso else Found("no_such_day")
    if match := _YEAR_LAST.fullmatch(said):
        return _year_last(match[1], match[3], match[4])
    return None


def _year_last(first: str, second: str, year: str) -> Found:
    certain = len(year) == len("2020")
    full = year if certain else f"20{year}"  # the plan and all its figures lie in this century
    day_first, month_first = iso_day(full, second, first), iso_day(full, first, second)
    if day_first and month_first and day_first != month_first:
        return Found("date_two_readings", f"{day_first}{OR}{month_first}")
    iso = day_first or month_first
    if not iso:
        return Found("no_such_day")
    return Found("date_day_first" if day_first else "date_month_first", iso, iso if certain else None)


def _clock(said: str) -> Found | None:
    match = _WITH_CLOCK.fullmatch(said)
    if not match:
        return None
    found = _numeric(match[1])
    return Found("time_in_date", found.expected) if found else None


def _worded(said: str, whole: bool) -> Found | None:
    digits = None if whole else _MONTH_IN_DIGITS.fullmatch(said)
    month = iso_month(digits[2], digits[1]) if digits else None
    if month:
        return Found("date_year_first", month, month)  # 11/2019 has one reading alone
    iso = _day_in_words(said) or (None if whole else _month_in_words(said))
    return Found("date_in_words", iso) if iso else None


def _day_in_words(said: str) -> str | None:
    if match := _SAID.fullmatch(said):
        return iso_day(match[3], match[2], match[1])
    english = _english(said)
    if not english or not english[1]:
        return None
    year, day, month = english
    return iso_day(year, month, day)


def _month_in_words(said: str) -> str | None:
    if match := _YEAR_SAID.fullmatch(said):
        return match[1]
    if match := _MONTH_SAID.fullmatch(said):
        return iso_month(match[2], match[1])
    if match := _YEAR_MONTH.fullmatch(said):
        return iso_month(match[1], match[2])
    english = _english(said)
    return iso_month(english[0], english[2]) if english else None


def _english(said: str) -> tuple[str, str, str] | None:
    """Year, day ("" where none is given) and month of `31-Dec-2020`, `Dec 31, 2020` or `Sep-20`; None where it is none."""
    match = _ENGLISH.fullmatch(said)
    if not match or match[2] not in _ENGLISH_MONTHS:
        return None
    year = match[4] if len(match[4]) == len("2020") else f"20{match[4]}"
    return year, match[1] or match[3] or "", str(_ENGLISH_MONTHS.index(match[2]) + 1)

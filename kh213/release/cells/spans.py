"""Periods as offices write them: "Quý III/2020", "9 tháng năm 2020", "T9/2020", "2020-2021"."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from kh213.model.periods import parse_period
from kh213.release.cells.days import day_said, iso_month, serial_day
from kh213.release.cells.found import OR, Found

TO_DATE = "; accumulation = year_to_date"

_OF = r"(?: ?[-/.,] ?| của năm | năm | of | )?"
_QUARTER = re.compile(rf"(?:quý|qúy|quí|quarter|q)\.? ?(iv|i{{1,3}}|[1-4]){_OF}([0-9]{{4}})")
_ROMAN = re.compile(r"(iv|i{1,3}) ?[-/.] ?([0-9]{4})")
_YEAR_QUARTER = re.compile(r"([0-9]{4}) ?[-/.]? ?(?:quý |q)(iv|i{1,3}|[1-4])")
_HALF = re.compile(rf"(?:6|sáu) ?(?:tháng|t)(?: (đầu|cuối))?{_OF}([0-9]{{4}})")
_HALF_SAID = re.compile(rf"(nửa (?:năm )?(?:đầu|cuối)|[hs][12]){_OF}([0-9]{{4}})")
_YEAR_HALF = re.compile(r"([0-9]{4}) ?[-/.]? ?[hs]([12])")
_MONTHS_OF = re.compile(rf"([0-9]{{1,2}}|chín|ba) ?(?:tháng|t)(?: đầu)?{_OF}([0-9]{{4}})")
_MONTH = re.compile(r"(?:tháng|month|thg|t|m)?\.? ?([0-9]{1,2})(?: ?[-/.,] ?| năm | )([0-9]{4})")
_YEAR_MONTH = re.compile(r"([0-9]{4})(?: ?[-/. ] ?|(?=[mt]))[mt]?([0-9]{1,2})")
_YEAR = re.compile(r"(?:(?:cả )?năm )?([0-9]{4})(?:\.0+)?")
_ENGLISH_MONTH = re.compile(r"([a-z]{3})[a-z]*\.?[- ]([0-9]{4}|[0-9]{2})")
_BETWEEN = [re.compile(mark) for mark in (r" (?:đến|to) | ?[→~] ?", r" ?[–—] ?| - ", r" ?/ ?")]
_TWO_YEARS = re.compile(r"([0-9]{4}) ?[-–—] ?([0-9]{4})")
_ROMANS = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_SPELLED = {"ba": 3, "chín": 9}


def why_not_a_period(text: str) -> Found | None:
    """Why a text is no period, and what it was meant as; None: no idea."""
    if _is_period(text.upper()):
        return Found("other_case", text.upper(), text.upper())
    said = " ".join(text.lower().split()).removeprefix("kỳ ")
    day = serial_day(said) or day_said(said)
    if day:
        return Found("date_for_period", _spans_of(day))
    code = _to_date(said)
    if code:
        return Found("period_to_date", code)
    code = _simple(said) or _interval(said)
    return Found("period_other_form", code) if code else None


def _spans_of(day: date) -> str:
    """The periods that a day may stand for: its month, and what ends with it."""
    spans = [f"{day:%Y-%m}"]
    if day.day == monthrange(day.year, day.month)[1]:
        spans += [f"{day.year}-Q{day.month // 3}"] if day.month % 3 == 0 else []
        spans += [f"{day.year}-S{day.month // 6}"] if day.month % 6 == 0 else []
    return OR.join([*spans, str(day.year)] if (day.month, day.day) in {(12, 31), (1, 1)} else spans)


def _to_date(said: str) -> str | None:
    """`9 tháng năm 2020`: the third quarter, counted from the first of January."""
    match = _MONTHS_OF.fullmatch(said)
    if not match or _HALF.fullmatch(said):
        return None
    months = _SPELLED.get(match[1]) or int(match[1])
    if not 1 <= months <= 12:
        return None
    return f"{match[2]}-Q{months // 3}{TO_DATE}" if months % 3 == 0 else f"{match[2]}-{months:02}{TO_DATE}"


def _simple(said: str) -> str | None:
    return next((code for read in _READERS if (code := read(said)) and _is_period(code)), None)


def _quarter(said: str) -> str | None:
    if match := _QUARTER.fullmatch(said) or _ROMAN.fullmatch(said):
        return f"{match[2]}-Q{_ROMANS.get(match[1], match[1])}"
    match = _YEAR_QUARTER.fullmatch(said)
    return f"{match[1]}-Q{_ROMANS.get(match[2], match[2])}" if match else None


def _half(said: str) -> str | None:
    if match := _HALF.fullmatch(said) or _HALF_SAID.fullmatch(said):
        return f"{match[2]}-S{2 if (match[1] or '').endswith(('cuối', '2')) else 1}"
    match = _YEAR_HALF.fullmatch(said)
    return f"{match[1]}-S{match[2]}" if match else None


def _month(said: str) -> str | None:
    if match := _MONTH.fullmatch(said):
        return iso_month(match[2], match[1])
    match = _YEAR_MONTH.fullmatch(said)
    return iso_month(match[1], match[2]) if match else None


def _english_month(said: str) -> str | None:
    day = day_said(f"1 {' '.join(match.groups())}") if (match := _ENGLISH_MONTH.fullmatch(said)) else None
    return f"{day:%Y-%m}" if day else None


def _year(said: str) -> str | None:
    match = _YEAR.fullmatch(said)
    return match[1] if match else None


_READERS: tuple[Callable[[str], str | None], ...] = (_quarter, _half, _month, _english_month, _year)


def _interval(said: str) -> str | None:
    """`2016-07 - 2016-11`, `từ tháng 7/2016 đến tháng 11/2016`, `2020-2021`."""
    if match := _TWO_YEARS.fullmatch(said):
        code = f"{match[1]}/{match[2]}"
        return code if _is_period(code) else None
    parted = (mark.split(said.removeprefix("từ ")) for mark in _BETWEEN)
    parts = next((parts for parts in parted if len(parts) > 1), [])
    ends = [part.upper() if _is_period(part.upper()) else _simple(part) for part in parts]
    code = "/".join(end or "" for end in ends)
    return code if len(ends) == len(("from", "to")) and all(ends) and _is_period(code) else None


def _is_period(code: str) -> bool:
    try:
        parse_period(code)
    except ValueError:
        return False
    return True

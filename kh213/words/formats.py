"""Numbers, days, periods and areas as Vietnamese and English readers write them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction

from kh213.model.areas import Area
from kh213.model.periods import Day, parse_period
from kh213.model.plan import Indicator, Observation, Target
from kh213.words import Words

Number = Fraction | Decimal | int

_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_MOST_DECIMALS = 6
_A_YEAR = 12
_WHOLE_DAY = re.compile(r"(?<![\w-])[0-9]{4}-[0-9]{2}-[0-9]{2}(?![\w-])")


def number(w: Words, value: Number, decimals: int) -> str:
    """1.234,5 in Vietnamese, 1,234.5 in English; halves are rounded away from zero."""
    scaled = abs(Fraction(value)) * 10**decimals
    digits = str((scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)).rjust(decimals + 1, "0")
    whole, part = (digits[:-decimals], digits[-decimals:]) if decimals else (digits, "")
    comma, point = (",", ".") if w.lang == "en" else (".", ",")
    minus = "−" if value < 0 and digits.strip("0") else ""
    return minus + f"{int(whole):,}".replace(",", comma) + (point + part if part else "")


def trimmed(w: Words, value: Number, decimals: int) -> str:
    """A number without the zeros that end its decimals: 50 %, not 50,0 %."""
    text = number(w, value, decimals)
    return text.rstrip("0").rstrip(",.") if decimals else text


def measure(w: Words, indicator: Indicator, value: Number, decimals: int | None = None) -> str:
    """A value with its unit: 35,9%, hạng 3, 1.552 dịch vụ."""
    text = trimmed(w, value, indicator.decimals if decimals is None else decimals)
    if indicator.kind == "rank":
        return w("value.rank", value=text)
    if indicator.kind == "share":
        return f"{text}%"
    return f"{text} {indicator.unit.within(w.lang)}"


def figure(w: Words, indicator: Indicator, row: Observation, beside: Number | None = None) -> str:
    """A published figure with its qualifier and unit, or what stands in place of one.

    With `beside` (a target, another figure) it gets the decimals that tell it from that: rounding never makes a promise
    kept, or a revised figure the same.
    """
    if row.nothing_arose:
        return w("value.nothing_arose")
    if row.value is None:
        return w("value.none")
    decimals = indicator.decimals if beside is None else _telling_decimals(row.value, beside, indicator.decimals)
    return w(f"qualifier.{row.qualifier}", value=measure(w, indicator, row.value, decimals))


def promise(w: Words, indicator: Indicator, target: Target) -> str:
    """What is to be reached: tối thiểu 50%, hạng 3 hoặc cao hơn, 100%."""
    kind = "rank" if indicator.kind == "rank" else "value"
    return w(f"promise.{kind}.{target.comparator}", value=measure(w, indicator, target.value))


def difference(w: Words, indicator: Indicator, gap: Fraction) -> str:
    """The size of a gap in the indicator's own unit, without its sign."""
    decimals = indicator.decimals
    while decimals < _MOST_DECIMALS and gap and not round(abs(gap) * 10**decimals):
        decimals += 1
    text = trimmed(w, abs(gap), decimals)
    key = indicator.kind if indicator.kind in {"share", "rank"} else "other"
    return w(f"difference.{key}", text=text, unit=indicator.unit.within(w.lang))


def day(w: Words, when: Day | date) -> str:
    """19/09/2019, tháng 9/2019 or năm 2019, as precisely as it is known."""
    text = when.text if isinstance(when, Day) else when.isoformat()
    year, *rest = text.split("-")
    if not rest:
        return w("day.year", year=year)
    if len(rest) == 1:
        return w("day.month", month=int(rest[0]), year=year, name=w(f"month.{int(rest[0])}"))
    return w("day.day", day=rest[1], month=rest[0], year=year, number=int(rest[1]), name=w(f"month.{int(rest[0])}"))


def days(w: Words, text: str) -> str:
    """A text in which days stand as files write them (2026-11-22), with the days as the reader writes them."""
    try:
        return day(w, Day.parse(text))
    except ValueError:
        return _WHOLE_DAY.sub(lambda found: _real_day(w, found[0]), text)


def _real_day(w: Words, text: str) -> str:
    try:
        return day(w, date.fromisoformat(text))
    except ValueError:
        return text


def period(w: Words, code: str, accumulation: str = "period") -> str:
    """năm 2020, Quý III/2020, 6 tháng đầu năm 2020, 9 tháng năm 2020, cuối tháng 5/2022."""
    if accumulation == "year_to_date":
        to_date = parse_period(code).to_date()
        if to_date.months == _A_YEAR:
            return w("period.year", year=to_date.last.year)
        return w("period.to_date", months=to_date.months, year=to_date.last.year)
    name = _period_name(w, code)
    return w("period.point", period=name) if accumulation == "point" else name


def span(w: Words, first: date, last: date) -> str:
    """How long it is from one day to a later one, in whole months: 5 năm 10 tháng."""
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    years, rest = divmod(months, 12)
    said = [_counted(w, "year", years)] if years else []
    said += [_counted(w, "month", rest)] if rest or not years else []
    return w("span.both", years=said[0], months=said[1]) if len(said) > 1 else said[0]


def _counted(w: Words, what: str, n: int) -> str:
    return w(f"span.{what}.{'one' if n == 1 else 'many'}", n=n)


def document(w: Words, text: str) -> str:
    """A legal document as it is cited, with the word for its kind in the reader's language."""
    for kind, said in _DOCUMENTS.items():
        text = text.replace(said, w(f"document.{kind}"))
    return text


def area(w: Words, unit: Area) -> str:
    """Phường Hà Khánh in Vietnamese, Hà Khánh Ward in English."""
    if w.lang == "vi":
        return unit.name
    return w(f"area.{unit.area_type}", name=bare_name(unit))


def area_inside(w: Words, unit: Area) -> str:
    """The name as it stands inside a sentence: xã Nam Sơn, not Xã Nam Sơn."""
    name = area(w, unit)
    return name[0].lower() + name[1:] if w.lang == "vi" else name


def bare_name(unit: Area) -> str:
    """The name without the Vietnamese word for its type: Hà Khánh."""
    for prefix in _TYPE_WORDS:
        if unit.name.startswith(prefix + " "):
            return unit.name.removeprefix(prefix + " ")
    return unit.name


# How the data cites the law, in Vietnamese, by the key of the word for it.
_DOCUMENTS = {
    "resolution": "Nghị quyết",
    "decree": "Nghị định",
    "decision": "Quyết định",
    "article": "Điều",
    "clause": "khoản",
}
_TYPE_WORDS = ("Thành phố", "Thị xã", "Thị trấn", "Đặc khu", "Tỉnh", "Huyện", "Phường", "Xã")


def excerpt(text: str, longest: int = 40) -> str:
    """What somebody wrote, to be said back to them: on one line, short, without control characters."""
    visible = "".join(letter if letter.isprintable() else "·" for letter in text[: longest + 1])
    return visible if len(text) <= longest else visible[:longest] + "…"


def reason(w: Words, code: str) -> str:
    """Why a file could not be read or written, in words where there are any; else the code itself."""
    return w(f"reason.{code}") if f"reason.{code}" in w else excerpt(code)


def progress(w: Words, what: str, done: int, total: int) -> str:
    """How far a long piece of work is, as a part of it: readers cannot judge bytes."""
    return w(f"cli.progress.{what}", percent=100 * min(done, total) // total if total else 100)


def _period_name(w: Words, code: str) -> str:
    first, slash, last = code.partition("/")
    if slash:
        return w("period.interval", first=_period_name(w, first), last=_period_name(w, last))
    year, _, part = code.partition("-")
    if not part:
        return w("period.year", year=year)
    if part[0] == "Q":
        return w("period.quarter", roman=_ROMAN[part[1]], number=part[1], year=year)
    if part[0] == "S":
        return w(f"period.half_{part[1]}", year=year)
    return w("period.month", month=int(part), year=year, name=w(f"month.{int(part)}"))


def _telling_decimals(value: Fraction, beside: Number, decimals: int) -> int:
    if value == Fraction(beside):
        return decimals
    while decimals < _MOST_DECIMALS and round(value * 10**decimals) == round(Fraction(beside) * 10**decimals):
        decimals += 1
    return decimals

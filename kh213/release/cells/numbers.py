"""Numbers as offices write them: decimal commas, thousands marks, percent signs, units, and what Excel makes of them."""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal

from kh213.release.cells.days import reads_as_date
from kh213.release.cells.found import OR, Found

_PLAIN = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_VIETNAMESE = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?|[0-9]+(,[0-9]+)?")
_ENGLISH = re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?|[0-9]+(\.[0-9]+)?")
_SPACED = re.compile(r"[1-9][0-9]{0,2}( [0-9]{3})+([.,][0-9]+)?")
_THOUSANDS = re.compile(r"-?[1-9][0-9]{0,2}([.,][0-9]{3})+")
_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,[0-9]+")
_SCIENTIFIC = re.compile(r"-?[0-9]+([.,][0-9]+)?[eE][+-]?[0-9]{1,3}")
_BARE_POINT = re.compile(r"(-?)([0-9]*)\.([0-9]*)")
_SIGNED = re.compile(r"([-−–—+]?) ?([0-9].*)")
_SIGNS = {"−": "-", "–": "-", "—": "-", "+": ""}
_QUALIFIED = re.compile(
    r"(?:[<>≤≥≈~]=?|=|hơn|trên|dưới|khoảng|gần|ít nhất|tối thiểu|tối đa|đến) ?([0-9].*)", re.IGNORECASE
)
_WITH_UNIT = re.compile(r"([-−–+]?[0-9]+(?:[., ][0-9]+)*) ?([^\W\d_][^0-9]*|[₫$€/].*)")
_LONGEST_WRITTEN_OUT = 40


def why_not_a_number(text: str, whole: bool) -> Found | None:
    """Why the schema does not read a text as a number, and what it was meant as; None: no idea.

    `whole` where only a whole number will do.
    """
    if reads_as_date(text):
        return Found("date_for_number")
    if _SCIENTIFIC.fullmatch(text):
        return Found("scientific", _written_out(text.replace(",", ".")))
    return _marked(text, whole) or _dressed(text)


def two_readings(text: str) -> Found | None:
    """For a count that is a number as it stands: `1.552` may be 1552, with the mark of thousands that offices use."""
    return Found("thousands_or_decimal", f"{text.replace('.', '')}{OR}{text}") if _THOUSANDS.fullmatch(text) else None


def commas_proved(texts: Collection[str]) -> bool:
    """Whether the numbers of a column can only have decimal commas: some have one, none a point, and none of them can
    be read with its comma as the mark of thousands."""
    return any("," in text for text in texts) and all(map(_whole_or_decimal_comma, texts))


def _whole_or_decimal_comma(text: str) -> bool:
    return bool(_WHOLE.fullmatch(text) or (_DECIMAL_COMMA.fullmatch(text) and not _THOUSANDS.fullmatch(text)))


def _marked(text: str, whole: bool) -> Found | None:
    """Digits with marks between them and a sign before, and nothing else."""
    match = _SIGNED.fullmatch(text)
    if not match:
        return _bare(text)
    sign = _SIGNS.get(match[1], match[1])
    readings = [sign + reading for reading in _readings(match[2])]
    if whole:
        readings = [str(int(Decimal(each))) for each in readings if not Decimal(each) % 1]
    if not readings:
        return _bare(text)
    if len(readings) > 1:
        return Found("thousands_or_decimal", OR.join(readings))
    return _one_reading(text, match[1], match[2], readings[0])


def _readings(digits: str) -> list[str]:
    """Every number that digits with marks can mean, the Vietnamese reading first."""
    readings = []
    if _SPACED.fullmatch(digits):
        readings.append(digits.replace(" ", "").replace(",", "."))
    if _VIETNAMESE.fullmatch(digits):
        readings.append(digits.replace(".", "").replace(",", "."))
    if _ENGLISH.fullmatch(digits):
        readings.append(digits.replace(",", ""))
    return list(dict.fromkeys(readings))


def _one_reading(text: str, sign: str, digits: str, reading: str) -> Found:
    if _DECIMAL_COMMA.fullmatch(digits):
        return Found("decimal_comma", reading, reading if _DECIMAL_COMMA.fullmatch(text) else None)
    if not _PLAIN.fullmatch(digits):
        return Found("thousands_marks", reading)
    return Found("other_dash", reading, reading) if _SIGNS.get(sign) else Found("number_other_form", reading)


def _bare(text: str) -> Found | None:
    match = _BARE_POINT.fullmatch(text)
    if not match or bool(match[2]) == bool(match[3]):
        return None
    return Found("number_other_form", match[1] + (match[2] or "0") + (f".{match[3]}" if match[3] else ""))


def _dressed(text: str) -> Found | None:
    """A number with something around it: a percent sign, a word for "more than", a unit."""
    if match := _QUALIFIED.fullmatch(text):
        return _offered("qualifier_in_number", match[1].rstrip("% "))
    if text.endswith("%"):
        return _offered("percent_sign", text.rstrip("% "))
    if match := _WITH_UNIT.fullmatch(text):
        return _offered("unit_in_number", match[1])
    return None


def _offered(code: str, text: str) -> Found | None:
    if _PLAIN.fullmatch(text):
        return Found(code, text)
    inner = _marked(text, whole=False)
    return Found(code, inner.expected) if inner else None


def _written_out(text: str) -> str:
    plain = f"{Decimal(text):f}"
    return plain if len(plain) <= _LONGEST_WRITTEN_OUT else text

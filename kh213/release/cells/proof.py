"""What the cells of one column can be mended to: each by itself, or all of them by what the column as a whole proves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from kh213.release.cells.days import in_order, order_proved
from kh213.release.cells.diagnosis import diagnose, plain
from kh213.release.cells.numbers import commas_proved
from kh213.release.schema import Column

_DATES = {"date_day_first", "date_month_first", "date_two_readings"}
_BY_COLUMN = {"decimal_comma", *_DATES}  # one such cell may be a slip; that a column was written so must be proved
_MOST_FAULTS = 9  # of one cell, one beneath another


def mended(column: Column, texts: Iterable[str]) -> Mapping[str, str]:
    """Each text of a column with what it is mended to: itself where it is in order or nothing is certain."""
    alone = {text: _alone(column, text) for text in set(texts)}
    whole = _by_column(column, set(alone.values()))
    return {text: whole.get(better, better) for text, better in alone.items()}


def _alone(column: Column, text: str) -> str:
    for _ in range(_MOST_FAULTS):
        found = diagnose(column, text)
        if found is None:
            break
        better = plain(column, text) if found.mended is None or found.code in _BY_COLUMN else found.mended
        if better == text:
            break
        text = better
    return text


def _by_column(column: Column, texts: Collection[str]) -> Mapping[str, str]:
    kind = column.format or column.type
    if kind in {"number", "integer"}:
        return _without_commas(column, {text for text in texts if text})
    return _in_order(column, texts) if kind in {"date", "day"} else {}


def _without_commas(column: Column, texts: Collection[str]) -> Mapping[str, str]:
    if not commas_proved(texts):
        return {}
    found = ((text, diagnose(column, text)) for text in texts)
    return {text: each.mended for text, each in found if each and each.code == "decimal_comma" and each.mended}


def _in_order(column: Column, texts: Collection[str]) -> Mapping[str, str]:
    dates = {text for text in texts if (found := diagnose(column, text)) and found.code in _DATES}
    order = order_proved(dates)
    return {text: iso for text in dates if order and (iso := in_order(text, order))}

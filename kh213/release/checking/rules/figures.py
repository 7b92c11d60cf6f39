"""A figure against itself and its indicator: counts, value, qualifier, status, limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from kh213.release.cells.numbers import two_readings
from kh213.release.checking.rules.whole import WITHOUT_VALUE, Breach, Figure, Whole, limits, outside, plain
from kh213.release.issues import Issue
from kh213.release.schema import TABLES

_LIKE_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+")  # 1.552: 1552 as Vietnamese writes it, or 1 and a half

_STATUSES = next(column.enum for column in TABLES["observations"].columns if column.name == "obs_status")


def figure_issues(whole: Whole) -> Iterator[Issue]:
    """What cannot be true of a single figure, at its cell."""
    for figure in whole.figures:
        for rule in _RULES:
            breach = rule(figure)
            if breach:
                yield breach.at("observations", figure.number)


def _above(figure: Figure) -> Breach | None:
    numerator, denominator = figure.numerator, figure.denominator
    if numerator is None or denominator is None or numerator <= denominator:
        return None
    return Breach("numerator_above_denominator", "numerator", str(numerator), str(denominator))


def _not_a_share(figure: Figure) -> Breach | None:
    if figure.measure is None or figure.measure.kind == "share":
        return None
    column = next((name for name in ("numerator", "denominator") if figure.row[name]), None)
    return Breach("counts_of_no_share", column, figure.row[column], figure.measure.kind) if column else None


def _half_a_fraction(figure: Figure) -> Breach | None:
    numerator, denominator = figure.row["numerator"], figure.row["denominator"]
    if bool(numerator) == bool(denominator) or figure.denominator == 0:  # where nothing arose, nothing was counted
        return None
    if numerator:
        return Breach("denominator_missing", "denominator", "", numerator)
    return Breach("numerator_missing", "numerator", "", denominator)


def _disagrees(figure: Figure) -> Breach | None:
    numerator, denominator, stated = figure.numerator, figure.denominator, figure.stated
    if stated is None or denominator is None or figure.row["qualifier"] != "eq":
        return None
    if denominator == 0:
        return Breach("value_where_nothing_arose", "obs_value", str(stated), "0")
    place = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    if numerator is None or 2 * abs(stated * denominator - 100 * numerator) <= denominator * place:
        return None
    computed = (100 * numerator / denominator).quantize(place, ROUND_HALF_UP)
    return Breach("value_disagrees", "obs_value", str(stated), f"{computed} (100 × {numerator} / {denominator})")


def _outside(figure: Figure) -> Breach | None:
    measure, (column, value) = figure.measure, _exact(figure)
    if measure is None or value is None or not outside(measure, value):
        return None
    return Breach(
        "outside_limits", column, plain(float(value)) if column == "numerator" else str(value), limits(measure)
    )


def _exact(figure: Figure) -> tuple[str, Decimal | None]:
    """What the figure says and the cell that says it; a numerator above its denominator is a fault of its own."""
    numerator, denominator = figure.numerator, figure.denominator
    if denominator is None:
        return "obs_value", figure.stated
    if not denominator or numerator is None or numerator > denominator:
        return "numerator", None
    return "numerator", 100 * numerator / denominator


def _not_whole(figure: Figure) -> Breach | None:
    measure, stated = figure.measure, figure.stated
    if measure is None or not measure.whole or stated is None:
        return None
    text = figure.row["obs_value"]
    if stated != stated.to_integral_value():
        return Breach("not_whole", "obs_value", text, _without_marks(text))
    two = two_readings(text)  # 180.000 is 180, or 180000 with the mark of thousands
    return Breach(two.code, "obs_value", text, two.expected) if two else None


def _qualified(figure: Figure) -> Breach | None:
    row = figure.row
    if row["qualifier"] == "eq":
        return None
    if row["numerator"] and row["denominator"]:
        return Breach("qualifier_with_counts", "qualifier", row["qualifier"], "eq")
    if row["qualifier"] == "approx" and not (row["obs_value"] or row["numerator"] or row["denominator"]):
        return Breach("approx_without_value", "obs_value", "", "approx")
    return None


def _value_or_none(figure: Figure) -> Breach | None:
    row = figure.row
    given = next((name for name in ("obs_value", "numerator", "denominator") if row[name]), None)
    if row["obs_status"] in WITHOUT_VALUE:
        return Breach("value_beside_missing", given, row[given], row["obs_status"]) if given else None
    if given or row["qualifier"] == "approx" or row["obs_status"] not in _STATUSES:
        return None
    return Breach("no_value", "obs_value", "", row["obs_status"])


def _to_date_on_interval(figure: Figure) -> Breach | None:
    first, slash, last = figure.row["time_period"].partition("/")
    if not slash or figure.row["accumulation"] != "year_to_date":
        return None
    return Breach("to_date_on_interval", "time_period", f"{first}/{last}", last)


def _without_marks(text: str) -> str:
    return text.replace(".", "") if _LIKE_THOUSANDS.fullmatch(text) else ""


_RULES = (
    _above,
    _not_a_share,
    _half_a_fraction,
    _disagrees,
    _outside,
    _not_whole,
    _qualified,
    _value_or_none,
    _to_date_on_interval,
)

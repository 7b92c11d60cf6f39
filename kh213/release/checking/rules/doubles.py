"""One figure in two rows: the same publication entered twice, and two sources that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from kh213.release.checking.rules.whole import Figure, Whole, key_of, plain
from kh213.release.issues import Issue


def double_issues(whole: Whole) -> Iterator[Issue]:
    """Rows that are one publication of one figure, though their keys are written differently."""
    for rows in whole.slots:
        of_source: dict[str, list[Figure]] = defaultdict(list)
        for figure in rows:
            of_source[figure.row["source_code"]].append(figure)
        for figures in of_source.values():
            yield from _twice(figures)


def contradiction_issues(whole: Whole) -> Iterator[Issue]:
    """Different values of one figure that two sources published on one day."""
    for rows in whole.slots:
        first: dict[str, Figure] = {}
        for figure in rows:
            if figure.value is None or figure.day is None or figure.row["qualifier"] != "eq":
                continue
            other = first.setdefault(figure.day.text, figure)
            if other.row["source_code"] != figure.row["source_code"] and _differ(figure, other):
                yield Issue(
                    "observations", "sources_disagree", figure.number, column(figure), shown(figure), shown(other)
                )


def column(figure: Figure) -> str:
    """The cell that says what a figure's value is."""
    return "numerator" if figure.denominator is not None else "obs_value"


def shown(figure: Figure) -> str:
    """A figure with its counts, its period and its source: `58 (29/50; 2020-Q3; bao)`."""
    row = figure.row
    counts = f"{row['numerator']}/{row['denominator']}" if row["denominator"] else ""
    value = "–" if figure.value is None else plain(figure.value)
    return f"{value} ({'; '.join(part for part in (counts, row['time_period'], row['source_code']) if part)})"


class _Seen(NamedTuple):
    figure: Figure
    day: str


def _twice(figures: list[Figure]) -> Iterator[Issue]:
    seen: dict[str, _Seen] = {}  # by every precision of the day of publication: 2021-03-19, 2021-03, 2021
    for figure in figures:
        text = figure.day.text if figure.day else ""
        other = seen.get(text) or next((seen[part] for part in _rougher(text) if _ends_at(seen, part)), None)
        if other is None:
            for part in (text, *_rougher(text)):
                seen.setdefault(part, _Seen(figure, text))
        elif key_of("observations", figure.row) != key_of("observations", other.figure.row):
            yield Issue(
                "observations",
                "same_figure_twice",
                figure.number,
                "published_on",
                figure.row["published_on"],
                f"{shown(other.figure)}, {other.day}",
            )


def _rougher(text: str) -> list[str]:
    parts = text.split("-")
    return ["-".join(parts[:length]) for length in range(len(parts) - 1, 0, -1)]


def _ends_at(seen: dict[str, _Seen], part: str) -> bool:
    return part in seen and seen[part].day == part


def _differ(one: Figure, other: Figure) -> bool:
    return abs((one.value or 0) - (other.value or 0)) > _half_place(one) + _half_place(other)


def _half_place(figure: Figure) -> float:
    """How far a stated value may be from the exact one that it was rounded from; counts are exact."""
    if figure.denominator is not None or figure.stated is None:
        return 1e-9
    return 0.5 * 10.0 ** int(figure.stated.as_tuple().exponent)

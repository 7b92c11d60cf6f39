"""A figure against its area: in force in the period, and of a level at which the indicator is reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from kh213.model.areas import LEVELS, Area, Areas
from kh213.release.checking.rules.whole import Breach, Figure, Whole
from kh213.release.issues import Issue


def place_issues(whole: Whole) -> Iterator[Issue]:
    """Figures of areas that were not there, or of a level that the indicator does not go down to."""
    judged: dict[tuple[str, date, date, str], Breach | None] = {}
    for figure in whole.figures:
        if figure.period is None:
            continue
        # A figure of the end of a period is not one of its beginning.
        first = figure.period.last if figure.row["accumulation"] == "point" else figure.period.first
        level = figure.measure.level if figure.measure else ""
        key = figure.row["area_code"], first, figure.period.last, level
        if key not in judged:
            judged[key] = _breach(whole.areas, *key)
        breach = judged[key]
        if breach and not (breach.code == "area_since" and _declared(figure)):
            yield breach.at("observations", figure.number)


def _declared(figure: Figure) -> bool:
    """Whether the row itself says that it cannot be compared with what was before."""
    return figure.row["obs_status"] == "B"


def _breach(areas: Areas, code: str, first: date, last: date, level: str) -> Breach | None:
    area, history = areas.at(code, last), areas.history(code)
    if area is None:
        ended = [span for span in history if span.valid_to and span.valid_to < last]
        begins = [span for span in history if span.valid_from and span.valid_from.last > last]
        return _retired(areas, ended[-1], last) if ended else _not_yet(areas, begins[0], last) if begins else None
    if too_deep(areas, area, level, last):
        return Breach("wrong_level", "area_code", code, f"{area.level} → {level}")
    if not area.in_force(first) and area.valid_from:
        return Breach("area_since", "area_code", code, area.valid_from.text)
    return None


def too_deep(areas: Areas, area: Area, level: str, on: date) -> bool:
    """Whether an area is more than one step below a level: figures may be broken down once."""
    parent = areas.parent(area, on)
    return level in LEVELS and parent is not None and LEVELS.index(parent.level) > LEVELS.index(level)


def _retired(areas: Areas, area: Area, last: date) -> Breach:
    said = f"{area.name}, … {area.valid_to}"
    return Breach("area_retired", "area_code", area.code, _linked(said, "→", _heirs(areas, area, last)))


def _not_yet(areas: Areas, area: Area, last: date) -> Breach:
    said = f"{area.name}, {area.valid_from.text if area.valid_from else ''} …"
    return Breach("area_not_yet", "area_code", area.code, _linked(said, "←", areas.ancestry_ends(area, last)))


def _linked(said: str, arrow: str, others: Iterable[Area]) -> str:
    named = "; ".join(f"{other.code} {other.name}" for other in others)
    return f"{said} {arrow} {named}" if named else said


def _heirs(areas: Areas, area: Area, on: date) -> list[Area]:
    """What a unit became, through every change up to a day."""
    heirs: dict[str, Area] = {}
    waiting = [area]
    while waiting:
        for unit in areas.successors(waiting.pop()):
            if unit.in_force(on):
                heirs[unit.code] = unit
            else:
                waiting.append(unit)
    return sorted(heirs.values(), key=lambda unit: unit.code)

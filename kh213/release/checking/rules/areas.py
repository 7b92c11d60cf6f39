"""The tables of areas against themselves: spans, parents, levels, and the changes that link one span to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kh213.model.areas import LEVELS, Area, Areas
from kh213.model.periods import previous_day
from kh213.release.checking.rules.whole import Breach, Whole, whole_day
from kh213.release.issues import Issue

_TYPES = {
    "province": ("province", "city"),
    "district": ("city", "town", "district"),
    "commune": ("ward", "commune", "township", "special_zone"),
}
_DIGITS = {"province": 2, "district": 3, "commune": 5}  # of a code of the General Statistics Office


def area_issues(whole: Whole) -> Iterator[Issue]:
    """What cannot be true of a unit in its span."""
    for number, area in whole.units:
        for breach in (*_of_level(area), *_reversed(area), *_of_parent(whole.areas, area, whole.day)):
            yield breach.at("areas", number)
    yield from _overlaps(whole)


def _of_level(area: Area) -> Iterator[Breach]:
    if area.area_type not in _TYPES[area.level]:
        yield Breach(
            "type_against_level", "area_type", area.area_type, f"{area.level}: {', '.join(_TYPES[area.level])}"
        )
    if len(area.code) != _DIGITS[area.level]:
        yield Breach("code_against_level", "area_code", area.code, f"{area.level}: {_DIGITS[area.level]}")


def _reversed(area: Area) -> Iterator[Breach]:
    if area.valid_to and area.valid_to < _begins(area):
        yield Breach(
            "span_reversed", "valid_to", area.valid_to.isoformat(), area.valid_from.text if area.valid_from else ""
        )


def _of_parent(areas: Areas, area: Area, today: date) -> Iterator[Breach]:
    if area.parent_code is None:
        if area.level != LEVELS[0]:
            yield Breach("parent_missing", "parent_code", "", area.level)
        return
    history = areas.history(area.parent_code)
    if not history:
        return  # an unknown code, or one whose spans cannot be read: reported where it stands
    above = next((span.level for span in history if LEVELS.index(span.level) >= LEVELS.index(area.level)), None)
    if above:
        yield Breach("parent_level", "parent_code", area.parent_code, f"{above} → {area.level}")
        return
    gap = _gap(areas, area, history[0], today)
    if gap:
        yield Breach("parent_not_in_force", "parent_code", area.parent_code, gap.isoformat())


def _gap(areas: Areas, area: Area, oldest: Area, today: date) -> date | None:
    """The first day of a unit's span on which nothing of its parent's code was in force."""
    day = _begins(area) if area.valid_from else _begins(oldest)
    end = area.valid_to or max(today, day)
    while day <= end:
        parent = areas.at(area.parent_code or "", day)
        if parent is None:
            return day
        if parent.valid_to is None:
            return None
        day = date.fromordinal(parent.valid_to.toordinal() + 1)
    return None


def _overlaps(whole: Whole) -> Iterator[Issue]:
    """Two meanings of one code on one day, and two provinces on one day."""
    spans: dict[str, list[tuple[int, Area]]] = defaultdict(list)
    for number, area in whole.units:
        spans[area.code].append((number, area))
    for found in spans.values():
        for number, area, earlier in _meeting(found):
            yield Issue("areas", "spans_overlap", number, "valid_from", _said(area), _said(earlier))
    provinces = [(number, area) for number, area in whole.units if area.level == LEVELS[0]]
    for number, area, earlier in _meeting(provinces):
        if area.code != earlier.code:
            yield Issue("areas", "two_provinces", number, "area_code", _said(area), f"{earlier.code} {_said(earlier)}")


def _meeting(spans: list[tuple[int, Area]]) -> Iterator[tuple[int, Area, Area]]:
    """Each span that begins before an earlier one has ended, with its row and that one."""
    latest: Area | None = None
    for number, area in sorted(spans, key=lambda each: _begins(each[1])):
        if latest and (latest.valid_to is None or latest.valid_to >= _begins(area)):
            yield number, area, latest
        if latest is None or (latest.valid_to and (area.valid_to is None or area.valid_to > latest.valid_to)):
            latest = area


def change_issues(whole: Whole) -> Iterator[Issue]:
    """Links between units whose spans do not meet on that day."""
    for number, row in whole.rows("area_changes"):
        on = whole_day(row["changed_on"])
        if on is None:
            continue
        before, after = whole.areas.history(row["from_code"]), whole.areas.history(row["to_code"])
        if before and all(area.valid_to != previous_day(on) for area in before):
            yield Issue("area_changes", "change_from", number, "from_code", row["from_code"], _listed(before))
        if after and not any(area.valid_from and area.valid_from.first <= on <= _begins(area) for area in after):
            yield Issue("area_changes", "change_to", number, "to_code", row["to_code"], _listed(after))


def _said(area: Area) -> str:
    """A span as it is shown: `Huyện Hoành Bồ, … 2019-12-31`."""
    begins = area.valid_from.text if area.valid_from else ""
    return f"{area.name}, {begins} … {area.valid_to or ''}".replace("  ", " ").strip()


def _listed(spans: tuple[Area, ...]) -> str:
    return "; ".join(_said(area) for area in spans)


def _begins(area: Area) -> date:
    return area.valid_from.last if area.valid_from else date.min

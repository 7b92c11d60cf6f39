"""The boxes that choose what the map shows: what each may hold, under which name, and what it holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kh213.model.areas import Area
from kh213.model.search import fold
from kh213.release.boundaries.layers import Layer, NotCovered
from kh213.view.map.choices import GEOGRAPHY, LEVELS, TILES, Choices, Moment, subjects
from kh213.view.map.words import kinds
from kh213.view.reader import Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Box:
    """A box or slider of one parameter of the address: what it may hold, by code, each with its name."""

    label: str
    options: Mapping[str, str]
    value: str


def subject_boxes(reader: Reader, chosen: Choices, layer: Layer | NotCovered) -> Mapping[str, Box]:
    """What is drawn, for which level, beside which other period, and how (where outlines are installed)."""
    w = reader.w
    boxes = {
        "ma": Box(w("target.choose"), {code: _subject_name(reader, code) for code in subjects(reader)}, chosen.code),
        "cap": Box(
            w("map.choose_level"), {level: w(f"level.{level}") for level in _levels(reader, chosen)}, chosen.level
        ),
    }
    if len(chosen.moments) > 1:
        others = {
            code: _period(reader, moment)
            for code, moment in reversed(tuple(chosen.moments.items()))
            if code != chosen.moment.code
        }
        beside = chosen.beside.code if chosen.beside else ""
        boxes["so"] = Box(w("map.choose_beside"), {"": w("map.no_comparison")} | others, beside)
    if not isinstance(layer, NotCovered) or layer.reason != "none_installed" or chosen.drawing == GEOGRAPHY:
        kinds_of = {name: w(f"map.drawing.{name}") for name in (TILES, GEOGRAPHY)}
        boxes["ve"] = Box(w("map.choose_drawing"), kinds_of, chosen.drawing)
    return boxes


def period_box(reader: Reader, chosen: Choices) -> Box:
    """The periods, oldest first."""
    periods = {code: _period(reader, moment) for code, moment in chosen.periods.items()}
    return Box(reader.w("map.choose_period"), periods, chosen.moment.code)


def place_boxes(reader: Reader, chosen: Choices) -> Mapping[str, Box]:
    """The select boxes that do what a click on the map does: the district to open, the commune to pick."""
    w, day = reader.w, chosen.day
    boxes = {}
    districts = reader.plan.areas.on(day, "district")
    if districts:
        named = {"": w("map.whole")} | {area.code: reader.area_name(area) for area in _by_name(districts)}
        opened = chosen.within or (chosen.area if chosen.level == "district" else None)
        boxes["trong"] = Box(_capital(kinds(w, districts)), named, opened.code if opened else "")
    if chosen.level == "commune":
        units = tuple(chosen.areas.values())
        boxes["noi"] = Box(
            _capital(kinds(w, units)),
            {"": w("map.no_area")} | _communes(reader, chosen),
            chosen.area.code if chosen.area else "",
        )
    return boxes


def _communes(reader: Reader, chosen: Choices) -> dict[str, str]:
    """By district, then by name."""
    named = []
    for area in chosen.areas.values():
        parent = reader.plan.areas.parent(area, chosen.day)
        within = formats.bare_name(parent) if parent and parent.level == "district" and not chosen.within else ""
        name = reader.area_name(area)
        full = reader.w("map.area_option", name=name, district=within) if within else name
        named.append((fold(within), fold(formats.bare_name(area)), area.code, full))
    return {code: full for _, _, code, full in sorted(named)}


def _levels(reader: Reader, chosen: Choices) -> list[str]:
    return [level for level in LEVELS if reader.plan.areas.on(chosen.day, level)]


def _by_name(areas: tuple[Area, ...]) -> list[Area]:
    return sorted(areas, key=lambda area: fold(formats.bare_name(area)))


def _period(reader: Reader, moment: Moment) -> str:
    return formats.period(reader.w, moment.code, moment.accumulation)


def _subject_name(reader: Reader, code: str) -> str:
    """A target by code and name, a context indicator by name."""
    target = reader.plan.targets.get(code)
    name = reader.say(reader.plan.indicators[target.indicator_code if target else code].short_name)
    return f"{code} {name}" if target else reader.w("map.context_option", name=name)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

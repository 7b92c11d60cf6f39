"""What a reader can put on the map, and what the address asked for: target, level, period, area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kh213.model.areas import Area
from kh213.model.figures import in_force
from kh213.model.periods import Period, parse_period
from kh213.model.plan import Indicator, Observation, Plan, Target
from kh213.model.search import fold
from kh213.view.reader import Reader
from kh213.words import formats

LEVELS = ("district", "commune")
PARAMETERS = ("ma", "cap", "thoi", "noi")


@dataclass(frozen=True, slots=True)
class Moment:
    """A period as a map shows it: its code, and how figures in it count (period, year_to_date, point)."""

    code: str
    accumulation: str

    @property
    def period(self) -> Period:
        period = parse_period(self.code)
        return period.to_date() if self.accumulation == "year_to_date" else period


@dataclass(frozen=True)
class Choices:
    """What is shown and what could be, each by its code; `wrong` says what the address asked for in vain.

    `target` is None for a context indicator. Without any figure `moments` is empty and `moment` only says for which
    day the areas are drawn. `area` is None where none is picked.
    """

    target: Target | None
    indicator: Indicator
    level: str
    moments: Mapping[str, Moment]
    moment: Moment
    areas: Mapping[str, Area]
    area: Area | None
    wrong: Mapping[str, str]

    @property
    def code(self) -> str:
        return self.target.code if self.target else self.indicator.code


def choices(reader: Reader, ma: str = "", cap: str = "", thoi: str = "", noi: str = "") -> Choices:
    """Settles the four parameters of the map's address, each within what the ones before it leave."""
    plan, w = reader.plan, reader.w
    wrong: dict[str, str] = {}
    codes = subjects(reader)
    if ma not in {"", *codes}:
        first, last = min(plan.targets), max(plan.targets)
        wrong["ma"] = w("notice.unknown_target", found=formats.excerpt(ma), first=first, last=last)
    code = ma if ma in codes else default_subject(reader)
    target = plan.targets.get(code)
    indicator = plan.indicators[target.indicator_code if target else code]
    if cap not in {"", *LEVELS}:
        wrong["cap"] = w("notice.unknown_level", found=formats.excerpt(cap))
    level = cap if cap in LEVELS else default_level(reader, indicator)
    found = moments(plan, indicator.code, level, reader.as_of)
    moment = _moment(reader, target, found, thoi)
    if thoi not in {"", moment.code}:
        existing = [formats.period(w, each.code, each.accumulation) for each in found.values()]
        existing = existing or [formats.period(w, moment.code)]
        wrong["thoi"] = w("notice.bad_period", found=formats.excerpt(thoi), existing=", ".join(existing))
    areas = {area.code: area for area in plan.areas.on(moment.period.last, level)}
    if noi not in {"", *areas}:
        wrong["noi"] = w("notice.unknown_area", found=formats.excerpt(noi))
    return Choices(target, indicator, level, found, moment, areas, areas.get(noi), wrong)


def stale(reader: Reader, asked: Mapping[str, str], parameter: str, value: str) -> tuple[str, ...]:
    """Which parameters no longer hold once one is changed: they are to be taken out of the address with it."""
    return tuple(choices(reader, **{**asked, parameter: value}).wrong)


@dataclass(frozen=True, slots=True)
class Box:
    """A select box: what it may hold, by code, each with its name, and what it holds if nobody chooses."""

    label: str
    options: Mapping[str, str]
    default: str


def boxes(reader: Reader, chosen: Choices) -> Mapping[str, Box]:
    """The select boxes for what the map shows, by their parameters; newest period first."""
    w = reader.w
    periods = {
        code: formats.period(w, code, chosen.moments[code].accumulation) for code in reversed(tuple(chosen.moments))
    }
    none = {chosen.moment.code: formats.period(w, chosen.moment.code)}
    return {
        "ma": Box(
            w("target.choose"),
            {code: _subject_name(reader, code) for code in subjects(reader)},
            default_subject(reader),
        ),
        "cap": Box(
            w("map.choose_level"),
            {level: w(f"level.{level}") for level in LEVELS},
            default_level(reader, chosen.indicator),
        ),
        "thoi": Box(
            w("map.choose_period"),
            periods or none,
            default_period(reader, chosen.target, tuple(chosen.moments)) if periods else chosen.moment.code,
        ),
    }


def area_box(reader: Reader, chosen: Choices) -> Box:
    """The select box that does what a click on the map does; by district, then by name."""
    w, day = reader.w, chosen.moment.period.last
    named = []
    for area in chosen.areas.values():
        name, parent = reader.area_name(area), reader.plan.areas.parent(area, day)
        within = formats.bare_name(parent) if parent and area.level == "commune" else ""
        full = w("map.area_option", name=name, district=within) if within else name
        named.append((fold(within), fold(formats.bare_name(area)), area.code, full))
    options = {code: full for _, _, code, full in sorted(named)}
    return Box(w("map.choose_area"), {"": w("map.no_area")} | options, "")


def _subject_name(reader: Reader, code: str) -> str:
    """A target by code and name, a context indicator by name."""
    target = reader.plan.targets.get(code)
    name = reader.say(reader.plan.indicators[target.indicator_code if target else code].short_name)
    return f"{code} {name}" if target else reader.w("map.context_option", name=name)


def subjects(reader: Reader) -> tuple[str, ...]:
    """Every target by its code, then by theirs the context indicators that have figures below the province."""
    plan = reader.plan
    context = [
        code
        for code, indicator in plan.indicators.items()
        if indicator.role == "context" and any(moments(plan, code, level, reader.as_of) for level in LEVELS)
    ]
    return (*plan.targets, *context)


def default_subject(reader: Reader) -> str:
    """The first target with figures by area, finest level first; else the first target measured below the province."""
    plan = reader.plan
    for level in reversed(LEVELS):
        for target in plan.targets.values():
            if moments(plan, target.indicator_code, level, reader.as_of):
                return target.code
    below = (code for code, target in plan.targets.items() if plan.indicators[target.indicator_code].level in LEVELS)
    return next(below, min(plan.targets))


def default_level(reader: Reader, indicator: Indicator) -> str:
    """The level at which the indicator is reported, where there are figures; else one that has some; else district."""
    own = [indicator.level] if indicator.level in LEVELS else []
    candidates = [*own, *LEVELS]
    known = (level for level in candidates if moments(reader.plan, indicator.code, level, reader.as_of))
    return next(known, candidates[0])


def default_period(reader: Reader, target: Target | None, found: Sequence[str]) -> str:
    """The latest period that ends by the deadline; after it the first thing known at all."""
    due = due_of(reader, target)
    kept = [code for code in found if parse_period(code).last <= due.last]
    return [*found, *kept][-1] if found else due.code


def due_of(reader: Reader, target: Target | None) -> Period:
    """When it is due: for context, when the last of the plan's promises is."""
    return target.due if target else max((each.due for each in reader.plan.targets.values()), key=lambda due: due.last)


@lru_cache(maxsize=256)
def moments(plan: Plan, indicator_code: str, level: str, as_of: date) -> Mapping[str, Moment]:
    """The periods for which an area of a level has a figure known on a day, oldest first.

    Where one code counts in two ways, the one that covers most time is taken, as for a verdict.
    """
    rows = [row for row in _held(plan, indicator_code, as_of) if _level(plan, row) == level]
    rows.sort(key=lambda row: (row.period.last, row.period.days))
    return {row.time_period: Moment(row.time_period, row.accumulation) for row in rows}


def _held(plan: Plan, indicator_code: str, as_of: date) -> list[Observation]:
    codes = plan.areas_of(indicator_code)
    return [row for code in codes for row in in_force(plan.published(indicator_code, code), as_of)]


def _level(plan: Plan, row: Observation) -> str:
    area = plan.areas.at(row.area_code, row.period.last)
    return area.level if area else ""


def _moment(reader: Reader, target: Target | None, found: Mapping[str, Moment], asked: str) -> Moment:
    if found:
        return found.get(asked) or found[default_period(reader, target, tuple(found))]
    if asked and _is_period(asked):
        return Moment(asked, "period")
    return Moment(due_of(reader, target).code, "period")


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True

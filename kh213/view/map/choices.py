"""What a reader can put on the map, and what the address asked for: target, level, period, areas, drawing."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kh213.model.areas import Area
from kh213.model.periods import Period, parse_period, regular_periods
from kh213.model.plan import Indicator, Plan, Target
from kh213.view.reader import Reader
from kh213.words import formats

LEVELS = ("district", "commune")
PARAMETERS = ("ma", "cap", "thoi", "noi", "trong", "so", "ve")
TILES, GEOGRAPHY = "o", "dia-ly"


@dataclass(frozen=True, slots=True)
class Moment:
    """A period as a map shows it: its code, and how figures in it count (period, year_to_date, point)."""

    code: str
    accumulation: str

    @property
    def period(self) -> Period:
        period = parse_period(self.code)
        return period.to_date() if self.accumulation == "year_to_date" else period


@dataclass(frozen=True, eq=False)
class Choices:
    """What is shown and what could be, each by its code; `wrong` says what the address asked for in vain.

    `target` is None for a context indicator. `moments` are the periods with figures, `periods` those that a reader can
    go to: the same, or where there is no figure at all the years in which the areas can be seen. `within` is the
    district whose communes alone are shown, `area` the one that is picked, `beside` the period compared with; each is
    None where there is none. `drawing` is how it was asked to be drawn: TILES or GEOGRAPHY.
    """

    target: Target | None
    indicator: Indicator
    level: str
    moments: Mapping[str, Moment]
    moment: Moment
    areas: Mapping[str, Area]
    area: Area | None
    wrong: Mapping[str, str]
    periods: Mapping[str, Moment]
    within: Area | None = None
    beside: Moment | None = None
    drawing: str = TILES

    @property
    def code(self) -> str:
        return self.target.code if self.target else self.indicator.code

    @property
    def day(self) -> date:
        """The day whose areas are shown: the last of the period."""
        return self.moment.period.last


@lru_cache(maxsize=256)
def choices(
    reader: Reader,
    ma: str = "",
    cap: str = "",
    thoi: str = "",
    noi: str = "",
    trong: str = "",
    so: str = "",
    ve: str = "",
) -> Choices:
    """Settles the parameters of the map's address, each within what the ones before it leave."""
    plan, w = reader.plan, reader.w
    wrong: dict[str, str] = {}

    def kept(name: str, asked: str, options: Container[str], key: str) -> str:
        """What was asked for where it is possible; "" where it is not, and that it is not is said."""
        if asked in options:
            return asked
        if asked:
            wrong[name] = w(key, found=formats.excerpt(asked))
        return ""

    code = ma if ma in subjects(reader) else default_subject(reader)
    if ma not in {"", code}:
        wrong["ma"] = _unknown_subject(reader, ma)
    target = plan.targets.get(code)
    indicator = plan.indicators[target.indicator_code if target else code]
    level = kept("cap", cap, LEVELS, "notice.unknown_level")
    level = level or ("commune" if trong else default_level(reader, indicator))
    found, moment, periods = _when(reader, target, indicator, level, thoi, inside=bool(trong))
    day = moment.period.last
    if not plan.areas.on(day, level):
        wrong["cap"] = w("map.no_level", level=w(f"map.unit.{level}"), day=formats.day(w, day))
        level = next(other for other in LEVELS if other != level)
    if thoi not in {"", moment.code}:
        existing = ", ".join(formats.period(w, each.code, each.accumulation) for each in periods.values())
        wrong["thoi"] = w("notice.bad_period", found=formats.excerpt(thoi), existing=existing)
    districts = {area.code: area for area in plan.areas.on(day, "district") if level == "commune"}
    within = districts.get(kept("trong", trong, districts, "map.no_within"))
    areas = {area.code: area for area in plan.areas.on(day, level, within.code if within else None)}
    area = areas.get(kept("noi", noi, areas, "notice.unknown_area"))
    beside = found.get(kept("so", so, found.keys() - {moment.code}, "map.no_beside"))
    drawing = kept("ve", ve, (TILES, GEOGRAPHY), "map.unknown_drawing") or TILES
    return Choices(target, indicator, level, found, moment, areas, area, wrong, periods, within, beside, drawing)


def _unknown_subject(reader: Reader, found: str) -> str:
    """That there is nothing of this name; targets can be drawn, and so can the context indicators with figures."""
    plan, w = reader.plan, reader.w
    said = w("notice.unknown_target", found=formats.excerpt(found), first=min(plan.targets), last=max(plan.targets))
    context = [code for code in subjects(reader) if code not in plan.targets]
    return f"{said} {w('map.or_context', codes=', '.join(context))}" if context else said


def change(reader: Reader, asked: Mapping[str, str], parameter: str, value: str) -> Mapping[str, str | None]:
    """What is to be written into the address when a reader changes one parameter: None takes one out of it.

    What no longer holds goes with it, and so does a value that is the default; a district leads to its communes.
    """
    now = {**asked, parameter: value}
    if parameter == "trong" and value:
        now |= {"cap": "commune", "noi": ""}
    elif parameter == "cap":
        now |= {"trong": "", "noi": ""}
    for _ in range(2):  # what is left out can make another default
        now |= dict.fromkeys(choices(reader, **now).wrong, "")
    default = "" if parameter != "cap" else default_level(reader, choices(reader, **now).indicator)
    if now[parameter] == default or (parameter == "ma" and value == default_subject(reader)):
        now[parameter] = ""
    return {name: now[name] or None for name in PARAMETERS if now[name] != asked.get(name, "")}


def clicked(reader: Reader, asked: Mapping[str, str], code: str) -> Mapping[str, str | None]:
    """What a click on the shape of an area writes: a commune is picked, a district opened."""
    chosen = choices(reader, **asked)
    if code in chosen.areas and chosen.level == "commune":
        return change(reader, asked, "noi", code)
    district = reader.plan.areas.at(code, chosen.day)
    return change(reader, asked, "trong", code) if district and district.level == "district" else {}


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
    return _moments(plan, indicator_code, as_of).get(level, {})


@lru_cache(maxsize=256)
def _moments(plan: Plan, indicator_code: str, as_of: date) -> Mapping[str, Mapping[str, Moment]]:
    """The same by level: all are told by one look at the figures."""
    held = plan.observed.held(indicator_code, as_of, "area_code", "period", "accumulation")
    found: dict[str, dict[str, Moment]] = {}
    for area_code, period, accumulation in sorted(held, key=lambda traits: (traits[1].last, traits[1].days)):
        area = plan.areas.at(area_code, period.last)
        if area:
            found.setdefault(area.level, {})[period.code] = Moment(period.code, accumulation)
    return found


def _when(
    reader: Reader, target: Target | None, indicator: Indicator, level: str, asked: str, *, inside: bool
) -> tuple[Mapping[str, Moment], Moment, Mapping[str, Moment]]:
    """The periods with figures, the one to show, and those that a reader can go to."""
    plan, as_of = reader.plan, reader.as_of
    found = moments(plan, indicator.code, level, as_of)
    known = found or (moments(plan, indicator.code, "district", as_of) if inside else {})
    if known:
        return found, known.get(asked) or known[default_period(reader, target, tuple(known))], known
    due = due_of(reader, target).code
    moment = Moment(asked if asked and _is_period(asked) else due, "period")
    return {}, moment, _years(plan, as_of, (due, moment.code))


def _years(plan: Plan, as_of: date, also: Sequence[str]) -> Mapping[str, Moment]:
    """The years from before the map first changed to the day asked about, and some periods beside them."""
    first = min(plan.areas.change_days, default=as_of)
    years = regular_periods("annual", date(first.year - 1, 1, 1), as_of)
    periods = {period.code: period for period in (*years, *map(parse_period, also))}
    ordered = sorted(periods.values(), key=lambda period: (period.last, period.days))
    return {period.code: Moment(period.code, "period") for period in ordered}


def _is_period(text: str) -> bool:
    try:
        parse_period(text)
    except ValueError:
        return False
    return True

"""The sentences of a map: what is promised, what is found, what is missing, what it adds up to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kh213.model.areas import Area
from kh213.model.figures import RollUp, roll_up
from kh213.model.plan import Observation
from kh213.release.publications.store import DEMO
from kh213.view import addresses
from kh213.view.figures.table import figures_file
from kh213.view.map.change import CHANGED
from kh213.view.map.choices import GEOGRAPHY, LEVELS, Choices, moments, subjects
from kh213.view.map.places import Place, figure_of
from kh213.view.map.scale import MISSING, NOTHING, UNCLEAR
from kh213.view.reader import Link, Reader
from kh213.words import Words, formats

STANDING = (CHANGED, UNCLEAR, NOTHING, MISSING)  # classes outside of every scale
_TYPES = ("province", "district", "town", "city", "commune", "ward", "township", "special_zone")


def kinds(w: Words, areas: Iterable[Area]) -> str:
    """What the units are, in plural: xã, phường, thị trấn."""
    there = {area.area_type for area in areas}
    *first, last = [w(f"map.kind.{kind}") for kind in _TYPES if kind in there]
    return w("map.kinds", first=", ".join(first), last=last) if first else last


def units(reader: Reader, chosen: Choices) -> str:
    """The units that are shown, as a headline counts them."""
    areas = chosen.areas.values()
    return kinds(reader.w, areas) if chosen.level == "commune" and areas else reader.w(f"map.unit.{chosen.level}")


def period_of(reader: Reader, chosen: Choices) -> str:
    return formats.period(reader.w, chosen.moment.code, chosen.moment.accumulation)


def kicker(reader: Reader, chosen: Choices) -> str:
    w, name = reader.w, reader.say(chosen.indicator.short_name)
    if chosen.target is None:
        return f"{name}, {reader.say(chosen.indicator.unit)}"
    promise = formats.promise(w, chosen.indicator, chosen.target)
    due = formats.day(w, chosen.target.due.last)
    return f"{chosen.target.code} · {name}. " + w("target.promise", promise=promise, due=due)


def finding(reader: Reader, chosen: Choices, places: Sequence[Place]) -> str:
    """The map in one sentence: how many reached it, of how many, and how many cannot be told."""
    w, indicator = reader.w, chosen.indicator
    counted = Counter(place.step for place in places)
    total, missing = len(places), counted[MISSING]
    where = f"{reader.area_name(chosen.within)}: " if chosen.within else ""
    if missing == total:
        none = w("map.none", name=reader.say(indicator.short_name), unit=units(reader, chosen))
        return where + none[0].lower() + none[1:] if where else none
    known = {"period": period_of(reader, chosen), "total": total, "unit": units(reader, chosen)}
    if chosen.beside:
        before = formats.period(w, chosen.beside.code, chosen.beside.accumulation)
        better, worse = (sum(counted[f"{way}_{n}"] for n in (1, 2)) for way in ("better", "worse"))
        said = [w("map.moved", before=before, better=better, worse=worse, **known)]
    elif chosen.target:
        reached = sum(counted[code] for code in ("reached_1", "reached_2"))
        promise = formats.promise(w, indicator, chosen.target)
        said = [w("map.reached", n=reached, promise=promise, **known)]
    else:
        said = [w("map.given", n=total - missing, **known)]
    said += [
        w(f"map.rest.{code}", n=counted[code], unit=area_word(w, counted[code])) for code in STANDING if counted[code]
    ]
    sentence = ", ".join(said) + "."
    return where + sentence if where else sentence[0].upper() + sentence[1:]


def area_word(w: Words, n: int) -> str:
    return w("map.unit_one" if n == 1 else "map.unit_many")


def gap(reader: Reader, chosen: Choices) -> tuple[str, ...]:
    """What would have to be published for this map to show something."""
    w, indicator = reader.w, chosen.indicator
    unit = units(reader, chosen)
    said = [w("map.gap", unit=unit)]
    if indicator.numerator and indicator.denominator:
        parts = {"numerator": reader.say(indicator.numerator), "denominator": reader.say(indicator.denominator)}
        said.append(w("map.needed_counts", unit=unit, **parts))
    else:
        said.append(w("map.needed", unit=unit))
    return tuple(said)


def elsewhere(reader: Reader, chosen: Choices) -> tuple[Link, ...]:
    """Where there is something to see: this indicator at the other level, and the context with most areas."""
    w, plan = reader.w, reader.plan
    other = next(level for level in LEVELS if level != chosen.level)
    links = []
    if moments(plan, chosen.indicator.code, other, reader.as_of):
        links.append(Link(w(f"map.see.{other}"), reader.link("map", ma=chosen.code, cap=other)))
    context = [code for code in subjects(reader) if code not in plan.targets]
    if context:
        code = max(context, key=lambda code: len(plan.areas_of(code)))
        name = reader.say(plan.indicators[code].short_name)
        links.append(Link(w("map.see.context", name=name), reader.link("map", ma=code)))
    return tuple(links)


def sums(reader: Reader, chosen: Choices) -> tuple[str, ...]:
    """What the areas add up to, beside what was published for all of them; only where both counts are known."""
    w, plan, moment = reader.w, reader.plan, chosen.moment
    summed = roll_up(plan, chosen.indicator.code, chosen.areas.values(), moment.code, reader.as_of, moment.accumulation)
    if summed is None or chosen.target is None:
        return ()
    whole = chosen.within or plan.areas.province
    row = figure_of(reader, chosen, whole)
    if row is None:
        published = w("map.province_none", area=reader.area_name(whole))
    else:
        figure = formats.figure(w, chosen.indicator, row, chosen.target.value)
        published = w("map.province", area=reader.area_name(whole), figure=figure, published=reader.published(row))
    return (published, _computed(reader, chosen, summed), w("map.decides_nothing"))


def _computed(reader: Reader, chosen: Choices, summed: RollUp) -> str:
    w, indicator = reader.w, chosen.indicator
    value = formats.measure(w, indicator, summed.value) if summed.value is not None else w("value.nothing_arose")
    return w(
        "map.computed",
        reported=summed.reported,
        expected=summed.expected,
        unit=units(reader, chosen),
        value=value,
        n=formats.trimmed(w, summed.numerator, 3),
        d=formats.trimmed(w, summed.denominator, 3),
    )


def foot(reader: Reader, known: Sequence[Observation]) -> str:
    w = reader.w
    publishers = dict.fromkeys(reader.source(row).publisher for row in known)
    first, last = (pick(known, key=lambda row: row.known_on) for pick in (min, max))
    days = list(dict.fromkeys((reader.published(first), reader.published(last))))
    key = "map.foot_one" if len(days) == 1 else "map.foot"
    release = formats.day(w, reader.plan.release.day)
    return w(key, sources="; ".join(publishers), first=days[0], last=days[-1], release=release)


def links(reader: Reader, chosen: Choices) -> tuple[Link, ...]:
    w = reader.w
    links = [figures_file(reader, chosen.indicator)]
    if chosen.target:
        links.append(Link(w("map.target"), reader.link("indicator", ma=chosen.target.code)))
    links.extend(_pictures(reader, chosen))
    links.append(Link(w("embedding.link"), _embed(reader, chosen)))
    links.append(Link(w("target.how_judged"), reader.link("method")))
    return tuple(links)


def _pictures(reader: Reader, chosen: Choices) -> tuple[Link, ...]:
    """The same map as a picture for slides and paper, pinned to this publication so that it does not change."""
    w, release = reader.w, reader.plan.release
    ky = DEMO if release.illustrative else release.day.isoformat()
    query = {
        "level": chosen.level,
        "period": chosen.moment.code,
        "within": chosen.within.code if chosen.within else None,
        "compare": chosen.beside.code if chosen.beside else None,
        "drawing": "geography" if chosen.drawing == GEOGRAPHY else None,
        "lang": reader.kept()["lang"],
        "tai": reader.kept()["tai"],
    }
    return tuple(
        Link(w("map.picture", kind=kind.upper()), addresses.embed_map(ky, chosen.code, kind, **query))
        for kind in ("svg", "png")
    )


def _embed(reader: Reader, chosen: Choices) -> str:
    """The page Nhúng with this very map."""
    return reader.link(
        "embed",
        hinh="ban-do",
        ma=chosen.code,
        cap=chosen.level,
        thoi=chosen.moment.code,
        trong=chosen.within.code if chosen.within else None,
        so=chosen.beside.code if chosen.beside else None,
        ve=GEOGRAPHY if chosen.drawing == GEOGRAPHY else None,
    )

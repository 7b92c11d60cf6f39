"""What is to be taken along from the page Nhúng, and in which form: settled from the address of the page."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from kh213.model.areas import Area
from kh213.model.figures import series
from kh213.model.plan import Target
from kh213.model.search import fold
from kh213.view.area.places import asked_area
from kh213.view.map import choices as map_choices
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, formats

CHART, MAP = "bieu-do", "ban-do"
FRAME = "html"
FORMS = ("svg", "png", FRAME)
PINNED, LIVE = "ban-nay", "moi-nhat"
AUTO, LIGHT, DARK = "theo-may", "sang", "toi"
PHONE = "390"
WIDTHS = {PHONE: "phone", "720": "article", "1280": "slide"}  # those that have a name
USUAL_WIDTH = "720"
LEAST, MOST = 200, 2400
WHERE = ("noi", "cap", "thoi", "trong", "so", "ve")
PARAMETERS = ("hinh", "ma", *WHERE, "dang", "giu", "tieng", "nen", "rong")


@dataclass(frozen=True, eq=False)
class Embed:
    """What is shown, and how; `wrong` says what the address asked for in vain, by parameter.

    `target` and `area` are of a chart, `map` of a map: `map` is None for a chart, `target` for a map. `form` is svg,
    png or html (a frame); `pinned` is false for what always shows the newest publication; `theme` is AUTO, LIGHT or
    DARK, and AUTO only in a frame: a picture cannot know who looks at it.
    """

    target: Target | None
    area: Area
    map: map_choices.Choices | None
    form: str
    pinned: bool
    lang: str
    theme: str
    width: str
    wrong: Mapping[str, str]

    @property
    def drawing(self) -> str:
        return MAP if self.map else CHART

    @property
    def code(self) -> str:
        """The target, or the context indicator of a map."""
        return self.map.code if self.map else self.target.code if self.target else ""


def settle(reader: Reader, asked: Mapping[str, str]) -> Embed:
    """Settles the parameters of the address, each within what the ones before it leave."""
    w = reader.w
    wrong: dict[str, str] = {}

    def kept(name: str, options: Container[str], default: str) -> str:
        """What was asked for where it is possible; the default where it is not, and that it is not is said."""
        given = asked.get(name, "")
        if given and given not in options:
            wrong[name] = w("embedding.unknown", found=formats.excerpt(given), what=w(f"embedding.choose.{name}"))
        return given if given in options else default

    area, target, chosen = reader.plan.areas.province, None, None
    if kept("hinh", (CHART, MAP), CHART) == MAP:
        chosen = map_choices.choices(reader, **_of_map(asked))
        wrong |= chosen.wrong
    else:
        promises = reader.promises()
        code = asked.get("ma", "").upper()
        if code not in {"", *promises}:
            said = {"found": formats.excerpt(asked["ma"]), "first": min(promises), "last": max(promises)}
            wrong["ma"] = w("notice.unknown_target", **said)
        target = reader.plan.targets[code if code in promises else next(iter(promises))]
        places = areas(reader, target)
        area = places[kept("noi", places, area.code)]
    form = kept("dang", FORMS, FORMS[0])
    return Embed(
        target=target,
        area=area,
        map=chosen,
        form=form,
        pinned=reader.plan.release.illustrative or kept("giu", (PINNED, LIVE), PINNED) == PINNED,
        lang=kept("tieng", LANGUAGES, w.lang),
        theme=kept("nen", themes(form), themes(form)[0]),
        width=_width(reader, asked.get("rong", ""), wrong),
        wrong=wrong,
    )


def change(reader: Reader, asked: Mapping[str, str], parameter: str, value: str) -> Mapping[str, str | None]:
    """What is to be written into the address when a reader changes one parameter: None takes one out of it.

    What no longer holds goes with it, and so does a value that is the default. Between chart and map the target stays.
    """
    if asked.get("hinh") == MAP and parameter in map_choices.PARAMETERS:
        return map_choices.change(reader, _of_map(asked), parameter, value)
    now = {**asked, parameter: value}
    if parameter == "hinh":
        now |= {"ma": settle(reader, asked).code, **dict.fromkeys(WHERE, "")}
    now |= dict.fromkeys(settle(reader, now).wrong, "")
    if now[parameter] == _defaults(reader, settle(reader, now))[parameter]:
        now[parameter] = ""
    return {name: now.get(name) or None for name in PARAMETERS if now.get(name, "") != asked.get(name, "")}


def areas(reader: Reader, target: Target) -> Mapping[str, Area]:
    """The places of which a chart can be had: the province, then by name those with a figure of their own.

    A code means what it means on the reader's day, else what it meant last.
    """
    plan = reader.plan
    code = target.indicator_code
    named = (asked_area(reader, each, "") for each in plan.areas_of(code))
    known = [area for area in named if area and series(plan, code, area, reader.as_of)]
    ordered = sorted(known, key=lambda area: (area.level != "district", fold(formats.bare_name(area)), area.code))
    return {area.code: area for area in (plan.areas.province, *ordered)}


def themes(form: str) -> tuple[str, ...]:
    """The grounds that a form may have, the default first."""
    return (AUTO, LIGHT, DARK) if form == FRAME else (LIGHT, DARK)


def _of_map(asked: Mapping[str, str]) -> dict[str, str]:
    """What a map is chosen by: all of the map page's parameters but the area picked there, which no picture shows."""
    return {name: "" if name == "noi" else asked.get(name, "") for name in map_choices.PARAMETERS}


def _width(reader: Reader, text: str, wrong: dict[str, str]) -> str:
    if not text:
        return USUAL_WIDTH
    if re.fullmatch(r"[1-9][0-9]{2,3}", text) and LEAST <= int(text) <= MOST:
        return text
    wrong["rong"] = reader.w("embedding.bad_width", found=formats.excerpt(text), least=LEAST, most=MOST)
    return USUAL_WIDTH


def _defaults(reader: Reader, embed: Embed) -> Mapping[str, str]:
    """What need not be written into the address, for every parameter that is not of a map alone."""
    own = {"ma": next(iter(reader.promises())), "noi": reader.plan.areas.province.code, "tieng": reader.w.lang}
    form = {"dang": FORMS[0], "giu": PINNED, "nen": themes(embed.form)[0], "rong": USUAL_WIDTH}
    return {"hinh": CHART, **own, **form}

"""The boxes of the page Nhúng: what each may hold, under which name, and what it holds now."""

from __future__ import annotations

from collections.abc import Mapping

from kh213.release.boundaries.layers import Layer, NotCovered
from kh213.view.area.places import dated
from kh213.view.embed.choices import CHART, FORMS, LIVE, MAP, PINNED, WIDTHS, Embed, areas, themes
from kh213.view.map.boxes import Box, period_box, place_boxes, subject_boxes
from kh213.view.reader import Reader
from kh213.words import LANGUAGES


def what_boxes(reader: Reader, embed: Embed, layer: Layer | NotCovered | None) -> Mapping[str, Box]:
    """What is drawn: a chart or a map, of which target, where and when. `layer` is what is installed for a map."""
    w = reader.w
    drawings = {CHART: w("embedding.drawing.bieu-do"), MAP: w("embedding.drawing.ban-do")}
    boxes = {"hinh": Box(w("embedding.choose.hinh"), drawings, embed.drawing)}
    return {**boxes, **(_of_map(reader, embed, layer) if embed.map else _of_chart(reader, embed))}


def how_boxes(reader: Reader, embed: Embed) -> Mapping[str, Box]:
    """In which form, from which publication, how wide, on which ground, in which language."""
    w = reader.w
    options = {
        "dang": {form: w(f"embedding.form.{form}") for form in FORMS},
        "giu": {keeping: w(f"embedding.keeping.{keeping}") for keeping in (PINNED, LIVE)},
        "rong": _widths(reader, embed),
        "nen": {theme: w(f"embedding.theme.{theme}") for theme in themes(embed.form)},
        "tieng": {lang: w(f"embedding.language.{lang}") for lang in LANGUAGES},
    }
    values = {
        "dang": embed.form,
        "giu": PINNED if embed.pinned else LIVE,
        "rong": embed.width,
        "nen": embed.theme,
        "tieng": embed.lang,
    }
    if reader.plan.release.illustrative:
        del options["giu"]  # there is one set of invented figures, and no newer one
    return {name: Box(w(f"embedding.choose.{name}"), each, values[name]) for name, each in options.items()}


def _of_chart(reader: Reader, embed: Embed) -> Mapping[str, Box]:
    boxes = {"ma": Box(reader.w("target.choose"), reader.promises(), embed.code)}
    places = areas(reader, reader.plan.targets[embed.code])
    if len(places) > 1:
        named = {code: dated(reader, area).text for code, area in places.items()}
        boxes["noi"] = Box(reader.w("embedding.choose.noi"), named, embed.area.code)
    return boxes


def _of_map(reader: Reader, embed: Embed, layer: Layer | NotCovered | None) -> Mapping[str, Box]:
    if embed.map is None or layer is None:
        return {}
    boxes = dict(subject_boxes(reader, embed.map, layer))
    if len(embed.map.periods) > 1:
        boxes["thoi"] = period_box(reader, embed.map)
    within = place_boxes(reader, embed.map).get("trong")
    return boxes | ({"trong": within} if within and embed.map.level == "commune" else {})


def _widths(reader: Reader, embed: Embed) -> dict[str, str]:
    w = reader.w
    named = {width: w(f"embedding.width.{name}", width=width) for width, name in WIDTHS.items()}
    own = {} if embed.width in WIDTHS else {embed.width: w("embedding.width.own", width=embed.width)}
    return named | own

"""Bản đồ: one indicator over all districts or communes, in one period or between two."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Box, Choice, Map, Part, Piece, Puts, show, tell
from kh213.view.map.area import map_area
from kh213.view.map.boxes import Box as Options
from kh213.view.map.boxes import period_box, place_boxes, subject_boxes
from kh213.view.map.choices import PARAMETERS, Choices, change, choices, clicked
from kh213.view.map.page import MapPage, map_page
from kh213.view.reader import Reader

Write = Callable[[str, str], Puts]


def arrange(asked: Asked, reader: Reader) -> Part:
    """The page Bản đồ, as the parameters of view/map/choices.py have it."""
    w = reader.w
    given = {name: asked(name) for name in PARAMETERS}
    chosen = choices(reader, **given)
    layer = published.outlines(reader, chosen.day, chosen.level)
    view = map_page(reader, chosen, published.grids(), layer)
    write = partial(change, reader, given)
    opened = chosen.area or chosen.within
    return Part(
        (
            *(tell(said, "", w) for said in chosen.wrong.values()),
            Box("map-choices", tuple(bound(subject_boxes(reader, chosen, layer), write)), row=True),
            *(_periods(reader, chosen, write)),
            show("map_head.html", w=w, view=view),
            *(_picture(asked, reader, chosen, view)),
            Box("map-places", tuple(bound(place_boxes(reader, chosen), write)), row=True),
            *([show("map_area.html", w=w, view=view, area=map_area(reader, chosen, view, opened))] if opened else []),
            show("map_foot.html", w=w, view=view),
            show("map_table.html", w=w, view=view),
        )
    )


def bound(boxes: Mapping[str, Options], write: Write, slider: bool = False) -> Iterator[Choice]:
    """The boxes of a page that settles several parameters at once; `write(parameter, value)` is what a choice writes."""
    for name, box in boxes.items():
        yield Choice(box.label, name, box.options, box.value, partial(write, name), slider)


def _periods(reader: Reader, chosen: Choices, write: Write) -> Iterator[Piece]:
    if len(chosen.periods) > 1:
        yield Box("map-period", tuple(bound({"thoi": period_box(reader, chosen)}, write, slider=True)))


def _picture(asked: Asked, reader: Reader, chosen: Choices, view: MapPage) -> Iterator[Piece]:
    if view.layer or view.grid:
        puts = partial(clicked, reader, {name: asked(name) for name in PARAMETERS})
        picked = chosen.area.code if chosen.area else ""
        drawn = Map(view, reader.w, reader.stamp, picked, puts, lambda code: asked.put(puts(code)))
        yield Box("map-part" if chosen.within else "map-whole", (drawn,))

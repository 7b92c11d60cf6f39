"""Nhúng: a chart or a map to take along, as a frame, a picture, a briefing."""

from functools import partial

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.map import bound
from kh213.arrange.pieces import Box, Field, Frame, Part, Several, show, tell
from kh213.view import addresses
from kh213.view.embed.boxes import how_boxes, what_boxes
from kh213.view.embed.choices import LEAST, MOST, PARAMETERS, change, settle
from kh213.view.embed.page import embed_page, packed
from kh213.view.reader import Reader


def arrange(asked: Asked, reader: Reader) -> Part:
    """The page Nhúng, as the parameters of view/embed/choices.py have it; `bo` is a set of targets for a briefing."""
    w, promises = reader.w, reader.promises()
    given = {name: asked(name) for name in PARAMETERS}
    embed = settle(reader, given)
    layer = published.outlines(reader, embed.map.day, embed.map.level) if embed.map else None
    view = embed_page(reader, embed, addresses.site(), published.today(), published.grids(), layer)
    write = partial(change, reader, given)

    framed = Frame(view.preview, view.height, view.title)
    preview = Box("embed-frame", (framed,), width=view.width) if view.framed else show("embed_picture.html", view=view)
    label = w("embedding.own_width", least=LEAST, most=MOST)
    width = Field(label, "rong", asked("rong"), w("embedding.own_width_button"), w("embedding.own_width_example"))
    targets = tuple(code for code in promises if code in asked("bo").split(","))
    return Part(
        (
            *(tell(said, "", w) for said in embed.wrong.values()),
            show("embed_head.html", view=view),
            Box("embed-what", tuple(bound(what_boxes(reader, embed, layer), write)), row=True),
            Box("embed-how", tuple(bound(how_boxes(reader, embed), write)), row=True),
            width,
            preview,
            show("embed_body.html", w=w, view=view),
            Several(w("embedding.set"), "bo", promises, targets),
            show("embed_set.html", w=w, item=packed(reader, targets)),
        ),
        title=w("page.embed.title"),
    )

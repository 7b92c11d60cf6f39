"""Nhúng: a chart or a map to take along, as a frame, a picture, a briefing."""

from datetime import date
from functools import partial

import streamlit as st

from kh213 import ui
from kh213.view.embed_boxes import how_boxes, what_boxes
from kh213.view.embed_choices import LEAST, MOST, PARAMETERS, change, settle
from kh213.view.embed_page import embed_page, packed

reader = ui.reader()
w, promises = reader.w, reader.promises()
asked = {name: ui.asked(name) for name in PARAMETERS}
embed = settle(reader, asked)
for said in embed.wrong.values():
    ui.tell(said, "", w)

layer = ui.outlines(reader, embed.map.day, embed.map.level) if embed.map else None
view = embed_page(reader, embed, ui.site_address(), date.today(), ui.grids(), layer)
write = partial(change, reader, asked)

ui.title(w("page.embed.title"))
ui.show("embed_head.html", view=view)
for key, boxes in {"what": what_boxes(reader, embed, layer), "how": how_boxes(reader, embed)}.items():
    with st.container(horizontal=True, key=f"embed-{key}"):
        for name, box in boxes.items():
            ui.bound(st.selectbox, box, name, write)
label = w("embedding.own_width", least=LEAST, most=MOST)
ui.text(label, "rong", button=w("embedding.own_width_button"), placeholder=w("embedding.own_width_example"))

if view.framed:
    with st.container(key="embed-frame", width=view.width):
        st.iframe(view.preview, height=view.height, alt=view.title)
else:
    ui.show("embed_picture.html", view=view)
ui.show("embed_body.html", w=w, view=view)
targets = ui.several(w("embedding.set"), "bo", list(promises), promises.__getitem__)
ui.show("embed_set.html", w=w, item=packed(reader, targets))

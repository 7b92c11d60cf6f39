"""Bản đồ: one indicator over all districts or communes, in one period or between two."""

from functools import partial

import streamlit as st
from streamlit_folium import st_folium

from kh213 import ui
from kh213.draw.maps import around, interactive_map, picked
from kh213.view.map import map_page
from kh213.view.map_area import map_area
from kh213.view.map_boxes import period_box, place_boxes, subject_boxes
from kh213.view.map_choices import PARAMETERS, change, choices, clicked

reader = ui.reader()
w, dark = reader.w, ui.dark()
asked = {name: ui.asked(name) for name in PARAMETERS}
chosen = choices(reader, **asked)
for said in chosen.wrong.values():
    ui.tell(said, "", w)

layer = ui.outlines(reader, chosen.day, chosen.level)
view = map_page(reader, chosen, ui.grids(), layer)
write = partial(change, reader, asked)

with st.container(horizontal=True, key="map-choices"):
    for name, box in subject_boxes(reader, chosen, layer).items():
        ui.bound(st.selectbox, box, name, write)
if len(chosen.periods) > 1:
    with st.container(key="map-period"):
        ui.bound(st.select_slider, period_box(reader, chosen), "thoi", write)
st.html(around("map_head.html", view, w, dark))


def click() -> None:
    """A click on the map does what the boxes below do."""
    drawing = st.session_state["map"].get("last_active_drawing") or {}
    ui.put(**clicked(reader, asked, str(drawing.get("properties", {}).get("code"))))


picture = interactive_map(view, w, dark, ui.stamp(reader) or "")
if picture:
    with st.container(key="map-part" if chosen.within else "map-whole"):
        st_folium(
            picture,
            key="map",
            use_container_width=True,
            height=560,
            returned_objects=["last_active_drawing"],
            feature_group_to_add=picked(chosen.area.code) if chosen.area else None,
            on_change=click,
        )
with st.container(horizontal=True, key="map-places"):
    for name, box in place_boxes(reader, chosen).items():
        ui.bound(st.selectbox, box, name, write)
opened = chosen.area or chosen.within
if opened:
    ui.show("map_area.html", w=w, view=view, area=map_area(reader, chosen, view, opened))
ui.show("map_foot.html", w=w, view=view)
st.html(around("map_table.html", view, w, dark))

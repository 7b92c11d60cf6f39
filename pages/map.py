"""Bản đồ: one indicator over all districts or communes, in one period."""

from functools import partial

import streamlit as st
from streamlit_folium import st_folium

from kh213 import ui
from kh213.draw.maps import picked, tile_map
from kh213.draw.theme import fills
from kh213.view.map import map_page
from kh213.view.map_area import map_area
from kh213.view.map_choices import PARAMETERS, area_box, boxes, choices, stale

reader = ui.reader()
w, dark = reader.w, ui.dark()
asked = {name: ui.asked(name) for name in PARAMETERS}
chosen = choices(reader, **asked)
for said in chosen.wrong.values():
    ui.tell(said, reader.link("map"), w)

with st.container(horizontal=True, key="map-choices"):
    for name, box in boxes(reader, chosen).items():
        clears = partial(stale, reader, asked, name)
        ui.choose(box.label, name, tuple(box.options), box.default, box.options.__getitem__, clears=clears)

view = map_page(reader, chosen, ui.grids())
ui.show("map_head.html", w=w, view=view, tones=fills(dark))


def clicked() -> None:
    """A click on the map chooses the area, as the box below does."""
    drawing = st.session_state["map"].get("last_active_drawing") or {}
    code = drawing.get("properties", {}).get("code")
    if code in chosen.areas:
        ui.put(noi=code)


if view.grid:
    st_folium(
        tile_map(view, view.grid, w, dark, ui.stamp(reader)),
        key="map",
        use_container_width=True,
        height=560,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=picked(view, view.grid, chosen.area.code, dark) if chosen.area else None,
        on_change=clicked,
    )
ui.show("map_foot.html", w=w, view=view)
box = area_box(reader, chosen)
ui.choose(box.label, "noi", tuple(box.options), box.default, box.options.__getitem__)
if chosen.area:
    ui.show("map_area.html", w=w, area=map_area(reader, chosen, view, chosen.area))
ui.show("map_table.html", w=w, view=view, tones=fills(dark))

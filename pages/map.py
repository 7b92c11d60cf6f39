"""Bản đồ: one indicator over all districts or communes, in one period."""

import streamlit as st
from streamlit_folium import st_folium

from kh213 import ui
from kh213.draw.maps import picked, tile_map
from kh213.draw.theme import fills
from kh213.view.map import map_page
from kh213.view.map_area import map_area
from kh213.view.map_choices import LEVELS, PARAMETERS, choices, default_level, default_period, default_subject, stale, subjects
from kh213.words import formats

reader = ui.reader()
w, dark = reader.w, ui.dark()
asked = {name: ui.asked(name) for name in PARAMETERS}
chosen = choices(reader, **asked)
for said in chosen.wrong.values():
    ui.tell(said, reader.link("map"), w)


def subject(code: str) -> str:
    """A target by code and name, or a context indicator by name."""
    target = reader.plan.targets.get(code)
    name = reader.say(reader.plan.indicators[target.indicator_code if target else code].short_name)
    return f"{code} {name}" if target else w("map.context_option", name=name)


def moment(code: str) -> str:
    """A period by name."""
    found = chosen.moments.get(code)
    return formats.period(w, code, found.accumulation) if found else formats.period(w, code)


def place(code: str) -> str:
    """An area by name, a commune with its district."""
    if not code:
        return w("map.no_area")
    found = view.by_code[code]
    return w("map.area_option", name=found.name, district=found.district) if chosen.level == "commune" else found.name


def clears(parameter: str):  # noqa: ANN201
    """What a choice of one parameter makes meaningless among the others."""
    return lambda value: stale(reader, asked, **{parameter: value})


with st.container(horizontal=True, key="map-choices"):
    ui.choose(w("target.choose"), "ma", subjects(reader), default_subject(reader), subject, clears=clears("ma"))
    level = default_level(reader, chosen.indicator)
    ui.choose(w("map.choose_level"), "cap", LEVELS, level, lambda code: w(f"level.{code}"), clears=clears("cap"))
    known = tuple(chosen.moments)
    latest = default_period(reader, chosen.target, known)
    options = known[::-1] or (chosen.moment.code,)
    ui.choose(w("map.choose_period"), "thoi", options, latest if known else options[0], moment, clears=clears("thoi"))

view = map_page(reader, chosen, ui.grids())
ui.show("map_head.html", w=w, view=view, tones=fills(dark))


def clicked() -> None:
    """A click on the map is a choice of the area, as in the box below."""
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
ui.choose(w("map.choose_area"), "noi", ["", *view.by_code], "", place)
if chosen.area:
    ui.show("map_area.html", w=w, area=map_area(reader, chosen, view, chosen.area))
ui.show("map_table.html", w=w, view=view, tones=fills(dark))

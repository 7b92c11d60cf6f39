"""How each piece of a page is shown by Streamlit: one function for each kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from typing import Any

import streamlit as st
from streamlit_folium import st_folium

from kh213.arrange.pieces import (
    LONGEST_TEXT,
    Box,
    Choice,
    Field,
    Folded,
    Frame,
    Map,
    Markup,
    Picture,
    Piece,
    Several,
    flat,
)
from kh213.draw.html import html
from kh213.draw.map.page import interactive_map, picked
from kh213.ui.address import choose, lead, shows, stamp


def show(template: str, **values: object) -> None:
    """Shows a view through its template."""
    st.html(html(template, **values))


def dark() -> bool:
    """Whether the reader's system, and so the page, is dark."""
    return bool(st.context.theme.type == "dark")


def pieces(shown: Iterable[Piece], embedded: bool) -> None:
    """Shows pieces below each other. Where the page is `embedded`, nothing is offered to choose: the address settles."""
    for each in shown:
        if not (embedded and isinstance(each, Choice | Several)):
            piece(each, embedded)


def stamped(shown: Iterable[Piece], embedded: bool) -> None:
    """Shows the stamp, in a box of a kind that the page has anyway: nothing more is loaded for it. Where nothing can be
    chosen there is none.
    """
    kinds = {type(each) for each in flat(shown)}
    if kinds & {Choice, Several} and not embedded:
        key = stamp()
        st.selectbox(key, [], key=key, accept_new_options=True)
    elif Field in kinds:
        key = stamp()
        st.text_input(key, key=key)


@singledispatch
def piece(shown: Piece, embedded: bool) -> None:  # noqa: ARG001  its kinds take it
    """Shows one piece. Raises TypeError for a kind that has no way to be shown."""
    raise TypeError(type(shown))


@piece.register
def _(shown: Markup, _embedded: bool) -> None:
    st.html(shown.html)


@piece.register
def _(shown: Choice, _embedded: bool) -> None:
    key = f"choice-{shown.parameter}"
    shows(key, shown.value)
    widget: Any = st.select_slider if shown.slider else st.selectbox
    words = {} if shown.slider else {"placeholder": shown.label}  # else an empty box speaks English
    widget(shown.label, list(shown.options), key=key, format_func=shown.options.__getitem__, on_change=choose,
           args=(key, shown.puts), **words)  # fmt: skip


@piece.register
def _(shown: Several, _embedded: bool) -> None:
    key = f"choice-{shown.parameter}"
    shows(key, list(shown.values))
    st.pills(shown.label, list(shown.options), selection_mode="multi", key=key,
             format_func=shown.options.__getitem__, on_change=choose, args=(key, shown.puts))  # fmt: skip


@piece.register
def _(shown: Field, _embedded: bool) -> None:
    """The button is for thumbs: leaving the field is what submits it."""
    key = f"words-{shown.parameter}"
    shows(key, shown.value[:LONGEST_TEXT])
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"field-{shown.parameter}"):
        st.text_input(shown.label, key=key, on_change=choose, args=(key, shown.puts), placeholder=shown.placeholder,
                      max_chars=LONGEST_TEXT)  # fmt: skip
        st.button(shown.button, key=f"submit-{shown.parameter}")


@piece.register
def _(shown: Box, embedded: bool) -> None:
    with st.container(horizontal=shown.row, key=shown.key, width=shown.width or "stretch"):
        pieces(shown.pieces, embedded)


@piece.register
def _(shown: Folded, embedded: bool) -> None:
    with st.expander(shown.label, expanded=shown.opened):
        pieces(shown.pieces, embedded)


@piece.register
def _(shown: Picture, _embedded: bool) -> None:
    st.html(shown.head(dark()))
    # Not st.altair_chart: it checks the picture anew for each visitor. Its description is its accessible name.
    st.vega_lite_chart(dict(shown.spec(dark())), width="stretch", theme=None)
    st.html(shown.foot())


@piece.register
def _(shown: Map, _embedded: bool) -> None:
    def click() -> None:
        """A click on the map does what the boxes below it do."""
        drawing = st.session_state["map"].get("last_active_drawing") or {}
        lead(shown.puts(str(drawing.get("properties", {}).get("code"))))

    st_folium(
        interactive_map(shown.page, shown.w, dark(), shown.stamp),
        key="map",
        use_container_width=True,
        height=560,
        returned_objects=["last_active_drawing"],
        feature_group_to_add=picked(shown.picked) if shown.picked else None,
        on_change=click,
    )


@piece.register
def _(shown: Frame, _embedded: bool) -> None:
    st.iframe(shown.address, height=shown.height, alt=shown.title)

"""The reader's choices live in the address: it is read on every run and written on every change."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from kh213.arrange.asked import Asked, asked_of
from kh213.arrange.pieces import Puts
from kh213.ui.told import Query, Told

_STAMP = "stamp"
_TOLD = "told"


def address(page: str) -> Asked:
    """The address of this run, as the page of that name reads it."""
    told = _heard()
    told.turn(page)
    query = ((name, value) for name, values in told.query.items() for value in values)
    return asked_of(page, query, bool(st.context.is_embedded))


def shows(box: str, value: object) -> None:
    """Gives a box its value, before it is drawn: the address is the truth."""
    st.session_state[box] = value
    st.session_state[_TOLD].show(box, value)


def choose(box: str, puts: Callable[[str], Puts]) -> None:
    """What the reader chose in a box leads to another address; several values are joined by commas."""
    value = st.session_state[box]
    if _heard().is_choice(box, value):
        lead(puts(",".join(value) if isinstance(value, list) else value))


def lead(parameters: Puts) -> None:
    """From this run on the page stands at another address; `tell` writes it."""
    told = _heard()
    told.lead(_with(told.query, parameters))


def stamp() -> str:
    """The key of a box that nobody sees (kh213.css) and that is to be drawn after all others, with the stamp in it."""
    st.session_state[_STAMP] = st.session_state[_TOLD].stamp
    return _STAMP


def tell() -> None:
    """Writes where the page stands into the browser's address, in one step of its history, when all has been drawn.

    Also where a reader has just gone: what was written before may have come after that. (A browser that has it there
    already leaves it.)
    """
    query = st.session_state[_TOLD].query
    if query != _query() or _moved():
        st.query_params.from_dict(query)


def asked(name: str) -> str:
    """A parameter of the address; "" where it is not given, the last where it is repeated."""
    return st.query_params.get(name, "")


def put(**parameters: str | None) -> None:
    """Writes parameters into the address, all in one step of the browser's history; None takes one out of it."""
    st.query_params.from_dict(_with(_query(), parameters))


def _with(query: Query, parameters: Puts) -> Query:
    given = {name: [value] if value else [] for name, value in parameters.items()}
    return {name: values for name, values in {**query, **given}.items() if values}


def _query() -> Query:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _heard() -> Told:
    """What the browser has been told, after what it says of itself with this run."""
    told: Told = st.session_state.setdefault(_TOLD, Told(_query()))
    told.hear(st.session_state.get(_STAMP) or "", _query(), moved=_moved())
    return told


def _moved() -> bool:
    """Whether the reader went back, or followed a link, to where this run is."""
    run = get_script_run_ctx()
    return run is not None and run.is_history_navigation

"""The reader's choices live in the address: it is read on every run and written on every change."""

from __future__ import annotations

import streamlit as st

from kh213.arrange.asked import Asked, asked_of


def address(page: str) -> Asked:
    """The address of this run, as the page of that name reads it."""
    query = ((name, value) for name in st.query_params for value in st.query_params.get_all(name))
    return asked_of(page, query, bool(st.context.is_embedded))


def asked(name: str) -> str:
    """A parameter of the address; "" where it is not given, the last where it is repeated."""
    return st.query_params.get(name, "")


def put(**parameters: str | None) -> None:
    """Writes parameters into the address, all in one step of the browser's history; None takes one out of it."""
    now: dict[str, str | list[str] | None] = {name: st.query_params.get_all(name) for name in st.query_params}
    st.query_params.from_dict({name: value for name, value in (now | parameters).items() if value})

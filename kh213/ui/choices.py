"""The reader's choices, which live in the address: it is read on every run and written on every change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from kh213.view.map_boxes import Box

LONGEST_TEXT = 120  # of what a reader may look for


def asked(name: str) -> str:
    """A parameter of the address; "" where it is not given, the last where it is repeated."""
    return st.query_params.get(name, "")


def embedded() -> bool:
    """Whether the page stands in somebody else's: then only the view itself is shown, without what leads elsewhere."""
    return bool(st.context.is_embedded)


def put(**parameters: str | None) -> None:
    """Writes parameters into the address, all in one step of the browser's history; None takes one out of it."""
    now: dict[str, str | list[str] | None] = {name: st.query_params.get_all(name) for name in st.query_params}
    st.query_params.from_dict({name: value for name, value in (now | parameters).items() if value})


def choose(
    label: str,
    parameter: str,
    options: Sequence[str],
    default: str,
    name: Callable[[str], str],
    *,
    placeholder: str = "",
    value: str | None = None,
    clears: Callable[[str], Sequence[str]] = lambda _: (),
) -> str:
    """A select box whose choice is a parameter of the address, so that every choice can be sent to somebody else.

    The address is the truth: it is read on every run and written on every change; the default is left out of it.
    `value` is what the page reads the parameter as, where that is not its text; `clears` names the parameters that a
    choice makes meaningless.
    """
    value = asked(parameter) if value is None else value
    key = f"choice-{parameter}"
    st.session_state[key] = value if value in options else default

    def write() -> None:
        chosen = st.session_state[key]
        put(**{parameter: None if chosen == default else chosen, **dict.fromkeys(clears(chosen))})

    if not embedded():
        st.selectbox(label, options, key=key, format_func=name, on_change=write, placeholder=placeholder or label)
    return value if value in options else default


def bound(
    widget: Callable[..., object],
    box: Box,
    parameter: str,
    change: Callable[[str, str], Mapping[str, str | None]],
) -> None:
    """A select box or slider that shows what the page has settled; `change` says what a choice writes into the
    address.
    """
    key = f"choice-{parameter}"
    st.session_state[key] = box.value

    def write() -> None:
        put(**change(parameter, st.session_state[key]))

    if not embedded():
        widget(box.label, list(box.options), key=key, format_func=box.options.__getitem__, on_change=write)


def several(label: str, parameter: str, options: Sequence[str], name: Callable[[str], str]) -> tuple[str, ...]:
    """Choices of which any number may be made, in one parameter of the address, parted by commas; in their own order."""
    found = asked(parameter).split(",")
    value = tuple(option for option in options if option in found)
    key = f"choice-{parameter}"
    st.session_state[key] = list(value)

    def write() -> None:
        put(**{parameter: ",".join(option for option in options if option in st.session_state[key])})

    if not embedded():
        st.pills(label, options, selection_mode="multi", key=key, format_func=name, on_change=write)
    return value


def text(label: str, parameter: str, *, button: str, placeholder: str = "", clears: Sequence[str] = ()) -> str:
    """A field for words, bound to a parameter of the address as `choose` is; `clears` are parameters that new words
    make meaningless. The button is for thumbs: leaving the field is what submits it."""
    key = f"words-{parameter}"
    value = asked(parameter)[:LONGEST_TEXT]
    st.session_state[key] = value

    def write() -> None:
        put(**{parameter: st.session_state[key].strip(), **dict.fromkeys(clears)})

    with st.container(horizontal=True, vertical_alignment="bottom", key=f"field-{parameter}"):
        st.text_input(label, key=key, on_change=write, placeholder=placeholder, max_chars=LONGEST_TEXT)
        st.button(button, key=f"submit-{parameter}")
    return value.strip()

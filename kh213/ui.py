"""What the pages share of Streamlit: the reader's choices, which live in the address, and how a view is shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import streamlit as st

from kh213.draw.html import html
from kh213.release import store
from kh213.view.chart import Chart
from kh213.view.frame import Frame, Notice, frame
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, Words, formats, words

SHARED = ("lang", "ky", "tai")
FIRST_DAY = date(2010, 1, 1)  # before it nothing about any plan in the data could have been known


@dataclass(frozen=True)
class Visit:
    """One look at the site: the reader, and what must be said about the address that was asked for."""

    reader: Reader
    notices: tuple[Notice, ...]


def visit() -> Visit:
    """Reads the address. What it gets wrong is told in a notice, and the default stands in its place.

    Raises store.NoPublication where there is nothing at all to show.
    """
    notices: list[Notice] = []
    w = _language(notices)
    ky, opened = _publication(w, notices)
    as_of = _as_of(w, opened.plan.release.day, notices)
    return Visit(Reader(opened.plan, w, ky, as_of), tuple(notices))


def reader() -> Reader:
    return visit().reader


def asked(name: str) -> str:
    """A parameter of the address; "" where it is not given, the last where it is repeated."""
    return st.query_params.get(name, "")


def show(template: str, **values: object) -> None:
    """Shows a view through its template."""
    st.html(html(template, **values))


def tell(text: str, href: str, w: Words) -> None:
    """Says what an address got wrong, and offers a way on."""
    show("notice.html", w=w, notice=Notice(text, href))


def dark() -> bool:
    """Whether the reader's system, and so the page, is dark."""
    return st.context.theme.type == "dark"


def stamp(reader: Reader) -> str | None:
    """What every picture of invented figures carries inside it."""
    return reader.w("frame.illustrative") if reader.plan.release.illustrative else None


def chart(picture: alt.Chart | alt.LayerChart, view: Chart, w: Words) -> None:
    """Shows a chart with its title above and its reading, source and day of publication below."""
    st.html(html("chart_head.html", chart=view))
    st.altair_chart(picture, width="stretch", theme=None, alt=view.alt)
    show("chart_foot.html", w=w, chart=view)


def choose(
    label: str,
    parameter: str,
    options: Sequence[str],
    default: str,
    name: Callable[[str], str],
    *,
    placeholder: str = "",
) -> str:
    """A select box whose choice is a parameter of the address, so that every choice can be sent to somebody else.

    The address is the truth: it is read on every run and written on every change; the default is left out of it.
    """
    value = asked(parameter)
    key = f"choice-{parameter}"
    st.session_state[key] = value if value in options else default

    def write() -> None:
        put(**{parameter: None if st.session_state[key] == default else st.session_state[key]})

    st.selectbox(label, options, key=key, format_func=name, on_change=write, placeholder=placeholder or label)
    return value if value in options else default


def put(**parameters: str | None) -> None:
    """Writes parameters into the address; None takes one out of it."""
    for name, value in parameters.items():
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def framed(where: str, look: Visit) -> Frame:
    """The frame of a page for this visit; KH213_OFFICIAL=1 is the operator's word that the site is the province's."""
    own = {name: value for name, value in st.query_params.items() if name not in SHARED and name not in _PLATFORM}
    return frame(look.reader, where, own, official=os.environ.get("KH213_OFFICIAL") == "1")


_PLATFORM = ("embed", "embed_options")


def settings(look: Visit) -> None:
    """The two choices that every page obeys: the publication, and the day as of which it is read."""
    w, plan = look.reader.w, look.reader.plan
    known = store.releases(store.data_root(), _today())
    options = [store.LATEST, *known[1:], store.DEMO]

    def name(ky: str) -> str:
        if ky == store.DEMO:
            return w("frame.demo")
        newest = formats.day(w, date.fromisoformat(known[0])) if known else ""
        return w("frame.latest", day=newest) if ky == store.LATEST else formats.day(w, date.fromisoformat(ky))

    state = w("frame.publication", day=formats.day(w, plan.release.day))
    if look.reader.day_moved:
        state += ", " + w("frame.as_of", day=formats.day(w, look.reader.as_of))
    with st.popover(state, help=None):
        choose(w("frame.choose_publication"), "ky", options, store.LATEST, name)
        st.session_state["choice-tai"] = look.reader.as_of

        def write() -> None:
            picked = st.session_state["choice-tai"]
            put(tai=None if picked in (None, plan.release.day) else picked.isoformat())

        st.date_input(
            w("frame.choose_day"),
            key="choice-tai",
            min_value=FIRST_DAY,
            max_value=plan.release.day,
            format="DD/MM/YYYY",
            on_change=write,
            help=w("frame.choose_day_help"),
        )


def _language(notices: list[Notice]) -> Words:
    lang = asked("lang")
    if not lang or lang in LANGUAGES:
        w = words(lang or LANGUAGES[0])
    else:
        w = words(LANGUAGES[0])
        notices.append(Notice(w("notice.unknown_language", found=_short(lang))))
    for name in SHARED:
        if len(st.query_params.get_all(name)) > 1:
            notices.append(Notice(w("notice.repeated_parameter", found=name)))
    return w


def _publication(w: Words, notices: list[Notice]) -> tuple[str, store.Opened]:
    root, today = store.data_root(), _today()
    ky = asked("ky") or store.LATEST
    try:
        opened = store.open_publication(root, ky, today)
    except store.NoPublication:
        existing = [formats.day(w, date.fromisoformat(name)) for name in store.releases(root, today)]
        notices.append(Notice(w("notice.unknown_publication", found=_short(ky), existing=", ".join(existing))))
        ky = store.LATEST
        opened = store.open_publication(root, ky, today)
    if opened.passed_over:
        notices.append(
            Notice(
                w(
                    "notice.broken_publication",
                    found=opened.passed_over.release,
                    shown=formats.day(w, opened.plan.release.day),
                )
            )
        )
    return ky, opened


def _as_of(w: Words, release_day: date, notices: list[Notice]) -> date:
    text = asked("tai")
    shown = formats.day(w, release_day)
    try:
        day = date.fromisoformat(text) if text else release_day
    except ValueError:
        notices.append(Notice(w("notice.bad_day", found=_short(text), shown=shown)))
        return release_day
    if day > release_day:
        notices.append(Notice(w("notice.day_too_late", found=formats.day(w, day), shown=shown)))
        return release_day
    if day < FIRST_DAY:
        first = formats.day(w, FIRST_DAY)
        notices.append(Notice(w("notice.day_too_early", found=formats.day(w, day), first=first, shown=shown)))
        return release_day
    return day


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:40] + "…"


def _today() -> date:
    return date.today()


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
from kh213.release.check import Rows
from kh213.release.grids import Grid, read_grids
from kh213.release.verbatim import verbatim
from kh213.view.chart import Chart
from kh213.view.frame import Frame, Notice, frame
from kh213.view.reader import FIRST_DAY, Reader
from kh213.words import LANGUAGES, Words, formats, issues, words

SHARED = ("lang", "ky", "tai")
LONGEST_TEXT = 120  # of what a reader may look for


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


def grids() -> tuple[Grid, ...]:
    """The tile grids of the data folder."""
    return read_grids(store.data_root())


def chart(picture: alt.Chart | alt.LayerChart, view: Chart, w: Words) -> None:
    """Shows a chart with its title above and its reading, source and day of publication below."""
    st.html(html("chart_head.html", chart=view))
    st.altair_chart(picture, width="stretch", theme=None)  # its description is its accessible name
    show("chart_foot.html", w=w, chart=view)


def nothing(error: store.NoPublication) -> None:
    """Says in both languages that no publication can be shown, and what is wrong with the one that should be."""
    found = error.unusable.issues[:5] if error.unusable else ()
    languages = [words(lang) for lang in LANGUAGES]
    said = [[f"{issues.place(issue)}: {issues.sentence(w, issue)}" for issue in found] for w in languages]
    show("nothing.html", languages=list(zip(languages, said, strict=True)))


def choose(
    label: str,
    parameter: str,
    options: Sequence[str],
    default: str,
    name: Callable[[str], str],
    *,
    placeholder: str = "",
    clears: Callable[[str], Sequence[str]] = lambda _: (),
) -> str:
    """A select box whose choice is a parameter of the address, so that every choice can be sent to somebody else.

    The address is the truth: it is read on every run and written on every change; the default is left out of it.
    `clears` names the parameters that a choice makes meaningless.
    """
    value = asked(parameter)
    key = f"choice-{parameter}"
    st.session_state[key] = value if value in options else default

    def write() -> None:
        chosen = st.session_state[key]
        put(**{parameter: None if chosen == default else chosen, **dict.fromkeys(clears(chosen))})

    st.selectbox(label, options, key=key, format_func=name, on_change=write, placeholder=placeholder or label)
    return value if value in options else default


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


def put(**parameters: str | None) -> None:
    """Writes parameters into the address, all in one step of the browser's history; None takes one out of it."""
    now: dict[str, str | list[str] | None] = {name: st.query_params.get_all(name) for name in st.query_params}
    st.query_params.from_dict({name: value for name, value in (now | parameters).items() if value})


def tables(reader: Reader) -> Rows:
    """All rows of the reader's publication as they stand in its files. Raises Unusable where they no longer do."""
    opened = store.open_publication(store.data_root(), reader.ky, _today())
    return verbatim(opened.folder, opened.plan.release.key).tables


def publications() -> tuple[str, ...]:
    """The dates of all releases, newest first."""
    return store.releases(store.data_root(), _today())


def site_address() -> str:
    """The site's own public address, which its operator gives in KH213_URL, without a slash at its end; "" if none."""
    return os.environ.get("KH213_URL", "").rstrip("/")


def is_official() -> bool:
    """The operator's word, KH213_OFFICIAL=1, that the site is the government's own."""
    return os.environ.get("KH213_OFFICIAL") == "1"


def framed(where: str, look: Visit) -> Frame:
    """The frame of a page for this visit."""
    own = {name: value for name, value in st.query_params.items() if name not in SHARED and name not in _PLATFORM}
    known = store.releases(store.data_root(), _today())
    return frame(look.reader, where, own, known, official=is_official())


_PLATFORM = ("embed", "embed_options")


def _language(notices: list[Notice]) -> Words:
    lang = asked("lang")
    if not lang or lang in LANGUAGES:
        w = words(lang or LANGUAGES[0])
    else:
        w = words(LANGUAGES[0])
        notices.append(Notice(w("notice.unknown_language", found=_short(lang))))
    repeated = (name for name in SHARED if len(st.query_params.get_all(name)) > 1)
    notices.extend(Notice(w("notice.repeated_parameter", found=name)) for name in repeated)
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

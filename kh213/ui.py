"""What the pages share of Streamlit: the reader's choices, which live in the address, and how a view is shown."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import altair as alt
import streamlit as st

from kh213.draw.html import html
from kh213.model.areas import Area
from kh213.release import store
from kh213.release.boundaries.layers import Layer, NotCovered, layer_for, neighbours
from kh213.release.check import Rows
from kh213.release.grids import Grid, read_grids
from kh213.release.verbatim import verbatim
from kh213.view import addresses
from kh213.view.area_beside import Borders, Touching
from kh213.view.chart import Chart
from kh213.view.frame import Frame, Notice, frame
from kh213.view.map_boxes import Box
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


def embedded() -> bool:
    """Whether the page stands in somebody else's: then only the view itself is shown, without what leads elsewhere."""
    return bool(st.context.is_embedded)


def title(text: str) -> None:
    """Puts what the page is about before the name of the plan in the browser's tab."""
    plan = reader().plan.release.plan_name.short_name
    st.set_page_config(page_title=f"{text} · {reader().say(plan)}")


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


def borders(reader: Reader) -> Borders:
    """Who borders on whom on a day, by the boundaries that the operator has installed."""

    def touching(area: Area, day: date) -> Touching | None:
        layer = layer_for(store.data_root(), reader.plan.areas, day, area.level)
        if isinstance(layer, NotCovered) or area.code not in layer.shapes:
            return None
        return Touching(neighbours(layer, area.code), layer.source)

    return touching


def outlines(reader: Reader, day: date, level: str) -> Layer | NotCovered:
    """The outlines of the areas of a day, where the operator has installed some; else why there are none."""
    return layer_for(store.data_root(), reader.plan.areas, day, level)


def chart(picture: alt.Chart | alt.LayerChart, view: Chart, w: Words) -> None:
    """Shows a chart with its title above and its reading, source and day of publication below."""
    st.html(html("chart_head.html", chart=view, dark=dark()))
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
    own = {name: value for name, value in st.query_params.items() if name not in SHARED}
    known = store.releases(store.data_root(), _today())
    return frame(look.reader, where, own, known, official=is_official(), site=site_address())


def _language(notices: list[Notice]) -> Words:
    lang = asked("lang")
    if not lang or lang in LANGUAGES:
        w = words(lang or LANGUAGES[0])
    else:
        w = words(LANGUAGES[0])
        notices.append(Notice(w("notice.unknown_language", found=formats.excerpt(lang))))
    repeated = (name for name in st.query_params if len(st.query_params.get_all(name)) > 1)
    notices.extend(Notice(w("notice.repeated_parameter", found=formats.excerpt(name))) for name in repeated)
    return w


def _publication(w: Words, notices: list[Notice]) -> tuple[str, store.Opened]:
    root, today = store.data_root(), _today()
    ky = asked("ky") or store.LATEST
    existing = store.releases(root, today)
    try:
        opened = store.open_publication(root, ky, today)
    except store.NoPublication:
        known = ", ".join(_day(w, name) for name in existing)
        notices.append(Notice(w("notice.unknown_publication", found=formats.excerpt(ky), existing=known)))
        ky = store.LATEST
        opened = store.open_publication(root, ky, today)
    shown = opened.plan.release.day.isoformat()
    if opened.passed_over:
        found = opened.passed_over.release
        key = "notice.broken_publication" if found in existing and found != shown else "notice.from_memory"
        notices.append(Notice(w(key, found=_day(w, found), shown=_day(w, shown))))
    if ky in existing[1:]:
        newest = addresses.page("overview", lang=w.lang if w.lang != LANGUAGES[0] else None)
        text = w("notice.older_publication", shown=_day(w, shown), newest=_day(w, existing[0]))
        notices.append(Notice(text, newest, w("notice.to_newest")))
    return ky, opened


def _day(w: Words, name: str) -> str:
    """The date that a release is named after, as the reader writes it; the name itself where it is none."""
    try:
        return formats.day(w, date.fromisoformat(name))
    except ValueError:
        return formats.excerpt(name)


def _as_of(w: Words, release_day: date, notices: list[Notice]) -> date:
    text = asked("tai")
    shown = formats.day(w, release_day)
    try:
        day = date.fromisoformat(text) if text else release_day
    except ValueError:
        notices.append(Notice(w("notice.bad_day", found=formats.excerpt(text), shown=shown)))
        return release_day
    if day > release_day:
        notices.append(Notice(w("notice.day_too_late", found=formats.day(w, day), shown=shown)))
        return release_day
    if day < FIRST_DAY:
        first = formats.day(w, FIRST_DAY)
        notices.append(Notice(w("notice.day_too_early", found=formats.day(w, day), first=first, shown=shown)))
        return release_day
    return day


def _today() -> date:
    return date.today()

"""How a view is shown: through its template, or as a chart."""

from __future__ import annotations

import altair as alt
import streamlit as st

from kh213.draw.html import html
from kh213.release import store
from kh213.ui.published import withdrawal_lines
from kh213.ui.visits import reader
from kh213.view.chart import Chart
from kh213.view.frame import Notice
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, Words, issues, words


def show(template: str, **values: object) -> None:
    """Shows a view through its template."""
    st.html(html(template, **values))


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
    show("nothing.html", languages=list(zip(languages, said, map(withdrawal_lines, languages), strict=True)))

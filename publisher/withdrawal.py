"""What undoes a publication: folded away under the log, with a reason and a tick."""

from __future__ import annotations

from datetime import date
from functools import partial

import streamlit as st

from kh213 import ui
from kh213.release.publications import publishing, store
from kh213.words import Words, formats
from kh213.words.publishing import refusal
from publisher.steps import PUBLISHED, alert


def withdraw(w: Words) -> None:
    """Takes a release back, folded away: a choice, a reason, a tick, a button."""
    root = store.data_root()
    names = store.releases(root, date.max)
    if not names:
        return
    with st.expander(w("publisher.withdraw_title")):
        ui.show("publisher_list.html", title="", lead=False, lines=[w("publisher.withdraw_lead")])
        label = w("publisher.withdraw_choose")
        named = partial(_named, w)
        name = st.selectbox(label, names, format_func=named, placeholder=label, key="withdraw-name")
        why = st.text_area(w("publisher.withdraw_why"), key="withdraw-why", max_chars=publishing.LONGEST_REASON)
        sure = st.checkbox(w("publisher.withdraw_sure"), key=f"withdraw-sure-{name}")
        if not st.button(w("publisher.withdraw"), disabled=not (sure and why.strip())):
            return
        try:
            publishing.withdraw(root, date.fromisoformat(name), why)
        except publishing.RefusedToPublish as refused:
            alert(refusal(w, refused))
        else:
            ui.put(**{PUBLISHED: name})
            st.rerun()


def _named(w: Words, name: str) -> str:
    return formats.day(w, date.fromisoformat(name))

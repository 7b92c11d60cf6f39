"""The publisher's page, as Streamlit runs it: four steps from files to a release, then what was done so far."""

import logging
from datetime import date

import streamlit as st

from kh213 import ui
from kh213.release.publications import log, store
from kh213.view.draft.publishing import log_view
from kh213.words import LANGUAGES, formats, words
from publisher import steps
from publisher.desk import desk
from publisher.withdrawal import withdraw

w = words(ui.asked("lang") if ui.asked("lang") in LANGUAGES else LANGUAGES[0])
st.set_page_config(layout="wide", page_title=w("page.publisher.title"))
root, own = store.data_root(), desk()

newest = next(iter(store.releases(root, date.today())), None)
state = w("publisher.headline_newest", day=formats.day(w, date.fromisoformat(newest))) if newest else None
headline = w("publisher.headline", newest=state or w("publisher.headline_none"))
ui.show("publisher_top.html", w=w, headline=headline, folder=root.resolve())
try:
    steps.done(w)
    folder, day = steps.hand_in(w, own)
    if folder and day:
        found = steps.check(w, own, folder, day)
        if found.report and not found.report.problems and steps.changes(w, own, found, found.report):
            steps.publish(w, own, found, found.report)
    ui.show("publisher_log.html", w=w, entries=log_view(w, log.entries(root)))
    withdraw(w)
except Exception:  # one calm sentence; what happened is for the window that runs the page
    logging.getLogger("kh213").exception("the publisher's page failed")
    steps.alert(w("publisher.failed"))

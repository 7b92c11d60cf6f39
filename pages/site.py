"""The shell that every page lives in: which page, in which language and publication, and what stands around it."""

import logging

import streamlit as st

from kh213 import ui
from kh213.release.store import NoPublication
from kh213.view import addresses
from kh213.view.frame import Notice
from kh213.view.pages import PAGES
from kh213.view.withdrawn import withdrawn_page

try:
    look = ui.visit()
except NoPublication as error:
    ui.nothing(error)
    st.stop()

w = look.reader.w
plan_name = look.reader.say(look.reader.plan.release.plan_name.short_name)
pages = {
    st.Page(
        f"{page.name}.py",
        title=w("frame.page_title", page=w(f"page.{page.name}.title"), plan=plan_name),
        url_path=page.slug or None,
        default=not page.slug,
    ): page.name
    for page in PAGES
}
here = st.navigation(list(pages), position="hidden")
st.set_page_config(layout="wide", page_title=here.title)

around = ui.framed(pages[here], look)
if not ui.embedded():
    ui.show("top.html", w=w, frame=around, notices=look.notices)
if around.band:
    ui.show("band.html", band=around.band)
try:
    if look.withdrawn:
        gone = withdrawn_page(look.reader, look.withdrawn, around.full)
        st.set_page_config(page_title=gone.title)
        ui.show("withdrawn.html", view=gone)
    else:
        here.run()
except Exception:  # a reader sees one calm sentence; what happened is for the log
    logging.getLogger("kh213").exception("page %s failed", pages[here])
    failed = Notice(w("notice.page_failed"), addresses.page("overview"))
    ui.show("notice.html", w=w, notice=failed)
ui.show("foot_embedded.html" if ui.embedded() else "foot.html", w=w, frame=around)

"""Nhiệm vụ: what the plan gave to whom, and what was reported of it."""

import streamlit as st

from kh213 import ui
from kh213.view.tasks import FILTERS, options, tasks_page
from kh213.words import formats

reader = ui.reader()
w = reader.w
choices = {name: options(reader, name) for name in FILTERS}
chosen = {name: ui.asked(name) if ui.asked(name) in choices[name] else "" for name in FILTERS}
view = tasks_page(reader, chosen, ui.asked("tim")[: ui.LONGEST_TEXT])

ui.show("tasks_head.html", w=w, view=view)
for name in FILTERS:
    if ui.asked(name) not in {"", *choices[name]}:
        found = formats.excerpt(ui.asked(name))
        ui.tell(w("task.unknown", found=found, filter=w(f"task.filter.{name}")), "", w)
ui.text(w("task.search"), "tim", button=w("task.button"), placeholder=w("task.search_example"))
with st.expander(w("task.filters"), expanded=any(chosen.values())):
    for name in FILTERS:
        known = {"": w("task.everything"), **choices[name]}
        ui.choose(w(f"task.filter.{name}"), name, list(known), "", known.__getitem__)
ui.show("tasks.html", w=w, view=view)

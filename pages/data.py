"""Dữ liệu: what the publication holds, to look at and to take along."""

import streamlit as st

from kh213 import ui
from kh213.export.status import COLUMNS
from kh213.release.issues import Unusable
from kh213.release.schema import TABLES
from kh213.view.data import FIRST_TABLE, data_page, sheet

reader = ui.reader()
w = reader.w
try:
    rows = ui.tables(reader)
except Unusable:  # the plan is still shown from memory, but there is no file to give
    ui.show("data_gone.html", w=w)
    st.stop()

if ui.asked("bang") not in {"", *TABLES}:
    found = ui.asked("bang")[: ui.LONGEST_TEXT]
    ui.tell(w("notice.unknown_table", found=found, existing=", ".join(TABLES)), "", w)

view = data_page(reader, rows, COLUMNS, ui.publications(), ui.site_address(), demo=ui.has_demo())
ui.show("data_head.html", w=w, view=view)
names = {table.name: f"{reader.say(table.about)} ({table.name}.csv)" for table in TABLES.values()}
chosen = ui.choose(w("data.choose"), "bang", list(TABLES), FIRST_TABLE, names.__getitem__)
ui.show("data_sheet.html", w=w, sheet=sheet(reader, chosen, rows))
ui.show("data_foot.html", w=w, view=view, withdrawn=ui.withdrawal_lines(w), citation=ui.citation(reader))

"""Thay đổi: what changed from one publication to the next."""

from datetime import date

from kh213 import ui
from kh213.release.issues import Unusable
from kh213.view.changes import changes_page, citation_line
from kh213.view.compared import choices, earlier, uncompared, withdrawn_lines

reader = ui.reader()
w, days, asked = reader.w, ui.publications(), ui.asked("tu")
withdrawn = withdrawn_lines(w, ui.withdrawn())
old = earlier(reader, days, asked)

if old is None:
    ui.show("changes_none.html", w=w, view=uncompared(reader, days), withdrawn=withdrawn)
else:
    form = choices(reader, days, old, asked)
    if form.refused:
        ui.tell(form.refused, "", w)
    try:
        found = ui.difference(reader, old)
        cited = citation_line(reader, found, ui.site_address(), date.today())
        ui.show("changes.html", w=w, view=changes_page(reader, found), cited=cited)
    except Unusable:
        ui.show("changes_gone.html", w=w)
    ui.show("changes_form.html", w=w, form=form, withdrawn=withdrawn)

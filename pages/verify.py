"""Đối chiếu: whether a printed figure is still the one in use."""

from kh213 import ui
from kh213.view.verify import verify_page
from kh213.view.verify_all import verify_all_page
from kh213.view.verify_asked import named, settled, standings, subject, wrong

reader = settled(ui.reader())
w, ma, noi = reader.w, ui.asked("ma"), ui.asked("noi")
later = ui.later(reader) if named(reader) else ()
for said in wrong(reader, ma, noi):
    ui.tell(said, "", w)

asked = subject(reader, ma, noi)
found = standings(reader, asked, later or ())
if later is None:
    ui.show("verify_unread.html", w=w)
elif asked.target_code:
    ui.show("verify.html", w=w, view=verify_page(reader, found[0], ui.difference_since(reader) if later else None))
else:
    ui.show("verify_all.html", w=w, view=verify_all_page(reader, asked, found))

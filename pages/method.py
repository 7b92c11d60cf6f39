"""Phương pháp: how a verdict is reached, with the figures of this publication."""

from kh213 import ui
from kh213.view.method import method_page

reader = ui.reader()
ui.show(f"method_{reader.w.lang}.html", w=reader.w, view=method_page(reader, ui.is_official(), demo=ui.has_demo()))

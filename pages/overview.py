"""Tổng quan: the plan in one screen."""

from kh213 import ui
from kh213.view.overview import overview

reader = ui.reader()
ui.show("overview.html", w=reader.w, view=overview(reader))

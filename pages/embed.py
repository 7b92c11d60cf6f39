"""Nhúng: a chart or a map to take along."""

from kh213 import ui

ui.page("embed")

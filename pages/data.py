"""Dữ liệu: what the publication holds."""

from kh213 import ui

ui.page("data")

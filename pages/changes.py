"""Thay đổi: what changed from one publication to the next."""

from kh213 import ui

ui.page("changes")

"""Đối chiếu: whether a printed figure is still the one in use."""

from kh213 import ui

ui.page("verify")

"""Chỉ tiêu: one promise, its verdict, its figures."""

from kh213 import ui

ui.page("indicator")

"""Bản đồ: one indicator over all districts or communes."""

from kh213 import ui

ui.page("map")

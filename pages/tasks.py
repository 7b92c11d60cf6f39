"""Nhiệm vụ: what the plan gave to whom."""

from kh213 import ui

ui.page("tasks")

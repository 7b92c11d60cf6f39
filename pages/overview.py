"""Tổng quan: the plan in one screen."""

from kh213 import ui

ui.page("overview")

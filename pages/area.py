"""Địa phương: a place by any of its names."""

from kh213 import ui

ui.page("area")

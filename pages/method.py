"""Phương pháp: how a verdict is reached."""

from kh213 import ui

ui.page("method")

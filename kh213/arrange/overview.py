"""Tổng quan: the plan in one screen."""

from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Part, show
from kh213.view.overview import overview
from kh213.view.reader import Reader


def arrange(_: Asked, reader: Reader) -> Part:
    """The page Tổng quan."""
    return Part((show("overview.html", w=reader.w, view=overview(reader)),))

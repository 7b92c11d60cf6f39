"""Phương pháp: how a verdict is reached, with the figures of this publication."""

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Part, show
from kh213.view.method import method_page
from kh213.view.reader import Reader


def arrange(_: Asked, reader: Reader) -> Part:
    """The page Phương pháp."""
    view = method_page(reader, published.is_official(), demo=published.has_demo())
    return Part((show(f"method_{reader.w.lang}.html", w=reader.w, view=view),))

"""What the pages, and the publisher's page, use of Streamlit. Both write `from kh213 import ui`."""

from kh213.ui.address import address, asked, put
from kh213.ui.page import page
from kh213.ui.shown import show

__all__ = ["address", "asked", "page", "put", "show"]

"""A page of the site, shown by Streamlit."""

import streamlit as st

from kh213.arrange.site import arranged
from kh213.ui.address import address, tell
from kh213.ui.shown import pieces, stamped


def page(name: str) -> None:
    """Shows the page of that name (view/pages.py) at the address of this run."""
    asked = address(name)
    found = arranged(asked)
    st.set_page_config(layout="wide", page_title=found.title)
    pieces(found.pieces, asked.embedded)
    stamped(found.pieces, asked.embedded)
    tell()

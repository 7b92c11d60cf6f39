"""The script that the app runs: which page an address leads to."""

import streamlit as st

from kh213.view.pages import PAGES

pages = [st.Page(f"{page.name}.py", url_path=page.slug or None, default=not page.slug) for page in PAGES]
st.navigation(pages, position="hidden").run()

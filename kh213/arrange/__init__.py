"""What stands on each page, in which order, as plain data: shown by Streamlit (ui) and as the first response (site)."""

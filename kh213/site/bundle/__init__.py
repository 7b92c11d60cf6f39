"""The fixed files: Streamlit's bundle and our own, which of them a page needs first, and their brotli forms."""

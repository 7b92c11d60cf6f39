"""Nhúng: what is chosen there and the codes to copy, and what a chart or a map says where it stands alone."""

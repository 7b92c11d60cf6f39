"""Views in, pictures out: HTML, charts, maps. Nothing here reads a file of data or decides a figure."""

"""The site over HTTP: what is open, what every answer carries, and the first response to a page."""

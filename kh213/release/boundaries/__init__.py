"""Outlines of areas: an operator's own file taken in (`add`, `fetch`), and what the site draws from it (`layers`).

`reading` opens a file, `joining` finds the unit of each row, `mending` makes the shapes fit, `installing` writes, all
or nothing. A file that cannot be used raises `Refused` with every reason.
"""

"""What is found in a cell."""

from __future__ import annotations

from typing import NamedTuple

OR = " | "  # between two readings of one cell


class Found(NamedTuple):
    """Why a cell is not in order: a code, what was expected, and the text that it is mended to.

    `mended` is given where only one reading of the cell is possible, for some codes only together with its column
    (draft/mending.py); where a person must choose, it is None and `expected` names the readings.
    """

    code: str
    expected: str = ""
    mended: str | None = None

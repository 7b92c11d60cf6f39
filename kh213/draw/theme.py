"""Colours of data and type of pictures, light and dark: they are written down here and nowhere else.

Ink and paper are the site's own (.streamlit/config.toml). Reached is teal, short of it orange, and grey where it
cannot be told: told apart with any colour vision, and each at least 3 : 1 against the paper; `ink` and `muted`, which
carry text, at least 4.5 : 1.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

# The family as Streamlit names it; the face behind it is the site's subset with all Vietnamese letters.
FONT = '"Source Sans", sans-serif'
TEXT = 14
SMALL = 13
LINE_HEIGHT = 18  # a capital with two diacritics (Ế, Ộ) needs 1.25 of its size

_CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme. `line` is for axes, `grid` for what may be overlooked, `hatch` for what is missing."""

    ink: str
    paper: str
    muted: str
    line: str
    grid: str
    hatch: str
    reached: str
    short: str
    none: str

    def side(self, name: str) -> str:
        """The colour of a figure: reached, short or none."""
        return {"reached": self.reached, "short": self.short, "none": self.none}[name]


@lru_cache(maxsize=2)
def palette(dark: bool) -> Palette:
    site = tomllib.loads(_CONFIG.read_text("utf-8"))["theme"]["dark" if dark else "light"]
    ink, paper = site["textColor"], site["backgroundColor"]
    if dark:
        return Palette(
            ink=ink, paper=paper, muted="#b9bfc3", line="#8d9498", grid="#33383b", hatch="#7d8488",
            reached="#3fbfae", short="#f58f3d", none="#a3a9ad",
        )  # fmt: skip
    return Palette(
        ink=ink, paper=paper, muted="#555c60", line="#767d81", grid="#e1e4e6", hatch="#8a9195",
        reached="#00776b", short="#c35000", none="#666d71",
    )  # fmt: skip


def config(dark: bool) -> Mapping[str, Any]:
    """The whole Vega-Lite config of a picture, for `theme=None`: nothing is left to the defaults of whoever shows it.

    Vega's own labels for screen readers are English and name fields, so they are off: the alt text says it all.
    """
    colours = palette(dark)
    return {
        "background": "transparent",
        "font": FONT,
        "aria": False,
        "padding": {"left": 2, "right": 6, "top": 4, "bottom": 4},
        "view": {"stroke": None, "fill": None, "cursor": "default"},
        "mark": {"aria": False, "color": colours.muted},
        "text": {"font": FONT, "fontSize": TEXT, "fill": colours.ink, "lineHeight": LINE_HEIGHT, "lineBreak": "\n"},
        "axis": {
            "aria": False,
            "labelFont": FONT,
            "labelFontSize": SMALL,
            "labelColor": colours.muted,
            "labelLineHeight": LINE_HEIGHT - 2,
            "labelOverlap": False,
            "labelBound": False,
            "labelFlush": False,
            "labelLimit": 0,
            "labelPadding": 6,
            "domainColor": colours.line,
            "gridColor": colours.grid,
            "tickColor": colours.line,
            "titleFont": FONT,
            "titleFontSize": SMALL,
            "titleFontWeight": "normal",
            "titleColor": colours.muted,
        },
    }

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
PADDING = {"left": 2, "right": 6, "top": 4, "bottom": 4}  # pixels around a picture
LEADING = 1.3  # of the size, from line to line

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

    Vega's own labels of axes and marks for screen readers are English and name fields, so they are off: the
    description of the picture says it all.
    """
    colours = palette(dark)
    return {
        "background": "transparent",
        "font": FONT,
        "padding": dict(PADDING),
        "view": {"stroke": None, "fill": None, "cursor": "default"},
        "mark": {"aria": False, "color": colours.muted},
        "text": {"font": FONT, "fontSize": TEXT, "fill": colours.ink, "lineBreak": "\n"},
        "axis": {
            "aria": False,
            "labelFont": FONT,
            "labelFontSize": SMALL,
            "labelColor": colours.muted,
            "labelLineHeight": round(SMALL * LEADING),
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


@dataclass(frozen=True, slots=True)
class Fill:
    """A class of a map: the colour of its areas, and of what is written on them."""

    colour: str
    text: str


@lru_cache(maxsize=2)
def fills(dark: bool) -> Mapping[str, Fill]:
    """The classes of a map (view/map/scale.py, view/map/change.py): orange is short or worse, teal reached or better,
    blue only a value; on each side the strongest lies farthest from the target, the palest next to it.

    No two classes of one scale have the same lightness, so they stay apart in grey (the order stands in the legend).
    What stands outside of them (missing, changed, nothing arose, cannot be told) has the colour of the paper, and its
    own mark.
    """
    colours = palette(dark)
    deep, light = "#111111", "#ffffff"
    pale = _PALE_DARK if dark else _PALE_LIGHT
    run = _DARK_RUN if dark else _LIGHT_RUN
    found = {code: Fill(colour, deep if code in pale else light) for code, colour in run.items()}
    alike = {"worse_2": "short_3", "worse_1": "short_1", "better_1": "reached_1", "better_2": "reached_2"}
    found |= {code: found[same] for code, same in alike.items()}
    return found | dict.fromkeys(("unclear", "nothing", "missing", "changed"), Fill(colours.paper, colours.ink))


_LIGHT_RUN = {
    "short_3": "#df7f26", "short_2": "#f4b478", "short_1": "#fce5cc", "reached_1": "#1a8074", "reached_2": "#064840",
    "value_1": "#e1e9f0", "value_2": "#aec3d4", "value_3": "#4f7394", "value_4": "#2d4d68", "same": "#f1f2f3",
}  # fmt: skip
_PALE_LIGHT = frozenset({"short_3", "short_2", "short_1", "value_1", "value_2", "same"})
_DARK_RUN = {
    "short_3": "#d9832f", "short_2": "#96520f", "short_1": "#54300f", "reached_1": "#58c7b7", "reached_2": "#d0f7ef",
    "value_1": "#25394a", "value_2": "#3f5f7a", "value_3": "#7fa3c0", "value_4": "#cfe0ee", "same": "#2c3134",
}  # fmt: skip
_PALE_DARK = frozenset({"short_3", "reached_1", "reached_2", "value_3", "value_4"})

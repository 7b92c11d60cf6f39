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
        "padding": {"left": 2, "right": 6, "top": 4, "bottom": 4},
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
    """The classes of a map (view/scale.py) from low to high: orange is short, teal reached, blue only a value.

    Their lightness runs one way, away from the paper, so they keep their order in grey; what stands outside of them
    (missing, nothing arose, cannot be told) has the colour of the paper, and its own mark.
    """
    colours = palette(dark)
    light, deep = ("#ffffff", "#111111") if dark else ("#111111", "#ffffff")
    run = _DARK_RUN if dark else _LIGHT_RUN
    far = (
        {"reached_2", "value_3", "value_4"} if not dark else {"short_1", "reached_1", "reached_2", "value_3", "value_4"}
    )
    found = {code: Fill(colour, deep if code in far else light) for code, colour in run.items()}
    return found | dict.fromkeys(("unclear", "nothing", "missing"), Fill(colours.paper, colours.ink))


_LIGHT_RUN = {
    "short_3": "#fde5cd", "short_2": "#f9bf88", "short_1": "#eb8d3c", "reached_1": "#3a9c90", "reached_2": "#0b5650",
    "value_1": "#e1e9f0", "value_2": "#aec3d4", "value_3": "#4f7394", "value_4": "#2d4d68",
}  # fmt: skip
_DARK_RUN = {
    "short_3": "#5c300e", "short_2": "#945014", "short_1": "#cf7d2e", "reached_1": "#52bbad", "reached_2": "#c3f1e8",
    "value_1": "#25394a", "value_2": "#3f5f7a", "value_3": "#7fa3c0", "value_4": "#cfe0ee",
}  # fmt: skip

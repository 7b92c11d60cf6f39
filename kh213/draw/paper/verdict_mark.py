"""The marks of the verdicts as shapes for a sheet: the files that the pages show, in the colours of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET  # only our own files are read with it

from kh213.draw.paper.sheet import Piece, Sheet
from kh213.draw.theme import Palette

_FILES = Path(__file__).parents[2] / "site" / "static" / "marks"
_SIDE = 24  # of the square that the files are drawn on
_INHERITED = ("stroke-width", "stroke-linecap", "stroke-linejoin")

_Part = tuple[str, str, Mapping[str, str]]


def verdict_mark(sheet: Sheet, code: str, left: float, top: float, size: float) -> None:
    """Draws the mark of a verdict into a square."""
    place = f"translate({left:.1f} {top:.1f}) scale({size / _SIDE:.3f})"
    for kind, path, style in _parts(code):
        colour = _colour(sheet.colours, kind[0])
        fill = colour if kind.endswith("f") else "none"
        sheet.layer([Piece(path)], transform=place, fill=fill, stroke=colour, **style)


@lru_cache(maxsize=16)
def _parts(code: str) -> tuple[_Part, ...]:
    """Every shape of a mark: its class in the file, its path, its strokes."""
    root = ET.parse(_FILES / f"{code}.svg").getroot()  # noqa: S314
    shared = {name: root.get(name, "") for name in _INHERITED}
    shapes = [each for each in root if each.get("class")]
    return tuple((each.get("class", ""), _path(each), shared | _strokes(each)) for each in shapes)


def _strokes(shape: ET.Element) -> dict[str, str]:
    return {name: value for name, value in shape.items() if name.startswith("stroke")}


def _path(shape: ET.Element) -> str:
    if shape.tag.endswith("path"):
        return shape.get("d", "")
    number = {name: float(shape.get(name, "0")) for name in ("cx", "cy", "r", "x", "y", "width", "height")}
    if shape.tag.endswith("circle"):
        r = number["r"]
        return f"M{number['cx'] - r:g} {number['cy']:g}a{r:g} {r:g} 0 1 1 {2 * r:g} 0a{r:g} {r:g} 0 1 1 {-2 * r:g} 0z"
    wide, high = number["width"], number["height"]
    return f"M{number['x']:g} {number['y']:g}h{wide:g}v{high:g}h{-wide:g}z"


def _colour(colours: Palette, side: str) -> str:
    """Of a class of the files: reached, short of it, undecided, or the paper that shows through."""
    return {"r": colours.reached, "s": colours.short, "u": colours.none, "k": colours.paper}[side]

"""Shapes in pixels as what SVG draws: a path of short steps, and slanted lines within them.

x runs east, y south. Pure geometry: nothing here knows a figure or a colour.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import floor

import shapely
from shapely import LineString, MultiLineString, Polygon
from shapely.geometry.base import BaseGeometry


def hatched(shapes: Iterable[BaseGeometry], step: float) -> MultiLineString:
    """Slanted lines within shapes, `step` apart along x; all on one pattern, so that neighbours hatch as one."""
    ground = shapely.union_all(list(shapes))
    if ground.is_empty:
        return MultiLineString()
    left, upper, right, lower = ground.bounds
    high = lower - upper
    # A line x = k·step − y reaches over the ground for every k from (left + upper) to (right + lower).
    first, last = floor((left + upper) / step), floor((right + lower) / step) + 1
    lines = [LineString([(k * step - upper, upper), (k * step - lower, upper + high)]) for k in range(first, last + 1)]
    found = shapely.intersection(MultiLineString(lines), ground)
    return MultiLineString([part for part in shapely.get_parts(found) if isinstance(part, LineString)])


def path(shape: BaseGeometry, fine: int = 10) -> str:
    """A shape as the `d` of an SVG path, to the `fine`th part of a pixel, each point as the way from the last one."""
    if isinstance(shape, Polygon):
        return "".join(_run(list(ring.coords)[:-1], fine) + "z" for ring in (shape.exterior, *shape.interiors))
    if isinstance(shape, LineString):
        return _run(shape.coords, fine)
    return "".join(path(part, fine) for part in shapely.get_parts(shape))


def _run(points: Iterable[tuple[float, ...]], fine: int) -> str:
    """Parts of a pixel are counted whole, so that a long way does not drift; neighbours keep their common edge."""
    whole = [(round(x * fine), round(y * fine)) for x, y, *_ in points]
    (x, y), said, last = whole[0], f"M{_said(whole[0][0], fine)}{_next(whole[0][1], fine)}", ""
    for right, down in whole[1:]:
        dx, dy = right - x, down - y
        x, y = right, down
        if not dx and not dy:
            continue
        letter = "h" if not dy else "v" if not dx else "l"
        said += (letter + _said(dx or dy, fine)) if letter != last else _next(dx or dy, fine)
        said += _next(dy, fine) if letter == "l" else ""
        last = letter
    return said


def _next(parts: int, fine: int) -> str:
    """A number after another one: a minus separates as well as a space."""
    return _said(parts, fine) if parts < 0 else f" {_said(parts, fine)}"


def _said(parts: int, fine: int) -> str:
    return f"{parts / fine:g}".replace("0.", ".", 1) if abs(parts) < fine else f"{parts / fine:g}"

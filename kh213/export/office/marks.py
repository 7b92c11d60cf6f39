"""The marks of the verdicts as shapes that PowerPoint knows: the same strokes as in site/static/marks/*.svg."""

from __future__ import annotations

import math
from dataclasses import dataclass

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Mark:
    """On a square of 24: the `body` (disc, square, ring, dashes) in its box, and strokes across it.

    `side` is the colour: reached, short or none. On a filled body the strokes are of the colour of the paper, all but
    those in `outside`.
    """

    body: str
    side: str
    box: tuple[float, float, float]
    strokes: tuple[tuple[Point, ...], ...] = ()
    outside: tuple[tuple[Point, ...], ...] = ()

    @property
    def filled(self) -> bool:
        return self.body in {"disc", "square"}


def _arc(centre: Point, radius: float, first: float, last: float, steps: int = 16) -> tuple[Point, ...]:
    angles = (math.radians(first + (last - first) * step / steps) for step in range(steps + 1))
    return tuple(
        (round(centre[0] + radius * math.cos(angle), 2), round(centre[1] + radius * math.sin(angle), 2))
        for angle in angles
    )


_TICK = ((7, 12.4), (10.4, 15.8), (17, 9))
_RING = (2.4, 2.4, 19.2)

MARKS = {
    "met": Mark("disc", "reached", (2, 2, 20), (_TICK,)),
    "met_late": Mark(
        "disc", "reached", (2, 4, 16), (((6.4, 12.3), (9, 14.9), (13.8, 9.9)),), (_arc((11.7, 12), 9.2, -58, 58),)
    ),
    "missed": Mark("square", "short", (2.5, 2.5, 19), (((8, 8), (16, 16)), ((16, 8), (8, 16)))),
    "reached": Mark("ring", "reached", _RING, (_TICK,)),
    "on_track": Mark("ring", "reached", _RING, (((12, 17), (12, 7.5)), ((8, 11), (12, 7), (16, 11)))),
    "behind": Mark("ring", "short", _RING, (((7, 14.2), (16.6, 10.6)), ((12.6, 8.6), (16.8, 10.5), (14.9, 14.7)))),
    "moving_away": Mark("ring", "short", _RING, (((12, 7), (12, 16.5)), ((8, 13), (12, 17), (16, 13)))),
    "undetermined": Mark("dashes", "none", _RING),
}

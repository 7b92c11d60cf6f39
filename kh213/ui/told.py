"""What a browser has been told, and how much of it was on its screen when it spoke.

On a slow line, or a slow phone, a reader does the next thing before the answer to the last one is there: leaving a field and
pressing its button are two already. What the browser then says still carries the old address and every box as it stands on
the screen, and Streamlit takes each box that differs from the newer state for a choice. So a choice is what differs from
what was on the screen, and it is added to where the page stands by now. (The address alone does not tell what is on the
screen: a browser writes it before it has drawn.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Query = Mapping[str, list[str]]
"""An address of a page, by parameter."""

_MOST = 50  # a reader is a few choices ahead; a program that never sends a stamp back must not fill the memory


@dataclass(frozen=True)
class _State:
    number: int
    query: Query
    boxes: dict[str, object] = field(default_factory=dict)


class Told:
    """Where the pages of one session have stood, each time with what the boxes show there: first what was on the screen
    when the browser last spoke, last where the page stands.
    """

    def __init__(self, query: Query) -> None:
        self._states = [_State(0, query)]
        self._page = ""

    @property
    def query(self) -> Query:
        """The address at which the page stands."""
        return self._states[-1].query

    @property
    def stamp(self) -> str:
        """What the page carries: a browser that sends it back has it on its screen."""
        return str(self._states[-1].number)

    def hear(self, stamp: str, query: Query, moved: bool) -> None:
        """Takes what the browser says of itself: stamp and address. `moved`: it went back or followed a link, so that
        address holds, and not the one that it may not have heard of yet.
        """
        if query != self.query and (moved or all(state.query != query for state in self._states)):
            self.lead(query)
        at = [state.number for state in self._states]
        if stamp.isdecimal() and int(stamp) in at:
            del self._states[: at.index(int(stamp))]

    def is_choice(self, box: str, value: object) -> bool:
        """Whether a value that the browser sends of a box is not the one on its screen."""
        shown = self._states[0].boxes
        return box not in shown or shown[box] != value

    def lead(self, query: Query) -> None:
        """From now on the page stands at this address."""
        self._stand(query, dict(self._states[-1].boxes))

    def turn(self, page: str) -> None:
        """From now on it is this page."""
        if page != self._page:
            self._page = page
            self._stand(self.query, {})

    def show(self, box: str, value: object) -> None:
        """A box of the page shows this."""
        self._states[-1].boxes[box] = value

    def _stand(self, query: Query, boxes: dict[str, object]) -> None:
        self._states = [*self._states[-_MOST:], _State(self._states[-1].number + 1, query, boxes)]

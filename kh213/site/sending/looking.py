"""A look at the data folder: quick, and never in the way of others."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from kh213.release.publications.watched import State, Watched, is_local


class Looking:
    """Looks when asked: at once where the folder lies on this machine (some microseconds, less than the way to a thread
    and back), else in a thread, as whenever every file is looked at. A disk that hangs holds up who asks, no one else.
    """

    def __init__(self, root: Path) -> None:
        self._watched = Watched(root)
        self._at_once = is_local(root / "releases")
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="looking")
        self._under_way: asyncio.Future[State | None] | None = None

    async def now(self) -> State | None:
        """The state of the data folder at a moment after the call; None where it is not known."""
        if self._under_way is not None:
            await asyncio.wait([self._under_way])  # it may have seen the folder before the call
        if self._under_way is None:
            if self._at_once and self._watched.is_quick:
                return self._watched.state()
            self._under_way = asyncio.get_running_loop().run_in_executor(self._thread, self._watched.state)
            self._under_way.add_done_callback(self._done)
        return await asyncio.shield(self._under_way)  # one who goes away does not take it from the others

    def _done(self, _: asyncio.Future[State | None]) -> None:
        self._under_way = None

"""How far a long piece of work is: one line on standard error, only when it lasts."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from kh213.release.issues import Progress
from kh213.words import LANGUAGES, formats, words

MARK = "… "  # begins every line of it, which is how whoever reads standard error tells it from what went wrong
PATIENCE = 2.0  # seconds that a person waits without being told anything
_BETWEEN_REWRITES = 0.1
_BETWEEN_LINES = 5.0  # in a log, where nothing can be rewritten


@contextmanager
def on_stderr() -> Iterator[Progress]:
    """A Progress that speaks on standard error after two seconds; on a terminal it clears its line at the end."""
    line = Line(sys.stderr, time.monotonic)
    try:
        yield line.tell
    finally:
        line.clear()


class Line:
    """One line that is rewritten on a terminal, and a new line every few seconds anywhere else."""

    def __init__(self, stream: TextIO, clock: Callable[[], float]) -> None:
        self._stream, self._clock = stream, clock
        self._rewrites = stream.isatty()
        self._next = clock() + PATIENCE
        self._shown = False

    def tell(self, what: str, done: int, total: int) -> None:
        """A Progress: `done` of `total` of what `cli.progress.<what>` says."""
        if self._clock() < self._next:
            return
        said = MARK + " / ".join(formats.progress(words(lang), what, done, total) for lang in LANGUAGES)
        with suppress(BrokenPipeError):  # nobody listens: the work goes on, and ends as it ends
            if self._rewrites:
                self._stream.write(f"\r\x1b[K{said[: shutil.get_terminal_size().columns - 1]}")
            else:
                self._stream.write(f"{said}\n")
            self._stream.flush()
        self._shown = True
        self._next = self._clock() + (_BETWEEN_REWRITES if self._rewrites else _BETWEEN_LINES)

    def clear(self) -> None:
        """Leaves a terminal as it was."""
        if self._shown and self._rewrites:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

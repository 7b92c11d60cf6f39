"""Whether a data folder is still what it was: for whoever keeps an answer that rests on it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from kh213.release.publications.log import LOG

_A_SECOND = 1.0
_SHARE = 50  # looking at every file takes at most one part in so many of the time
_YOUNG = 2_000_000_000  # ns: a folder that changed so lately may change again under the same time
_DEEPEST = 3  # releases/2026-11-22/targets.csv

# A disk of this machine answers at once when asked for what it was just asked for; one behind a network may hang.
_LOCAL = frozenset({"bcachefs", "btrfs", "ext2", "ext3", "ext4", "f2fs", "overlay", "squashfs", "tmpfs", "xfs", "zfs"})
_MOUNTS = Path("/proc/self/mountinfo")

Mark = tuple[int, int, int, int]  # of a file or folder: device, number, time, size
_NONE: Mark = (0, 0, 0, 0)


class State(NamedTuple):
    """Two that are equal had the same publications in use, the same files, on the same day."""

    day: date
    releases: Mark
    names: tuple[str, ...]
    log: Mark
    files: tuple[tuple[str, Mark], ...]


class Watched:
    """A data folder that is asked again and again. Not for two threads at once.

    What `publish` and `withdraw` do is seen by the next `state()`, as is midnight. A file that somebody overwrote where
    it lies is seen within a second: every file is looked at only so often (where there are very many, less often).
    """

    def __init__(self, root: Path) -> None:
        self._root, self._releases = root, root / "releases"
        self._log = self._releases / LOG
        self._names: tuple[Mark, tuple[str, ...]] = _NONE, ()
        self._files: tuple[tuple[str, Mark], ...] = ()
        self._next_look = 0.0

    @property
    def is_quick(self) -> bool:
        """Whether the next `state()` asks for two files only, not for all."""
        return time.monotonic() < self._next_look

    def state(self) -> State | None:
        """None where the folder cannot be looked at: then nothing is known to be as it was."""
        try:
            releases = _of(self._releases.stat())
            names, files = self._listed(releases), self._looked_at()
            return State(date.today(), releases, names, _mark_if_any(self._log), files)
        except OSError:
            return None

    def _listed(self, mark: Mark) -> tuple[str, ...]:
        """The names of the releases. The folder's time moves with them, but by steps of some milliseconds."""
        if self._names[0] != mark or time.time_ns() - mark[2] < _YOUNG:
            self._names = mark, tuple(sorted(each.name for each in self._releases.iterdir()))
        return self._names[1]

    def _looked_at(self) -> tuple[tuple[str, Mark], ...]:
        if not self.is_quick:
            started = time.monotonic()
            found = tuple(sorted(_files(str(self._root), _DEEPEST)))
            if found != self._files:
                self._files = found  # else the old one goes on: the same object is equal at once
            done = time.monotonic()
            self._next_look = done + max(_A_SECOND, _SHARE * (done - started))
        return self._files


def is_local(folder: Path) -> bool:
    """Whether a folder surely lies on a disk of this machine. Asks Linux; elsewhere nothing is sure."""
    try:
        device = folder.stat().st_dev
        mounts = _MOUNTS.read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return False
    number = f"{os.major(device)}:{os.minor(device)}"
    kinds = {line.partition(" - ")[2].split(" ", 1)[0] for line in mounts if line.split(" ", 3)[2] == number}
    return bool(kinds) and kinds <= _LOCAL


def _files(folder: str, deeper: int) -> Iterator[tuple[str, Mark]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue  # a publication in the making
            if not entry.is_dir():
                yield entry.path, _of(entry.stat())
            elif deeper > 1:
                yield from _files(entry.path, deeper - 1)


def _mark_if_any(path: Path) -> Mark:
    try:
        return _of(path.stat())
    except FileNotFoundError:
        return _NONE


def _of(found: os.stat_result) -> Mark:
    return found.st_dev, found.st_ino, found.st_mtime_ns, found.st_size

"""What makes a change of the data folder whole: one writer at a time, and on the disk when it is said to be."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_LOCK = ".lock"


class Busy(Exception):
    """Somebody else is writing there at this moment."""


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Nobody else who asks so writes into the folder meanwhile. Raises Busy at once, and OSError where it cannot lock.

    The system itself lets go of the lock when its holder ends, however that was: a lock never has to be cleared away.
    Its file stays, since to remove it would let two in who hold two files of that name.
    """
    with (folder / _LOCK).open("ab") as file:
        try:
            _hold(file.fileno())
        except (BlockingIOError, PermissionError) as error:
            raise Busy from error
        yield


def to_disk(file: BinaryIO) -> None:
    """Returns when what was written to the file is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def names_to_disk(folder: Path) -> None:
    """Returns when the names in a folder are on the disk. Windows has no such call and writes them in order."""
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


if sys.platform == "win32":

    def _hold(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:

    def _hold(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

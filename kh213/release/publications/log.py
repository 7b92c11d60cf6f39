"""The release log, `releases/log.csv`: what was published and what was withdrawn, when and why, beside the releases.

Lines are only ever added, and the file is put in place whole. It is read line by line, so that one that is torn or
written by a stranger loses itself and nothing else.
"""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from kh213.model.plan import Text
from kh213.release.durable import names_to_disk, to_disk
from kh213.release.reading.package import csv_lines
from kh213.release.schema import Column, Table

LOG = "log.csv"
PUBLISHED, WITHDRAWN = "published", "withdrawn"

_log = logging.getLogger(__name__)


class Entry(NamedTuple):
    """One line. `recorded_at` is a moment with its zone, `release` the date that names the release,
    `descriptor_sha256` the hash of its datapackage.json, which holds those of all its tables.
    """

    recorded_at: str
    action: str
    release: str
    descriptor_sha256: str
    why: str


_FORM = Table("log", Text("", ""), (), tuple(Column(name, "string", Text("", "")) for name in Entry._fields))

# What was read last from a place: a withdrawal is not forgotten where the file cannot be opened for a while.
_last_read: dict[Path, tuple[Entry, ...]] = {}


def entries(root: Path) -> tuple[Entry, ...]:
    """All lines of the log of a data folder, in the order in which they were written; none where there is no log."""
    file = root / "releases" / LOG
    try:
        stat = file.stat()
        _last_read[file] = _read(file, (stat.st_ino, stat.st_mtime_ns, stat.st_size))
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        _log.warning("%s cannot be read: %s", file, error)
    return _last_read.get(file, ())


def withdrawals(root: Path) -> Mapping[str, Entry]:
    """The line that took a release out of use, by the date of the release. The first one holds: it is never undone."""
    return {entry.release: entry for entry in reversed(entries(root)) if entry.action == WITHDRAWN}


def withdrawn(root: Path) -> Mapping[str, str]:
    """Why a release was taken out of use, by its date."""
    return {release: entry.why for release, entry in withdrawals(root).items()}


def prepare(root: Path, added: Iterable[Entry]) -> None:
    """Writes the log with further lines beside the one in use, down to the disk. Only the holder of the lock may."""
    lines = list(csv_lines(_FORM, [entry._asdict() for entry in added]))
    file = root / "releases" / LOG
    old = file.read_bytes() if file.exists() else lines[0]
    with _prepared(root).open("wb") as new:
        new.write(old if old.endswith(b"\n") else old + b"\n")
        new.writelines(lines[1:])
        to_disk(new)


def put_in_place(root: Path) -> None:
    """Makes the log that was prepared the one in use."""
    _prepared(root).replace(root / "releases" / LOG)
    names_to_disk(root / "releases")


def discard(root: Path) -> None:
    """Removes a log that was prepared and never put in place."""
    _prepared(root).unlink(missing_ok=True)


def _prepared(root: Path) -> Path:
    return root / "releases" / f".{LOG}.new"


@lru_cache(maxsize=16)
def _read(file: Path, _stamp: tuple[int, int, int]) -> tuple[Entry, ...]:
    lines = file.read_bytes().decode("utf-8-sig", errors="replace").split("\n")
    found = [(line, _entry(line.rstrip("\r"))) for line in lines if line.strip()]
    for line, entry in found[1:]:
        if entry is None:
            _log.warning("%s: a line that is no entry: %.200r", file, line)
    return tuple(entry for _, entry in found if entry)


def _entry(line: str) -> Entry | None:
    try:
        cells = next(csv.reader([line]))
        entry = Entry(*cells)
        datetime.fromisoformat(entry.recorded_at)
        day = date.fromisoformat(entry.release)
    except (csv.Error, TypeError, ValueError):
        return None
    known = entry.action in (PUBLISHED, WITHDRAWN) and day.isoformat() == entry.release
    return entry if known else None

"""The copy of a long table that is read in place of its CSV: by columns, named by the hash of that CSV.

A copy says nothing that the CSV does not: it holds its texts, and no rule or reading of them. It is used only where
the CSV beside the release has this very hash, proved anew by whoever asks, and where the copy itself is whole, by a
hash of its own. What is missing, damaged or of another layout is made again from the CSV; where nothing can be
written, the CSV is read each time (docs/decisions/0057).
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

from kh213.release import cache
from kh213.release.columns.table import Columns, from_arrow, read_columns

_LAYOUT = "1"  # to be raised when the form of the files changes
_MOST = 8  # copies that are kept: those of the newest publications, asked for last
_HEAD = 64  # bytes before the Arrow file: its hash, and room, so that its columns stay aligned

_log = logging.getLogger(__name__)


class NotAsPublished(ValueError):
    """The CSV is not the one that was described. `found` is its hash, as a descriptor writes it."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


def columns(path: Path, size: int, digest: str) -> Columns:
    """The table of a CSV that must be `size` bytes long and have the hash `digest` ("sha256:…").

    Raises NotAsPublished, NotColumns (see table.py), OSError, UnicodeDecodeError and csv.Error; a copy that cannot
    be read or written is no error.
    """
    copy = cache.folder("columns") / f"{digest.removeprefix('sha256:')}.{_LAYOUT}"
    kept = _read(copy)
    if kept is not None:
        _prove(size, digest, *_proof(path))
        return kept
    found, length, read = read_columns(path)
    _prove(size, digest, length, read)
    _write(copy, found)
    return found


def _prove(size: int, digest: str, length: int, read: str) -> None:
    if (size, digest) != (length, f"sha256:{read}"):
        raise NotAsPublished(f"sha256:{read}")


def _proof(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return file.tell(), digest.hexdigest()


def _read(copy: Path) -> Columns | None:
    try:
        cache.check_owner(copy.parent)
        content = memoryview(copy.read_bytes())
        if hashlib.sha256(content[_HEAD:]).digest() != content[:_HEAD].tobytes()[:32]:
            _log.warning("%s is damaged, and made again", copy)
            return None
        found = from_arrow(content[_HEAD:])
        os.utime(copy)  # asked for last, so the last to be taken out
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:  # pyarrow's errors are of these two kinds
        _log.warning("%s is made again: %s", copy, error)
        return None
    return found


def _write(copy: Path, table: Columns) -> None:
    """All or nothing: under another name first, then moved into place."""
    try:
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        cache.check_owner(copy.parent)
        content = table.to_arrow()
        handle, draft = tempfile.mkstemp(dir=copy.parent, prefix="draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                _fill(file, content)
            Path(draft).replace(copy)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise
        _tidy(copy.parent)
    except OSError as error:
        _log.warning("no copy is kept as %s: %s", copy, error)


def _fill(file: Any, content: bytes) -> None:
    file.write(hashlib.sha256(content).digest().ljust(_HEAD, b"\0"))
    file.write(content)


def _tidy(folder: Path) -> None:
    """Takes out what was asked for longest ago, drafts of dead processes among them."""
    aged = sorted(((path.stat().st_mtime_ns, path) for path in folder.iterdir() if path.is_file()), reverse=True)
    for _, path in aged[_MOST:]:
        path.unlink(missing_ok=True)

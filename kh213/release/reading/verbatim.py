"""The files of a publication byte for byte as they were published, for whoever hands them on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kh213.release.cells.check import Rows
from kh213.release.issues import Issue, Unusable
from kh213.release.reading.package import DESCRIPTOR, read_package
from kh213.release.schema import TABLES


@dataclass(frozen=True)
class Verbatim:
    """The bytes of the descriptor and of every table by file name, and the rows of the tables as text."""

    files: Mapping[str, bytes]
    tables: Rows


@lru_cache(maxsize=4)
def verbatim(folder: Path, key: str) -> Verbatim:
    """The files of the release with that key, read once and kept: only known tables, each proved by its hash.

    Raises Unusable where the folder no longer holds that release whole.
    """
    release, tables = read_package(folder)
    try:
        files = {name: (folder / name).read_bytes() for name in (DESCRIPTOR, *(f"{table}.csv" for table in TABLES))}
    except OSError as error:
        raise Unusable(folder.name, [Issue(DESCRIPTOR, "unreadable", found=type(error).__name__)]) from error
    # Read again after the check: a file that was exchanged in between must not slip through.
    described = {item["path"]: item["hash"] for item in json.loads(files[DESCRIPTOR])["resources"]}
    changed = [name for name in described if name in files and described[name] != _sha256(files[name])]
    if changed or release.key != key or _sha256(files[DESCRIPTOR])[7:23] != key:
        raise Unusable(folder.name, [Issue(name, "not_as_published") for name in (*changed, DESCRIPTOR)])
    return Verbatim(files, tables)


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"

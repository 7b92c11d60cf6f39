"""A package for a new plan: a descriptor to be filled in, empty tables, and an invented example beside them."""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from kh213.release.reading.package import DESCRIPTOR
from kh213.release.schema import TABLES

EXAMPLE = "vi-du"

# Sheets of the workbook that is handed out which are no table: nobody's loss when they come back.
GUIDE_SHEET = "Hướng dẫn"
CODES_SHEET = "Danh mục mã"

_NO_NAMES = {
    "title": "",
    "title_en": "",
    "plan": {
        "name_vi": "",
        "name_en": "",
        "short_name_vi": "",
        "short_name_en": "",
        "lead_agency_code": None,
        "slug": "",
    },
}


def empty_descriptor() -> bytes:
    """The names of a plan, all still to be written: `check` refuses a package until they are."""
    return (json.dumps(_NO_NAMES, ensure_ascii=False, indent=2) + "\n").encode()


def example() -> dict[str, bytes]:
    """A small package of an invented province by file name; its figures are invented, and say so."""
    folder = files(__package__).joinpath("example")
    return {name: folder.joinpath(name).read_bytes() for name in (DESCRIPTOR, *(f"{table}.csv" for table in TABLES))}


def write_whole(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Writes files, by their path below a folder that is new or empty, all or nothing.

    Raises FileExistsError where the folder holds anything or is a file, OSError where it cannot be written.
    """
    folder = folder.resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.with_name(f".{folder.name}.new.{os.getpid()}")
    try:
        for path, content in contents.items():
            place = fresh / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        if folder.exists():
            folder.rmdir()
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)

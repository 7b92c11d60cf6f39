"""A session's desk: a folder of its own for what was handed in and what is made of it, cleared away at its end."""

from __future__ import annotations

import getpass
import shutil
import tempfile
import time
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from kh213.release.draft.mending import Change, fix
from publisher.preview import Preview

_PREFIX = f"kh213-publisher-{getpass.getuser()}-"
_A_DAY = 24 * 60 * 60
_LONGEST_NAME = 100


class HandedIn(NamedTuple):
    """A file from the browser: its name there, and its bytes."""

    name: str
    content: bytes


class Mended(NamedTuple):
    """A copy of the folder `of` in which what is certain was mended."""

    of: Path
    folder: Path
    changes: tuple[Change, ...]


class Desk:
    """The folder of one session, the copy that was mended, and the preview that runs for it.

    `kept` holds what work.py has worked out; `round` counts publications: each begins with an empty uploader.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_PREFIX))
        self.round = 0
        self.kept: dict[str, object] = {}
        self.mended: Mended | None = None
        self.preview: Preview | None = None
        self.previewed = ""

    def take(self, files: Iterable[HandedIn]) -> Path:
        """The folder that holds these very files, written once. Two files of one name both stay, for the check to see."""
        handed = list(files)
        folder = self.folder / f"draft-{_key(handed)}"
        if not folder.exists():
            fresh = self.new_folder()
            for file in handed:
                _free(fresh, _plain(file.name)).write_bytes(file.content)
            fresh.rename(folder)
        return folder

    def new_folder(self) -> Path:
        """An empty folder on the desk."""
        return Path(tempfile.mkdtemp(dir=self.folder))

    def mend(self, given: Path) -> None:
        """Puts a mended copy of a folder in its place."""
        out = self.new_folder()
        self.mended = Mended(given, out, tuple(fix(given, out)))

    def unmend(self) -> None:
        """Goes back to the folder as it was handed in."""
        self.mended = None

    def begin_anew(self) -> None:
        """Clears the desk of a draft that was published."""
        self.end_preview()
        self.mended = None
        self.kept.clear()
        self.round += 1

    def end_preview(self) -> None:
        """Ends the preview, if one runs."""
        if self.preview:
            self.preview.close()
            self.preview = None

    def close(self) -> None:
        """Ends the preview and removes the folder."""
        self.end_preview()
        shutil.rmtree(self.folder, ignore_errors=True)


@st.cache_resource(scope="session", on_release=Desk.close, show_spinner=False)
def desk() -> Desk:
    """The desk of the session that asks."""
    return Desk()


def sweep() -> None:
    """Removes the desks that a killed server left behind, a day after."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        try:
            old = time.time() - folder.stat().st_mtime > _A_DAY
        except OSError:
            continue
        if old:
            shutil.rmtree(folder, ignore_errors=True)


def _key(files: list[HandedIn]) -> str:
    found = sha256()
    for file in files:
        found.update(sha256(file.name.encode() + b"\0" + file.content).digest())
    return found.hexdigest()[:16]


def _plain(name: str) -> str:
    """A file's name without folders, whatever a browser sends."""
    last = name.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-_LONGEST_NAME:]
    return last if last.strip(". ") else "_"


def _free(folder: Path, name: str) -> Path:
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{Path(name).stem} ({number}){Path(name).suffix}"
    return path

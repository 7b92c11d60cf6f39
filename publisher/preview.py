"""The real public site in a process of its own, over the releases as they are and the draft as the newest of them.

`python -m publisher.preview PORT` is that process. It ends when its standard input does: however the publisher's page
goes away, killed or closed, the preview goes with it.
"""

import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Collection
from pathlib import Path

from kh213.release.publications import log
from kh213.release.reading.package import DESCRIPTOR

_ROOT = Path(__file__).parents[1]
_PATIENCE = 60  # seconds until a preview that says nothing has failed; a cold start takes some five


class NoPreview(RuntimeError):
    """The preview did not start."""


class Preview:
    """A running preview of one staged draft. Raises NoPreview where it does not come up."""

    def __init__(self, data: Path) -> None:
        self.port = _free_port()
        self._process = subprocess.Popen(  # noqa: S603  our own module
            [sys.executable, "-m", "publisher.preview", str(self.port)],
            cwd=_ROOT,
            env={**os.environ, "KH213_DATA": str(data), "KH213_URL": "", "KH213_PREVIEW": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,  # not its errors: they belong into the window that runs the page
        )
        if not self._comes_up():
            self.close()
            raise NoPreview

    def runs(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def close(self) -> None:
        """Ends the process."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _comes_up(self) -> bool:
        until = time.monotonic() + _PATIENCE
        while self.runs() and time.monotonic() < until:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=_PATIENCE).close()
            except OSError:
                time.sleep(0.2)
            else:
                return True
        return False


def overlay(root: Path, staged: Path, into: Path) -> Path:
    """A data folder like `root` with the staged release in it. What bears the staged one's date, or a later one, stays
    out: readers take the newest.
    """
    releases = into / "releases"
    releases.mkdir(parents=True)
    for entry in root.iterdir():
        if entry.name != "releases":
            _borrow(entry, into / entry.name)
    known = root / "releases"
    for entry in known.iterdir() if known.is_dir() else ():
        if _stays(entry, staged.name, log.withdrawn(root)):
            _borrow(entry, releases / entry.name)
    _borrow(staged, releases / staged.name)
    return into


def _stays(entry: Path, staged: str, withdrawn: Collection[str]) -> bool:
    """Whether something beside the releases, or one of them, stays in the preview of a release of the day `staged`."""
    if entry.name == log.LOG:
        return staged not in withdrawn  # the log would take the preview out of use
    return entry.name < staged and (entry / DESCRIPTOR).is_file()


def _borrow(entry: Path, to: Path) -> None:
    try:
        to.symlink_to(entry.absolute(), target_is_directory=entry.is_dir())
    except OSError:  # Windows lets only some accounts make links
        (shutil.copytree if entry.is_dir() else shutil.copy2)(entry, to)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _serve(port: str) -> None:
    from streamlit.web import cli  # noqa: PLC0415  the page that imports this module needs no second server

    threading.Thread(target=_end_with_the_page, daemon=True).start()
    cli.main(["run", "app.py", "--server.address=127.0.0.1", f"--server.port={port}"])


def _end_with_the_page() -> None:
    while os.read(sys.stdin.fileno(), 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    _serve(sys.argv[1])

"""The brotli forms of the fixed files, as small as they get: made once, kept on disk, and never waited for.

At the best quality the files that pages ask for take some seconds. So they are made when the site is set up (pack.py), or
else by one thread of the running site that works half of the time; until a form is there, gzip is sent. What is on disk
is proved by unpacking it: a file that is damaged, cut short or somebody else's is as good as none.
"""

import logging
import os
import queue
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import brotli

from kh213.site.sending.answers import Body
from kh213.site.sending.kept import folder

BEST = 11
_PATIENCE = 1.0  # seconds in which the end is noticed

_log = logging.getLogger(__name__)


class Fixed(Body):
    """A body whose brotli form is made by Packing, and is None until then."""

    @property
    def brotli(self) -> bytes | None:
        """The brotli form, as soon as there is one."""
        found: bytes | None = self.__dict__.get("packed")
        return found

    def now(self, packed: bytes) -> None:
        """From now on this is its brotli form."""
        self.__dict__["packed"] = packed


class Packing:
    """Finds or makes brotli forms. `places` are the folders where they may lie; the last one is written to."""

    def __init__(self, *places: Path) -> None:
        self.places = places
        self._waiting: queue.SimpleQueue[Fixed] = queue.SimpleQueue()
        self._told = False

    def take(self, body: Fixed) -> Fixed:
        """The same body: with its brotli form where that lies ready, else next in turn for `keep_on`."""
        if body.packs and body.brotli is None:
            found = next(filter(None, (_read(place, body) for place in self.places)), None)
            if found is None:
                self._waiting.put(body)
            else:
                body.now(found)
        return body

    def make(self, body: Fixed) -> None:
        """Makes the form, unless another process has done so meanwhile, and keeps it."""
        found = _read(self.places[-1], body)
        if found is None:
            found = brotli.compress(body.content, quality=BEST)
            self._keep(body, found)
        if len(found) < len(body.content):
            body.now(found)

    def keep_on(self, stop: threading.Event) -> None:
        """Makes what is taken and not there, one after the other, until `stop` is set. Run it in a thread of its own.

        After each it rests as long as that took, so that readers have a processor. Not a lower priority: a thread that is
        kept waiting while it holds Python's lock keeps all others waiting.
        """
        while not stop.is_set():
            try:
                body = self._waiting.get(timeout=_PATIENCE)
            except queue.Empty:
                continue
            began = time.monotonic()
            try:
                self.make(body)
            except Exception:  # noqa: BLE001  gzip is sent on
                _log.exception("a file could not be compressed")
            stop.wait(time.monotonic() - began)

    def _keep(self, body: Fixed, packed: bytes) -> None:
        try:
            write(self.places[-1], body, packed)
        except OSError as error:
            if not self._told:
                _log.warning("compressed files are not kept in %s: %s", self.places[-1], error)
            self._told = True


def installed() -> Path:
    """The folder beside the installed packages, for what is made when the site is set up."""
    return Path(sys.prefix) / "share" / "kh213" / "brotli"


def places() -> tuple[Path, Path]:
    """Where a running site looks, and last, where it keeps what it makes."""
    return installed(), folder("brotli")


def write(place: Path, body: Fixed, packed: bytes) -> None:
    """Keeps a form. All or nothing, whoever else writes: under another name first, then moved. Raises OSError."""
    place.mkdir(mode=0o755, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=place, prefix="draft-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(packed)
        Path(draft).chmod(0o644)  # who sets up and who serves may be two
        Path(draft).replace(place / _name(body))
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


def missing(place: Path, bodies: Iterable[Fixed]) -> list[Fixed]:
    """Those whose form does not lie there."""
    return [body for body in bodies if body.packs and _read(place, body) is None]


def _name(body: Fixed) -> str:
    return f"{body.tag}.br"


def _read(place: Path, body: Fixed) -> bytes | None:
    """The form that is kept, if it is one of these very bytes; it is unpacked no further than they are long."""
    try:
        path = place / _name(body)
        if path.stat().st_size > len(body.content):
            return None
        packed = path.read_bytes()
        unpacking = brotli.Decompressor()
        found = unpacking.process(packed, output_buffer_limit=len(body.content) + 1)
        return packed if found == body.content and unpacking.is_finished() else None
    except (OSError, brotli.error):
        return None

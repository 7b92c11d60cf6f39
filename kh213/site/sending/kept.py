"""Pictures that are drawn once and then kept on disk: bounded, shared by all readers, and never in their way.

What is asked for again comes from the folder. What is not there is made by one thread; whoever asks for the same
meanwhile waits for that one, without a thread of their own. Only so many different ones may wait: a stream of requests
for ever new pictures costs one thread and the folder's limit. Where nothing can be written (a full disk, a folder of
somebody else), pictures are made anew each time, and the log says so once.
"""

from __future__ import annotations

import asyncio
import logging
import os
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from anyio import to_thread

from kh213.release.cache import check_owner
from kh213.release.cache import folder as folder

LIMIT = 80_000_000  # bytes, surface.md
_BLOCK = 4096  # what a disk gives to the smallest file
_AFTER = 0.9  # of the limit: what a clean-up leaves
_DIGEST = 32

_log = logging.getLogger(__name__)


class Busy(Exception):
    """Too many pictures are waiting to be made. `seconds` is when to try again."""

    def __init__(self, seconds: int = 5) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Kept:
    """A folder of at most `limit` bytes; what was asked for longest ago goes first.

    `at_once` is how many pictures are made at a time, `waiting` how many more may wait for their turn.
    """

    def __init__(self, folder: Path, limit: int = LIMIT, at_once: int = 1, waiting: int = 8) -> None:
        self.folder, self.limit = folder, limit
        self._most = at_once + waiting
        self._makers = ThreadPoolExecutor(at_once, thread_name_prefix="pictures")
        self._jobs: dict[str, Future[bytes]] = {}
        self._lock, self._disk = threading.Lock(), threading.Lock()
        self._told = False

    async def get(self, key: str, make: Callable[[], bytes]) -> bytes:
        """The bytes of a key, from the folder or made now.

        Raises Busy, and whatever `make` raises: to all who wait for it, and nothing is kept of it.
        """
        name = sha256(key.encode()).hexdigest()
        found = await to_thread.run_sync(self._read, name)
        if found is not None:
            return found
        # Shielded: one reader who goes away does not take the picture from the others.
        return await asyncio.shield(asyncio.wrap_future(self._job(name, make)))

    def _job(self, name: str, make: Callable[[], bytes]) -> Future[bytes]:
        with self._lock:
            job = self._jobs.get(name)
            if job is None:
                if len(self._jobs) >= self._most:
                    raise Busy
                job = self._jobs[name] = self._makers.submit(self._made, name, make)
        return job

    def _made(self, name: str, make: Callable[[], bytes]) -> bytes:
        try:
            found = self._read(name)  # it may have come while this one waited
            if found is None:
                found = make()
                self._write(name, found)
            return found
        finally:
            with self._lock:
                self._jobs.pop(name, None)

    # ------------------------------------------------------------------------------------------------ the folder

    def _read(self, name: str) -> bytes | None:
        """What is kept, proved by its hash; asking for it makes it young again."""
        path = self.folder / name
        try:
            check_owner(self.folder)
            found = path.read_bytes()
            if sha256(found[_DIGEST:]).digest() != found[:_DIGEST]:
                path.unlink()
                return None
            os.utime(path)
        except OSError:
            return None
        return found[_DIGEST:]

    def _write(self, name: str, content: bytes) -> None:
        """All or nothing: under another name first, then moved into place."""
        if _room(len(content) + _DIGEST) > self.limit:
            return
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            check_owner(self.folder)
            with self._disk:
                self._make_room(_room(len(content) + _DIGEST))
                self._put(name, sha256(content).digest() + content)
        except OSError as error:
            if not self._told:
                _log.warning("pictures are not kept in %s: %s", self.folder, error)
            self._told = True

    def _put(self, name: str, content: bytes) -> None:
        handle, draft = tempfile.mkstemp(dir=self.folder, prefix="draft-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(draft).replace(self.folder / name)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def _make_room(self, wanted: int) -> None:
        """Takes out the oldest, drafts that a dead process left among them, until there is room for one more."""
        files = sorted(_files(self.folder))
        total = sum(size for _, size, _ in files) + wanted
        if total <= self.limit:
            return
        for _, size, path in files:
            Path(path).unlink(missing_ok=True)
            total -= size
            if total <= self.limit * _AFTER:
                return


@lru_cache(maxsize=4)
def hash_of(folders: tuple[Path, ...]) -> str:
    """One hash over all files: as a part of a key it says with which software and colours a picture was drawn."""
    found = sha256()
    for path in sorted(_all_files(folders)):
        found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def _all_files(folders: Iterable[Path]) -> Iterator[Path]:
    for each in folders:
        yield from (path for path in each.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _files(where: Path) -> Iterator[tuple[int, int, str]]:
    """Time, room and path of every file; another process may take one away meanwhile."""
    with os.scandir(where) as entries:
        for entry in entries:
            try:
                about = entry.stat(follow_symlinks=False)
            except FileNotFoundError:
                continue
            yield about.st_mtime_ns, _room(about.st_size), entry.path


def _room(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK

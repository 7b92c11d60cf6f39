"""Which publications exist, and the plan of each: the last good one keeps being served, whatever lies beside it."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from kh213.model.plan import Plan
from kh213.release.issues import Issue, Unusable
from kh213.release.publications import log
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.reading.read import read_plan

LATEST = "latest"
DEMO = "demo"

_log = logging.getLogger(__name__)


class NoPublication(LookupError):
    """No publication of that name exists, or none can be used at all: `unusable` then says what is wrong with it."""

    def __init__(self, ky: str, unusable: Unusable | None = None) -> None:
        self.ky = ky
        self.unusable = unusable
        super().__init__(ky)


class Withdrawn(NoPublication):
    """The publication of that name was taken out of use; `entry` of the log says when and why."""

    def __init__(self, ky: str, entry: log.Entry) -> None:
        self.entry = entry
        super().__init__(ky)


@dataclass(frozen=True, slots=True)
class Opened:
    """A plan to show, the folder it came from, and the publication that had to be passed over for it, if any."""

    plan: Plan
    folder: Path
    passed_over: Unusable | None = None


def data_root() -> Path:
    """The data folder: KH213_DATA, else data/ beside the package."""
    return Path(os.environ.get("KH213_DATA") or Path(__file__).parents[3] / "data")


def on_disk(root: Path) -> tuple[str, ...]:
    """The dates of all releases on disk, newest first, those of the future and those withdrawn among them."""
    folder = root / "releases"
    names = (entry.name for entry in folder.iterdir() if entry.is_dir()) if folder.is_dir() else ()
    return tuple(sorted((name for name in names if _is_day(name)), reverse=True))


def releases(root: Path, today: date) -> tuple[str, ...]:
    """The dates of all releases in use, newest first; one dated in the future is not served before its day."""
    withdrawn = log.withdrawn(root)
    return tuple(name for name in on_disk(root) if date.fromisoformat(name) <= today and name not in withdrawn)


def last_withdrawn(root: Path) -> str | None:
    """The date of the newest release where every one was taken out of use: what a new one can be made from."""
    names = on_disk(root)
    return names[0] if names and log.withdrawn(root).keys() >= set(names) else None


def has_demo(root: Path) -> bool:
    """Whether a data folder holds illustrative figures: a site may have none."""
    return (root / DEMO / DESCRIPTOR).is_file()


# What was served last from a data folder, releases and demo apart: it goes on being served from memory when
# nothing of its kind on disk can be used any more (a folder overwritten in place, a mount that went away).
_last_good: dict[tuple[Path, bool], Opened] = {}


def open_publication(root: Path, ky: str, today: date) -> Opened:
    """Opens "latest", a release date or "demo".

    A release that cannot be used gives way to the newest good one, named in `passed_over`. The demo and the releases
    never stand in for each other. Raises Withdrawn for a release taken out of use, NoPublication for a name that does
    not exist, and where nothing can be used.
    """
    withdrawals = log.withdrawals(root)
    if ky in withdrawals:
        raise Withdrawn(ky, withdrawals[ky])
    candidates = _candidates(root, ky, today)
    if not candidates and ky != LATEST:
        raise NoPublication(ky)
    passed_over: Unusable | None = None
    for folder in candidates:
        found = _read(folder, stamp(folder))
        if isinstance(found, Plan):
            opened = Opened(found, folder, passed_over)
            _last_good[root, ky == DEMO] = opened
            return opened
        passed_over = passed_over or found
    last = _last_good.get((root, ky == DEMO))
    too_new = last is not None and ky != DEMO and last.plan.release.day > today  # it was opened for a later day
    if last is None or too_new or last.folder.name in withdrawals:
        raise NoPublication(ky, passed_over) from passed_over
    return replace(last, passed_over=passed_over or Unusable(ky, [Issue(DESCRIPTOR, "unreadable")]))


def _candidates(root: Path, ky: str, today: date) -> tuple[Path, ...]:
    """The folders that may answer to a name, the one asked for first; none for a name that does not exist."""
    if ky == DEMO:
        return (root / DEMO,)
    names = releases(root, today)
    if ky in names:
        names = (ky, *(name for name in names if name != ky))
    elif ky != LATEST:
        names = ()
    return tuple(root / "releases" / name for name in names)


def _is_day(name: str) -> bool:
    try:
        return date.fromisoformat(name).isoformat() == name
    except ValueError:
        return False


Stamp = tuple[tuple[str, int, int], ...]


def stamp(folder: Path) -> Stamp:
    """Name, time and size of every file: while they stay, so does what was read, and so does what was found wrong."""
    try:
        with os.scandir(folder) as entries:
            files = [(entry.name, entry.stat()) for entry in entries]
    except OSError:
        return ()
    return tuple(sorted((name, stat.st_mtime_ns, stat.st_size) for name, stat in files))


@lru_cache(maxsize=16)
def _read(folder: Path, _files: Stamp) -> Plan | Unusable:
    try:
        plan = read_plan(folder)
    except Unusable as error:
        _log.error("%s is not served: %s", folder, error)
        return error
    demo = folder.name == DEMO
    if plan.release.illustrative != demo:
        return Unusable(folder.name, [Issue(DESCRIPTOR, "wrong_status", column="status", found=plan.release.status)])
    if not demo and plan.release.day.isoformat() != folder.name:
        version = plan.release.day.isoformat()
        return Unusable(folder.name, [Issue(DESCRIPTOR, "wrong_version", column="version", found=version)])
    return plan

"""A release is added whole or not at all, and taken out of use without being touched (docs/decisions/0031, 0032)."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

from kh213.model.plan import PlanName, Release, Text
from kh213.release import durable, reasons
from kh213.release.cells.check import Row, Rows
from kh213.release.issues import Progress, Unusable, silent
from kh213.release.publications import log, store
from kh213.release.reading.package import DESCRIPTOR, descriptor_of, read_package, write_descriptor, write_table
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES

LONGEST_REASON = 500

_STAGING = ".staging-"
_STEP = 5_000  # rows between two words on how far it is


class RefusedToPublish(Exception):
    """Nothing was changed. `code` says why (`publish_refused.<code>` of words), `found` what fills its sentence in."""

    def __init__(self, code: str, **found: date | str | tuple[date, ...]) -> None:
        super().__init__(code, found)
        self.code, self.found = code, found


def stage(
    into: Path, tables: Rows, day: date, status: str, title: Text, plan_name: PlanName, tell: Progress = silent
) -> None:
    """Writes a whole package, row by row and down to the disk, into a folder that is new or empty.

    Raises FileExistsError where it holds anything, OSError where it cannot be written; what was written then stays.
    """
    into.mkdir(parents=True, exist_ok=True)
    if any(into.iterdir()):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(into))
    total, written = sum(map(len, tables.values())), 0
    proofs = {}
    for table in TABLES.values():
        rows = tables[table.name]
        proofs[table.name] = write_table(into, table, _told(rows, written, total, tell))
        written += len(rows)
    write_descriptor(into, descriptor_of(proofs, tables["sources"], day, status, title, plan_name))
    durable.names_to_disk(into)


def publish(
    root: Path,
    day: date,
    tables: Rows,
    title: Text,
    plan_name: PlanName,
    tell: Progress = silent,
    *,
    base: Release | None = None,
) -> Path:
    """Adds the release of a day to a data folder, all or nothing, and gives its folder.

    `base` is the release that a draft was completed from: it must still be the newest, or what another one published
    meanwhile would be lost. Raises RefusedToPublish, and Unusable for tables that would not make a good release.
    """
    with _written(root) as releases:
        refuse(root, day, base)
        _refuse_other_plan(root, plan_name)
        staging = releases / f"{_STAGING}{day.isoformat()}"
        stage(staging, tables, day, "published", title, plan_name, tell)
        tell("reading_back", 0, 1)
        read_plan(staging)
        _refuse_unchanged(root, staging)
        folder = releases / day.isoformat()
        # The log is on the disk before the release counts: what is left to do then is two renames, which need no room.
        log.prepare(root, [_entry(log.PUBLISHED, staging, day.isoformat())])
        staging.rename(folder)
        with suppress(OSError):  # it is published, come what may: the next command records what this one could not
            durable.names_to_disk(releases)
            log.put_in_place(root)
    return folder


def refuse(root: Path, day: date, base: Release | None) -> None:
    """Raises the RefusedToPublish of a date that cannot be had, or of a base that is no longer the newest release."""
    if day.isoformat() in log.withdrawn(root):
        raise RefusedToPublish("date_withdrawn", day=day)
    recorded = {entry.release for entry in log.entries(root)}
    if (root / "releases" / day.isoformat()).exists() or day.isoformat() in recorded:
        raise RefusedToPublish("date_taken", day=day)
    newest = _newest(root)
    if newest and day < newest:
        raise RefusedToPublish("not_after_newest", day=day, newest=newest)
    if base and base.day != newest:
        _refuse_base(root, base.day, newest)


def withdraw(root: Path, day: date, why: str) -> None:
    """Takes a release out of use for good, for a reason that its address tells from then on; nothing is deleted.

    Raises RefusedToPublish.
    """
    reason, release = _one_line(why), day.isoformat()
    if not reason:
        raise RefusedToPublish("reason_missing", day=day)
    if len(reason) > LONGEST_REASON:
        raise RefusedToPublish("reason_too_long", longest=str(LONGEST_REASON))
    if release not in store.on_disk(root):
        existing = tuple(map(date.fromisoformat, store.releases(root, date.max)))
        raise RefusedToPublish("unknown_release", day=day, existing=existing)
    with _written(root) as releases:
        known = log.withdrawn(root)
        if release in known:
            raise RefusedToPublish("already_withdrawn", day=day, why=known[release])
        log.prepare(root, [_entry(log.WITHDRAWN, releases / release, release, reason)])
        log.put_in_place(root)


def record(root: Path) -> None:
    """Writes into the log what was published without it: before there was one, or when a machine fell over.

    Raises RefusedToPublish.
    """
    with _written(root):
        pass


@contextmanager
def _written(root: Path) -> Iterator[Path]:
    """The folder of releases for one writer at a time, after what a writer that fell over has left is put in order."""
    releases = root / "releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        with durable.alone(releases):
            _clear(root)
            _record(root)
            try:
                yield releases
            finally:
                _clear(root)
    except durable.Busy as busy:
        raise RefusedToPublish("busy") from busy
    except OSError as error:
        why = reasons.reason(error)
        code = why if why == reasons.NO_ROOM else "not_written"
        raise RefusedToPublish(code, folder=str(releases), reason=why) from error


def _clear(root: Path) -> None:
    log.discard(root)
    for left in (root / "releases").glob(f"{_STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _record(root: Path) -> None:
    known = {entry.release for entry in log.entries(root) if entry.action == log.PUBLISHED}
    folders = [root / "releases" / name for name in reversed(store.on_disk(root)) if name not in known]
    found = [_entry(log.PUBLISHED, folder, folder.name) for folder in folders if (folder / DESCRIPTOR).is_file()]
    if found:
        log.prepare(root, found)
        log.put_in_place(root)


def _refuse_base(root: Path, base: date, newest: date | None) -> NoReturn:
    if newest is None or base.isoformat() not in store.releases(root, date.max):
        raise RefusedToPublish("base_gone", base=base)
    broken = store.open_publication(root, newest.isoformat(), date.max).passed_over
    raise RefusedToPublish("newest_unusable" if broken else "base_moved", base=base, newest=newest)


def _refuse_other_plan(root: Path, plan_name: PlanName) -> None:
    """A data folder publishes one plan: the address that readers know must not turn to another one's promises."""
    newest = _newest(root)
    found = _described(root / "releases" / newest.isoformat()) if newest else None
    if found and found["plan"]["slug"] != plan_name.slug:
        raise RefusedToPublish("other_plan", own=found["plan"]["slug"], other=plan_name.slug)


def _refuse_unchanged(root: Path, staging: Path) -> None:
    newest = _newest(root)
    if newest and _seen(root / "releases" / newest.isoformat()) == _seen(staging):
        raise RefusedToPublish("nothing_changes", newest=newest)


def _newest(root: Path) -> date | None:
    """The day of the newest release in use, whether it is shown yet or not."""
    return next(map(date.fromisoformat, store.releases(root, date.max)), None)


def _seen(folder: Path) -> list[Any] | None:
    """What sets two releases apart but for their day: names, and the hash of every table. None where it is broken."""
    found = _described(folder)
    if found is None:
        return None
    names = [found[name] for name in ("title", "title_en", "plan")]
    return [*names, {item["name"]: item["hash"] for item in found["resources"]}]


def _described(folder: Path) -> Any:
    """The descriptor of a release that can be used; None where it is broken."""
    try:
        read_package(folder)
        return json.loads((folder / DESCRIPTOR).read_bytes())
    except (Unusable, OSError, ValueError):
        return None


def _entry(action: str, folder: Path, release: str, why: str = "") -> log.Entry:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    descriptor = folder / DESCRIPTOR
    digest = hashlib.sha256(descriptor.read_bytes()).hexdigest() if descriptor.is_file() else ""
    return log.Entry(now, action, release, digest, why)


def _one_line(text: str) -> str:
    """A text on one line, without what cannot be seen: it stands in a line of the log, on pages and in plain text."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _told(rows: Sequence[Row], before: int, total: int, tell: Progress) -> Iterator[Row]:
    for number, row in enumerate(rows):
        if number % _STEP == 0:
            tell("writing", before + number, total)
        yield row

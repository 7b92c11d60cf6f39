"""What the page works out for a session: each thing once, for as long as what it was worked out from stays."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

import streamlit as st

from kh213.release.checking.folder import Report, check_folder
from kh213.release.comparing.diff import Difference, difference
from kh213.release.draft.reading import Unreadable
from kh213.release.issues import Progress
from kh213.release.publications import log, store
from kh213.release.publications.publishing import stage
from kh213.words import Words, formats
from publisher.desk import Desk
from publisher.preview import Preview, overlay


@dataclass(frozen=True)
class Checked:
    """A draft that was checked for a day. `name` is another one as soon as a file, the day, the newest release or the
    leave to lose rows is; `report` is None where the folder holds no table.
    """

    name: str
    day: date
    report: Report | None


def checked(w: Words, desk: Desk, folder: Path, day: date, *, rows_may_go: bool) -> Checked:
    """The report on a folder as it stands now, against the newest release as it stands now.

    `rows_may_go` where somebody said that most rows of a table are deleted on purpose.
    """
    name = draft_name(folder, day) + ("-rows-may-go" if rows_may_go else "")
    known = desk.kept.get("checked")
    if isinstance(known, Checked) and known.name == name:
        return known
    report = None
    with _told(w) as tell, suppress(Unreadable):
        report = check_folder(folder, store.data_root(), day, tell, rows_may_go=rows_may_go)
    found = Checked(name, day, report)
    desk.kept["checked"] = found
    return found


def changed(w: Words, desk: Desk, found: Checked, report: Report) -> Difference | None:
    """What readers will see change; None for a first release."""
    if report.base is None:
        return None
    name = f"changes of {found.name}"
    known = desk.kept.get(name)
    if not isinstance(known, Difference):
        with _told(w) as tell:
            known = difference(report.base.folder, _staged(desk, found, report, found.day), tell)
        desk.kept[name] = known
    return known


def preview(desk: Desk, found: Checked, report: Report, today: date) -> None:
    """Starts the preview of a draft in place of the one that runs. Raises NoPreview."""
    desk.end_preview()
    staged = _staged(desk, found, report, min(found.day, today))
    desk.preview, desk.previewed = Preview(overlay(store.data_root(), staged, desk.new_folder())), found.name


def default_day(root: Path, today: date) -> date:
    """Today, or the day after the newest release where today is taken."""
    taken = {entry.release for entry in log.entries(root)} | set(store.releases(root, date.max))
    newest = max((date.fromisoformat(name).toordinal() for name in taken), default=0)
    return max(today, date.fromordinal(newest + 1))


def draft_name(folder: Path, day: date) -> str:
    """A name for these very files, this day and the newest release as they stand now."""
    files = sorted((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in folder.iterdir())
    try:
        base = store.open_publication(store.data_root(), store.LATEST, day).plan.release.key
    except store.NoPublication:
        base = ""
    return sha256(repr((str(folder), files, day, base)).encode()).hexdigest()[:16]


@contextmanager
def _told(w: Words) -> Iterator[Progress]:
    """A Progress that fills a bar on the page."""
    place = st.empty()

    def tell(what: str, done: int, total: int) -> None:
        place.progress(min(done / total, 1.0) if total else 1.0, formats.progress(w, what, done, total))

    try:
        yield tell
    finally:
        place.empty()


def _staged(desk: Desk, found: Checked, report: Report, day: date) -> Path:
    """The release that a report without problems would become on a day, on the desk."""
    folder = desk.folder / f"staged-{found.name}" / day.isoformat()
    if not folder.exists() and report.tables and report.title and report.plan_name:
        fresh = desk.new_folder()
        stage(fresh, report.tables, day, "published", report.title, report.plan_name)
        folder.parent.mkdir(exist_ok=True)
        fresh.rename(folder)
    return folder

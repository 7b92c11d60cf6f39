"""What the publisher's page says of what was done: what was mended, published, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from kh213.release.draft.mending import Change
from kh213.release.issues import Issue
from kh213.release.publications import log
from kh213.view import addresses
from kh213.words import Words, formats, issues


@dataclass(frozen=True, slots=True)
class LogRow:
    """One line of the log, in words."""

    when: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Done:
    """A release that was just published or withdrawn: its addresses on the public site, and where it lies."""

    said: str
    heading: str
    addresses: tuple[str, ...]
    where: tuple[str, ...]


def change_line(w: Words, change: Change) -> str:
    """One change of a mended copy: where, from what, to what; of a whole file, what was wrong with it."""
    issue = Issue(change.table, change.code, change.row, change.column, change.old, change.new, change.file)
    if change.column is None:
        return f"{issues.where(w, issue)}: {issues.sentence(w, issue)}"
    old, new = formats.excerpt(change.old), formats.excerpt(change.new)
    return w("publisher.change", where=issues.where(w, issue), old=old, new=new)


def log_view(w: Words, entries: Iterable[log.Entry]) -> tuple[LogRow, ...]:
    """The log, newest first."""
    return tuple(LogRow(_moment(w, entry.recorded_at), _what(w, entry), entry.why) for entry in entries)[::-1]


def done_view(w: Words, entry: log.Entry, folder: Path, site: str, today: date) -> Done:
    """What the last line about a release says. `site` is the public site's own address, "" where nobody gave it."""
    pages = (addresses.page("overview", ky=entry.release), addresses.data_package(entry.release))
    release, kind = date.fromisoformat(entry.release), entry.action
    day = formats.day(w, release)
    later = kind == log.PUBLISHED and release > today
    where = [w("publisher.day_future", day=day)] if later else []
    where.append(w(f"publisher.where_{'later' if later else kind}", folder=folder))
    return Done(
        said=w(f"publisher.done_{kind}", day=day),
        heading=w(f"publisher.addresses_{kind}"),
        addresses=tuple(site + page for page in pages),
        where=tuple(where),
    )


def _what(w: Words, entry: log.Entry) -> str:
    return w(f"publisher.log_{entry.action}", day=formats.day(w, date.fromisoformat(entry.release)))


def _moment(w: Words, text: str) -> str:
    """A moment as it was recorded, in its own zone; whatever else stands there, as it stands."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return formats.excerpt(text)
    return f"{formats.day(w, moment.date())} {moment:%H:%M}"

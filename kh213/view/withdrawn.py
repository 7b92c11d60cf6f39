"""What stands at the address of a publication that was taken out of use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from kh213.release.publications.log import Entry
from kh213.view.reader import Link, Reader
from kh213.words import Words, formats


@dataclass(frozen=True, slots=True)
class WithdrawnPage:
    title: str
    when: str
    why: str
    newest: Link


def withdrawn_page(reader: Reader, entry: Entry, address: str) -> WithdrawnPage:
    """The page of a withdrawn publication; the reader sees the newest, whose view lies at `address`."""
    w = reader.w
    newest = w("withdrawn.to_newest", day=formats.day(w, reader.plan.release.day))
    return WithdrawnPage(
        title=w("withdrawn.title", day=_release(w, entry)),
        when=w("withdrawn.when", day=_recorded(w, entry)),
        why=w("withdrawn.why", why=entry.why),
        newest=Link(newest, address),
    )


def withdrawals(w: Words, entries: Iterable[Entry]) -> tuple[str, ...]:
    """A sentence for every withdrawn publication, the newest first."""
    return tuple(
        w("withdrawn.one", release=_release(w, entry), day=_recorded(w, entry), why=entry.why)
        for entry in sorted(entries, key=lambda entry: entry.release, reverse=True)
    )


def _release(w: Words, entry: Entry) -> str:
    return formats.day(w, date.fromisoformat(entry.release))


def _recorded(w: Words, entry: Entry) -> str:
    return formats.day(w, datetime.fromisoformat(entry.recorded_at).date())

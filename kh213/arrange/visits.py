"""One look at the site: who reads what, in which language and publication, as of which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kh213.arrange.asked import Asked
from kh213.arrange.published import has_demo, is_official, is_preview, publications, today
from kh213.release.publications import log, store
from kh213.view import addresses
from kh213.view.frame import Frame, Notice, frame
from kh213.view.reader import FIRST_DAY, Link, Reader
from kh213.words import LANGUAGES, Words, formats, words


@dataclass(frozen=True)
class Visit:
    """One look at the site: the reader, and what must be said about the address that was asked for.

    `withdrawn` is the publication that it named, where that was taken out of use; the reader sees the newest then.
    """

    asked: Asked
    reader: Reader
    notices: tuple[Notice, ...]
    withdrawn: log.Entry | None = None


def visit(asked: Asked) -> Visit:
    """Reads the address. What it gets wrong is told in a notice, and the default stands in its place.

    Raises store.NoPublication where there is nothing at all to show.
    """
    notices: list[Notice] = []
    w = _language(asked, notices)
    gone = log.withdrawals(store.data_root()).get(asked("ky"))
    ky, opened = _publication(w, store.LATEST if gone else asked("ky") or store.LATEST, notices)
    as_of = _as_of(asked("tai"), w, opened.plan.release.day, notices)
    return Visit(asked, Reader(opened.plan, w, ky, as_of), tuple(notices), gone)


def framed(look: Visit) -> Frame:
    """The frame of a page for this visit."""
    asked = look.asked
    return frame(
        look.reader,
        asked.page,
        asked.own(),
        publications(),
        is_official(),
        addresses.site(),
        demo=has_demo(),
        preview=is_preview(),
    )


def _language(asked: Asked, notices: list[Notice]) -> Words:
    lang = asked("lang")
    if not lang or lang in LANGUAGES:
        w = words(lang or LANGUAGES[0])
    else:
        w = words(LANGUAGES[0])
        notices.append(Notice(w("notice.unknown_language", found=formats.excerpt(lang))))
    notices.extend(Notice(w("notice.repeated_parameter", found=formats.excerpt(name))) for name in asked.repeated())
    return w


def _publication(w: Words, ky: str, notices: list[Notice]) -> tuple[str, store.Opened]:
    root = store.data_root()
    existing = publications()
    try:
        opened = store.open_publication(root, ky, today())
    except store.NoPublication:
        known = ", ".join(_day(w, name) for name in existing)
        notices.append(Notice(w("notice.unknown_publication", found=formats.excerpt(ky), existing=known)))
        ky = store.LATEST
        opened = store.open_publication(root, ky, today())
    shown = opened.plan.release.day.isoformat()
    if opened.passed_over:
        found = opened.passed_over.release
        key = "notice.broken_publication" if found in existing and found != shown else "notice.from_memory"
        notices.append(Notice(w(key, found=_day(w, found), shown=_day(w, shown))))
    if ky in existing[1:]:
        lang = w.lang if w.lang != LANGUAGES[0] else None
        newest = addresses.page("overview", lang=lang)
        changes = Link(w("notice.to_changes"), addresses.page("changes", tu=ky, lang=lang))
        text = w("notice.older_publication", shown=_day(w, shown), newest=_day(w, existing[0]))
        notices.append(Notice(text, newest, w("notice.to_newest"), (changes,)))
    return ky, opened


def _day(w: Words, name: str) -> str:
    """The date that a release is named after, as the reader writes it; the name itself where it is none."""
    try:
        return formats.day(w, date.fromisoformat(name))
    except ValueError:
        return formats.excerpt(name)


def _as_of(text: str, w: Words, release_day: date, notices: list[Notice]) -> date:
    shown = formats.day(w, release_day)
    try:
        day = date.fromisoformat(text) if text else release_day
    except ValueError:
        notices.append(Notice(w("notice.bad_day", found=formats.excerpt(text), shown=shown)))
        return release_day
    if day > release_day:
        notices.append(Notice(w("notice.day_too_late", found=formats.day(w, day), shown=shown)))
        return release_day
    if day < FIRST_DAY:
        first = formats.day(w, FIRST_DAY)
        notices.append(Notice(w("notice.day_too_early", found=formats.day(w, day), first=first, shown=shown)))
        return release_day
    return day

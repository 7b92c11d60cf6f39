"""Đối chiếu: which conclusions of a whole printed publication still hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kh213.release.comparing.standing import Standing
from kh213.view.figures.judgement import Judgement, judgement
from kh213.view.reader import Link, Reader
from kh213.view.verify.asked import Subject, named, place_name
from kh213.view.verify.page import newest_reader, promise_words, to_changes
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Row:
    """One printed conclusion; `now` is None where there is no other. `said` is what became of it."""

    target: Link
    printed: Judgement
    now: Judgement | None
    said: str


@dataclass(frozen=True, slots=True)
class VerifyAllPage:
    """`compared` is false where nothing can be said but what the newest publication, or an invented one, concludes."""

    title: str
    about: str
    said: str
    compared: bool
    day: str
    rows: tuple[Row, ...]
    links: tuple[Link, ...]


def verify_all_page(reader: Reader, asked: Subject, found: Sequence[Standing]) -> VerifyAllPage:
    """The page where the address names a publication, perhaps an area, and no target."""
    w, day = reader.w, reader.plan.release.day
    title, said = _words(reader, found)
    province = asked.area_code == reader.plan.areas.province.code
    return VerifyAllPage(
        title=title,
        about="" if province or not found else place_name(reader, found[0].printed),
        said=said if found else w("verify.no_figure"),
        compared=named(reader),
        day=formats.day(w, day),
        rows=tuple(_row(reader, asked, each) for each in found),
        links=tuple(to_changes(reader, found[0])) if found else (),
    )


def _words(reader: Reader, found: Sequence[Standing]) -> tuple[str, str]:
    w, day = reader.w, formats.day(reader.w, reader.plan.release.day)
    if reader.plan.release.illustrative:
        return w("page.verify.title"), w("verify.invented_said")
    if not named(reader) or not found:
        return w("page.verify.title"), w("verify.unnamed", day=day)
    newest = formats.day(w, found[0].newest.release.day)
    other = sum(not each.holds for each in found)
    if not other:
        return w("verify.all_current", day=day), w("verify.all_current_said", day=newest)
    key = "verify.all_replaced_one" if other == 1 else "verify.all_replaced"
    return w(key, day=day, n=other, all=len(found)), w("verify.all_replaced_said", day=newest)


def _row(reader: Reader, asked: Subject, found: Standing) -> Row:
    code = found.printed.target.code
    place = asked.area_code if asked.area_code != reader.plan.areas.province.code else None
    link = Link(reader.promises()[code], reader.link("verify", ma=code, noi=place))
    now = None if found.holds or found.now is None else judgement(newest_reader(reader, found), found.now)
    return Row(link, judgement(reader, found.printed), now, _said(reader, found))


def _said(reader: Reader, found: Standing) -> str:
    """What became of one printed conclusion."""
    w = reader.w
    if found.replaced_on is None:
        return w("verify.row_holds")
    day = formats.day(w, found.replaced_on)
    if found.now is None:
        return w("verify.row_gone", day=day)
    changed = [promise_words(newest_reader(reader, found), found.now)] if found.promise_changed else []
    return " ".join([*(f"{each}." for each in changed), w("verify.row_replaced", day=day)])

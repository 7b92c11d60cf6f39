"""Which two publications the page Thay đổi compares, and what it says where there are not two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kh213.view import addresses
from kh213.view.reader import Link, Reader
from kh213.words import LANGUAGES, Words, formats


@dataclass(frozen=True, slots=True)
class Choice:
    """A publication to choose, by its date."""

    ky: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """The form that chooses the two publications: where it leads, and why the address's own choice does not hold."""

    path: str
    old: tuple[Choice, ...]
    new: tuple[Choice, ...]
    refused: str


@dataclass(frozen=True, slots=True)
class Uncompared:
    """Why there is nothing to compare, and where to go."""

    said: str
    way: Link


def earlier(reader: Reader, publications: Sequence[str], asked: str) -> str | None:
    """The date of the publication that the reader's is compared with: the one asked for where it is an earlier one,
    else the one before. None where there is none before, and for invented figures. `publications` are all dates.
    """
    release = reader.plan.release
    before = [day for day in publications if day < release.day.isoformat() and not release.illustrative]
    return asked if asked in before else max(before, default=None)


def uncompared(reader: Reader, publications: Sequence[str]) -> Uncompared:
    """The page where `earlier` finds none, and for invented figures, which are never compared with real ones."""
    w, release = reader.w, reader.plan.release
    lang = reader.kept()["lang"]
    if release.illustrative:
        return Uncompared(w("changes.illustrative"), Link(w("changes.see_real"), addresses.page("changes", lang=lang)))
    day = formats.day(w, release.day)
    if len(publications) > 1:
        return Uncompared(
            w("changes.first", day=day), Link(w("changes.see_newest"), addresses.page("changes", lang=lang))
        )
    return Uncompared(w("changes.alone", day=day), Link(w("page.data.title"), reader.link("data")))


def choices(reader: Reader, publications: Sequence[str], old: str, asked: str) -> Choices:
    """The form, with the publication of the date `old` chosen to compare with. `publications` are the dates of all,
    newest first; `asked` is what the address wanted to compare with, "" where it did not say.
    """
    w, here = reader.w, reader.plan.release.day.isoformat()

    def named(days: Sequence[str], chosen: str) -> tuple[Choice, ...]:
        return tuple(Choice(day, _day(w, day), day == chosen) for day in days)

    return Choices(
        path=addresses.page("changes", lang=w.lang if w.lang != LANGUAGES[0] else None),
        old=named(publications[1:], old),
        new=named(publications[:-1], here),
        refused="" if asked in {"", old} else w("changes.unknown", found=formats.excerpt(asked), shown=_day(w, old)),
    )


def withdrawn_lines(w: Words, withdrawn: Mapping[str, str]) -> tuple[str, ...]:
    """The releases that nothing is compared with any more, newest first, each with the reason; `withdrawn` is by date."""
    return tuple(
        w("changes.withdrawn", day=_day(w, day), why=why) for day, why in sorted(withdrawn.items(), reverse=True)
    )


def _day(w: Words, name: str) -> str:
    return formats.day(w, date.fromisoformat(name))

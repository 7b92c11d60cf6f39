"""What search engines should know: under which address each page stands for good, and which pages there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kh213.view.area.places import asked_area
from kh213.view.pages import PAGES
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, words

# A page that only says something about what somebody holds already, and one that is that of its first target.
_NOT_LISTED = frozenset({"verify", "indicator"})


def canonical(reader: Reader, page: str, query: Mapping[str, str]) -> str:
    """The address of what a page is about: its target or place, without day, publication, search and the like.

    `reader` looks at the newest publication. Only what exists is taken from the `query`.
    """
    plan, code = reader.plan, query.get("ma", "").strip()
    if page == "area":
        area = asked_area(reader, code, query.get("luc", "")) if code else None
        return reader.place(area).href if area else reader.link(page)
    known = {"indicator": plan.targets.keys(), "map": plan.targets.keys() | plan.indicators.keys()}
    subject = next((each for each in (code.upper(), code) if each in known.get(page, ())), None)
    if page == "indicator" and subject is None:
        subject = next(iter(plan.targets), None)  # which the page then shows
    return reader.link(page, ma=subject)


def pages(reader: Reader) -> tuple[str, ...]:
    """Every page there is, every target's, and that of every place in force on the day of the publication."""
    return tuple(_pages(reader))


def languages(reader: Reader) -> dict[str, Reader]:
    """The same reader in every language."""
    return {lang: replace(reader, w=words(lang)) for lang in LANGUAGES}


def _pages(reader: Reader) -> Iterator[str]:
    areas, day = reader.plan.areas, reader.plan.release.day
    yield from (reader.link(page.name) for page in PAGES if page.name not in _NOT_LISTED)
    yield from (reader.link("indicator", ma=code) for code in reader.plan.targets)
    for level in ("province", "district", "commune"):
        yield from (reader.place(area).href for area in areas.on(day, level))

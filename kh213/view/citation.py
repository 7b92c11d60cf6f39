"""How a publication, or one of its targets, is cited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kh213.view import addresses
from kh213.view.reader import Link, Reader
from kh213.words import LANGUAGES, formats

ENDINGS = ("txt", "bib", "ris")


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited. `path` is its address below the site's own, `site` that one ("" where nobody said)."""

    key: str
    author: str
    title: str
    day: date
    site: str
    path: str
    reader: Reader

    @property
    def address(self) -> str:
        """The whole address, with a blank to fill in where the site's own is not known."""
        return (self.site or self.reader.w("data.own_address")) + self.path


@dataclass(frozen=True, slots=True)
class Citation:
    """The line to copy, and the same as files for whoever keeps their references in a program."""

    line: str
    files: tuple[Link, ...]


def work(reader: Reader, site: str, target_code: str = "") -> Work | None:
    """The publication that the reader sees, or one target in it; None for invented figures: nobody is to cite them."""
    release, w = reader.plan.release, reader.w
    if release.illustrative:
        return None
    day, lang = release.day.isoformat(), w.lang if w.lang != LANGUAGES[0] else None
    name, title = reader.say(release.plan_name.short_name), reader.say(release.title)
    path = addresses.page("data", ky=day, lang=lang)
    if target_code:
        title = w("citing.target", target=reader.promises()[target_code], plan=reader.say(release.plan_name.name))
        path = addresses.page("indicator", ma=target_code, ky=day, lang=lang)
    return Work(
        key="-".join(filter(None, (release.name, target_code))),
        author=w("frame.site", plan=name),
        title=title,
        day=release.day,
        site=site,
        path=path,
        reader=reader,
    )


def line(cited: Work, accessed: date | None) -> str:
    """The citation in one line; without a day of access, a blank to fill in."""
    w = cited.reader.w
    return w(
        "citing.line",
        title=cited.title,
        day=formats.day(w, cited.day),
        accessed=formats.day(w, accessed) if accessed else w("citing.day_left"),
        address=cited.address,
    )


def citation(reader: Reader, site: str, today: date, target_code: str = "") -> Citation:
    """What a page offers: the line with today's date, and the files; for invented figures that they are not to be
    cited.
    """
    cited = work(reader, site, target_code)
    if cited is None:
        return Citation(reader.w("data.citation_illustrative"), ())
    day, lang = cited.day.isoformat(), reader.kept()["lang"]
    files = tuple(
        Link(reader.w(f"citing.file.{ending}"), addresses.data_citation(day, ending, target_code, lang))
        for ending in ENDINGS
    )
    return Citation(line(cited, today), files)

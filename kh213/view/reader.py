"""Who is looking at what: the plan, the language, the publication and the day asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from kh213.model.areas import Area
from kh213.model.plan import Observation, Plan, Source, Text
from kh213.model.search import last_day
from kh213.model.verdict import Verdict, Verdicts
from kh213.release.publications.store import LATEST
from kh213.view import addresses
from kh213.words import LANGUAGES, Words, formats

FIRST_DAY = date(2010, 1, 1)  # before it nothing about any plan in the data could have been known


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads somewhere; `href` is empty where there is nowhere to go."""

    text: str
    href: str = ""


@dataclass(frozen=True)
class Reader:
    """The choices that every page shares. `ky` is what the address asked for: latest, a release date or demo."""

    plan: Plan
    w: Words
    ky: str
    as_of: date

    @property
    def day_moved(self) -> bool:
        return self.as_of != self.plan.release.day

    @property
    def stamp(self) -> str:
        """What every picture of invented figures carries inside it; "" for published ones."""
        return self.w("frame.illustrative") if self.plan.release.illustrative else ""

    def link(self, page: str, **query: str | None) -> str:
        """The address of a page that keeps language, publication and day."""
        return addresses.page(page, **query, **self.kept())

    def kept(self) -> dict[str, str | None]:
        return {
            "lang": self.w.lang if self.w.lang != LANGUAGES[0] else None,
            "ky": self.ky if self.ky != LATEST else None,
            "tai": self.as_of.isoformat() if self.day_moved else None,
        }

    def say(self, text: Text) -> str:
        return text.within(self.w.lang)

    def area_name(self, area: Area) -> str:
        return formats.area(self.w, area)

    def name_of(self, area_code: str, day: date) -> str:
        """The name of what a code means on a day; the code itself where it means nothing."""
        area = self.plan.areas.at(area_code, day)
        return self.area_name(area) if area else area_code

    def place(self, area: Area) -> Link:
        """An area by name, leading to its page: by its code, and by a day where the code now names another one."""
        areas = self.plan.areas
        clear = areas.history(area.code) == (area,) or areas.at(area.code, self.as_of) == area
        when = None if clear else last_day(area).isoformat()
        return Link(self.area_name(area), self.link("area", ma=area.code, luc=when))

    def agency(self, code: str) -> str:
        """An agency by name, and what became of it; the code itself where it names none."""
        agency = self.plan.agencies.get(code)
        if agency is None:
            return code
        since = self.say(agency.succession).rstrip(".")
        return self.say(agency.name) + (f" ({since[0].lower()}{since[1:]})" if since else "")

    def promises(self) -> dict[str, str]:
        """Every target by its code: the code and its short name, in the order of the plan."""
        indicators, targets = self.plan.indicators, self.plan.targets
        return {code: f"{code} {self.say(indicators[t.indicator_code].short_name)}" for code, t in targets.items()}

    def source(self, row: Observation) -> Source:
        return self.plan.sources[row.source_code]

    def published(self, row: Observation) -> str:
        """When a figure was published, in words; that it is not stated where it is not."""
        when = row.published_on or self.source(row).published_on
        return formats.day(self.w, when) if when else self.w("figure.day_not_stated")


@lru_cache(maxsize=16)
def verdicts(plan: Plan, as_of: date) -> Mapping[tuple[str, str], Verdict]:
    """Every verdict of a plan on a day, by (target code, area code); each taken once for all readers."""
    return Verdicts(plan, as_of)

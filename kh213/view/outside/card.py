"""What a link to a page says where it is shared: a description, and the words of the picture beside it (Open Graph).

Whoever sees a link in a chat may never open it: so both say the verdict itself, and that figures are invented where
they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from kh213.model.areas import Area
from kh213.model.plan import Target
from kh213.view import addresses
from kh213.view.area.figures import figure
from kh213.view.area.page import area_page
from kh213.view.area.places import asked_area, named_on
from kh213.view.figures.judgement import judgement
from kh213.view.overview import overview
from kh213.view.reader import Reader, verdicts
from kh213.words import formats

WIDTH, HEIGHT = 1200, 630  # what every service that shows links asks for, 1.91 : 1
_MOST = 512  # cards that are kept: every page, target and place of today in both languages is some 160


class Subject(NamedTuple):
    """What a page is about: a target or an area by its `code`, as meant on the day `when`; "" where it is about none."""

    page: str
    code: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """The picture beside a link. What does not apply is "".

    `stamp` is the mark of invented figures, `line` what stands under the title, `marks` the codes of verdicts in the
    order of the plan, `figure` what the verdict rests on, `edition` of which day all this is. `alt` says it in words.
    """

    lang: str
    stamp: str
    title: str
    line: str
    marks: tuple[str, ...]
    figure: str
    period: str
    sentence: str
    explanation: str
    site: str
    edition: str

    @property
    def alt(self) -> str:
        # The figure stands in the sentence too.
        return _sentences(self.stamp, self.title, self.line, self.sentence, self.explanation)


def subject(reader: Reader, page: str, query: Mapping[str, str]) -> Subject:
    """What the page shows at an address with this query; without a code where it shows that there is no such thing."""
    targets, asked = reader.plan.targets, query.get("ma", "")
    if page == "indicator":
        code = asked.upper() or next(iter(targets), "")
        return Subject(page, code if code in targets else "")
    if page == "area" and asked.strip():
        when = query.get("luc", "")
        area = asked_area(reader, asked.strip(), when)
        if area:
            return Subject(page, area.code, when if named_on(area, when) else "")
    return Subject(page)


def name(reader: Reader, about: Subject) -> str:
    """What a page is called: its target, its place, else itself."""
    if about.page == "indicator" and about.code:
        return reader.promises()[about.code]
    if area := _area(reader, about):
        return reader.area_name(area)
    return reader.w(f"page.{about.page}.title")


def whose(reader: Reader) -> str:
    """The plan and whose it is, where nobody knows that yet: "Kế hoạch 213, tỉnh Quảng Ninh"."""
    plan = reader.say(reader.plan.release.plan_name.short_name)
    return f"{plan}, {formats.area_inside(reader.w, reader.plan.areas.province)}"


def description(reader: Reader, made: Card) -> str:
    """The description of the page that a card is of: the verdict in words, where the page has one.

    Says as of which day, where that was moved, and that figures are invented, where they are.
    """
    as_of = made.edition if reader.day_moved else ""
    said = (made.sentence, made.explanation) if made.sentence else (made.line or made.title,)
    return _sentences(made.stamp, as_of, *said)


def address(reader: Reader, about: Subject) -> str:
    """Where the picture of a page lies: pinned, so that a kept one is never that of other figures."""
    release, kept = reader.plan.release, reader.kept()
    ky = reader.ky if release.illustrative else release.day.isoformat()
    return addresses.card(ky, about.page, ma=about.code, luc=about.when, lang=kept["lang"], tai=kept["tai"])


@lru_cache(maxsize=_MOST)
def card(reader: Reader, about: Subject) -> Card:
    """The picture of a page. Raises KeyError for a target that is not in the plan."""
    if about.page == "overview":
        view = overview(reader)
        return _card(reader, view.headline, marks=(row.judgement.code for row in view.strip))
    if about.page == "indicator" and about.code:
        return _of_target(reader, reader.plan.targets[about.code])
    if area := _area(reader, about):
        return _of_area(reader, area)
    return _card(reader, name(reader, about), reader.w(f"page.{about.page}.description"))


def _of_target(reader: Reader, target: Target) -> Card:
    """The promise, the verdict and, where it is decided, the figure that decides it."""
    w, plan = reader.w, reader.plan
    verdict = verdicts(plan, reader.as_of)[target.code, plan.areas.province.code]
    said = judgement(reader, verdict)
    promise = formats.promise(w, plan.indicators[target.indicator_code], target)
    shown = figure(reader, target, plan.areas.province, verdict)
    decided = verdict.decided_by is not None
    return _card(
        reader,
        reader.promises()[target.code],
        w("target.promise", promise=promise, due=formats.day(w, target.due.last)),
        marks=(said.code,),
        figure=shown.figure if decided else "",
        period=shown.period if decided else "",
        sentence=said.sentence,
        explanation=said.explanation,
    )


def _of_area(reader: Reader, area: Area) -> Card:
    """A place with the verdicts that there are on it; of the province those on every target."""
    view = area_page(reader, area)
    marks = [each.here.judgement.code for each in view.promises if each.here.judgement]
    if area.level == "province":
        judged = verdicts(reader.plan, reader.as_of)
        marks = [judged[code, area.code].code for code in reader.plan.targets]
    return _card(
        reader,
        view.name,
        # The name begins with the type already ("Phường Hà Tu"): left is since when or until when there is such a place.
        view.when[:1].upper() + view.when[1:],
        marks=marks,
        sentence=view.sentence,
        explanation=view.explanation,
    )


def _card(
    reader: Reader,
    title: str,
    line: str = "",
    *,
    marks: Iterable[str] = (),
    figure: str = "",
    period: str = "",
    sentence: str = "",
    explanation: str = "",
) -> Card:
    w, release = reader.w, reader.plan.release
    as_of = w("frame.as_of", day=formats.day(w, reader.as_of))
    day = formats.day(w, release.day)
    edition = w("picture.release", release=day).rstrip(".") if release.illustrative else w("frame.publication", day=day)
    return Card(
        lang=w.lang,
        stamp=reader.stamp,
        title=title,
        line=line,
        marks=tuple(marks),
        figure=figure,
        period=period,
        sentence=sentence,
        explanation=explanation,
        site=whose(reader),
        edition=as_of[:1].upper() + as_of[1:] if reader.day_moved else edition,
    )


def _area(reader: Reader, about: Subject) -> Area | None:
    return asked_area(reader, about.code, about.when) if about.page == "area" and about.code else None


def _sentences(*said: str) -> str:
    return " ".join(each if each.endswith((".", "!", "?")) else f"{each}." for each in said if each)

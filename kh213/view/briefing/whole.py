"""A briefing as plain data: what a deck of slides and a document both say, in which order, and from which sources.

There are four: of the whole plan, of a content group, of a place, and of a chosen set of targets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from kh213.model.areas import Area
from kh213.model.plan import ContentGroup, Target
from kh213.model.search import last_day
from kh213.model.verdict import METHOD_VERSION
from kh213.view import addresses
from kh213.view.area.figures import with_figures
from kh213.view.area.page import AreaPage, area_page
from kh213.view.area.places import asked_area
from kh213.view.briefing import tables as briefing_tables
from kh213.view.briefing.promise import Numbered, Promise, promise, spoken
from kh213.view.briefing.tables import Table
from kh213.view.overview import overview, tally
from kh213.view.pinned import pinned
from kh213.view.reader import Link, Reader, verdicts
from kh213.view.tasks import TasksPage, tasks_page
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Briefing:
    """What is to be said. `stamp` is "" for published figures. `promises` are those with a slide of their own: with
    figures, or the only one. `address` leads to the same on the site; `absolute` tells whether it is a whole URL.
    """

    lang: str
    day: date
    stamp: str
    site: str
    title: str
    lead: tuple[str, ...]
    facts: tuple[str, ...]
    promises: tuple[Promise, ...]
    tables: tuple[Table, ...]
    sources: tuple[Link, ...]
    method: tuple[str, ...]
    address: str
    absolute: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """What a briefing is of: its own words, its targets in their place, and the tables after them, which go on with the
    numbers of the sources.
    """

    title: str
    lead: tuple[str, ...]
    targets: tuple[Target, ...]
    area: Area
    tables: Callable[[Numbered], Iterable[Table]]
    address: str


def of_plan(reader: Reader, official: bool = False) -> Briefing:
    plan = reader.plan
    said = overview(reader)
    subject = Subject(
        title=reader.say(plan.release.plan_name.name),
        lead=(said.headline, said.standing, said.gap),
        targets=tuple(plan.targets.values()),
        area=plan.areas.province,
        tables=partial(_tasks, reader, tasks_page(reader, {}, "")),
        address=pinned(reader, addresses.site(), "verify"),
    )
    return _briefing(reader, subject, official)


def of_group(reader: Reader, group: ContentGroup, official: bool = False) -> Briefing:
    """Of one content group: its targets and its tasks. A group may have neither, and then says so."""
    plan, w = reader.plan, reader.w
    ours = tuple(t for t in plan.targets.values() if plan.indicators[t.indicator_code].content_group_code == group.code)
    tasks = tasks_page(reader, {"nhom": group.code}, "")
    counted = _counted(reader, ours, "group_one" if len(ours) == 1 else "group_lead") if ours else w("task.no_target")
    subject = Subject(
        title=w("briefing.group_title", code=group.code, name=reader.say(group.name)),
        lead=(counted, reader.say(group.note)),
        targets=ours,
        area=plan.areas.province,
        tables=partial(_tasks, reader, tasks),
        address=pinned(reader, addresses.site(), "tasks", nhom=group.code if tasks.rows else None),
    )
    return _briefing(reader, subject, official)


def of_targets(reader: Reader, targets: Sequence[Target], official: bool = False) -> Briefing:
    """Of one or more targets, in the order in which they were chosen."""
    plan, w = reader.plan, reader.w
    site, short = addresses.site(), reader.say(plan.release.plan_name.short_name)
    alone = targets[0].code if len(targets) == 1 else ""
    subject = Subject(
        title=reader.promises()[alone] if alone else w("briefing.chosen_title", n=len(targets), plan=short),
        lead=() if alone else (_counted(reader, targets, "chosen_lead"),),
        targets=tuple(targets),
        area=plan.areas.province,
        tables=partial(_tasks, reader, None),
        address=pinned(reader, site, "indicator", ma=alone) if alone else pinned(reader, site, "overview"),
    )
    return _briefing(reader, subject, official)


def of_area(reader: Reader, area: Area, chosen: Sequence[Target] = (), official: bool = False) -> Briefing:
    """Of one place: all that was published of it, or only of the `chosen` targets."""
    page = area_page(reader, area)
    luc = None if asked_area(reader, area.code, "") == area else last_day(area).isoformat()
    subject = Subject(
        title=" ".join(filter(None, (page.name, f"({page.when})" if page.when else ""))),
        lead=() if chosen else (page.sentence, page.explanation),
        targets=tuple(chosen) or tuple(with_figures(reader, area)),
        area=area,
        tables=partial(_tasks, reader, None) if chosen else partial(_of_place, reader, area, page),
        address=pinned(reader, addresses.site(), "area", ma=area.code, luc=luc),
    )
    return _briefing(reader, subject, official)


def _of_place(reader: Reader, area: Area, page: AreaPage, numbered: Numbered) -> Iterator[Table]:
    for table in page.parts:
        yield briefing_tables.parts(reader, table, page.parts_heading, numbered)
    if page.unpublished and page.unpublished.promises:
        yield briefing_tables.unpublished(page.unpublished, reader)
    for context in page.context:
        yield briefing_tables.context(reader, context, numbered)
    if page.naming:
        yield from _tasks(reader, tasks_page(reader, {"noi": area.code}, ""), numbered)


def _tasks(reader: Reader, page: TasksPage | None, numbered: Numbered) -> Iterator[Table]:
    """The table of tasks, where there are any; None asks for none."""
    if page and page.rows:
        yield briefing_tables.tasks(reader, page, numbered)


def _briefing(reader: Reader, subject: Subject, official: bool) -> Briefing:
    w, release, numbered = reader.w, reader.plan.release, Numbered()
    promises = [promise(reader, target, subject.area, numbered) for target in subject.targets]
    drawn = tuple(each for each in promises if each.chart or len(promises) == 1)
    silent = [each for each in promises if each not in drawn]
    site = addresses.site()
    return Briefing(
        lang=w.lang,
        day=release.day,
        stamp=reader.stamp,
        site=w("frame.site", plan=reader.say(release.plan_name.short_name)),
        title=subject.title,
        lead=tuple(part for part in subject.lead if part),
        facts=_facts(reader, site),
        promises=drawn,
        tables=(*([briefing_tables.silent(reader, silent)] if silent else ()), *subject.tables(numbered)),
        sources=tuple(
            Link(f"{w('briefing.cited', number=n)} {spoken(reader, source)}", source.url or "")
            for source, n in numbered.sources.items()
        ),
        method=_method(reader, site, official),
        address=subject.address,
        absolute=bool(site),
    )


def _counted(reader: Reader, targets: Sequence[Target], sentence: str) -> str:
    judged, province = verdicts(reader.plan, reader.as_of), reader.plan.areas.province.code
    counted = tally(reader, [judged[target.code, province] for target in targets])
    return reader.w(f"briefing.{sentence}", total=len(targets), tally=counted)


def _facts(reader: Reader, site: str) -> tuple[str, ...]:
    """Which publication this is, as of which day; that its figures are invented; that no address is known."""
    w, release = reader.w, reader.plan.release
    key = "briefing.release_demo" if release.illustrative else "briefing.release"
    said = [w(key, day=formats.day(w, release.day), as_of=formats.day(w, reader.as_of))]
    said += [w("briefing.illustrative")] if release.illustrative else []
    return tuple(said) if site else (*said, w("briefing.no_site"))


def _method(reader: Reader, site: str, official: bool) -> tuple[str, ...]:
    w, plan = reader.w, reader.plan
    province = formats.area_inside(w, plan.areas.province)
    said = [
        w("briefing.method", version=METHOD_VERSION),
        w("briefing.method_at", address=pinned(reader, site, "method")),
        w("briefing.data_at", address=pinned(reader, site, "data")),
        "" if official else w("frame.not_official", province=province),
    ]
    return tuple(part for part in said if part)

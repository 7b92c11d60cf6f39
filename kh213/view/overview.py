"""The plan in one screen: how many promises were kept, which, and what was never published."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain

from kh213.model.figures import series
from kh213.model.observation import Trait
from kh213.model.plan import ContentGroup, Observation, Target
from kh213.model.verdict import Verdict
from kh213.view.abbreviations import written_out
from kh213.view.figures.chart import status_words
from kh213.view.figures.judgement import Judgement, counts, judgement
from kh213.view.reader import Link, Reader, verdicts
from kh213.words import Words, formats

_DECIDED = ("met", "met_late", "missed", "reached", "on_track", "behind", "moving_away")


@dataclass(frozen=True, slots=True)
class Row:
    """One promise. `figure` is what the verdict rests on, else the latest figure, else that there is none."""

    target_code: str
    name: Link
    promise: str
    figure: str
    period: str
    published: str
    source: Link
    judgement: Judgement


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    summary: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    kicker: str
    headline: str
    standing: str
    gap: str
    lead: str
    newest: tuple[str, Link] | None
    groups: tuple[Group, ...]
    cut: str
    short_forms: str

    @property
    def rows(self) -> tuple[Row, ...]:
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def strip(self) -> tuple[Row, ...]:
        """Every promise once, in the order of the plan."""
        return tuple(sorted(self.rows, key=lambda row: row.target_code))


def overview(reader: Reader) -> Overview:
    plan, w = reader.plan, reader.w
    province = plan.areas.province
    judged = verdicts(plan, reader.as_of)
    ours = [judged[code, province.code] for code in plan.targets]
    by_code = {verdict.target.code: verdict for verdict in ours}
    groups = []
    for group, targets in _grouped(reader):
        rows = tuple(_row(reader, target, by_code[target.code]) for target in targets)
        groups.append(Group(_group_name(reader, group), tally(reader, [by_code[t.code] for t in targets]), rows))
    return Overview(
        kicker=w("overview.kicker", plan=reader.say(plan.release.plan_name.name)),
        headline=w(
            "overview.headline",
            plan=reader.say(plan.release.plan_name.short_name),
            total=len(ours),
            tally=tally(reader, ours, whole=True),
        ),
        standing=_standing(reader),
        gap=_missing(reader, ours),
        lead=_lead(reader),
        newest=_newest(reader),
        groups=tuple(groups),
        cut=_where_from(reader),
        short_forms=written_out(
            w, *(group.name for group in groups), *(row.name.text for group in groups for row in group.rows)
        ),
    )


def tally(reader: Reader, judged: list[Verdict], whole: bool = False) -> str:
    """ "1 đạt, 0 không đạt, 13 chưa đủ số liệu": the verdicts that occur; after the deadline met and missed always."""
    numbers = counts(judged)
    always = {"met", "missed"} if whole and all(v.as_of > v.target.due.last for v in judged) else set()
    shown = [code for code in (*_DECIDED, "undetermined") if numbers[code] or code in always]
    return ", ".join(reader.w(f"verdict.{code}.count", n=numbers[code]) for code in shown)


def _grouped(reader: Reader) -> list[tuple[ContentGroup | None, list[Target]]]:
    plan = reader.plan
    by_group: dict[str | None, list[Target]] = {}
    for target in plan.targets.values():
        by_group.setdefault(plan.indicators[target.indicator_code].content_group_code, []).append(target)
    order = [*plan.content_groups, None]
    return [(plan.content_groups.get(code or ""), by_group[code]) for code in sorted(by_group, key=order.index)]


def _group_name(reader: Reader, group: ContentGroup | None) -> str:
    return reader.say(group.name) if group else reader.w("overview.no_group")


def _row(reader: Reader, target: Target, verdict: Verdict) -> Row:
    plan, w = reader.plan, reader.w
    indicator = plan.indicators[target.indicator_code]
    figures = series(plan, indicator.code, plan.areas.province, reader.as_of)
    shown = verdict.figure or (figures[-1] if figures else None)
    return Row(
        target_code=target.code,
        name=Link(reader.say(indicator.short_name), reader.link("indicator", ma=target.code)),
        promise=formats.promise(w, indicator, target),
        figure=formats.figure(w, indicator, shown, beside=target.value) if shown else _no_figure(w, verdict),
        period=formats.period(w, shown.time_period, shown.accumulation) if shown else "",
        published=reader.published(shown) if shown else "",
        source=_source(reader, shown) if shown else Link(""),
        judgement=judgement(reader, verdict),
    )


def _no_figure(w: Words, verdict: Verdict) -> str:
    related = verdict.reason == "only_related_figures"
    return w("overview.only_related" if related else "overview.not_published")


def _source(reader: Reader, row: Observation) -> Link:
    source = reader.source(row)
    return Link(source.publisher, source.url or "")


def _standing(reader: Reader) -> str:
    """Where the day asked about lies against the deadline."""
    w = reader.w
    due = max(target.due.last for target in reader.plan.targets.values())
    key = "overview.after_due" if reader.as_of > due else "overview.before_due"
    first, last = sorted((due, reader.as_of))
    span = formats.span(w, first, last)
    return w(key, due=formats.day(w, due), as_of=formats.day(w, reader.as_of), span=span)


def _missing(reader: Reader, ours: list[Verdict]) -> str:
    """How many promises nothing published can decide, and how many of them have no figure of their own at all."""
    undecided = [verdict for verdict in ours if verdict.code == "undetermined"]
    related = sum(verdict.reason == "only_related_figures" for verdict in undecided)
    blank = related + sum(verdict.reason == "no_observation" for verdict in undecided)
    if not undecided:
        return ""
    how = "none" if not blank else "all" if blank == len(undecided) else "some"
    said = reader.w(f"overview.missing.{how}", n=len(undecided), blank=blank)
    if related:
        said += " " + reader.w("overview.missing.related", n=related)
    return said + " " + reader.w("overview.missing.means")


def _lead(reader: Reader) -> str:
    code = reader.plan.release.plan_name.lead_agency_code
    return reader.w("overview.lead", agency=reader.agency(code)) if code else ""


def _where_from(reader: Reader) -> str:
    """The source of the promises, and what it leaves out."""
    plan, w = reader.plan, reader.w
    codes = dict.fromkeys(target.source_code for target in plan.targets.values())
    said = []
    for source in (plan.sources[code] for code in codes):
        total = sum(target.source_code == source.code for target in plan.targets.values())
        published = formats.day(w, source.published_on) if source.published_on else w("figure.day_not_stated")
        said.append(
            w(
                "overview.cut",
                total=total,
                title=source.title,
                publisher=source.publisher,
                published=published,
                note=reader.say(source.note),
            )
        )
    return " ".join(said)


def _newest(reader: Reader) -> tuple[str, Link] | None:
    """The figure of one of the promises, or about one, that was published last."""
    plan, w = reader.plan, reader.w
    ours = {target.indicator_code: target.code for target in plan.targets.values()}
    about = {row.indicator_code: row.target_code for row in plan.related_figures} | ours
    traits: tuple[Trait, ...] = ("indicator_code", "published_on", "known_on", "period")
    known = defaultdict(set)
    for code, published_on, known_on, period in plan.observed.tally(*traits):
        if code in about and published_on and known_on <= reader.as_of:
            # A month-only day is taken as its first here, so that a figure of a known day in that month comes later.
            newest = published_on.first, code in ours, period.last
            known[newest].add((code, published_on, known_on, period))
    rows = chain.from_iterable(plan.observed.select(traits, known[newest]) for newest in sorted(known, reverse=True))
    row = next((row for row in rows if row.value is not None), None)
    if row is None:
        return None
    indicator = plan.indicators[row.indicator_code]
    area = plan.areas.at(row.area_code, row.period.last)
    text = w(
        "overview.newest",
        published=reader.published(row),
        publisher=reader.source(row).publisher,
        name=reader.say(indicator.short_name),
        area=formats.area_inside(w, area) if area else row.area_code,
        period=formats.period(w, row.time_period, row.accumulation),
        figure=formats.figure(w, indicator, row),
    )
    if status := status_words(reader, row):
        text = text.rstrip(".") + f" ({status})."
    return text, Link(about[row.indicator_code], reader.link("indicator", ma=about[row.indicator_code]))

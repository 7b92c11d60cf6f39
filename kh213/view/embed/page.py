"""Nhúng: what was chosen, to look at, to copy and to download; and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from kh213.model.areas import Area
from kh213.model.plan import Target
from kh213.model.search import last_day
from kh213.release.boundaries.layers import Layer, NotCovered
from kh213.release.grids import Grid
from kh213.view import addresses
from kh213.view.area.places import asked_area
from kh213.view.citation import line, work
from kh213.view.data import pinned
from kh213.view.embed import codes as embed_codes
from kh213.view.embed.chart import embedded
from kh213.view.embed.choices import FRAME, Embed
from kh213.view.embed.codes import FRAME_HEIGHT, Code
from kh213.view.embed.map import static_map
from kh213.view.map.page import map_page
from kh213.view.reader import Link, Reader
from kh213.words import formats, words


@dataclass(frozen=True, slots=True)
class Briefing:
    """What a briefing is about, as slides and as a document."""

    about: str
    slides: Link
    document: Link


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """`preview` is the address of the very thing that is taken along, `alt` says it in words.

    `lang` is the language of both; `title` is in the page's. `own_address` says what is to be put into the codes where the site's own address is not known, `citation` is ""
    for invented figures.
    """

    kicker: str
    title: str
    lang: str
    alt: str
    preview: str
    framed: bool
    width: int
    height: int
    codes: tuple[Code, ...]
    own_address: str
    keeping: str
    downloads: tuple[Link, ...]
    briefings: tuple[Briefing, ...]
    licence: str
    citation: str


def embed_page(
    reader: Reader,
    embed: Embed,
    site: str,
    today: date,
    grids: Sequence[Grid] = (),
    layer: Layer | NotCovered | None = None,
) -> EmbedPage:
    """The page for what was chosen. `site` is the site's own address ("" where the operator did not say), `today` the
    day that a citation names; `grids` and `layer` are what a map is drawn on.
    """
    w, release = reader.w, reader.plan.release
    title, _ = _said(reader, embed, grids, layer)
    spoken = replace(reader, w=words(embed.lang))  # what is taken along speaks the language chosen for it
    own_title, alt = _said(spoken, embed, grids, layer)
    known = site or w("data.own_address")
    return EmbedPage(
        kicker=w(f"embedding.kicker.{embed.drawing}"),
        title=title,
        lang=embed.lang,
        alt=alt,
        preview=embed_codes.address(reader, embed, embed.form),
        framed=embed.form == FRAME,
        width=int(embed.width),
        height=FRAME_HEIGHT,
        codes=embed_codes.codes(spoken, w, embed, known, own_title, alt),
        own_address="" if site else w("embedding.own_address", placeholder=known),
        keeping=w("embedding.said_demo")
        if release.illustrative
        else w("embedding.said", day=formats.day(w, release.day)),
        downloads=_downloads(reader, embed),
        briefings=_briefings(reader, embed),
        licence=w("embedding.licence_demo" if release.illustrative else "embedding.licence"),
        citation=_citation(reader, embed, site, title, today),
    )


def packed(reader: Reader, targets: Sequence[str]) -> Briefing | None:
    """A set of targets, by their codes, in one briefing; None where none is chosen."""
    return _briefing(reader, ", ".join(targets), targets=",".join(targets)) if targets else None


def _said(reader: Reader, embed: Embed, grids: Sequence[Grid], layer: Layer | NotCovered | None) -> tuple[str, str]:
    """The title, and what is to be said in place of the picture.

    Of a picture that follows the newest publication no figure is said: the words would stay when the figure changes.
    """
    if embed.map:
        map_view = map_page(reader, embed.map, grids, layer)
        title, description = map_view.title, static_map(reader, embed.map, map_view).description
    else:
        shown = embedded(reader, reader.plan.targets[embed.code], embed.area)
        title, description = f"{embed.code} {shown.title}", f"{shown.title}. {shown.description}"
    if not embed.pinned:
        return title, reader.w("embedding.alt_live", title=title)
    stamp = f"{reader.w('frame.illustrative')}. " if reader.plan.release.illustrative else ""
    return title, stamp + description


def _citation(reader: Reader, embed: Embed, site: str, title: str, today: date) -> str:
    """Of what is seen now, so always of this publication; "" for invented figures."""
    cited = work(reader, site)
    if cited is None:
        return ""
    named = reader.w("citing.target", target=title, plan=reader.say(reader.plan.release.plan_name.name))
    return line(replace(cited, title=named, path=embed_codes.page(reader, embed, "", pinned=True)), today)


def _downloads(reader: Reader, embed: Embed) -> tuple[Link, ...]:
    """The same as files, always of this publication: a file does not change once it has been taken."""
    w = reader.w
    files = [Link("SVG", embed_codes.address(reader, embed, "svg", pinned=True))]
    for scale in (1, 2):
        name = w("embedding.png", width=scale * int(embed.width))
        files.append(Link(name, embed_codes.address(reader, embed, "png", pinned=True, scale=scale)))
    indicator = embed.map.indicator.code if embed.map else reader.plan.targets[embed.code].indicator_code
    return (*files, Link(w("embedding.csv"), addresses.data_indicator(pinned(reader), indicator)))


def _briefings(reader: Reader, embed: Embed) -> tuple[Briefing, ...]:
    """About this target, about the place, about the content group that the target is in, about the whole plan."""
    w, plan = reader.w, reader.plan
    if embed.map:
        target, place = embed.map.target, embed.map.within
    else:
        target, place = plan.targets[embed.code], embed.area if embed.area != plan.areas.province else None
    found = []
    if target:
        found.append(_of_target(reader, target, None if embed.map else place))
    if place:
        found.append(_of_place(reader, place))
    group = plan.content_groups.get(plan.indicators[target.indicator_code].content_group_code or "") if target else None
    if group:
        found.append(_briefing(reader, w("embedding.group", name=reader.say(group.name)), group=group.code))
    return (*found, _briefing(reader, w("embedding.whole", plan=reader.say(plan.release.plan_name.short_name))))


def _of_target(reader: Reader, target: Target, place: Area | None) -> Briefing:
    name = reader.promises()[target.code]
    if place is None:
        return _briefing(reader, name, targets=target.code)
    return _briefing(reader, f"{name}, {reader.area_name(place)}", targets=target.code, area=place.code)


def _of_place(reader: Reader, place: Area) -> Briefing:
    clear = asked_area(reader, place.code, "") == place
    return _briefing(
        reader, reader.area_name(place), area=place.code, luc=None if clear else last_day(place).isoformat()
    )


def _briefing(reader: Reader, about: str, **query: str | None) -> Briefing:
    kept = {"lang": reader.kept()["lang"], "tai": reader.kept()["tai"]}
    slides, document = (addresses.brief(pinned(reader), ending, **query, **kept) for ending in ("pptx", "docx"))
    return Briefing(about, Link(reader.w("embedding.slides"), slides), Link(reader.w("embedding.document"), document))

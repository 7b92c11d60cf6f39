"""Đối chiếu: whether a conclusion that somebody holds on paper is still the one in use."""

from __future__ import annotations

from dataclasses import dataclass

from kh213.model.verdict import Verdict
from kh213.release.comparing.diff import Difference
from kh213.release.comparing.revisions import Revision
from kh213.release.comparing.standing import Standing
from kh213.release.publications.store import LATEST
from kh213.view import addresses
from kh213.view.change import words as change_words
from kh213.view.change.words import Two, two
from kh213.view.figures.judgement import Judgement, judgement, label
from kh213.view.reader import Link, Reader
from kh213.view.verify.asked import named, place_name
from kh213.words import LANGUAGES, formats

_SHOWN = 20  # changed figures of one indicator in one place


@dataclass(frozen=True, slots=True)
class Side:
    """A conclusion in one publication, with the source of the figure that decided it. `promise` is what was to be
    reached, where the two sides differ in it.
    """

    heading: str
    promise: str
    judgement: Judgement
    source: Link
    published: str


@dataclass(frozen=True, slots=True)
class ChangedFigure:
    said: str
    source: Link
    note: str


@dataclass(frozen=True, slots=True)
class VerifyPage:
    """`now` is None where the printed side is all there is to show; `changed` are figures that hold otherwise now."""

    title: str
    about: str
    said: str
    printed: Side
    now: Side | None
    why: str
    changed: tuple[ChangedFigure, ...]
    more: str
    links: tuple[Link, ...]


def verify_page(reader: Reader, found: Standing, difference: Difference | None) -> VerifyPage:
    """The page of one conclusion. `difference` is that from the printed to the newest publication, None where they are
    the same one or cannot be compared.
    """
    w = reader.w
    now_reader = newest_reader(reader, found)
    changed = _changed(two(w, difference, LATEST), found) if difference else []
    title, said = _words(reader, now_reader, found)
    return VerifyPage(
        title=title,
        about=_about(reader, found.printed),
        said=said,
        printed=_side(reader, found, found.printed, _printed_heading(reader)),
        now=None if found.holds or found.now is None else _side(now_reader, found, found.now, _now_heading(now_reader)),
        why=_why(reader, found, difference),
        changed=tuple(changed[:_SHOWN]),
        more=w("changes.and_more_file", n=formats.number(w, len(changed) - _SHOWN, 0)) if len(changed) > _SHOWN else "",
        links=_links(reader, found),
    )


def _words(reader: Reader, now_reader: Reader, found: Standing) -> tuple[str, str]:
    """The heading, and the sentence under it."""
    w = reader.w
    newest = formats.day(w, found.newest.release.day)
    if reader.plan.release.illustrative:
        return w("verify.invented"), w("verify.invented_said")
    what = "figure" if found.printed.figure else "verdict"
    if not named(reader):
        return w(f"verify.newest.{what}", day=newest), w("verify.newest_said")
    if found.replaced_on is None:
        return w(f"verify.current.{what}"), w("verify.current_said", day=newest)
    replaced = formats.day(w, found.replaced_on)
    if found.now is None:
        return w("verify.gone", day=replaced), w("verify.gone_said", day=newest)
    return _replaced(now_reader, found, found.now, replaced), w("verify.replaced_said", day=newest)


def _replaced(reader: Reader, found: Standing, now: Verdict, day: str) -> str:
    """What is new, in one line: the verdict with its figure; where both stayed, the promise, else the reason."""
    w = reader.w
    if found.concluded_anew:
        return w("verify.replaced", day=day, now=_short(reader, now))
    if found.promise_changed:
        return w("verify.replaced_promise", day=day, promise=promise_words(reader, now))
    return w("verify.replaced_reason", day=day)


def promise_words(reader: Reader, verdict: Verdict) -> str:
    """What was to be reached, and by when."""
    w, target = reader.w, verdict.target
    promise = formats.promise(w, reader.plan.indicators[target.indicator_code], target)
    return w("target.promise", promise=promise, due=formats.day(w, target.due.last))


def _short(reader: Reader, verdict: Verdict) -> str:
    """Đạt (36%, năm 2020): the verdict with the figure that decided it."""
    w, row = reader.w, verdict.figure
    if row is None:
        return label(w, verdict.code)
    indicator = reader.plan.indicators[verdict.target.indicator_code]
    figure = formats.figure(w, indicator, row, beside=verdict.target.value)
    period = formats.period(w, row.time_period, row.accumulation)
    return w("verify.short", label=label(w, verdict.code), figure=figure, period=period)


def _about(reader: Reader, verdict: Verdict) -> str:
    """Which conclusion: the target, and the area where it is not the province."""
    name = reader.promises()[verdict.target.code]
    if verdict.area_code == reader.plan.areas.province.code:
        return name
    return f"{name} · {place_name(reader, verdict)}"


def _side(reader: Reader, found: Standing, verdict: Verdict, heading: str) -> Side:
    promise = promise_words(reader, verdict) if found.promise_changed else ""
    row = verdict.figure
    source = reader.source(row) if row else None
    return Side(
        heading=heading,
        promise=promise,
        judgement=judgement(reader, verdict),
        source=Link(source.title, source.url or "") if source else Link(""),
        published=reader.published(row) if row else "",
    )


def _printed_heading(reader: Reader) -> str:
    w, day = reader.w, formats.day(reader.w, reader.plan.release.day)
    if reader.day_moved:
        return w("verify.heading_printed_as_of", day=day, as_of=formats.day(w, reader.as_of))
    as_printed = named(reader) or reader.plan.release.illustrative
    return w("verify.heading_printed" if as_printed else "verify.heading_now", day=day)


def _now_heading(reader: Reader) -> str:
    return reader.w("verify.heading_now", day=formats.day(reader.w, reader.plan.release.day))


def newest_reader(reader: Reader, found: Standing) -> Reader:
    """Who looks at the newest publication on its own day, in the same language."""
    return Reader(found.newest, reader.w, LATEST, found.newest.release.day)


# ---------------------------------------------------------------------------------------------- why


def _why(reader: Reader, found: Standing, difference: Difference | None) -> str:
    """Why the verdict is another one, where the figures below do not say it."""
    if found.holds or difference is None or reader.day_moved:
        return ""
    mine = (found.printed.target.code, found.printed.area_code)
    flip = next((flip for flip in difference.flips if (flip.new.target.code, flip.new.area_code) == mine), None)
    return change_words.cause_words(two(reader.w, difference, LATEST), flip) if flip else ""


def _changed(pair: Two, found: Standing) -> list[ChangedFigure]:
    """The figures of this indicator in this place that are new, or hold otherwise than when it was printed."""
    mine = (found.printed.target.indicator_code, found.printed.area_code)
    revisions = (each for each in pair.difference.revisions if each.kind not in {"confirmed", "missing"})
    return [_figure(pair, each) for each in revisions if (each.row.indicator_code, each.row.area_code) == mine]


def _figure(pair: Two, revision: Revision) -> ChangedFigure:
    reader, new = pair.after, revision.new
    sides = {"old": change_words.old_words(pair, revision), "new": change_words.new_words(pair, revision)}
    said = reader.w("changes.line.revision", figure=change_words.where_words(pair, revision), **sides)
    if new is None:
        return ChangedFigure(_capital(said), Link(""), "")
    note = reader.say(new.note) if not (revision.old and revision.old.note == new.note) else ""
    in_place = reader.w("changes.in_place") if revision.in_place else ""
    unexplained = reader.w("changes.no_reason") if revision.kind == "revised" else ""
    source = reader.source(new)
    return ChangedFigure(
        _capital(said), Link(source.title, source.url or ""), " ".join(filter(None, (in_place, note or unexplained)))
    )


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _links(reader: Reader, found: Standing) -> tuple[Link, ...]:
    w, code, place = reader.w, found.printed.target.code, found.printed.area_code
    if reader.plan.release.illustrative:
        return (Link(w("verify.see_target_demo"), reader.link("indicator", ma=code)),)
    links = [Link(w("verify.see_target"), addresses.page("indicator", ma=code, lang=_lang(reader)))]
    if place != reader.plan.areas.province.code:
        links.append(Link(w("verify.see_area"), addresses.page("area", ma=place, lang=_lang(reader))))
    return (*links, *to_changes(reader, found))


def to_changes(reader: Reader, found: Standing) -> list[Link]:
    """Where everything stands that changed since the printed publication; nothing where it is the newest."""
    old = reader.plan.release.day
    if found.newest.release.day == old:
        return []
    return [Link(reader.w("verify.see_changes"), addresses.page("changes", tu=old.isoformat(), lang=_lang(reader)))]


def _lang(reader: Reader) -> str | None:
    return reader.w.lang if reader.w.lang != LANGUAGES[0] else None

"""The news of the site: every publication with what it changed, every verdict that turned, every withdrawal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone

from kh213.model.plan import Plan
from kh213.release.comparing.diff import Difference
from kh213.release.publications.log import Entry as Withdrawal
from kh213.view import addresses
from kh213.view.change import page as changes
from kh213.view.change import words as change_words
from kh213.view.change.words import FlipGroup, Two, two
from kh213.view.figures.judgement import judgement, label
from kh213.view.overview import overview
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, Words, formats


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of news. `name` is what it is called for good, below the name of the package."""

    name: str
    title: str
    updated: datetime
    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """`name` is the package's; `home` and `own` are paths, `others` those of the feed in the other languages."""

    name: str
    lang: str
    title: str
    subtitle: str
    home: str
    own: str
    others: tuple[tuple[str, str], ...]
    entries: tuple[Entry, ...]


_VIET_NAM = timezone(timedelta(hours=7))

# A publication, and what it changed; None for the first of all.
News = tuple[Plan, Difference | None]


def feed(w: Words, news: Sequence[News], withdrawn: Iterable[Withdrawal]) -> Feed:
    """The feed of these publications, oldest first, newest entries first. Raises IndexError where there is none."""
    release = news[-1][0].release
    lang = _lang(w.lang)
    entries = [*_withdrawals(w, withdrawn), *(entry for each in news for entry in _entries(w, each))]
    return Feed(
        name=release.plan_name.slug,
        lang=w.lang,
        title=w("frame.site", plan=release.plan_name.short_name.within(w.lang)),
        subtitle=w("citing.feed.subtitle"),
        home=addresses.page("overview", lang=lang),
        own=addresses.feed(lang),
        others=tuple((other, addresses.feed(_lang(other))) for other in LANGUAGES if other != w.lang),
        entries=tuple(sorted(entries, key=lambda entry: entry.updated, reverse=True)),
    )


def _entries(w: Words, news: News) -> tuple[Entry, ...]:
    plan, difference = news
    if difference is None:
        return (_first(w, plan),)
    pair = two(w, difference, plan.release.day.isoformat())
    turned = change_words.flip_groups(pair, turned=True)
    return (_release(w, difference), *(_turned(pair, group) for group in turned))


def _first(w: Words, plan: Plan) -> Entry:
    day = plan.release.day
    reader = Reader(plan, w, day.isoformat(), day)
    title = w("citing.feed.release", day=formats.day(w, day))
    return Entry(day.isoformat(), title, _midnight(day), reader.link("overview"), (overview(reader).headline,))


def _release(w: Words, difference: Difference) -> Entry:
    day = difference.new.release.day
    said = tuple(changes.sentences(w, difference))
    title = w("citing.feed.changed", day=formats.day(w, day), tally=change_words.tally(w, difference))
    path = addresses.page("changes", ky=day.isoformat(), lang=_lang(w.lang))
    return Entry(day.isoformat(), title, _midnight(day), path, said)


def _turned(pair: Two, group: FlipGroup) -> Entry:
    """A verdict that turned in one place, or in the same way in many: it is called after the first of them."""
    flip, day = group.first, pair.difference.new.release.day
    code = flip.new.target.code
    alone = len(group.flips) == 1
    sides = [judgement(reader, side).sentence for reader, side in ((pair.before, flip.old), (pair.after, flip.new))]
    said = (
        (pair.after.w("citing.feed.was", said=sides[0]), pair.after.w("citing.feed.now", said=sides[1]))
        if alone
        else ()
    )
    line = change_words.flip_line(pair, group)
    return Entry(
        name=f"{day}/{code}/{flip.new.area_code}",
        title=_headline(pair, group),
        updated=_midnight(day),
        path=pair.after.link("indicator", ma=code),
        lines=(line, *said),
    )


def _headline(pair: Two, group: FlipGroup) -> str:
    flip = group.first
    return pair.after.w(
        "citing.feed.turned",
        target=pair.after.promises()[flip.new.target.code],
        place=change_words.place_words(pair, group),
        label=label(pair.after.w, flip.new.code),
    )


def _withdrawals(w: Words, withdrawn: Iterable[Withdrawal]) -> Iterator[Entry]:
    for entry in withdrawn:
        day = formats.day(w, date.fromisoformat(entry.release))
        said = w("withdrawn.why", why=entry.why)
        path = addresses.page("data", lang=_lang(w.lang))
        yield Entry(
            f"{entry.release}/withdrawn", w("withdrawn.title", day=day), _moment(entry.recorded_at), path, (said,)
        )


def _midnight(day: date) -> datetime:
    """The beginning of a day in Viet Nam, where a release counts from then on."""
    return datetime.combine(day, time(), _VIET_NAM)


def _moment(recorded_at: str) -> datetime:
    """The moment of a line of the log, which a stranger may have written without its zone."""
    moment = datetime.fromisoformat(recorded_at)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _lang(lang: str) -> str | None:
    return lang if lang != LANGUAGES[0] else None

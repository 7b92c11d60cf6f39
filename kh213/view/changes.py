"""Thay đổi: what changed between two publications, as a page and as a list of sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from kh213.model.plan import Observation
from kh213.model.verdict import Verdict
from kh213.release.diff import Difference
from kh213.release.revisions import Revision
from kh213.release.row_changes import RowChange
from kh213.release.store import LATEST
from kh213.view import addresses, change_rows, change_words
from kh213.view.change_words import FlipGroup, Two, two
from kh213.view.judgement import Judgement, judgement
from kh213.view.reader import Link, Reader
from kh213.words import Words, formats

SHOWN = 50  # rows of one kind on the page; the file has them all
_SHOWN_LINES = 20
_SHOWN_FIGURES = 3

# What another section of the page says in full is only counted among the tables.
_SAID_ABOVE = frozenset({"targets", "observations"})


@dataclass(frozen=True, slots=True)
class FlipRow:
    """A verdict before and now. `said` is its sentence now, where it is one area's; `why` where no figure did it."""

    target: Link
    place: str
    old: Judgement
    new: Judgement
    said: str
    why: str


@dataclass(frozen=True, slots=True)
class RevisedRow:
    figure: Link
    old: str
    new: str
    source: Link
    published: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddedRow:
    """The new figures of an indicator: how many, and each of them where they are few."""

    indicator: Link
    said: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRow:
    """What changed in a table; `more` says that the lines are not all."""

    name: str
    said: str
    lines: tuple[str, ...]
    more: str


@dataclass(frozen=True, slots=True)
class ChangesPage:
    title: str
    lead: str
    old_day: str
    new_day: str
    promises: tuple[str, ...]
    flips: tuple[FlipRow, ...]
    reasons: tuple[FlipRow, ...]
    revised: tuple[RevisedRow, ...]
    more_revised: str
    added: tuple[AddedRow, ...]
    tables: tuple[TableRow, ...]
    notes: tuple[str, ...]
    download: Link


def changes_page(reader: Reader, difference: Difference) -> ChangesPage:
    """What a reader of the newer publication is told. `reader` looks at that one."""
    w = reader.w
    pair = two(w, difference, reader.ky)
    old, new = (formats.day(w, plan.release.day) for plan in (difference.old, difference.new))
    tally = change_words.tally(w, difference)
    found = change_words.revised(pair)
    return ChangesPage(
        title=w("changes.headline", old=old, new=new, tally=tally),
        lead=" ".join([w("changes.lead"), *([w("changes.lead_moved")] if reader.day_moved else [])]),
        old_day=old,
        new_day=new,
        promises=tuple(change_words.promise_lines(pair)),
        flips=tuple(_flip(pair, group) for group in change_words.flip_groups(pair, turned=True)),
        reasons=tuple(_flip(pair, group) for group in change_words.flip_groups(pair, turned=False)),
        revised=tuple(_revised(pair, revision) for revision in found[:SHOWN]),
        more_revised=_more(w, len(found) - SHOWN),
        added=tuple(_added(pair, code, rows) for code, rows in change_words.added_groups(pair).items()),
        tables=tuple(_table(reader, name, changes) for name, changes in _by_table(difference)),
        notes=tuple(_notes(reader, difference)),
        download=Link(w("changes.download"), changes_address(difference)),
    )


def sentences(w: Words, difference: Difference, limit: int = 20) -> list[str]:
    """What changes for readers: the count of it, then one sentence each, the weightiest first, `limit` of them."""
    pair = two(w, difference, LATEST)
    tally = change_words.tally(w, difference)
    said = list(_lines(pair))
    more = [w("changes.and_more", n=formats.number(w, len(said) - limit, 0))] if len(said) > limit else []
    return [f"{tally[0].upper()}{tally[1:]}.", *said[:limit], *more]


def changes_address(difference: Difference) -> str:
    """The file of every changed cell, by the dates of both publications."""
    return addresses.data_changes(*(plan.release.day.isoformat() for plan in (difference.old, difference.new)))


def _lines(pair: Two) -> Iterator[str]:
    w, difference = pair.after.w, pair.difference
    yield from change_words.promise_lines(pair)
    for group in change_words.flip_groups(pair, turned=True):
        yield change_words.flip_line(pair, group)
    for revision in change_words.revised(pair):
        sides = {"old": change_words.old_words(pair, revision), "new": change_words.new_words(pair, revision)}
        yield w("changes.line.revision", figure=change_words.figure_name(pair, revision), **sides)
    for code, rows in change_words.added_groups(pair).items():
        yield w("changes.line.added", indicator=_indicator(pair, code), said=change_words.added_words(w, rows))
    for group in change_words.flip_groups(pair, turned=False):
        yield change_words.flip_line(pair, group)
    for name, changes in _by_table(difference):
        untold = _untold(difference, name, changes)
        if untold:
            said = change_rows.table_words(w, untold)
            yield w("changes.line.table", table=change_rows.table_label(pair.after, name), said=said)
    yield from _notes(pair.after, difference)


def _untold(difference: Difference, table: str, changes: list[RowChange]) -> list[RowChange]:
    """The rows of which no other sentence speaks: of figures, those that change nothing that holds."""
    if table == "targets":
        return []
    if table != "observations":
        return changes
    rows = (revision.row for revision in difference.revisions)
    told = {(row.indicator_code, row.area_code, row.time_period, row.accumulation) for row in rows}
    return [change for change in changes if change.key[:4] not in told]


def _flip(pair: Two, group: FlipGroup) -> FlipRow:
    flip = group.first
    now = judgement(pair.after, flip.new)
    alone = len(group.flips) == 1
    return FlipRow(
        target=Link(pair.after.promises()[flip.new.target.code], _page_of(pair, flip.new)),
        place=change_words.place_words(pair, group),
        old=judgement(pair.before, flip.old),
        new=now,
        said=" ".join(filter(None, (now.sentence if flip.turned else "", now.explanation))) if alone else "",
        why=change_words.cause_words(pair, flip),
    )


def _page_of(pair: Two, verdict: Verdict) -> str:
    return pair.after.link("indicator", ma=verdict.target.code)


def _revised(pair: Two, revision: Revision) -> RevisedRow:
    """The source is that of what holds now; the reason, what is noted beside it that was not noted before."""
    reader, old, new = pair.after, revision.old, revision.new
    w = reader.w
    figure = Link(change_words.figure_name(pair, revision), _target_page(reader, revision.row.indicator_code))
    note = reader.say(new.note) if new and not (old and old.note == new.note) else ""
    in_place = (w("changes.in_place"),) if revision.in_place else ()
    return RevisedRow(
        figure,
        change_words.old_words(pair, revision),
        change_words.new_words(pair, revision),
        source=Link(reader.source(new).publisher, reader.source(new).url or "") if new else Link(""),
        published=_published(reader, new) if new else "",
        reasons=(*in_place, note or w("changes.no_reason")),
    )


def _published(reader: Reader, row: Observation) -> str:
    dated = row.published_on or reader.source(row).published_on
    day = reader.published(row)
    return reader.w("changes.published", day=day) if dated else day


def _added(pair: Two, code: str, rows: Sequence[Revision]) -> AddedRow:
    few = rows if len(rows) <= _SHOWN_FIGURES else ()
    return AddedRow(
        Link(_indicator(pair, code), _target_page(pair.after, code)),
        change_words.added_words(pair.after.w, rows),
        tuple(f"{change_words.where_words(pair, row)}: {_value(pair, row)}" for row in few),
    )


def _value(pair: Two, revision: Revision) -> str:
    if revision.kind == "missing":
        return pair.after.w(f"obs_status.{revision.row.status}")
    return change_words.new_words(pair, revision)


def _indicator(pair: Two, code: str) -> str:
    plan = pair.difference.new if code in pair.difference.new.indicators else pair.difference.old
    return pair.after.say(plan.indicators[code].short_name)


def _target_page(reader: Reader, indicator_code: str) -> str:
    """The page of the first target that rests on an indicator; "" where none does."""
    codes = (code for code, target in reader.plan.targets.items() if target.indicator_code == indicator_code)
    code = next(codes, None)
    return reader.link("indicator", ma=code) if code else ""


def _by_table(difference: Difference) -> Iterator[tuple[str, list[RowChange]]]:
    for name, changes in groupby(difference.rows, key=lambda change: change.table):
        yield name, list(changes)


def _table(reader: Reader, name: str, changes: Sequence[RowChange]) -> TableRow:
    told = () if name in _SAID_ABOVE else changes
    lines = [line for change in told for line in change_rows.row_lines(reader, change)]
    return TableRow(
        name=change_rows.table_label(reader, name),
        said=change_rows.table_words(reader.w, changes),
        lines=tuple(lines[:_SHOWN_LINES]),
        more=_more(reader.w, len(lines) - _SHOWN_LINES),
    )


def _notes(reader: Reader, difference: Difference) -> Iterator[str]:
    w = reader.w
    for name in difference.reordered:
        yield w("changes.reordered", table=change_rows.table_label(reader, name))
    for cell in difference.named:
        yield w("changes.named", column=cell.column, old=cell.old, new=cell.new)


def _more(w: Words, n: int) -> str:
    return w("changes.and_more_file", n=formats.number(w, n, 0)) if n > 0 else ""

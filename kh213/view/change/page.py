"""Thay đổi: what changed between two publications, as a page and as a list of sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from kh213.model.verdict import Verdict
from kh213.release.comparing.diff import Difference
from kh213.release.comparing.revisions import Revision
from kh213.release.comparing.row_changes import RowChange
from kh213.release.publications.store import LATEST
from kh213.view import addresses, citation
from kh213.view.change import rows as change_rows
from kh213.view.change import words as change_words
from kh213.view.change.figures import AddedRow, RevisedRow, added_row, few, indicator_name, more_in_file, revised_row
from kh213.view.change.words import FlipGroup, Two, two
from kh213.view.figures.judgement import Judgement, judgement
from kh213.view.reader import Link, Reader
from kh213.words import Words, formats

SHOWN = 50  # rows of one kind on the page; the file has them all
_SHOWN_LINES = 20
_FEW_LINES = 3


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
class TableRow:
    """What changed in a table; `heading` says what its lines are, `more` that they are not all."""

    name: str
    said: str
    heading: str
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
        revised=tuple(revised_row(pair, revision) for revision in found[:SHOWN]),
        more_revised=more_in_file(w, len(found) - SHOWN),
        added=tuple(added_row(pair, code, rows) for code, rows in change_words.added_groups(pair).items()),
        tables=tuple(_table(pair, name, changes) for name, changes in _by_table(difference)),
        notes=tuple(_notes(reader, difference)),
        download=Link(w("changes.download"), changes_address(difference)),
    )


def sentences(w: Words, difference: Difference, limit: int = 20) -> list[str]:
    """What changes for readers: the count of it, then one sentence each, the weightiest first, `limit` of them.

    The figures of an indicator that got many new ones come last: else nothing would be read behind them.
    """
    pair = two(w, difference, LATEST)
    tally = change_words.tally(w, difference)
    said = list(_lines(pair))
    many = [each for found in change_words.added_groups(pair).values() if not few(found) for each in _new(found)]
    left = len(said) + len(many) - limit
    said += [_revision_line(pair, revision) for revision in many[: max(0, limit - len(said))]]
    more = [w("changes.and_more", n=formats.number(w, left, 0))] if left > 0 else []
    return [f"{tally[0].upper()}{tally[1:]}.", *said[:limit], *more]


def changes_address(difference: Difference) -> str:
    """The file of every changed cell, by the dates of both publications."""
    return addresses.data_changes(*(plan.release.day.isoformat() for plan in (difference.old, difference.new)))


def citation_line(reader: Reader, difference: Difference, site: str, today: date) -> str:
    """How the comparison is cited, at an address that names both publications."""
    cited, w = citation.work(reader, site), reader.w
    if cited is None:
        return ""
    old, new = difference.old.release.day, difference.new.release.day
    title = w("changes.cited", old=formats.day(w, old), new=formats.day(w, new))
    title = w("citing.target", target=title, plan=reader.say(reader.plan.release.plan_name.name))
    path = addresses.page("changes", tu=old.isoformat(), ky=new.isoformat(), lang=reader.kept()["lang"])
    return citation.line(replace(cited, title=title, path=path), today)


def _lines(pair: Two) -> Iterator[str]:
    difference = pair.difference
    yield from change_words.promise_lines(pair)
    for group in change_words.flip_groups(pair, turned=True):
        yield change_words.flip_line(pair, group)
    for revision in change_words.revised(pair):
        yield _revision_line(pair, revision)
    for code, found in change_words.added_groups(pair).items():
        yield from _added_lines(pair, code, found)
    for group in change_words.flip_groups(pair, turned=False):
        yield change_words.flip_line(pair, group)
    for name, changes in _by_table(difference):
        untold = _untold(difference, name, changes)
        if untold:
            yield _table_line(pair.after, name, untold)
    yield from _notes(pair.after, difference)


def _revision_line(pair: Two, revision: Revision) -> str:
    sides = {"old": change_words.old_words(pair, revision), "new": change_words.new_words(pair, revision)}
    return pair.after.w("changes.line.revision", figure=change_words.figure_name(pair, revision), **sides)


def _added_lines(pair: Two, code: str, found: Sequence[Revision]) -> list[str]:
    """A few new figures one by one, many only counted; so are those that changed nothing."""
    one_by_one = _new(found) if few(found) else []
    lines = [_revision_line(pair, revision) for revision in one_by_one]
    counted = [revision for revision in found if revision not in one_by_one]
    if counted:
        said = change_words.added_words(pair.after.w, counted)
        lines.append(pair.after.w("changes.line.added", indicator=indicator_name(pair, code), said=said))
    return lines


def _new(found: Sequence[Revision]) -> list[Revision]:
    return [revision for revision in found if revision.kind == "added"]


def _table_line(reader: Reader, table: str, changes: Sequence[RowChange]) -> str:
    lines = [line for change in changes for line in change_rows.row_lines(reader, change)]
    said = "; ".join(lines) if len(lines) <= _FEW_LINES else change_rows.table_words(reader.w, changes)
    return reader.w("changes.line.table", table=change_rows.table_label(reader, table), said=said)


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


def _by_table(difference: Difference) -> Iterator[tuple[str, list[RowChange]]]:
    for name, changes in groupby(difference.rows, key=lambda change: change.table):
        yield name, list(changes)


def _table(pair: Two, name: str, changes: list[RowChange]) -> TableRow:
    reader = pair.after
    untold = _untold(pair.difference, name, changes)
    lines = [line for change in untold for line in change_rows.row_lines(reader, change)]
    return TableRow(
        name=change_rows.table_label(reader, name),
        said=change_rows.table_words(reader.w, changes),
        heading=reader.w("changes.added_lines" if len(untold) == len(changes) else "changes.untold_lines"),
        lines=tuple(lines[:_SHOWN_LINES]),
        more=more_in_file(reader.w, len(lines) - _SHOWN_LINES),
    )


def _notes(reader: Reader, difference: Difference) -> Iterator[str]:
    w = reader.w
    for name in difference.reordered:
        yield w("changes.reordered", table=change_rows.table_label(reader, name))
    for cell in difference.named:
        yield w("changes.named", column=cell.column, old=cell.old, new=cell.new)

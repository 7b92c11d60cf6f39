"""The figures on the page Thay đổi: what was revised, taken back or added, by whom it was published, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kh213.model.plan import Observation
from kh213.release.comparing.revisions import Revision
from kh213.view.change import words as change_words
from kh213.view.change.words import Two
from kh213.view.reader import Link, Reader
from kh213.words import Words, formats

_FEW = 10


@dataclass(frozen=True, slots=True)
class RevisedRow:
    """A figure before and now. The source is that of what holds now; the reasons, what is noted beside it."""

    figure: Link
    old: str
    new: str
    source: Link
    published: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AddedFigure:
    """A new figure, and who published it when."""

    said: str
    source: Link
    published: str


@dataclass(frozen=True, slots=True)
class AddedRow:
    """The new figures of an indicator: how many, the first of them, and how many are left where not all are there."""

    indicator: Link
    said: str
    figures: tuple[AddedFigure, ...]
    more: str


def revised_row(pair: Two, revision: Revision) -> RevisedRow:
    """A row for a figure that was revised or taken back; what was noted before is no reason."""
    reader, old, new = pair.after, revision.old, revision.new
    w = reader.w
    figure = Link(change_words.figure_name(pair, revision), _target_page(reader, revision.row.indicator_code))
    note = reader.say(new.note) if new and not (old and old.note == new.note) else ""
    in_place = (w("changes.in_place"),) if revision.in_place else ()
    return RevisedRow(
        figure,
        change_words.old_words(pair, revision),
        change_words.new_words(pair, revision),
        source=_source(reader, new) if new else Link(""),
        published=_published(reader, new) if new else "",
        reasons=(*in_place, note or w("changes.no_reason")),
    )


def added_row(pair: Two, code: str, found: Sequence[Revision]) -> AddedRow:
    """A row for the new figures of one indicator."""
    return AddedRow(
        Link(indicator_name(pair, code), _target_page(pair.after, code)),
        change_words.added_words(pair.after.w, found),
        tuple(_added(pair, revision) for revision in found[:_FEW]),
        more_in_file(pair.after.w, len(found) - _FEW),
    )


def more_in_file(w: Words, n: int) -> str:
    """That `n` more are in the file of all changes; "" where there are none."""
    return w("changes.and_more_file", n=formats.number(w, n, 0)) if n > 0 else ""


def few(found: Sequence[Revision]) -> bool:
    """Whether figures are few enough to be said one by one among what else changed."""
    return len(found) <= _FEW


def indicator_name(pair: Two, code: str) -> str:
    """What an indicator is called, in the newer publication where it has it."""
    plan = pair.difference.new if code in pair.difference.new.indicators else pair.difference.old
    return pair.after.say(plan.indicators[code].short_name)


def _source(reader: Reader, row: Observation) -> Link:
    source = reader.source(row)
    return Link(source.publisher, source.url or "")


def _published(reader: Reader, row: Observation) -> str:
    dated = row.published_on or reader.source(row).published_on
    day = reader.published(row)
    return reader.w("changes.published", day=day) if dated else day


def _added(pair: Two, revision: Revision) -> AddedFigure:
    reader, row = pair.after, revision.row
    missing = revision.kind == "missing"
    value = reader.w(f"obs_status.{row.status}") if missing else change_words.new_words(pair, revision)
    said = f"{change_words.where_words(pair, revision)}: {value}"
    return AddedFigure(said, _source(reader, row), _published(reader, row))


def _target_page(reader: Reader, indicator_code: str) -> str:
    """The page of the first target that rests on an indicator; "" where none does."""
    codes = (code for code, target in reader.plan.targets.items() if target.indicator_code == indicator_code)
    code = next(codes, None)
    return reader.link("indicator", ma=code) if code else ""

"""What is said at a marked cell of a draft: its flag, its place as a spreadsheet names it, what is wrong, what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kh213.release.checking.causes import Cause
from kh213.release.issues import Issue
from kh213.words import Words, formats, issues

_ROWS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Note:
    """What is wrong at one place: `flag` is the word and number that stand at the cell and before the sentence."""

    flag: str
    anchor: str
    place: str
    text: str
    remedy: str
    more: str
    warning: bool


def note_of(w: Words, number: int, cause: Cause, place: str) -> Note:
    """The note on a cause, the `number`th of the page; the flag of one that asks nothing bears no number."""
    issue = cause.issue
    return Note(
        flag=w(f"publisher.flag_{'note' if issue.note else 'warning' if issue.warning else 'problem'}", n=number),
        anchor=f"cho-{number}",
        place=place,
        text=issues.sentence(w, issue),
        remedy=issues.remedy(w, issue),
        more=_more(w, cause),
        warning=issue.warning,
    )


def place_of(w: Words, issue: Issue, at: int | None) -> str:
    """Where it is, as a person looks for it: "ô H5 (obs_value)", "dòng 5", "cột obs_value", "cả tệp"."""
    column = formats.excerpt(issue.column or "")
    if issue.row is None:
        return w("publisher.place_column", column=column) if column else w("publisher.place_file")
    if at is not None:
        return w("publisher.place_cell", cell=f"{letter(at)}{issue.row}", column=column)
    if column:
        return w("publisher.place_row_column", row=issue.row, column=column)
    return w("publisher.place_row", row=issue.row)


def headline(w: Words, found: Sequence[Cause]) -> str:
    """How many places must be mended, how many should be looked at."""
    problems = sum(cause.issue.count for cause in found if not cause.issue.warning)
    warnings = sum(cause.issue.count for cause in found if cause.issue.warning and not cause.issue.note)
    said = [
        w(f"publisher.{kind}_count", n=formats.number(w, count, 0))
        for kind, count in (("problem", problems), ("warning", warnings))
        if count
    ]
    return w("publisher.and").join(said) if said else w("publisher.nothing_wrong")


def state_of(notes: Sequence[Note]) -> str:
    """How a place with these notes is marked: as a problem where one of them is, else as a warning; "" is not at all."""
    if not notes:
        return ""
    return "warning" if all(note.warning for note in notes) else "problem"


def letter(place: int) -> str:
    """The letters that a spreadsheet gives a column: 0 is A, 25 is Z, 26 is AA."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def _more(w: Words, cause: Cause) -> str:
    """Where else the same is found; of what bears no row number, how often."""
    if len(cause.rows) < 2:
        n = cause.issue.count
        return w("publisher.repeated_only", n=formats.number(w, n, 0)) if n > 1 else ""
    named, more = ", ".join(map(str, cause.rows[:_ROWS_NAMED])), len(cause.rows[_ROWS_NAMED:])
    rows = w("check.rows_and_more", rows=named, more=formats.number(w, more, 0)) if more else named
    return w("publisher.repeated", n=formats.number(w, cause.issue.count, 0), rows=rows)

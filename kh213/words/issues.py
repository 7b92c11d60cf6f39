"""What is wrong with a package or a draft, in sentences that name the place and the remedy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from kh213.release.checking.causes import Cause, causes
from kh213.release.issues import Issue
from kh213.release.schema import TABLES
from kh213.words import LANGUAGES, Words, formats, words

_ROWS_NAMED = 5
_REASONS = frozenset({"unreadable", "workbook_unreadable"})  # codes of which what was found is why
_LONGEST_EXPECTED = 200


def place(issue: Issue) -> str:
    """Where it is: `observations, 5, obs_value, not_a_number`; a dash for the whole file or row."""
    return ", ".join((issue.table, str(issue.row or "-"), issue.column or "-", issue.code))


def sentence(w: Words, issue: Issue) -> str:
    """What was found, and what was expected."""
    return w(f"issue.{issue.code}", **_parameters(w, issue))


def remedy(w: Words, issue: Issue) -> str:
    """How to mend it, or for a warning what to look at."""
    return w(f"remedy.{issue.code}", **_parameters(w, issue))


def line(issue: Issue) -> str:
    """One problem on one line: `observations, 5, obs_value, not_a_number: …` with its sentence in both languages."""
    return f"{place(issue)}: {' / '.join(sentence(words(lang), issue) for lang in LANGUAGES)}"


def where(w: Words, issue: Issue, rows: Sequence[int] = ()) -> str:
    """The place as a person looks for it: `observations.csv, các dòng 5, 8, … và 997 dòng nữa, cột obs_value`."""
    rows = rows or ([issue.row] if issue.row else [])
    named, more = ", ".join(map(str, rows[:_ROWS_NAMED])), len(rows[_ROWS_NAMED:])
    parts = [
        formats.excerpt(issue.file or issue.table, 80),
        w("check.sheet", sheet=issue.table) if _in_workbook(issue) else "",
        w("check.rows_and_more", rows=named, more=formats.number(w, more, 0)) if more else "",
        w("check.row" if len(rows) == 1 else "check.rows", rows=named) if rows and not more else "",
        w("check.column", column=formats.excerpt(issue.column)) if issue.column else "",
        w("check.for_example", row=rows[0]) if len(rows) > 1 else "",
        w("check.and_others", number=formats.number(w, issue.count - 1, 0)) if issue.count > 1 and not rows else "",
    ]
    return ", ".join(part for part in parts if part)


def _in_workbook(issue: Issue) -> bool:
    """Whether the file holds more sheets than the one: row 41 is there in each of them."""
    name, _, ending = issue.file.rpartition(".")
    return issue.table in TABLES and ending.lower() in {"xlsx", "xlsm"} and name.lower() != issue.table


def report(w: Words, issues: Iterable[Issue]) -> Iterator[str]:
    """The lines of a report: counts, then problems, warnings and notes, file by file, one cause a line with its remedy."""
    kinds = by_kind(issues)
    problems, warnings = kinds["problems"], kinds["warnings"]
    counts = {"problems": _counted(w, "problem", problems), "warnings": _counted(w, "warning", warnings)}
    yield w("check.summary" if problems or warnings else "check.fine", **counts)
    for what, some in kinds.items():
        if some:
            yield from ("", w(f"check.{what}"))
            yield from _by_file(w, causes(some))
    yield ""
    yield w("check.next_mend" if problems else "check.next_publish")


def by_kind(issues: Iterable[Issue]) -> dict[str, list[Issue]]:
    """What must be mended (`problems`), what should be looked at (`warnings`), what is only good to know (`notes`)."""
    kinds: dict[str, list[Issue]] = {"problems": [], "warnings": [], "notes": []}
    for issue in issues:
        kinds["notes" if issue.note else "warnings" if issue.warning else "problems"].append(issue)
    return kinds


def as_json(issue: Issue) -> dict[str, object]:
    """An issue as machines read it (surface.md): place, code, and what to say in both languages."""
    vi, en = words("vi"), words("en")
    return {
        "table": issue.table,
        "file": issue.file,
        "row": issue.row,
        "column": issue.column,
        "code": issue.code,
        "found": issue.found,
        "expected": issue.expected,
        "message_vi": sentence(vi, issue),
        "message_en": sentence(en, issue),
        "remedy_vi": remedy(vi, issue),
        "remedy_en": remedy(en, issue),
        "count": issue.count,
    }


def _by_file(w: Words, some: Iterable[Cause]) -> Iterator[str]:
    for _, of_file in groupby(some, key=lambda cause: cause.issue.file):
        yield ""
        for issue, rows in of_file:
            yield f"{where(w, issue, rows)}: {sentence(w, issue)} {remedy(w, issue)}"


def _counted(w: Words, what: str, some: Sequence[Issue]) -> str:
    number = sum(issue.count for issue in some)
    return w(f"check.{what}.{'one' if number == 1 else 'many'}", number=formats.number(w, number, 0))


def _parameters(w: Words, issue: Issue) -> dict[str, object]:
    """What sentences are filled in with. `_day`: with the days as the reader writes them, where it is not a text that
    stands in the file or is to be written there.
    """
    return {
        "found": formats.reason(w, issue.found) if issue.code in _REASONS else formats.excerpt(issue.found),
        "expected": formats.excerpt(issue.expected, _LONGEST_EXPECTED),
        "found_day": formats.excerpt(formats.days(w, issue.found), _LONGEST_EXPECTED),
        "expected_day": formats.excerpt(formats.days(w, issue.expected), _LONGEST_EXPECTED),
        "row": issue.row or "–",
        "column": issue.column or "–",
        "table": issue.table,
        "file": formats.excerpt(issue.file or issue.table, 80),
    }

"""`check FOLDER [--json] [--fix OUT] [--date DAY] [--rows-may-go]`: everything that is wrong with what is to be published."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

from kh213.commands.progress import on_stderr
from kh213.commands.said import (
    PROBLEMS,
    UNREADABLE,
    CommandError,
    Parser,
    both,
    complain,
    day,
    help_of,
    not_written,
    show,
)
from kh213.release.checking.causes import grouped
from kh213.release.issues import Issue
from kh213.release.publications import store
from kh213.words import LANGUAGES, formats, issues, words

if TYPE_CHECKING:
    from kh213.release.checking.folder import Report
    from kh213.release.draft.mending import Change
    from kh213.release.issues import Progress

_CAPITALS = "capital_lost"


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the command to the parser."""
    said = help_of("check")
    parser = commands.add_parser("check", help=said, description=said)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=help_of("draft"))
    parser.add_argument("--json", action="store_true", help=help_of("json"))
    parser.add_argument("--fix", type=Path, metavar="OUT", help=help_of("fix"))
    parser.add_argument("--date", metavar="DAY", help=help_of("publication_day"))
    parser.add_argument("--rows-may-go", action="store_true", help=help_of("rows_may_go"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> None:
    """Prints the report; problems end the command with their own exit code. Raises CommandError."""
    when = date.today() if asked.date is None else day(asked.date)
    changes = _fixed(asked.folder, asked.fix) if asked.fix else []
    if asked.fix:
        said = list(_told(asked.folder, asked.fix, changes))
        if asked.json:
            complain(said)  # standard output belongs to the machine
        else:
            show("\n".join(said) + "\n")
    with on_stderr() as tell:
        report = checked(asked.fix or asked.folder, when, tell, rows_may_go=asked.rows_may_go)
    found = (*report.issues, *_to_look_at(changes))
    show(_for_machines(found) if asked.json else said_of(found))
    if report.problems:
        raise CommandError(PROBLEMS, ())


def said_of(found: Sequence[Issue]) -> str:
    """A report for people, in both languages."""
    return "\n\n".join("\n".join(issues.report(words(lang), found)) for lang in LANGUAGES)


def checked(folder: Path, when: date, tell: Progress, *, rows_may_go: bool) -> Report:
    """The report on a draft. Raises CommandError where the folder cannot be read."""
    # What reads workbooks, and frictionless, take half a second to load: no other command should wait for them.
    from kh213.release.checking.folder import check_folder  # noqa: PLC0415
    from kh213.release.draft.reading import Unreadable  # noqa: PLC0415

    try:
        return check_folder(folder, store.data_root(), when, tell, rows_may_go=rows_may_go)
    except Unreadable as none:
        raise CommandError(UNREADABLE, both(f"cli.no_draft.{none.why}", folder=folder)) from none
    except BrokenPipeError:
        raise
    except OSError as error:  # a copy is written for the second judge
        raise not_written(gettempdir(), error) from error


def _fixed(folder: Path, out: Path) -> list[Change]:
    if folder.resolve() in out.resolve().parents:
        raise CommandError(UNREADABLE, both("cli.fix_inside", folder=out))
    from kh213.release.draft import mending  # noqa: PLC0415
    from kh213.release.draft.reading import Unreadable  # noqa: PLC0415

    try:
        return mending.fix(folder, out)
    except Unreadable as none:
        raise CommandError(UNREADABLE, both(f"cli.no_draft.{none.why}", folder=folder)) from none
    except FileExistsError as error:
        raise CommandError(UNREADABLE, both("cli.fix_exists", folder=out)) from error
    except OSError as error:
        raise not_written(out, error) from error


def _told(folder: Path, out: Path, changes: Sequence[Change]) -> Iterator[str]:
    mended = [change for change in changes if change.code != _CAPITALS]
    yield from both("check.fix.done" if mended else "check.fix.nothing", folder=out, number=len(mended))
    if any(not (out / book.name).exists() for book in folder.glob("*.xls[xm]")):
        yield from both("check.fix.workbook")
    yield from map(_change, mended)


def _change(change: Change) -> str:
    """`bao-cao.xlsx, observations, 5, obs_value: “6,2” → “6.2”`, or what was wrong with a whole line or file."""
    sheet = change.table if change.file != f"{change.table}.csv" else ""
    at = ", ".join(str(part) for part in (change.file, sheet, change.row, change.column) if part)
    if change.column:
        return f"{at}: “{formats.excerpt(change.old)}” → “{formats.excerpt(change.new)}”"
    issue = Issue(change.table, change.code, change.row, None, change.old, change.new, change.file)
    return f"{at}: {' / '.join(issues.sentence(words(lang), issue) for lang in LANGUAGES)}"


def _to_look_at(changes: Sequence[Change]) -> Iterator[Issue]:
    """What mending could not keep, where nothing in the copy tells of it any more."""
    for change in changes:
        if change.code == _CAPITALS:
            yield Issue(change.table, _CAPITALS, expected=change.new, file=f"{change.table}.csv")


def _for_machines(found: Sequence[Issue]) -> str:
    kinds = {"problems": False, "warnings": True}
    some = {kind: grouped(issue for issue in found if issue.warning == warning) for kind, warning in kinds.items()}
    told = {kind: [issues.as_json(issue) for issue in each] for kind, each in some.items()}
    return json.dumps(told, ensure_ascii=False, indent=2)

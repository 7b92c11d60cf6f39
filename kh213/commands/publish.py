"""`publish FOLDER [--date DAY] [--dry-run] [--rows-may-go]`: checks a draft, says what changes, and adds the release."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kh213.commands.check import checked, said_of
from kh213.commands.progress import on_stderr
from kh213.commands.said import FINE, PROBLEMS, UNREADABLE, CommandError, Parser, both, day, help_of, not_written, show
from kh213.release.checking.causes import causes
from kh213.release.comparing.diff import Difference, difference
from kh213.release.publications import publishing, store
from kh213.view import addresses
from kh213.view.change.page import sentences
from kh213.words import LANGUAGES, Words, formats, issues, words
from kh213.words.publishing import refusal

if TYPE_CHECKING:
    from kh213.model.plan import PlanName, Release, Text
    from kh213.release.cells.check import Rows
    from kh213.release.checking.folder import Report
    from kh213.release.issues import Progress

_MOST_LINES = 50
_DAY_NOT_FREE = frozenset({"date_taken", "date_withdrawn"})


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the command to the parser."""
    said = help_of("publish")
    parser = commands.add_parser("publish", help=said, description=said)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=help_of("draft"))
    parser.add_argument("--date", metavar="DAY", help=help_of("publication_day"))
    parser.add_argument("--dry-run", action="store_true", help=help_of("dry_run"))
    parser.add_argument("--rows-may-go", action="store_true", help=help_of("rows_may_go"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> None:
    """Publishes, or with --dry-run only says what would change. Raises CommandError, and Unusable."""
    when = date.today() if asked.date is None else day(asked.date)
    with on_stderr() as tell:
        report = checked(asked.folder, when, tell, rows_may_go=asked.rows_may_go)
        try:
            if report.base is None:  # nothing to build on may only mean that the date is too early
                publishing.refuse(store.data_root(), when, None)
            if report.problems:
                show(said_of(report.issues))
                raise CommandError(PROBLEMS, both("cli.publish.still_wrong"))
            taken = _refused(report, when, dry=asked.dry_run)
            changed = _changed(report, when, tell)
            if not asked.dry_run:
                publishing.publish(store.data_root(), when, *_whole(report), tell, base=_base(report))
        except publishing.RefusedToPublish as refused:
            # that nothing would change is no failure
            code = FINE if refused.code == "nothing_changes" else UNREADABLE
            raise CommandError(code, (refusal(words(lang), refused) for lang in LANGUAGES)) from refused
    ends = {lang: _outcome(words(lang), when, taken, dry=asked.dry_run) for lang in LANGUAGES}
    blocks = ([*_block(words(lang), report, changed), *end] for lang, end in ends.items())
    show("\n\n".join("\n".join(block) for block in blocks))


def _refused(report: Report, when: date, *, dry: bool) -> publishing.RefusedToPublish | None:
    """Raises RefusedToPublish; gives it back to a dry run where nothing but another day is needed.

    What would change can be shown then: the draft was completed with the newest release all the same.
    """
    root = store.data_root()
    try:
        publishing.refuse(root, when, _base(report))
    except publishing.RefusedToPublish as refused:
        newest = report.base is not None and store.releases(root, date.max)[:1] == (report.base.folder.name,)
        if dry and newest and refused.code in _DAY_NOT_FREE:
            return refused
        raise
    return None


def _changed(report: Report, when: date, tell: Progress) -> Difference | None:
    """What readers would see change; None where nothing was published yet. Nothing is written into the data folder."""
    if report.base is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        staged = Path(folder) / when.isoformat()
        tables, title, plan_name = _whole(report)
        try:
            publishing.stage(staged, tables, when, "published", title, plan_name, tell)
        except OSError as error:
            raise not_written(folder, error) from error
        found = difference(report.base.folder, staged, tell)
    if found.same_data:
        raise publishing.RefusedToPublish("nothing_changes", newest=report.base.plan.release.day)
    return found


def _base(report: Report) -> Release | None:
    return report.base.plan.release if report.base else None


def _whole(report: Report) -> tuple[Rows, Text, PlanName]:
    """What a report without problems always has: to lack one of them is a problem."""
    if report.tables is None or report.title is None or report.plan_name is None:
        raise ValueError("a report without problems, and without a whole package")
    return report.tables, report.title, report.plan_name


def _block(w: Words, report: Report, changed: Difference | None) -> Iterator[str]:
    for what, some in issues.by_kind(report.warnings).items():
        if some:
            yield w(f"check.{what}")
            for issue, rows in causes(some):
                yield f"- {issues.where(w, issue, rows)}: {issues.sentence(w, issue)} {issues.remedy(w, issue)}"
            yield ""
    if changed:
        yield w("cli.publish.changes", day=formats.day(w, changed.old.release.day))
        yield from (f"- {line}" for line in sentences(w, changed, _MOST_LINES))
    else:
        tables, *_ = _whole(report)
        total = formats.number(w, sum(map(len, tables.values())), 0)
        yield w("cli.publish.first", rows=total, tables=len(tables))
    yield ""


def _outcome(w: Words, when: date, taken: publishing.RefusedToPublish | None, *, dry: bool) -> Iterator[str]:
    said = formats.day(w, when)
    if taken:
        yield f"{w('cli.publish.still_wrong')} {refusal(w, taken)}"
        return
    if dry:
        yield w("cli.publish.dry_run", day=said)
        return
    site, ky = os.environ.get("KH213_URL", "").rstrip("/"), when.isoformat()
    page = site + addresses.page("overview", ky=ky)
    yield w("cli.publish.done", day=said)
    yield w("cli.publish.shown_from" if when > date.today() else "cli.publish.shown_now", day=said, page=page)
    yield w("cli.publish.files", package=site + addresses.data_package(ky))

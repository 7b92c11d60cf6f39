"""`diff OLD NEW [--json]`: what changed between two publications."""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path

from kh213.commands import progress
from kh213.commands.said import UNREADABLE, CommandError, Parser, both, help_of
from kh213.export.changes import changes_json
from kh213.release.comparing.diff import Difference, NotComparable, difference
from kh213.release.publications import store
from kh213.view.change.page import sentences
from kh213.words import LANGUAGES, formats, words

_MOST_LINES = 100


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the command to the parser."""
    said = help_of("diff")
    parser = commands.add_parser("diff", help=said, description=said)
    parser.add_argument("old", metavar="OLD", help=help_of("compared"))
    parser.add_argument("new", metavar="NEW", help=help_of("compared"))
    parser.add_argument("--json", action="store_true", help=help_of("diff_json"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> None:
    """Prints what changed, in both languages or as JSON."""
    old, new = _package(asked.old), _package(asked.new)
    try:
        with progress.on_stderr() as tell:
            found = difference(old, new, tell)
    except NotComparable as error:
        raise CommandError(UNREADABLE, both("data_error.not_comparable")) from error
    print(json.dumps(changes_json(found), ensure_ascii=False, indent=2) if asked.json else _said(found))


def _said(found: Difference) -> str:
    return "\n\n".join(_block(found, lang) for lang in LANGUAGES)


def _block(found: Difference, lang: str) -> str:
    w = words(lang)
    days = {side: formats.day(w, plan.release.day) for side, plan in (("old", found.old), ("new", found.new))}
    headline, *lines = sentences(w, found, _MOST_LINES)
    more = [w("cli.diff.more")] if len(lines) > _MOST_LINES else []
    return "\n".join([f"{w('cli.diff.compared', **days)} {headline}", *(f"- {line}" for line in lines), *more])


def _package(named: str) -> Path:
    """The folder that a word names: a publication of the data folder by its name, else a folder as it is written."""
    if Path(named).is_dir() and named != store.DEMO:
        return Path(named)
    try:
        # Who publishes may look ahead at what readers are not shown before its day.
        until = date.today() if named == store.LATEST else date.max
        opened = store.open_publication(store.data_root(), named, until)
    except store.Withdrawn as gone:
        raise CommandError(UNREADABLE, both("data_error.withdrawn", found=named, why=gone.entry.why)) from gone
    except store.NoPublication as error:
        if error.unusable:
            raise error.unusable from error
        raise CommandError(UNREADABLE, both("cli.diff.no_such", found=formats.excerpt(named))) from error
    if opened.passed_over:
        raise opened.passed_over  # no other publication stands in for the one that was named
    return opened.folder

"""`withdraw DATE --why "…"`: takes a release out of use; its address tells the reason from then on."""

from __future__ import annotations

import argparse
from datetime import date

from kh213.commands.said import UNREADABLE, CommandError, Parser, day, help_of
from kh213.release.publications import log, store
from kh213.release.publications.publishing import RefusedToPublish, withdraw
from kh213.words import LANGUAGES, formats, words
from kh213.words.publishing import refusal


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the command to the parser."""
    said = help_of("withdraw")
    parser = commands.add_parser("withdraw", help=said, description=said)
    parser.add_argument("date", metavar="DATE", help=help_of("withdraw_day"))
    parser.add_argument("--why", required=True, metavar="TEXT", help=help_of("why"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> None:
    """Withdraws, and says what readers see now. Raises CommandError."""
    root, when = store.data_root(), day(asked.date)
    try:
        withdraw(root, when, asked.why)
    except RefusedToPublish as refused:
        raise CommandError(UNREADABLE, (refusal(words(lang), refused) for lang in LANGUAGES)) from refused
    why = log.withdrawn(root)[when.isoformat()]
    left = store.releases(root, date.today())
    for lang in LANGUAGES:
        w = words(lang)
        print(w("cli.withdraw.done", day=formats.day(w, when), why=why))
        newest = formats.day(w, date.fromisoformat(left[0])) if left else ""
        print(w("cli.withdraw.newest" if left else "cli.withdraw.none", day=newest), end="\n\n")

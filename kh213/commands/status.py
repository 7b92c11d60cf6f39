"""`status PACKAGE [--as-of DATE]`: every verdict with its inputs."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from kh213.commands.said import UNREADABLE, CommandError, Parser, both, day, help_of
from kh213.export.status import status_csv
from kh213.release.reading.read import read_plan


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the command to the parser."""
    said = help_of("status")
    parser = commands.add_parser("status", help=said, description=said)
    parser.add_argument("package", type=Path, metavar="PACKAGE", help=help_of("package"))
    parser.add_argument("--as-of", metavar="DATE", help=help_of("as_of"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> None:
    """Writes status.csv of a package to standard output."""
    plan = read_plan(asked.package)
    content = status_csv(plan, _as_of(asked.as_of, plan.release.day))
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _as_of(text: str | None, release_day: date) -> date:
    found = day(text) if text else release_day
    if found > release_day:
        raise CommandError(UNREADABLE, both("cli.day_too_late", found=found, last=release_day))
    return found

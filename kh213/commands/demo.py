"""`demo FOLDER [--seed N]`: an illustrative package for the promises of the newest release."""

from __future__ import annotations

import argparse
from pathlib import Path

from kh213.commands.said import UNREADABLE, CommandError, Parser, both, help_of, newest, not_written
from kh213.release.demo.package import OtherPlan, write_demo


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the command to the parser."""
    said = help_of("demo")
    parser = commands.add_parser("demo", help=said, description=said)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=help_of("folder"))
    parser.add_argument("--seed", type=int, default=213, metavar="N", help=help_of("seed"))
    parser.set_defaults(run=run)


def run(asked: argparse.Namespace) -> None:
    """Writes the package; a folder that holds anything else is left alone."""
    base = newest()
    try:
        write_demo(base.folder, asked.folder, asked.seed)
    except OtherPlan as error:
        raise CommandError(UNREADABLE, both("cli.demo_other_plan", plan=error)) from error
    except FileExistsError as error:
        raise CommandError(UNREADABLE, both("cli.not_empty", folder=asked.folder)) from error
    except OSError as error:
        raise not_written(asked.folder, error) from error

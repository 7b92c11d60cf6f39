"""`boundaries add FILE …` and `boundaries fetch`: outlines for the maps."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING

from kh213.commands.said import Parser, day, help_of, newest
from kh213.model.areas import LEVELS
from kh213.release.publications import store
from kh213.words import LANGUAGES, boundaries, words

if TYPE_CHECKING:
    from kh213.release.boundaries.installing import Report


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the two commands to the parser."""
    said = help_of("boundaries")
    parts = commands.add_parser("boundaries", help=said, description=said).add_subparsers(
        required=True, metavar="add|fetch"
    )
    said = help_of("boundaries_add")
    adding = parts.add_parser("add", help=said, description=said)
    adding.add_argument("file", type=Path, metavar="FILE", help=help_of("boundary_file"))
    adding.add_argument("--level", required=True, choices=LEVELS[1:], help=help_of("level"))
    for option in ("valid_from", "licence", "source"):
        adding.add_argument(f"--{option.replace('_', '-')}", required=True, help=help_of(option))
    for option in ("layer", "name_column", "code_column"):
        adding.add_argument(f"--{option.replace('_', '-')}", help=help_of(option))
    adding.add_argument("--allow-missing", action="store_true", help=help_of("allow_missing"))
    adding.set_defaults(run=add_file)

    said = help_of("boundaries_fetch")
    fetching = parts.add_parser("fetch", help=said, description=said)
    fetching.add_argument("--from", dest="address", metavar="URL", help=help_of("from_address"))
    fetching.set_defaults(run=fetch)


def add_file(asked: argparse.Namespace) -> None:
    """Takes an operator's own boundary file in, and prints what was found."""
    from kh213.release.boundaries import installing, joining  # noqa: PLC0415  half a second, for these two alone

    origin = installing.Origin(asked.level, day(asked.valid_from), asked.licence, asked.source)
    chosen = joining.Chosen(asked.name_column, asked.code_column)
    root, areas = store.data_root(), newest().plan.areas
    _tell(installing.add(root, areas, asked.file, origin, asked.layer, chosen, allow_missing=asked.allow_missing))


def fetch(asked: argparse.Namespace) -> None:
    """Downloads, verifies and installs the public outlines of the districts."""
    from kh213.release.boundaries import fetching  # noqa: PLC0415

    address = asked.address or os.environ.get("KH213_BOUNDARIES_URL") or fetching.ADDRESS
    _tell(fetching.fetch(store.data_root(), newest().plan.areas, address))


def _tell(report: Report) -> None:
    for lang in LANGUAGES:
        w = words(lang)
        print("\n".join(boundaries.report(w, report)))
        print(w("boundaries.in_place", folder=store.data_root() / "boundaries" / report.valid_from), end="\n\n")

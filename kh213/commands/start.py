"""`template FOLDER` and `init FOLDER [--excel]`: what to start from, for the next release or for a new plan."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kh213.commands.said import UNREADABLE, CommandError, Parser, both, help_of, newest, not_written
from kh213.release.draft.starting import EXAMPLE, empty_descriptor, example, write_whole
from kh213.release.reading.package import DESCRIPTOR, read_package
from kh213.release.schema import TABLES
from kh213.words import LANGUAGES, words

if TYPE_CHECKING:
    from kh213.release.cells.check import Rows

GUIDE = "HUONG-DAN.txt"
_CSV = "csv"


def add(commands: argparse._SubParsersAction[Parser]) -> None:
    """Adds the two commands to the parser."""
    said = help_of("template")
    parser = commands.add_parser("template", help=said, description=said)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=help_of("new_folder"))
    parser.set_defaults(run=write_templates)

    said = help_of("init")
    parser = commands.add_parser("init", help=said, description=said)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help=help_of("new_folder"))
    parser.add_argument("--excel", action="store_true", help=help_of("excel"))
    parser.set_defaults(run=start_plan)


def write_templates(asked: argparse.Namespace) -> None:
    """Writes the newest release's tables as a workbook and as CSVs. Raises CommandError."""
    from kh213.export import template  # noqa: PLC0415  openpyxl takes a third of a second, for these two alone

    _, tables = read_package(newest().folder)
    csvs = {f"{_CSV}/{name}": content for name, content in template.csv_templates(tables).items()}
    _write(asked.folder, csvs | {template.WORKBOOK: template.workbook_template(tables)})
    for lang in LANGUAGES:
        w = words(lang)
        print(w("start.templates_written", folder=asked.folder))
        print(f"- {w('start.workbook', file=template.WORKBOOK)}")
        print(f"- {w('start.tables', folder=f'{_CSV}/')}")
        print(w("start.next_template"), end="\n\n")


def start_plan(asked: argparse.Namespace) -> None:
    """Writes what a new plan starts from: names to fill in, empty tables, an example, a guide. Raises CommandError."""
    from kh213.export import template  # noqa: PLC0415

    empty: Rows = dict.fromkeys(TABLES, ())
    tables = {template.WORKBOOK: template.workbook_template(empty)} if asked.excel else template.csv_templates(empty)
    beside = {f"{EXAMPLE}/{name}": content for name, content in example().items()}
    guide = "\n\n".join(words(lang)("start.guide", example=EXAMPLE).strip() for lang in LANGUAGES) + "\n"
    _write(asked.folder, {DESCRIPTOR: empty_descriptor(), **tables, GUIDE: guide.encode(), **beside})
    for line in both("start.plan_written", folder=asked.folder):
        print(line)
    for line in both("start.next_plan", folder=asked.folder, guide=GUIDE):
        print(line)


def _write(folder: Path, contents: Mapping[str, bytes]) -> None:
    try:
        write_whole(folder, contents)
    except FileExistsError as error:
        raise CommandError(UNREADABLE, both("start.not_empty", folder=folder)) from error
    except OSError as error:
        raise not_written(folder, error) from error

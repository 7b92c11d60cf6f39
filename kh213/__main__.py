"""The command line: `python -m kh213 status PACKAGE`, `demo FOLDER`, `boundaries add FILE …`, `boundaries fetch`.

Exit codes: 0 fine, 1 the data has problems, 2 it cannot be read or the command is wrong. What fails writes nothing to
standard output; what went wrong stands on standard error, in Vietnamese and in English.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kh213.export.status import status_csv
from kh213.model.areas import LEVELS
from kh213.release import store
from kh213.release.boundaries.refused import Problem, Refused
from kh213.release.demo import write_demo
from kh213.release.issues import Issue, Unusable
from kh213.release.read import read_plan
from kh213.words import LANGUAGES, boundaries, formats, issues, words

if TYPE_CHECKING:
    from kh213.release.boundaries.installing import Report

FINE, PROBLEMS, UNREADABLE = 0, 1, 2

# There are no figures to judge at all: other codes say what is wrong with figures that are there.
_NOT_THERE = frozenset({"unreadable", "file_missing"})


class CommandError(Exception):
    """A command that could not do its work: how it ends, and what to say, line by line."""

    def __init__(self, code: int, lines: Iterable[str]) -> None:
        super().__init__(code)
        self.code, self.lines = code, tuple(lines)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    asked = _parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = asked.run
    try:
        run(asked)
    except CommandError as failed:
        _complain(failed.lines)
        return failed.code
    except Unusable as unusable:
        _complain((*_both("cli.unusable", package=unusable.release), *map(issue_line, unusable.issues)))
        return UNREADABLE if any(issue.code in _NOT_THERE for issue in unusable.issues) else PROBLEMS
    except Refused as refused:
        _complain((*_both("boundaries.refused"), *(_all_said(found) for found in refused.problems)))
        return UNREADABLE if refused.unreadable else PROBLEMS
    except BrokenPipeError:
        # Whoever read standard output has read enough (`| head`); Python must not try to flush the rest at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return FINE


def status(asked: argparse.Namespace) -> None:
    """Writes status.csv of a package to standard output."""
    plan = read_plan(asked.package)
    content = status_csv(plan, _as_of(asked.as_of, plan.release.day))
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()


def _as_of(text: str | None, release_day: date) -> date:
    try:
        day = date.fromisoformat(text) if text else release_day
    except ValueError as error:
        raise CommandError(UNREADABLE, _both("cli.bad_day", found=formats.excerpt(text or ""))) from error
    if day > release_day:
        raise CommandError(UNREADABLE, _both("cli.day_too_late", found=day, last=release_day))
    return day


def demo(asked: argparse.Namespace) -> None:
    """Writes an illustrative package for the promises of the newest release."""
    base = _newest()
    try:
        write_demo(base.folder, asked.folder, asked.seed)
    except FileExistsError as error:
        raise CommandError(UNREADABLE, _both("cli.not_empty", folder=asked.folder)) from error
    except OSError as error:
        raise CommandError(
            UNREADABLE, _both("cli.not_written", folder=asked.folder, reason=type(error).__name__)
        ) from error


def add_boundaries(asked: argparse.Namespace) -> None:
    """Takes an operator's own boundary file in, and prints what was found."""
    from kh213.release.boundaries import installing, joining  # noqa: PLC0415  half a second, for these two alone

    try:
        valid_from = date.fromisoformat(asked.valid_from)
    except ValueError as error:
        raise CommandError(UNREADABLE, _both("cli.bad_day", found=formats.excerpt(asked.valid_from))) from error
    origin = installing.Origin(asked.level, valid_from, asked.licence, asked.source)
    chosen = joining.Chosen(asked.name_column, asked.code_column)
    root, areas = store.data_root(), _newest().plan.areas
    _tell(installing.add(root, areas, asked.file, origin, asked.layer, chosen, allow_missing=asked.allow_missing))


def fetch_boundaries(asked: argparse.Namespace) -> None:
    """Downloads, verifies and installs the public outlines of the districts."""
    from kh213.release.boundaries import fetching  # noqa: PLC0415

    address = asked.address or os.environ.get("KH213_BOUNDARIES_URL") or fetching.ADDRESS
    _tell(fetching.fetch(store.data_root(), _newest().plan.areas, address))


def _tell(report: Report) -> None:
    for lang in LANGUAGES:
        print("\n".join(boundaries.report(words(lang), report)))
        print(
            words(lang)("boundaries.in_place", folder=store.data_root() / "boundaries" / report.valid_from), end="\n\n"
        )


def _newest() -> store.Opened:
    try:
        return store.open_publication(store.data_root(), store.LATEST, date.today())
    except store.NoPublication as error:
        raise CommandError(UNREADABLE, _both("cli.nothing_published", folder=store.data_root())) from error


def issue_line(issue: Issue) -> str:
    """One problem on one line: `observations, 5, obs_value, not_a_number: …` with its sentence in both languages."""
    return f"{issues.place(issue)}: {' / '.join(issues.sentence(words(lang), issue) for lang in LANGUAGES)}"


class _Parser(argparse.ArgumentParser):
    """argparse speaks English only; what is wrong with a command is said in both languages, with how to write it."""

    def error(self, message: str) -> NoReturn:
        _complain((*_both("cli.bad_command", message=message), self.format_usage().strip()))
        sys.exit(UNREADABLE)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m kh213", description=_help("cli.help.program"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    said = _help("cli.help.status")
    judging = commands.add_parser("status", help=said, description=said)
    judging.add_argument("package", type=Path, metavar="PACKAGE", help=_help("cli.help.package"))
    judging.add_argument("--as-of", metavar="DATE", help=_help("cli.help.as_of"))
    judging.set_defaults(run=status)

    said = _help("cli.help.demo")
    inventing = commands.add_parser("demo", help=said, description=said)
    inventing.add_argument("folder", type=Path, metavar="FOLDER", help=_help("cli.help.folder"))
    inventing.add_argument("--seed", type=int, default=213, metavar="N", help=_help("cli.help.seed"))
    inventing.set_defaults(run=demo)
    _boundaries_parser(commands)
    return parser


def _boundaries_parser(commands: argparse._SubParsersAction[_Parser]) -> None:
    said = _help("cli.help.boundaries")
    parts = commands.add_parser("boundaries", help=said, description=said).add_subparsers(
        required=True, metavar="add|fetch"
    )
    said = _help("cli.help.boundaries_add")
    adding = parts.add_parser("add", help=said, description=said)
    adding.add_argument("file", type=Path, metavar="FILE", help=_help("cli.help.boundary_file"))
    adding.add_argument("--level", required=True, choices=LEVELS[1:], help=_help("cli.help.level"))
    for option in ("valid_from", "licence", "source"):
        adding.add_argument(f"--{option.replace('_', '-')}", required=True, help=_help(f"cli.help.{option}"))
    for option in ("layer", "name_column", "code_column"):
        adding.add_argument(f"--{option.replace('_', '-')}", help=_help(f"cli.help.{option}"))
    adding.add_argument("--allow-missing", action="store_true", help=_help("cli.help.allow_missing"))
    adding.set_defaults(run=add_boundaries)

    said = _help("cli.help.boundaries_fetch")
    fetching_them = parts.add_parser("fetch", help=said, description=said)
    fetching_them.add_argument("--from", dest="address", metavar="URL", help=_help("cli.help.from_address"))
    fetching_them.set_defaults(run=fetch_boundaries)


def _both(key: str, **parameters: object) -> list[str]:
    return [words(lang)(key, **parameters) for lang in LANGUAGES]


def _all_said(found: Problem) -> str:
    return " / ".join(boundaries.problem(words(lang), found) for lang in LANGUAGES)


def _help(key: str) -> str:
    return " / ".join(_both(key))


def _complain(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the terminal's own: Vietnamese is to be read
    sys.exit(main())

"""The command line: `python -m kh213 COMMAND`. What each command does stands in kh213/commands/.

Exit codes: 0 fine, 1 the data has problems, 2 it cannot be read or the command is wrong. What fails writes nothing to
standard output, but for the report of a check, which is what was asked for; what went wrong stands on standard error,
in Vietnamese and in English.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from kh213.commands import boundaries, check, demo, diff, publish, start, status, withdraw
from kh213.commands.said import FINE, PROBLEMS, UNREADABLE, CommandError, Parser, both, complain, help_of, nobody_reads
from kh213.release.boundaries.refused import Problem, Refused
from kh213.release.issues import Unusable
from kh213.words import LANGUAGES, issues, words
from kh213.words import boundaries as boundary_words

if TYPE_CHECKING:
    import argparse

COMMANDS = (start, check, publish, withdraw, diff, status, demo, boundaries)

# There are no figures to judge at all: other codes say what is wrong with figures that are there.
_NOT_THERE = frozenset({"unreadable", "file_missing"})


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    asked = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], None] = asked.run
    try:
        run(asked)
    except CommandError as failed:
        complain(failed.lines)
        return failed.code
    except Unusable as unusable:
        complain((*both("cli.unusable", package=unusable.release), *map(issues.line, unusable.issues)))
        return UNREADABLE if any(issue.code in _NOT_THERE for issue in unusable.issues) else PROBLEMS
    except Refused as refused:
        complain((*both("boundaries.refused"), *(_all_said(found) for found in refused.problems)))
        return UNREADABLE if refused.unreadable else PROBLEMS
    except BrokenPipeError:
        nobody_reads()  # whoever read standard output has read enough (`| head`)
    return FINE


def parser() -> Parser:
    """The parser of all commands."""
    whole = Parser(prog="python -m kh213", description=help_of("program"))
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for each in COMMANDS:
        each.add(commands)
    return whole


def _all_said(found: Problem) -> str:
    return " / ".join(boundary_words.problem(words(lang), found) for lang in LANGUAGES)


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the terminal's own: Vietnamese is to be read
    sys.exit(main())
